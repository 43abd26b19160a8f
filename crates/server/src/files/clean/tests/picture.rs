//! JPEG, PNG, WebP and GIF.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, RgbaImage};

use super::{PLACE, cleaned, exif, has_place, xmp};
use crate::files::format::Format;

/// Samples with their format and the orientation that must be left.
pub(super) fn samples() -> Vec<(Format, Vec<u8>, u8)> {
    let mut samples = Vec::new();
    for orientation in 1..=8 {
        for is_big in [true, false] {
            for beside in 0..5 {
                samples.push((Format::Jpeg, jpeg(orientation, is_big, beside), orientation));
            }
            for beside in 0..4 {
                samples.push((Format::Png, png(orientation, is_big, beside), orientation));
                samples.push((Format::Webp, webp(orientation, is_big, beside), orientation));
            }
        }
    }
    samples.extend((0..4).map(|beside| (Format::Gif, gif(beside), 1)));
    samples
}

fn drawn(format: ImageFormat) -> Vec<u8> {
    let picture = RgbaImage::from_fn(19, 11, |x, y| {
        image::Rgba([x as u8 * 13, y as u8 * 20, (x * y) as u8, 255])
    });
    let picture = DynamicImage::ImageRgba8(picture);
    let picture = if format == ImageFormat::Jpeg {
        picture.to_rgb8().into()
    } else {
        picture
    };
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), format)
        .expect("it can be written");
    bytes
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let len = u16::try_from(content.len() + 2).expect("it is short").to_be_bytes();
    [&[0xff, marker], &len[..], content].concat()
}

fn jpeg(orientation: u8, is_big: bool, beside: u8) -> Vec<u8> {
    let plain = drawn(ImageFormat::Jpeg);
    let main = segment(0xe1, &[b"Exif\0\0", &exif(orientation, is_big)[..]].concat());
    let more = match beside {
        0 => Vec::new(),
        1 => segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", &xmp()[..]].concat()),
        2 => segment(0xed, &[b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0", PLACE].concat()),
        3 => segment(0xfe, PLACE),
        _ => segment(0xe2, &[b"MPF\0", PLACE].concat()),
    };
    // What phones append: a film, a second picture.
    let behind: &[u8] = if beside.is_multiple_of(2) { PLACE } else { b"" };
    [&plain[..2], &main, &more, &plain[2..], behind].concat()
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len()).expect("it is short").to_be_bytes();
    let sum = crc32fast::hash(&[kind, content].concat()).to_be_bytes();
    [&len[..], kind, content, &sum].concat()
}

fn png(orientation: u8, is_big: bool, beside: u8) -> Vec<u8> {
    let plain = drawn(ImageFormat::Png);
    // Behind the signature and the header.
    let (head, tail) = plain.split_at(33);
    let main = chunk(b"eXIf", &exif(orientation, is_big));
    let more = match beside {
        0 => Vec::new(),
        1 => chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", &xmp()[..]].concat()),
        2 => chunk(b"tEXt", &[b"Raw profile type exif\0", PLACE].concat()),
        _ => chunk(b"unKn", PLACE),
    };
    let behind: &[u8] = if beside == 3 { PLACE } else { b"" };
    [head, &main, &more, tail, behind].concat()
}

fn riff(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len()).expect("it is short").to_le_bytes();
    let pad: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
    [kind, &len[..], content, pad].concat()
}

fn webp(orientation: u8, is_big: bool, beside: u8) -> Vec<u8> {
    let plain = drawn(ImageFormat::WebP);
    let header = riff(
        b"VP8X",
        &[if beside == 1 { 0x0c } else { 0x08 }, 0, 0, 0, 18, 0, 0, 10, 0, 0],
    );
    let before: &[u8] = if beside == 3 { b"Exif\0\0" } else { b"" };
    let main = riff(b"EXIF", &[before, &exif(orientation, is_big)].concat());
    let more = match beside {
        0 => Vec::new(),
        1 => riff(b"XMP ", &xmp()),
        _ => riff(b"unkn", PLACE),
    };
    let chunks = [&header[..], &plain[12..], &main, &more].concat();
    let behind: &[u8] = if beside == 2 { PLACE } else { b"" };
    let len = u32::try_from(chunks.len() + 4).expect("it is short").to_le_bytes();
    [b"RIFF", &len[..], b"WEBP", &chunks, behind].concat()
}

fn gif(beside: u8) -> Vec<u8> {
    let plain = drawn(ImageFormat::Gif);
    let block = |label, name: &[u8], content: &[u8]| {
        let len = |bytes: &[u8]| u8::try_from(bytes.len()).expect("it is short");
        let name = if name.is_empty() {
            Vec::new()
        } else {
            [&[len(name)], name].concat()
        };
        [&[0x21, label][..], &name, &[len(content)], content, &[0]].concat()
    };
    let more = match beside {
        0 => block(0xfe, b"", PLACE),
        1 => block(0xff, b"XMP DataXMP", &xmp()),
        2 => block(0x01, &[0; 12], PLACE),
        _ => Vec::new(),
    };
    // The color table follows the head where its flag says so.
    let colors = if plain[10] & 0x80 == 0 {
        0
    } else {
        3 << ((plain[10] & 7) + 1)
    };
    let (head, tail) = plain.split_at(13 + colors);
    [head, &more, tail, PLACE].concat()
}

#[test]
fn no_sample_keeps_its_place_and_each_keeps_its_picture_and_its_turn() {
    let samples = samples();
    assert!(samples.len() >= 200, "{}", samples.len());
    for (number, (format, sample, turn)) in samples.iter().enumerate() {
        assert!(has_place(sample), "{format:?} {number} has one");
        let (left, seen) = cleaned(*format, sample).unwrap_or_else(|why| panic!("{format:?} {number}: {why}"));
        assert!(!has_place(&left), "{format:?} {number}");
        assert_eq!(seen.pixels, Some((19, 11)), "{format:?} {number}");
        assert_eq!(seen.orientation.number(), *turn, "{format:?} {number}");
        // Not compared by `assert_eq`: a thousand pixels tell a reader nothing.
        assert!(
            look(&left).0 == look(sample).0,
            "{format:?} {number}: another decoder sees the same"
        );
        assert_eq!(look(&left).1.to_exif(), *turn, "{format:?} {number}");
        let (again, _) = cleaned(*format, &left).expect("what is clean can be cleaned");
        assert_eq!(again, left, "{format:?} {number}");
    }
}

#[test]
fn a_picture_without_anything_beside_it_stays_byte_for_byte() {
    for (format, kind) in [
        (Format::Jpeg, ImageFormat::Jpeg),
        (Format::Png, ImageFormat::Png),
        (Format::Webp, ImageFormat::WebP),
        (Format::Gif, ImageFormat::Gif),
    ] {
        let plain = drawn(kind);
        assert_eq!(cleaned(format, &plain).expect("it is whole").0, plain, "{format:?}");
    }
}

#[test]
fn a_side_of_a_turned_picture_is_told_as_it_is_shown() {
    let (_, seen) = cleaned(Format::Jpeg, &jpeg(6, true, 0)).expect("it is whole");
    assert_eq!(seen.shown(), Some((11, 19)));
}

#[test]
fn what_only_begins_as_a_picture_is_broken() {
    for (format, bytes) in [
        (Format::Jpeg, &b"\xff\xd8\xff\xe0"[..]),
        (Format::Jpeg, b"\xff\xd8\xff\xe0\0\x01xxxx"),
        (Format::Jpeg, b"\xff\xd8\xff<script>alert(1)</script>"),
        (Format::Jpeg, b"\xff\xd8\xff\xd9"),
        (Format::Png, b"\x89PNG\r\n\x1a\n"),
        (Format::Png, b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR"),
        (Format::Gif, b"GIF89a;;;;;;;<html>"),
        (Format::Webp, b"RIFF\xff\xff\xff\xffWEBPVP8L\xff\xff\xff\xff"),
        (Format::Webp, b"RIFF\0\0\0\0WEBP"),
    ] {
        assert!(cleaned(format, bytes).is_err(), "{format:?} {bytes:?}");
    }
}

/// Pixels and orientation as a decoder sees them.
fn look(bytes: &[u8]) -> (RgbaImage, Orientation) {
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .expect("memory can be read");
    let mut decoder = reader.into_decoder().expect("it is a picture");
    let orientation = decoder.orientation().expect("it can be told");
    (
        DynamicImage::from_decoder(decoder).expect("it is whole").to_rgba8(),
        orientation,
    )
}
