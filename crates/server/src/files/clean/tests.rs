//! Pictures and films with places in them, made in every form that is known to us, and what is left of them.

mod film;
mod heif;
mod picture;

use std::io::{Cursor, Write as _};

use super::{CleanError, Seen, clean};
use crate::files::format::Format;

/// What stands for a place in every sample. None of it may be found in what is kept.
const PLACE: &[u8] = b"48.8584N 2.2945E";

/// Cleans bytes.
fn cleaned(format: Format, bytes: &[u8]) -> Result<(Vec<u8>, Seen), CleanError> {
    let mut into = Cursor::new(Vec::new());
    let seen = clean(format, &mut Cursor::new(bytes), &mut into)?;
    Ok((into.into_inner(), seen))
}

fn has_place(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, PLACE).is_some()
}

/// EXIF with an orientation and a directory of places, in either order of bytes.
fn exif(orientation: u8, is_big: bool) -> Vec<u8> {
    let short = |value: u16| {
        if is_big {
            value.to_be_bytes()
        } else {
            value.to_le_bytes()
        }
    };
    let long = |value: u32| {
        if is_big {
            value.to_be_bytes()
        } else {
            value.to_le_bytes()
        }
    };
    let mut tiff = Vec::new();
    let mut put = |bytes: &[u8]| tiff.write_all(bytes).expect("memory takes bytes");
    put(if is_big { b"MM" } else { b"II" });
    put(&short(42));
    put(&long(8));
    put(&short(2));
    // Orientation, then the directory of places (Exif 3.0 §4.6.3).
    for (tag, kind, value) in [(0x0112, 3, None), (0x8825, 4, Some(38))] {
        put(&short(tag));
        put(&short(kind));
        put(&long(1));
        match value {
            Some(value) => put(&long(value)),
            None => {
                put(&short(orientation.into()));
                put(&short(0));
            }
        }
    }
    put(&long(0));
    // GPSProcessingMethod, in text.
    put(&short(1));
    put(&short(0x001b));
    put(&short(7));
    put(&long(u32::try_from(PLACE.len()).expect("it is short")));
    put(&long(56));
    put(&long(0));
    put(PLACE);
    tiff
}

fn xmp() -> Vec<u8> {
    [
        b"<x:xmpmeta><exif:GPSLatitude>",
        PLACE,
        b"</exif:GPSLatitude></x:xmpmeta>",
    ]
    .concat()
}

#[test]
fn a_sample_has_what_is_looked_for() {
    assert!(has_place(&exif(6, true)) && has_place(&exif(6, false)) && has_place(&xmp()));
}

#[test]
fn any_beginning_of_a_sample_is_cleaned_or_refused() {
    let samples = picture::samples()
        .into_iter()
        .chain(film::samples())
        .chain(heif::samples());
    let mut tried = 0;
    for (format, sample, _) in samples.step_by(7) {
        for len in (0..sample.len()).step_by(1 + sample.len() / 60) {
            if let Ok((left, _)) = cleaned(format, &sample[..len]) {
                assert!(!has_place(&left), "{format:?} cut to {len} bytes");
            }
            tried += 1;
        }
    }
    assert!(tried > 1_000, "{tried}");
}
