//! MP4 and QuickTime.

use super::{PLACE, cleaned, has_place};
use crate::files::format::Format;

/// A box around what stands in it.
pub(super) fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len() + 8).expect("it is short").to_be_bytes();
    [&len[..], name, content].concat()
}

/// Samples with their format.
pub(super) fn samples() -> Vec<(Format, Vec<u8>, u8)> {
    let mut samples = Vec::new();
    for (format, brand) in [
        (Format::Mp4, b"isom"),
        (Format::QuickTime, b"qt  "),
        (Format::M4a, b"M4A "),
    ] {
        for place in 0..8 {
            samples.push((format, film(brand, place), 1));
        }
    }
    samples
}

fn film(brand: &[u8; 4], place: u8) -> Vec<u8> {
    let ftyp = boxed(b"ftyp", &[&brand[..], &[0; 4], brand].concat());
    let mdat = boxed(b"mdat", b"pictures and sound");
    let user = boxed(b"\xa9xyz", PLACE);
    let keys = boxed(b"meta", &[&[0; 4], &boxed(b"ilst", PLACE)[..]].concat());
    let mut in_track = Vec::new();
    let mut in_film = Vec::new();
    let mut behind = Vec::new();
    match place {
        0 => in_film = boxed(b"udta", &user),
        1 => in_film = boxed(b"udta", &boxed(b"loci", PLACE)),
        2 => in_film = keys,
        3 => in_film = boxed(b"udta", &keys),
        4 => in_track = boxed(b"udta", &user),
        5 => in_track = keys,
        6 => behind = [boxed(b"uuid", PLACE), boxed(b"free", PLACE)].concat(),
        _ => in_film = telemetry(PLACE, (ftyp.len() + mdat.len() + 8) as u64),
    }
    // Where cameras write the way they went, as samples of a track.
    let way = if place == 7 { boxed(b"mdat", PLACE) } else { Vec::new() };
    let track = boxed(b"trak", &[header(), handler(b"vide", &[]), in_track].concat());
    let moov = boxed(b"moov", &[track, in_film].concat());
    [ftyp, mdat, way, moov, behind].concat()
}

/// A track header of 640 by 360 pixels.
fn header() -> Vec<u8> {
    let mut tkhd = vec![0; 84];
    tkhd[40..44].copy_from_slice(&0x1_0000_u32.to_be_bytes());
    tkhd[76..80].copy_from_slice(&(640_u32 << 16).to_be_bytes());
    tkhd[80..84].copy_from_slice(&(360_u32 << 16).to_be_bytes());
    boxed(b"tkhd", &tkhd)
}

fn handler(kind: &[u8; 4], more: &[u8]) -> Vec<u8> {
    let hdlr = boxed(b"hdlr", &[&[0; 8][..], kind, &[0; 12]].concat());
    boxed(b"mdia", &[&hdlr[..], more].concat())
}

/// A track of another kind whose one chunk lies at a place of the file.
fn telemetry(way: &[u8], at: u64) -> Vec<u8> {
    let long = |value: u64| u32::try_from(value).expect("it is short").to_be_bytes();
    let full = |rest: &[[u8; 4]]| [&[0; 4], rest.concat().as_slice()].concat();
    let len = way.len() as u64;
    let tables = [
        boxed(b"stsz", &full(&[long(0), long(2), long(len - 3), long(3)])),
        boxed(b"stsc", &full(&[long(1), long(1), long(2), long(1)])),
        boxed(b"stco", &full(&[long(1), long(at)])),
    ];
    let minf = boxed(b"minf", &boxed(b"stbl", &tables.concat()));
    boxed(b"trak", &handler(b"meta", &minf))
}

#[test]
fn no_film_keeps_its_place_and_each_keeps_its_pictures_where_they_were() {
    for (format, sample, _) in samples() {
        assert!(has_place(&sample));
        let (left, seen) = cleaned(format, &sample).expect("it is whole");
        assert!(!has_place(&left), "{format:?}");
        assert_eq!(left.len(), sample.len(), "nothing moves");
        let at = memchr::memmem::find(&sample, b"pictures and sound");
        assert_eq!(memchr::memmem::find(&left, b"pictures and sound"), at);
        assert!(seen.has_pictures && seen.pixels == Some((640, 360)), "{seen:?}");
        assert_eq!(cleaned(format, &left).expect("it is whole").0, left);
    }
}

#[test]
fn a_film_of_wild_sizes_is_refused_or_left_in_peace() {
    let whole = film(b"isom", 7);
    for at in 0..whole.len() {
        for wild in [0, 1, 7, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = wild;
            if let Ok((left, _)) = cleaned(Format::Mp4, &bytes) {
                assert_eq!(left.len(), bytes.len(), "{wild} at {at}");
            }
        }
    }
}
