//! WebP: chunks around a picture, with the extended header and without.

use std::sync::LazyLock;

use bolero::check;
use teahouse::files::format::Format;

use super::{PLACE, drawn, judge_any, orientation, woven, xmp};
use crate::script::Script;

/// The one chunk of a picture.
static PICTURE: LazyLock<Vec<u8>> = LazyLock::new(|| drawn(Format::Webp).split_off(12));

#[test]
fn no_place_is_left_in_a_webp() {
    check!().for_each(|input: &[u8]| {
        judge_any(input, &[Format::Webp], |script| {
            let header = match script.byte() % 4 {
                0 => Vec::new(),
                // Which of EXIF and XMP it announces need not be true; nine pixels by five.
                flags => chunk(b"VP8X", &[flags << 2, 0, 0, 0, 8, 0, 0, 4, 0, 0]),
            };
            let chunks = woven(&[header, PICTURE.clone(), Vec::new()], script, piece);
            let len = u32::try_from(chunks.len() + 4).expect("it is short").to_le_bytes();
            let behind: &[u8] = if script.byte().is_multiple_of(2) { PLACE } else { b"" };
            [b"RIFF", &len[..], b"WEBP", &chunks, behind].concat()
        });
    });
}

fn piece(script: &mut Script<'_>) -> Vec<u8> {
    match script.byte() % 4 {
        0 => chunk(b"EXIF", &orientation(script)),
        1 => chunk(b"EXIF", &[b"Exif\0\0", &orientation(script)[..]].concat()),
        2 => chunk(b"XMP ", &xmp()),
        _ => chunk(b"tea ", &[PLACE, script.take(3)].concat()),
    }
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len()).expect("it is short").to_le_bytes();
    let padding = vec![0; content.len() % 2];
    [kind, &len[..], content, &padding].concat()
}
