//! JPEG, PNG, WebP and GIF.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, RgbaImage};
use teahouse_testkit::pieces::drawn;
use teahouse_testkit::places::pictures;

use super::cleaned;
use crate::files::format::Format;

#[test]
fn no_sample_keeps_its_place_and_each_keeps_its_picture_and_its_turn() {
    for sample in pictures() {
        let (label, format) = (&sample.label, Format::sniff(&sample.bytes));
        let (left, seen) = cleaned(format, &sample.bytes).unwrap_or_else(|why| panic!("{label}: {why}"));
        assert_eq!(sample.trace_in(&left), None, "{label}");
        assert_eq!(seen.pixels, Some((19, 11)), "{label}");
        assert_eq!(seen.orientation.number(), sample.turn, "{label}");
        let (before, after) = (look(&sample.bytes), look(&left));
        // Not compared by `assert_eq`: a thousand pixels tell a reader nothing.
        assert!(after.0 == before.0, "{label}: another decoder sees the same");
        // Some decoders look for EXIF before the picture only, and by its barest form.
        let turns = [before.1.to_exif(), sample.turn];
        assert!(turns.contains(&after.1.to_exif()), "{label}: {:?}", after.1);
        let (again, _) = cleaned(format, &left).expect("what is clean can be cleaned");
        assert_eq!(again, left, "{label}");
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
        let plain = drawn(19, 11, kind);
        assert_eq!(cleaned(format, &plain).expect("it is whole").0, plain, "{format:?}");
    }
}

#[test]
fn a_side_of_a_turned_picture_is_told_as_it_is_shown() {
    let sample = pictures()
        .into_iter()
        .find(|sample| sample.turn == 6)
        .expect("there is one");
    let (_, seen) = cleaned(Format::sniff(&sample.bytes), &sample.bytes).expect("it is whole");
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
