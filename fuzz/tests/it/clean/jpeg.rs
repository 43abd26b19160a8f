//! JPEG: segments of cameras, phones and programs between those of a picture.

use std::sync::LazyLock;

use bolero::check;
use teahouse::files::format::Format;

use super::{PLACE, drawn, judge_any, orientation, woven, xmp};
use crate::script::Script;

/// A picture, cut before each of its segments and before its end.
static PARTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let picture = drawn(Format::Jpeg);
    let mut cuts = vec![0, 2];
    while picture[cuts[cuts.len() - 1] + 1] != 0xda {
        let at = cuts[cuts.len() - 1];
        cuts.push(at + 2 + usize::from(u16::from_be_bytes([picture[at + 2], picture[at + 3]])));
    }
    cuts.push(picture.len() - 2);
    cuts.push(picture.len());
    cuts.windows(2).map(|cut| picture[cut[0]..cut[1]].to_vec()).collect()
});

#[test]
fn no_place_is_left_in_a_jpeg() {
    check!().for_each(|input: &[u8]| {
        judge_any(input, &[Format::Jpeg], |script| {
            let mut file = woven(&PARTS, script, piece);
            // What phones append: a film, a second picture.
            file.extend(if script.byte().is_multiple_of(2) { PLACE } else { b"" });
            file
        });
    });
}

fn piece(script: &mut Script<'_>) -> Vec<u8> {
    match script.byte() % 10 {
        0 => segment(0xe1, &[b"Exif\0\0", &orientation(script)[..]].concat()),
        1 => segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", &xmp()[..]].concat()),
        2 => segment(0xed, &[b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0", PLACE].concat()),
        3 => segment(0xfe, PLACE),
        4 => segment(0xe2, &[b"MPF\0", PLACE].concat()),
        5 => segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", script.take(9)].concat()),
        6 => segment(0xe3 + script.byte() % 11, PLACE),
        7 => segment(0xe0, &[b"JFXX\0", PLACE].concat()),
        8 => vec![0xff; usize::from(script.byte() % 5)],
        // Between segments it means nothing and has no length; what could be taken for one holds a place.
        _ => [&[0xff, 0xd0 + script.byte() % 8][..], &segment(0xfe, PLACE)].concat(),
    }
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let len = u16::try_from(content.len() + 2).expect("it is short").to_be_bytes();
    [&[0xff, marker], &len[..], content].concat()
}
