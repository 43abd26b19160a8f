//! GIF: extensions of programs before, between and behind pictures.

use std::sync::LazyLock;

use bolero::check;
use teahouse::files::format::Format;

use super::{PLACE, drawn, judge_any, woven};
use crate::script::Script;

/// Head, a picture twice, and the trailer.
static PARTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let picture = drawn(Format::Gif);
    let flags = picture[10];
    let head = 13 + if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let (head, rest) = picture.split_at(head);
    let frame = rest[..rest.len() - 1].to_vec();
    vec![head.to_vec(), frame.clone(), frame, vec![0x3b], Vec::new()]
});

#[test]
fn no_place_is_left_in_a_gif() {
    check!().for_each(|input: &[u8]| judge_any(input, &[Format::Gif], |script| woven(&PARTS, script, piece)));
}

fn piece(script: &mut Script<'_>) -> Vec<u8> {
    match script.byte() % 6 {
        0 => extension(0xfe, b"", script),
        1 => extension(0x01, &[0; 12], script),
        2 => extension(0xff, b"XMP DataXMP", script),
        3 => extension(0xff, &PLACE[..usize::from(script.byte() % 16)], script),
        4 => extension(0x80 + script.byte() % 0x79, b"", script),
        _ => b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0".to_vec(),
    }
}

/// An extension with a head of its own, if it has one, and blocks with a place.
fn extension(label: u8, head: &[u8], script: &mut Script<'_>) -> Vec<u8> {
    let block = |content: &[u8]| [&[u8::try_from(content.len()).expect("it is short")], content].concat();
    let mut bytes = vec![0x21, label];
    if !head.is_empty() {
        bytes.extend(block(head));
    }
    for _ in 0..script.byte() % 3 {
        bytes.extend(block(PLACE));
    }
    bytes.push(0);
    bytes
}
