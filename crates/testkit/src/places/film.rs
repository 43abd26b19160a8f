//! MP4 and QuickTime.

use super::{PLACE, POINT, Placed, holds, xmp};
use crate::pieces::iso_box;

/// What the one track of pictures plays.
const SAMPLES: &[u8] = b"pictures and sound";

/// The boxes of a film into which a place is put.
#[derive(Default)]
struct Boxes {
    /// Behind the samples of the film.
    beside_samples: Vec<u8>,
    in_film: Vec<u8>,
    in_track: Vec<u8>,
    in_media: Vec<u8>,
    behind: Vec<u8>,
}

/// A place, and the boxes that tell it; where further samples begin is what they need to know.
type Make = fn(further: u32) -> Boxes;

const PLACES: [(&str, Make); 19] = [
    ("©xyz of the film", |_| {
        in_film(iso_box(b"udta", &text(b"\xa9xyz", POINT)))
    }),
    ("loci of the film", |_| {
        in_film(iso_box(b"udta", &iso_box(b"loci", &[&[0; 6], PLACE].concat())))
    }),
    ("keys of the film", |_| in_film(keys())),
    ("meta within udta", |_| {
        in_film(iso_box(
            b"udta",
            &iso_box(b"meta", &[&[0; 4], &iso_box(b"ilst", PLACE)[..]].concat()),
        ))
    }),
    ("XMP of the film", |_| {
        in_film(iso_box(b"uuid", &[&[0xbe; 16], &xmp()[..]].concat()))
    }),
    ("XMP_ within udta", |_| {
        in_film(iso_box(b"udta", &iso_box(b"XMP_", &xmp())))
    }),
    ("an index of places", |_| in_film(iso_box(b"gps ", PLACE))),
    ("©xyz of a track", |_| {
        in_track(iso_box(b"udta", &text(b"\xa9xyz", POINT)))
    }),
    ("keys of a track", |_| in_track(keys())),
    ("a box of a track that nobody knows", |_| {
        in_track(iso_box(b"wher", PLACE))
    }),
    ("udta of the media", |_| Boxes {
        in_media: iso_box(b"udta", &text(b"\xa9xyz", POINT)),
        ..Boxes::default()
    }),
    ("XMP behind the film", |_| {
        behind(iso_box(b"uuid", &[&[0xbe; 16], &xmp()[..]].concat()))
    }),
    ("free space behind the film", |_| behind(iso_box(b"free", PLACE))),
    ("meta behind the film", |_| behind(keys())),
    ("a box behind the film that nobody knows", |_| {
        behind(iso_box(b"sefd", PLACE))
    }),
    ("a track of the way", |further| way(further, b"meta", b"stsz", b"stco")),
    ("a track of the way, far into the file", |further| {
        way(further, b"camm", b"stsz", b"co64")
    }),
    ("a track of the way in short tables", |further| {
        way(further, b"gpmd", b"stz2", b"stco")
    }),
    ("subtitles of a drone", |further| {
        way(further, b"text", b"stsz", b"stco")
    }),
];

pub(super) fn samples() -> Vec<Placed> {
    let mut samples = Vec::new();
    for (name, brand) in [("MP4", b"isom"), ("QuickTime", b"qt  "), ("M4A", b"M4A ")] {
        for (place, make) in PLACES {
            let bytes = film(brand, make);
            let traces = [PLACE, POINT].iter().filter(|trace| holds(&bytes, trace));
            samples.push(Placed {
                label: format!("{name}, {place}"),
                traces: traces.map(|trace| trace.to_vec()).collect(),
                bytes,
                turn: 1,
            });
        }
    }
    samples
}

fn film(brand: &[u8; 4], make: Make) -> Vec<u8> {
    let ftyp = iso_box(b"ftyp", &[&brand[..], &[0; 4], brand].concat());
    let mdat = iso_box(b"mdat", SAMPLES);
    let further = u32::try_from(ftyp.len() + mdat.len() + 8).expect("it is short");
    let boxes = make(further);
    let hdlr = handler(b"vide", b"");
    let mdia = iso_box(b"mdia", &[hdlr, boxes.in_media].concat());
    let track = iso_box(b"trak", &[header(), mdia, boxes.in_track].concat());
    let moov = iso_box(b"moov", &[track, boxes.in_film].concat());
    [ftyp, mdat, boxes.beside_samples, moov, boxes.behind].concat()
}

fn in_film(in_film: Vec<u8>) -> Boxes {
    Boxes {
        in_film,
        ..Boxes::default()
    }
}

fn in_track(in_track: Vec<u8>) -> Boxes {
    Boxes {
        in_track,
        ..Boxes::default()
    }
}

fn behind(behind: Vec<u8>) -> Boxes {
    Boxes {
        behind,
        ..Boxes::default()
    }
}

/// A text of QuickTime: length, language, then what it says.
fn text(name: &[u8; 4], says: &[u8]) -> Vec<u8> {
    let len = u16::try_from(says.len()).expect("it is short").to_be_bytes();
    iso_box(name, &[&len, b"\x15\xc7", says].concat())
}

/// Apple's list of keys and what stands behind each.
fn keys() -> Vec<u8> {
    let key = iso_box(b"mdta", b"com.apple.quicktime.location.ISO6709");
    let keys = iso_box(b"keys", &[&[0, 0, 0, 0, 0, 0, 0, 1], &key[..]].concat());
    let data = iso_box(b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], POINT].concat());
    let list = iso_box(b"ilst", &iso_box(b"\0\0\0\x01", &data));
    iso_box(b"meta", &[keys, list].concat())
}

/// A track header of 640 by 360 pixels (ISO/IEC 14496-12 §8.3.2).
fn header() -> Vec<u8> {
    let mut tkhd = vec![0; 84];
    tkhd[40..44].copy_from_slice(&0x1_0000_u32.to_be_bytes());
    tkhd[76..80].copy_from_slice(&(640_u32 << 16).to_be_bytes());
    tkhd[80..84].copy_from_slice(&(360_u32 << 16).to_be_bytes());
    iso_box(b"tkhd", &tkhd)
}

fn handler(kind: &[u8; 4], name: &[u8]) -> Vec<u8> {
    iso_box(b"hdlr", &[&[0; 8][..], kind, &[0; 12], name].concat())
}

/// A track in which a camera writes its way, as one chunk of samples beside those of the film (§8.7).
fn way(at: u32, kind: &[u8; 4], sizes: &[u8; 4], places: &[u8; 4]) -> Boxes {
    let long = |value: u32| value.to_be_bytes();
    let full = |rest: &[[u8; 4]]| [&[0; 4], rest.concat().as_slice()].concat();
    let len = u32::try_from(PLACE.len()).expect("it is short");
    let sizes = match sizes {
        b"stz2" => iso_box(b"stz2", &[&full(&[long(8), long(2)])[..], &[len as u8 - 3, 3]].concat()),
        name => iso_box(name, &full(&[long(0), long(2), long(len - 3), long(3)])),
    };
    let places = match places {
        b"co64" => iso_box(b"co64", &full(&[long(1), long(0), long(at)])),
        name => iso_box(name, &full(&[long(1), long(at)])),
    };
    let runs = iso_box(b"stsc", &full(&[long(1), long(1), long(2), long(1)]));
    let minf = iso_box(b"minf", &iso_box(b"stbl", &[sizes, runs, places].concat()));
    let name: &[u8] = if kind == b"text" { b"\x0dDJI.Subtitle" } else { b"" };
    let mdia = iso_box(b"mdia", &[handler(kind, name), minf].concat());
    Boxes {
        beside_samples: iso_box(b"mdat", PLACE),
        in_film: iso_box(b"trak", &mdia),
        ..Boxes::default()
    }
}
