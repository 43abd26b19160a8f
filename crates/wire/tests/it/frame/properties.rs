//! What holds for any messages and any cuts of the stream.

use super::echo::{Heard, hear};
use super::raw::Raw;
use super::raw::{BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame, stream};
use proptest::collection::vec;
use proptest::prelude::*;
use teahouse_wire::frame::{Client, CloseCode, Limits, Server, encode};

proptest! {
    #[test]
    fn what_a_server_sends_its_client_hears(messages in vec(message(), 0..20), cuts in vec(1..300usize, 1..20)) {
        let mut sent = Vec::new();
        for message in &messages {
            speak(&mut sent, message);
        }
        let (heard, violation) = hear::<Client>(cut(&sent, &cuts), &Limits::default());
        prop_assert_eq!(violation, None);
        prop_assert_eq!(heard, messages);
    }

    #[test]
    fn what_a_client_sends_its_server_hears(messages in vec(message(), 0..20), mask: [u8; 4], cuts in vec(1..300usize, 1..20)) {
        let mut sent = Vec::new();
        for message in &messages {
            speak_masked(&mut sent, message, mask);
        }
        let (heard, violation) = hear::<Server>(cut(&sent, &cuts), &Limits::default());
        prop_assert_eq!(violation, None);
        prop_assert_eq!(heard, messages);
    }

    #[test]
    fn the_verdict_does_not_depend_on_how_frames_are_cut(frames in vec(any_frame(), 0..12), cuts in vec(1..40usize, 1..20)) {
        let sent = stream(&frames);
        let whole = hear::<Server>([sent.as_slice()], &TIGHT);
        prop_assert_eq!(hear::<Server>(cut(&sent, &cuts), &TIGHT), whole);
    }

    #[test]
    fn the_verdict_does_not_depend_on_how_noise_is_cut(sent in vec(any::<u8>(), 0..200), cuts in vec(1..20usize, 1..20)) {
        let whole = hear::<Client>([sent.as_slice()], &TIGHT);
        prop_assert_eq!(hear::<Client>(cut(&sent, &cuts), &TIGHT), whole);
        let whole = hear::<Server>([sent.as_slice()], &TIGHT);
        prop_assert_eq!(hear::<Server>(cut(&sent, &cuts), &TIGHT), whole);
    }

    #[test]
    fn a_code_that_may_be_sent_reads_back(code: u16) {
        if let Some(code) = CloseCode::new(code) {
            let mut sent = Vec::new();
            encode::close(&mut sent, Some((code, "")));
            let (heard, _) = hear::<Client>([sent.as_slice()], &Limits::default());
            prop_assert_eq!(heard, vec![Heard::Close(Some(code.value()))]);
        }
    }
}

/// Small enough for random frames to break them.
const TIGHT: Limits = Limits {
    frame: 200,
    message: 300,
    empty_fragments: 2,
};

fn message() -> impl Strategy<Value = Heard> {
    prop_oneof![
        4 => any::<String>().prop_map(Heard::Text),
        1 => vec(any::<char>(), 0..3000).prop_map(|chars| Heard::Text(chars.into_iter().collect())),
        2 => vec(any::<u8>(), 0..3000).prop_map(Heard::Binary),
        1 => vec(any::<u8>(), 0..=125).prop_map(Heard::Ping),
        1 => vec(any::<u8>(), 0..=125).prop_map(Heard::Pong),
    ]
}

fn speak(out: &mut Vec<u8>, message: &Heard) {
    match message {
        Heard::Text(text) => encode::text(out, text),
        Heard::Binary(bytes) => encode::binary(out, bytes),
        Heard::Ping(payload) => encode::ping(out, payload),
        Heard::Pong(payload) => encode::pong(out, payload),
        Heard::Close(code) => encode::close(out, code.and_then(CloseCode::new).map(|code| (code, ""))),
    }
}

fn speak_masked(out: &mut Vec<u8>, message: &Heard, mask: [u8; 4]) {
    match message {
        Heard::Text(text) => encode::masked::text(out, text, mask),
        Heard::Binary(bytes) => encode::masked::binary(out, bytes, mask),
        Heard::Ping(payload) => encode::masked::ping(out, payload, mask),
        Heard::Pong(payload) => encode::masked::pong(out, payload, mask),
        Heard::Close(code) => encode::masked::close(out, code.and_then(CloseCode::new).map(|code| (code, "")), mask),
    }
}

/// A frame that is more often right than wrong.
pub fn any_frame() -> impl Strategy<Value = Raw> {
    let opcode = prop_oneof![
        6 => prop::sample::select(vec![TEXT, BINARY, CONTINUATION]),
        3 => prop::sample::select(vec![PING, PONG]),
        1 => Just(CLOSE),
    ];
    let payload = prop_oneof![
        4 => "[a-zé茶🍵]{0,40}".prop_map(String::into_bytes),
        1 => vec(any::<u8>(), 0..150),
        1 => Just(Vec::new()),
        1 => prop::sample::select(vec![1000u16, 1001, 1005, 4000, 999])
            .prop_map(|code| [&code.to_be_bytes()[..], "bye".as_bytes()].concat()),
    ];
    (opcode, payload, any::<[u8; 4]>(), prop::bool::weighted(0.6))
        .prop_map(|(opcode, payload, mask, fin)| frame(opcode, payload).mask(Some(mask)).fin(fin || opcode >= CLOSE))
}

/// Cuts bytes into pieces whose sizes repeat.
fn cut<'a>(mut bytes: &'a [u8], sizes: &[usize]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    for &size in sizes.iter().cycle() {
        if bytes.is_empty() {
            break;
        }
        let (piece, rest) = bytes.split_at(size.min(bytes.len()));
        pieces.push(piece);
        bytes = rest;
    }
    pieces
}
