//! Pieces of pictures and films, to be put together as no honest program would.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, ExtendedColorType, ImageFormat, RgbImage};

/// As hasty as it can be.
const GIF_SPEED: i32 = 30;

/// A picture of slowly changing colors.
///
/// # Panics
/// The format is none that can be written here.
pub fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x * 13) as u8, (y * 20) as u8, (x * y) as u8])
    });
    let mut bytes = Cursor::new(Vec::new());
    let written = match format {
        // At its usual pace, the choice of colors takes longer than all else in a test.
        ImageFormat::Gif => {
            GifEncoder::new_with_speed(&mut bytes, GIF_SPEED).encode(&picture, width, height, ExtendedColorType::Rgb8)
        }
        _ => DynamicImage::from(picture).write_to(&mut bytes, format),
    };
    written.expect("it can be written");
    bytes.into_inner()
}

/// A chunk of a PNG picture.
///
/// # Panics
/// It is longer than chunks can be.
pub fn png_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len()).expect("it is short").to_be_bytes();
    let mut sum = crc32fast::Hasher::new();
    sum.update(kind);
    sum.update(content);
    [&len[..], kind, content, &sum.finalize().to_be_bytes()].concat()
}

/// A segment of a JPEG picture.
///
/// # Panics
/// It is longer than segments can be.
pub fn jpeg_segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let len = u16::try_from(content.len() + 2).expect("it is short").to_be_bytes();
    [&[0xff, marker], &len[..], content].concat()
}

/// A chunk of a WebP picture or of WAVE sound.
///
/// # Panics
/// It is longer than chunks can be.
pub fn riff_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len()).expect("it is short").to_le_bytes();
    let pad: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
    [kind, &len[..], content, pad].concat()
}

/// An extension of a GIF picture; some kinds have a name before what they hold.
///
/// # Panics
/// A part is longer than blocks can be.
pub fn gif_extension(label: u8, name: &[u8], content: &[u8]) -> Vec<u8> {
    let block = |bytes: &[u8]| {
        let len = u8::try_from(bytes.len()).expect("it is short");
        if bytes.is_empty() {
            Vec::new()
        } else {
            [&[len], bytes].concat()
        }
    };
    [&[0x21, label][..], &block(name), &block(content), &[0]].concat()
}

/// A box of an MP4, QuickTime, HEIC or AVIF file.
///
/// # Panics
/// It is longer than boxes can be.
pub fn iso_box(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len() + 8).expect("it is short").to_be_bytes();
    [&len[..], name, content].concat()
}
