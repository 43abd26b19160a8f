//! PNG: chunks of programs between those of a picture.

use std::sync::LazyLock;

use bolero::check;
use teahouse::files::format::Format;

use super::{PLACE, drawn, judge_any, orientation, woven, xmp};
use crate::script::Script;

/// A picture, cut behind its header and before its end.
static PARTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let picture = drawn(Format::Png);
    let (head, rest) = picture.split_at(33);
    let (data, end) = rest.split_at(rest.len() - 12);
    vec![head.to_vec(), data.to_vec(), end.to_vec(), Vec::new()]
});

#[test]
fn no_place_is_left_in_a_png() {
    check!().for_each(|input: &[u8]| judge_any(input, &[Format::Png], |script| woven(&PARTS, script, piece)));
}

fn piece(script: &mut Script<'_>) -> Vec<u8> {
    match script.byte() % 6 {
        0 => chunk(b"eXIf", &orientation(script)),
        1 => chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", &xmp()[..]].concat()),
        2 => chunk(b"tEXt", &[b"Raw profile type exif\0", PLACE].concat()),
        3 => chunk(b"prVt", PLACE),
        4 => chunk(b"tIME", script.take(7).first_chunk::<7>().unwrap_or(&[7; 7])),
        _ => chunk(b"pHYs", &[0, 0, 11, 19, 0, 0, 11, 19, 1]),
    }
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len()).expect("it is short").to_be_bytes();
    [&len[..], kind, content, &sum(&[kind, content].concat()).to_be_bytes()].concat()
}

/// CRC-32 as PNG has it (third edition, annex D), a bit at a time.
fn sum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    })
}
