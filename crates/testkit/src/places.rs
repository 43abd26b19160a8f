//! Pictures and films that tell where they were taken, in every form that is known to us.

mod film;
mod heif;
mod picture;

/// What stands for a place wherever one is written in text.
pub const PLACE: &[u8] = b"48.8584N 2.2945E";
/// The same as ISO 6709 writes it in films.
const POINT: &[u8] = b"+48.8584+002.2945/";

/// A file that tells a place.
#[derive(Debug)]
pub struct Placed {
    /// What it is and where in it the place stands.
    pub label: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its orientation, as EXIF counts them.
    pub turn: u8,
    /// The forms in which it tells the place. None of them may be found in what is kept of it.
    pub traces: Vec<Vec<u8>>,
}

impl Placed {
    /// The trace that is found in some bytes.
    pub fn trace_in<'a>(&'a self, bytes: &[u8]) -> Option<&'a [u8]> {
        self.traces.iter().map(Vec::as_slice).find(|trace| holds(bytes, trace))
    }
}

/// Pictures of formats that the house paints small ones of, 19 by 11 pixels each.
pub fn pictures() -> Vec<Placed> {
    picture::samples()
}

/// HEIC and AVIF pictures whose only piece of a picture is the word `picture`.
pub fn still_boxes() -> Vec<Placed> {
    heif::samples()
}

/// Films of 640 by 360 pixels whose only samples are the words `pictures and sound`.
pub fn films() -> Vec<Placed> {
    film::samples()
}

/// EXIF with an orientation and a directory of places, in either order of bytes, and its traces.
fn exif(orientation: u8, is_big: bool) -> (Vec<u8>, Vec<Vec<u8>>) {
    let short = |value: u16| match is_big {
        true => value.to_be_bytes(),
        false => value.to_le_bytes(),
    };
    let long = |value: u32| match is_big {
        true => value.to_be_bytes(),
        false => value.to_le_bytes(),
    };
    let entry = |tag, kind, count, value: [u8; 4]| [&short(tag)[..], &short(kind), &long(count), &value].concat();
    let degrees = [(48, 1), (51, 1), (3024, 100)].map(|(over, under)| [long(over), long(under)].concat());
    let latitude = degrees.concat();
    // Orientation, then the directory of places behind this one (Exif 3.0 §4.6.3).
    let [high, low] = short(orientation.into());
    let turn = [high, low, 0, 0];
    let main = [entry(0x0112, 3, 1, turn), entry(0x8825, 4, 1, long(38))].concat();
    // GPSLatitudeRef, GPSLatitude, GPSProcessingMethod.
    let gps = [
        entry(0x0001, 2, 2, *b"N\0\0\0"),
        entry(0x0002, 5, 3, long(80)),
        entry(0x001b, 7, u32::try_from(PLACE.len()).expect("it is short"), long(104)),
    ];
    let tiff = [
        if is_big { b"MM" } else { b"II" },
        &short(42)[..],
        &long(8),
        &short(2),
        &main,
        &long(0),
        &short(3),
        &gps.concat(),
        &long(0),
        &latitude,
        PLACE,
    ];
    (tiff.concat(), vec![PLACE.to_vec(), latitude])
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn xmp() -> Vec<u8> {
    [
        b"<x:xmpmeta><exif:GPSLatitude>",
        PLACE,
        b"</exif:GPSLatitude></x:xmpmeta>",
    ]
    .concat()
}

/// Bytes as a zlib stream that leaves them as they are.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let len = u16::try_from(bytes.len()).expect("it is short");
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let sum = (b << 16 | a).to_be_bytes();
    [
        &[0x78, 1, 1][..],
        &len.to_le_bytes(),
        &(!len).to_le_bytes(),
        bytes,
        &sum,
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::{films, holds, pictures, still_boxes};

    #[test]
    fn every_sample_tells_its_place_in_every_form_that_it_says() {
        let samples: Vec<_> = [pictures(), still_boxes(), films()].into_iter().flatten().collect();
        assert!(samples.len() >= 200, "{}", samples.len());
        for sample in samples {
            for trace in &sample.traces {
                assert!(holds(&sample.bytes, trace), "{}", sample.label);
            }
            assert!(!sample.traces.is_empty(), "{}", sample.label);
        }
    }
}
