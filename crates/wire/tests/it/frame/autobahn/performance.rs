//! Groups 9 and 10: large messages, many fragments, many messages, at the suite's own sizes.

use super::case::{Case, binary, play, text};
use crate::frame::echo::Heard;
use crate::frame::raw::{BINARY, Raw, TEXT, fragments, frame};

const KIB: usize = 1024;
const MIB: usize = 1024 * 1024;

#[test]
fn large_messages_come_back() {
    play(&large());
}

#[test]
fn messages_in_fragments_of_every_size_come_back() {
    play(&fragmented());
}

#[test]
fn messages_in_chops_of_every_size_come_back() {
    play(&chopped());
}

#[test]
fn a_thousand_messages_come_back() {
    play(&many());
}

#[test]
fn automatically_fragmented_messages_come_back() {
    play(&auto_fragmented());
}

pub fn cases() -> Vec<Case> {
    [large(), fragmented(), chopped(), many(), auto_fragmented()].concat()
}

/// 9.1 text and 9.2 binary, in one frame.
fn large() -> Vec<Case> {
    let sizes = [64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB];
    both(["9.1", "9.2"], &sizes, |opcode, size| {
        let payload = payload(opcode, size);
        (vec![frame(opcode, &payload)], vec![message(opcode, payload)])
    })
}

/// 9.3 text and 9.4 binary: 4 MiB, in fragments.
fn fragmented() -> Vec<Case> {
    let sizes = [64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB];
    both(["9.3", "9.4"], &sizes, |opcode, size| {
        let payload = payload(opcode, 4 * MIB);
        (fragments(opcode, &payload, size), vec![message(opcode, payload)])
    })
}

/// 9.5 text and 9.6 binary: 1 MiB, of which the suite's cases differ in the chops that every case here gets.
fn chopped() -> Vec<Case> {
    both(["9.5", "9.6"], &[64, 128, 256, 512, KIB, 2 * KIB], |opcode, _| {
        let payload = payload(opcode, MIB);
        (vec![frame(opcode, &payload)], vec![message(opcode, payload)])
    })
}

/// 9.7 text and 9.8 binary: 1,000 messages.
fn many() -> Vec<Case> {
    both(["9.7", "9.8"], &[0, 16, 64, 256, KIB, 4 * KIB], |opcode, size| {
        let payload = payload(opcode, size);
        (
            vec![frame(opcode, &payload); 1000],
            vec![message(opcode, payload); 1000],
        )
    })
}

fn auto_fragmented() -> Vec<Case> {
    let payload = "*".repeat(65536);
    vec![Case::clean(
        "10.1.1",
        &fragments(TEXT, payload.as_bytes(), 1300),
        vec![text(payload)],
    )]
}

/// What is sent and what must be heard.
type Exchange = (Vec<Raw>, Vec<Heard>);

fn both(groups: [&str; 2], sizes: &[usize], exchange: fn(u8, usize) -> Exchange) -> Vec<Case> {
    let mut cases = Vec::new();
    for (group, opcode) in groups.iter().zip([TEXT, BINARY]) {
        for (&size, number) in sizes.iter().zip(1..) {
            let (frames, heard) = exchange(opcode, size);
            cases.push(Case::clean(format!("{group}.{number}"), &frames, heard));
        }
    }
    cases
}

fn payload(opcode: u8, size: usize) -> Vec<u8> {
    let pattern: &[u8] = if opcode == TEXT {
        b"BAsd7&jh23"
    } else {
        b"\x00\xfe\x23\xfa\xf0"
    };
    let mut payload = pattern.repeat(size.div_ceil(pattern.len()));
    payload.truncate(size);
    payload
}

fn message(opcode: u8, payload: Vec<u8>) -> Heard {
    match String::from_utf8(payload) {
        Ok(payload) if opcode == TEXT => text(payload),
        Ok(payload) => binary(payload),
        Err(error) => binary(error.into_bytes()),
    }
}
