//! HEIC and AVIF.

use super::film::boxed;
use super::{PLACE, cleaned, has_place};
use crate::files::format::Format;

/// Samples with their format.
pub(super) fn samples() -> Vec<(Format, Vec<u8>, u8)> {
    let mut samples = Vec::new();
    for (format, brand) in [(Format::Heic, b"heic"), (Format::Avif, b"avif")] {
        for kind in [b"Exif", b"mime"] {
            for is_inside in [false, true] {
                samples.push((format, picture(brand, kind, is_inside), 1));
            }
        }
    }
    samples
}

/// A picture of two items: the picture itself, and one about it.
fn picture(brand: &[u8; 4], kind: &[u8; 4], is_inside: bool) -> Vec<u8> {
    let ftyp = boxed(b"ftyp", &[&brand[..], &[0; 4], b"mif1"].concat());
    let item = |id: u8, kind: &[u8; 4]| boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], &kind[..], &[0]].concat());
    let iinf = boxed(
        b"iinf",
        &[&[0, 0, 0, 0, 0, 2][..], &item(1, b"hvc1"), &item(2, kind)].concat(),
    );
    let idat = if is_inside { boxed(b"idat", PLACE) } else { Vec::new() };
    let meta = |second_at: u32, first_at: u32| {
        let place = |id: u8, method: u8, at: u32, len: usize| {
            let len = u32::try_from(len).expect("it is short");
            let head = [0, id, 0, method, 0, 0, 0, 1];
            [&head[..], &at.to_be_bytes(), &len.to_be_bytes()].concat()
        };
        let places = [
            place(1, 0, first_at, 7),
            place(2, u8::from(is_inside), second_at, PLACE.len()),
        ]
        .concat();
        let iloc = boxed(b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 2][..], &places].concat());
        boxed(b"meta", &[&[0; 4], &iinf[..], &iloc, &idat].concat())
    };
    let data = u32::try_from(ftyp.len() + meta(0, 0).len() + 8).expect("it is short");
    let meta = if is_inside { meta(0, data) } else { meta(data + 7, data) };
    let behind: &[u8] = if is_inside { b"" } else { PLACE };
    [ftyp, meta, boxed(b"mdat", &[b"picture", behind].concat())].concat()
}

#[test]
fn no_picture_keeps_its_place_and_each_keeps_its_first_item() {
    for (format, sample, _) in samples() {
        assert!(has_place(&sample));
        let (left, _) = cleaned(format, &sample).expect("it is whole");
        assert!(!has_place(&left) && left.len() == sample.len(), "{format:?}");
        assert!(left.windows(7).any(|bytes| bytes == b"picture"), "{format:?}");
    }
}

#[test]
fn a_list_that_ends_too_early_is_broken() {
    let whole = picture(b"heic", b"Exif", false);
    let at = memchr::memmem::find(&whole, b"iloc").expect("it has one");
    let mut bytes = whole;
    bytes[at + 10] = 0xff;
    assert!(cleaned(Format::Heic, &bytes).is_err());
}
