//! JPEG, PNG, WebP and GIF.

use image::ImageFormat;

use super::{PLACE, POINT, Placed, deflated, exif, xmp};
use crate::pieces::{drawn, gif_extension, iso_box, jpeg_segment, png_chunk, riff_chunk};

/// Width and height of all of them.
const SIDES: (u32, u32) = (19, 11);
/// Where the first chunk of a PNG picture ends.
const PNG_HEAD: usize = 33;

/// A picture without metadata, EXIF for it, and where else in it a place shall stand.
type Make = fn(plain: &[u8], exif: &[u8]) -> Vec<u8>;

const JPEG: [(&str, Make); 16] = [
    ("EXIF alone", |plain, exif| jpeg(plain, exif, &[], &[])),
    ("EXIF with a preview", |plain, exif| {
        let preview = [b"\xff\xd8\xff\xfe\0\x12", PLACE, b"\xff\xd9"].concat();
        jpeg(plain, &[exif, &preview].concat(), &[], &[])
    }),
    ("a second EXIF", |plain, exif| {
        jpeg(plain, exif, &jpeg_segment(0xe1, &[b"Exif\0\0", exif].concat()), &[])
    }),
    ("XMP", |plain, exif| {
        let content = [b"http://ns.adobe.com/xap/1.0/\0", &xmp()[..]].concat();
        jpeg(plain, exif, &jpeg_segment(0xe1, &content), &[])
    }),
    ("extended XMP", |plain, exif| {
        let head = b"http://ns.adobe.com/xmp/extension/\x000123456789abcdef0123456789abcdef\0\0\0\x50\0\0\0\0";
        jpeg(plain, exif, &jpeg_segment(0xe1, &[head, &xmp()[..]].concat()), &[])
    }),
    ("IPTC", |plain, exif| {
        let content = [b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x15\x1c\x02\x5a\0\x10", PLACE].concat();
        jpeg(plain, exif, &jpeg_segment(0xed, &content), &[])
    }),
    ("a comment", |plain, exif| {
        jpeg(plain, exif, &jpeg_segment(0xfe, PLACE), &[])
    }),
    ("an index of more pictures", |plain, exif| {
        jpeg(plain, exif, &jpeg_segment(0xe2, &[b"MPF\0", PLACE].concat()), &[])
    }),
    ("FlashPix", |plain, exif| {
        jpeg(plain, exif, &jpeg_segment(0xe2, &[b"FPXR\0", PLACE].concat()), &[])
    }),
    ("JFIF with a preview", |plain, exif| {
        // Three by two pixels of a preview: 18 bytes.
        let content = [b"JFIF\0\x01\x01\0\0\x01\0\x01\x03\x02", PLACE, b"\0\0"].concat();
        let behind_jfif = 4 + usize::from(plain[5]);
        let plain = [&plain[..2], &jpeg_segment(0xe0, &content), &plain[behind_jfif..]].concat();
        jpeg(&plain, exif, &[], &[])
    }),
    ("an extension of JFIF", |plain, exif| {
        jpeg(plain, exif, &jpeg_segment(0xe0, &[b"JFXX\0\x10", PLACE].concat()), &[])
    }),
    ("Adobe's segment", |plain, exif| {
        let content = [b"Adobe\0\x64\0\0\0\0\x01", PLACE].concat();
        jpeg(plain, exif, &jpeg_segment(0xee, &content), &[])
    }),
    ("a manifest", |plain, exif| {
        let content = [b"JP\0\x01\0\0\0\x01", &iso_box(b"jumb", PLACE)[..]].concat();
        jpeg(plain, exif, &jpeg_segment(0xeb, &content), &[])
    }),
    ("behind the tables", |plain, exif| {
        let scan = plain
            .windows(2)
            .position(|two| two == b"\xff\xda")
            .expect("it has a scan");
        let plain = [&plain[..scan], &jpeg_segment(0xef, PLACE), &plain[scan..]].concat();
        jpeg(&plain, exif, &[], &[])
    }),
    ("behind the end", |plain, exif| jpeg(plain, exif, &[], PLACE)),
    ("a film behind the end", |plain, exif| {
        let film = [
            iso_box(b"ftyp", b"mp42\0\0\0\0mp42"),
            iso_box(b"moov", &iso_box(b"udta", &iso_box(b"\xa9xyz", POINT))),
        ];
        jpeg(plain, exif, &[], &film.concat())
    }),
];

const PNG: [(&str, Make); 12] = [
    ("EXIF alone", |plain, exif| png(plain, exif, &[], &[])),
    ("a second EXIF", |plain, exif| {
        png(plain, exif, &png_chunk(b"eXIf", exif), &[])
    }),
    ("EXIF behind the picture", |plain, exif| {
        let (picture, end) = plain.split_at(plain.len() - 12);
        [picture, &png_chunk(b"eXIf", exif), end].concat()
    }),
    ("XMP", |plain, exif| {
        let content = [b"XML:com.adobe.xmp\0\0\0\0\0", &xmp()[..]].concat();
        png(plain, exif, &png_chunk(b"iTXt", &content), &[])
    }),
    ("deflated XMP", |plain, exif| {
        let content = [b"XML:com.adobe.xmp\0\x01\0\0\0", &deflated(&xmp())[..]].concat();
        png(plain, exif, &png_chunk(b"iTXt", &content), &[])
    }),
    ("text", |plain, exif| {
        png(plain, exif, &png_chunk(b"tEXt", &[b"Location\0", PLACE].concat()), &[])
    }),
    ("a raw profile", |plain, exif| {
        let content = [b"Raw profile type exif\0\0", &deflated(PLACE)[..]].concat();
        png(plain, exif, &png_chunk(b"zTXt", &content), &[])
    }),
    ("a manifest", |plain, exif| {
        png(plain, exif, &png_chunk(b"caBX", PLACE), &[])
    }),
    ("a chunk that nobody knows", |plain, exif| {
        png(plain, exif, &png_chunk(b"unKn", PLACE), &[])
    }),
    ("text behind the picture", |plain, exif| {
        let (picture, end) = plain.split_at(plain.len() - 12);
        let text = png_chunk(b"tEXt", &[b"Location\0", PLACE].concat());
        png(&[picture, &text, end].concat(), exif, &[], &[])
    }),
    ("in the chunk that ends it", |plain, exif| {
        png(
            &[&plain[..plain.len() - 12], &png_chunk(b"IEND", PLACE)].concat(),
            exif,
            &[],
            &[],
        )
    }),
    ("behind the end", |plain, exif| png(plain, exif, &[], PLACE)),
];

const WEBP: [(&str, Make); 8] = [
    ("EXIF alone", |plain, exif| webp(0, &plain[12..], exif, &[], &[])),
    ("EXIF with a head", |plain, exif| {
        webp(0, &plain[12..], &[b"Exif\0\0", exif].concat(), &[], &[])
    }),
    ("a second EXIF", |plain, exif| {
        webp(0, &plain[12..], exif, &riff_chunk(b"EXIF", exif), &[])
    }),
    ("XMP", |plain, exif| {
        webp(0x04, &plain[12..], exif, &riff_chunk(b"XMP ", &xmp()), &[])
    }),
    ("a chunk that nobody knows", |plain, exif| {
        webp(0, &plain[12..], exif, &riff_chunk(b"unkn", PLACE), &[])
    }),
    ("a long chunk", |plain, exif| {
        let content = [PLACE, &[0; 70_000][..], PLACE].concat();
        webp(0, &plain[12..], exif, &riff_chunk(b"EXIF", &content), &[])
    }),
    ("within a frame", |plain, exif| {
        let frame = [&frame_head()[..], &plain[12..], &riff_chunk(b"unkn", PLACE)].concat();
        let moving = [riff_chunk(b"ANIM", &[0; 6]), riff_chunk(b"ANMF", &frame)].concat();
        webp(0x02, &moving, exif, &[], &[])
    }),
    ("behind the end", |plain, exif| webp(0, &plain[12..], exif, &[], PLACE)),
];

const GIF: [(&str, Make); 8] = [
    ("a comment", |plain, _| {
        gif(plain, &gif_extension(0xfe, b"", PLACE), &[])
    }),
    ("XMP", |plain, _| {
        gif(plain, &gif_extension(0xff, b"XMP DataXMP", &xmp()), &[])
    }),
    ("IPTC", |plain, _| {
        gif(plain, &gif_extension(0xff, b"MGKIPTC0000", PLACE), &[])
    }),
    ("text to be drawn", |plain, _| {
        gif(plain, &gif_extension(0x01, &[0; 12], PLACE), &[])
    }),
    ("a program that nobody knows", |plain, _| {
        gif(plain, &gif_extension(0xff, b"UNKNOWN1234", PLACE), &[])
    }),
    ("a comment before the colors of a frame", |plain, _| {
        let comment = gif_extension(0xfe, b"", PLACE);
        gif(plain, &[comment, gif_extension(0xf9, b"", &[0; 4])].concat(), &[])
    }),
    ("a comment behind the last frame", |plain, _| {
        gif(
            &[&plain[..plain.len() - 1], &gif_extension(0xfe, b"", PLACE), b";"].concat(),
            &[],
            &[],
        )
    }),
    ("behind the end", |plain, _| gif(plain, &[], PLACE)),
];

/// Each place in each format with every orientation and either order of bytes, taken in turn.
pub(super) fn samples() -> Vec<Placed> {
    let mut samples = Vec::new();
    for (format, name, makes) in [
        (ImageFormat::Jpeg, "JPEG", &JPEG[..]),
        (ImageFormat::Png, "PNG", &PNG),
        (ImageFormat::WebP, "WebP", &WEBP),
        (ImageFormat::Gif, "GIF", &GIF),
    ] {
        let plain = drawn(SIDES.0, SIDES.1, format);
        let has_exif = format != ImageFormat::Gif;
        for (number, (place, make)) in makes.iter().enumerate() {
            for round in 0..if has_exif { 4 } else { 1 } {
                let (turn, is_big) = (1 + (number + 3 * round) as u8 % 8, round % 2 == 0);
                let (exif, mut traces) = exif(turn, is_big);
                let bytes = make(&plain, &exif);
                if !has_exif {
                    traces = vec![PLACE.to_vec()];
                } else if place.contains("film") {
                    traces.push(POINT.to_vec());
                }
                samples.push(Placed {
                    label: format!("{name}, {place}, turned {turn}"),
                    bytes,
                    turn: if has_exif { turn } else { 1 },
                    traces,
                });
            }
        }
    }
    samples
}

fn jpeg(plain: &[u8], exif: &[u8], more: &[u8], behind: &[u8]) -> Vec<u8> {
    let main = jpeg_segment(0xe1, &[b"Exif\0\0", exif].concat());
    // Behind JFIF's own segment, which wants to be the first.
    let (head, tail) = plain.split_at(4 + usize::from(plain[5]));
    [head, &main, more, tail, behind].concat()
}

fn png(plain: &[u8], exif: &[u8], more: &[u8], behind: &[u8]) -> Vec<u8> {
    let (head, tail) = plain.split_at(PNG_HEAD);
    [head, &png_chunk(b"eXIf", exif), more, tail, behind].concat()
}

fn webp(flags: u8, picture: &[u8], exif: &[u8], more: &[u8], behind: &[u8]) -> Vec<u8> {
    let (width, height) = (SIDES.0 as u8 - 1, SIDES.1 as u8 - 1);
    let header = riff_chunk(b"VP8X", &[flags | 0x08, 0, 0, 0, width, 0, 0, height, 0, 0]);
    let chunks = [&header, picture, &riff_chunk(b"EXIF", exif), more].concat();
    let len = u32::try_from(chunks.len() + 4).expect("it is short").to_le_bytes();
    [b"RIFF", &len[..], b"WEBP", &chunks, behind].concat()
}

/// The head of a frame as large as the picture, shown for a second (RFC 9649 §2.7.1.1).
fn frame_head() -> [u8; 16] {
    let (width, height) = (SIDES.0 as u8 - 1, SIDES.1 as u8 - 1);
    [0, 0, 0, 0, 0, 0, width, 0, 0, height, 0, 0, 0xe8, 3, 0, 0]
}

fn gif(plain: &[u8], more: &[u8], behind: &[u8]) -> Vec<u8> {
    // The color table follows the head where its flag says so.
    let colors = match plain[10] & 0x80 {
        0 => 0,
        _ => 3 << ((plain[10] & 7) + 1),
    };
    let (head, tail) = plain.split_at(13 + colors);
    [head, more, tail, behind].concat()
}
