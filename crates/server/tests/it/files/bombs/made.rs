//! Bombs: a few bytes that become many, or say that they will.

use image::ImageFormat;
use teahouse_testkit::pieces::{drawn, gif_extension, png_chunk, riff_chunk};
use teahouse_testkit::places::still_boxes;

/// A bomb, and what must become of it.
pub(super) struct Bomb {
    pub(super) what: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) fate: Fate,
}

/// What becomes of a bomb.
pub(super) enum Fate {
    /// It is kept as a plain file.
    Plain,
    /// It is a picture without a small one.
    Unpainted,
    /// It is a picture with a small one.
    Painted,
    /// It is a picture, with a small one or without.
    Image,
}

const GIGABYTE: u64 = 1 << 30;
const FRAMES: u32 = 100_000;

pub(super) fn bombs() -> Vec<Bomb> {
    let all = pngs().into_iter().chain(others()).chain(archives());
    all.map(|(what, fate, bytes)| Bomb { what, bytes, fate }).collect()
}

type Named = (&'static str, Fate, Vec<u8>);

fn pngs() -> Vec<Named> {
    let small = |more: &[u8]| {
        let plain = drawn(64, 64, ImageFormat::Png);
        [&plain[..33], more, &plain[33..]].concat()
    };
    let profile = [b"a\0\0", &zlib(GIGABYTE)[..]].concat();
    let text = [b"a\0\0", &zlib(GIGABYTE)[..]].concat();
    vec![
        (
            "PNG of 65,535 by 65,535, all of it",
            Fate::Plain,
            png(65_535, 65_535, 1, 0, &zlib(65_535 * 8_193)),
        ),
        (
            "PNG of 65,535 by 65,535, nothing of it",
            Fate::Plain,
            png(65_535, 65_535, 8, 6, &zlib(1)),
        ),
        ("PNG of 2³¹-1 by 1", Fate::Plain, png(0x7fff_ffff, 1, 8, 0, &zlib(1))),
        (
            "PNG of 7,000 by 7,000 in 64 bits",
            Fate::Unpainted,
            png(7_000, 7_000, 16, 6, &zlib(7_000 * 56_001)),
        ),
        (
            "PNG of 64 by 64 with a gigabyte",
            Fate::Image,
            png(64, 64, 8, 0, &zlib(GIGABYTE)),
        ),
        (
            "PNG with a profile of a gigabyte",
            Fate::Painted,
            small(&png_chunk(b"iCCP", &profile)),
        ),
        (
            "PNG with a text of a gigabyte",
            Fate::Painted,
            small(&png_chunk(b"zTXt", &text)),
        ),
        ("PNG of 100,000 frames", Fate::Painted, moving_png()),
    ]
}

fn others() -> Vec<Named> {
    let mut jpeg = drawn(64, 64, ImageFormat::Jpeg);
    let frame = jpeg
        .windows(2)
        .position(|two| two == b"\xff\xc0")
        .expect("it has a frame");
    let mut sized = |side: u16| {
        jpeg[frame + 5..frame + 7].copy_from_slice(&side.to_be_bytes());
        jpeg[frame + 7..frame + 9].copy_from_slice(&side.to_be_bytes());
        jpeg.clone()
    };
    let still = still_boxes();
    let mut still = still
        .iter()
        .find(|sample| sample.label.starts_with("AVIF"))
        .expect("there is one")
        .bytes
        .clone();
    let sides = still.windows(4).position(|four| four == b"ispe").expect("it has one") + 8;
    still[sides..sides + 8].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    vec![
        (
            "GIF of 65,535 by 65,535",
            Fate::Plain,
            gif((0xffff, 0xffff), (0xffff, 0xffff), 1),
        ),
        (
            "GIF of 1 by 1 with a frame of 65,535 by 65,535",
            Fate::Plain,
            gif((1, 1), (0xffff, 0xffff), 1),
        ),
        ("GIF of 100,000 frames", Fate::Painted, gif((1, 1), (1, 1), FRAMES)),
        ("JPEG of 65,500 by 65,500", Fate::Plain, sized(65_500)),
        (
            "JPEG of 7,000 by 7,000 with data for 64 by 64",
            Fate::Image,
            sized(7_000),
        ),
        (
            "WebP of 2²⁴ by 2²⁴",
            Fate::Plain,
            webp(&riff_chunk(b"VP8X", &[0, 0, 0, 0, 255, 255, 255, 255, 255, 255])),
        ),
        (
            "WebP of 16,384 by 16,384",
            Fate::Plain,
            webp(&riff_chunk(b"VP8L", b"\x2f\xff\xff\xff\x0f\0\0\0\0\0")),
        ),
        ("AVIF of 65,535 by 65,535", Fate::Plain, still),
    ]
}

fn archives() -> Vec<Named> {
    let deflated = zlib(GIGABYTE);
    let bare = &deflated[2..deflated.len() - 4];
    let inner = zip(8, bare, GIGABYTE as u32);
    let middle: Vec<u8> = (0..16).flat_map(|_| zip(0, &inner, inner.len() as u32)).collect();
    let outer = zip(0, &middle, middle.len() as u32);
    let grown: String = (1..=20)
        .map(|n| format!("<!ENTITY a{n} '{}'>", format!("&a{};", n - 1).repeat(10)))
        .collect();
    vec![
        ("an archive of archives of a gigabyte each", Fate::Plain, outer),
        (
            "a gigabyte of gzip",
            Fate::Plain,
            [b"\x1f\x8b\x08\0\0\0\0\0\0\x03", bare, &[0; 8]].concat(),
        ),
        (
            "XML that grows",
            Fate::Plain,
            format!("<!DOCTYPE a [<!ENTITY a0 'a'>{grown}]><svg>&a20;</svg>").into_bytes(),
        ),
    ]
}

/// At least so many zeros as a zlib stream, at 1,032 to 1 (RFC 1951 §3.2.7): one literal, then the longest match again and
/// again, each of which is two bits.
fn zlib(at_least: u64) -> Vec<u8> {
    const MATCH: u64 = 258;
    let mut bits = Bits::default();
    // The last block, with codes of its own: 286 for literals and lengths, one for distances, 18 for their lengths.
    for (value, len) in [(1, 1), (2, 2), (29, 5), (0, 5), (14, 4)] {
        bits.number(value, len);
    }
    // Lengths are told by three codes: 18 (a run of zeros) in one bit, 1 and 2 in two, in the order of the specification.
    for place in 0..18 {
        let len = match place {
            2 => 1,
            15 | 17 => 2,
            _ => 0,
        };
        bits.number(len, 3);
    }
    let (run, one, two) = ((0, 1), (0b01, 2), (0b11, 2));
    // The literal 0 and the end in two bits, the longest match in one; the only distance in one.
    for (code, zeros) in [
        (two, 0),
        (run, 138),
        (run, 117),
        (two, 0),
        (run, 28),
        (one, 0),
        (one, 0),
    ] {
        bits.number(code.0, code.1);
        if code == run {
            bits.number(zeros - 11, 7);
        }
    }
    // Codes begin with their highest bit: the literal is 10, a match 0 and 0, the end 11.
    bits.number(0b01, 2);
    let left = bits.used.next_multiple_of(8) - bits.used;
    bits.number(0, left);
    let bytes = at_least.div_ceil(MATCH).div_ceil(4);
    let matches = (u64::from(left) + 8 * bytes + u64::from(left % 2)) / 2;
    let mut end = Bits::default();
    end.number(0, left % 2);
    end.number(0b11, 2);
    let zeros = vec![0; usize::try_from(bytes).expect("it fits")];
    let sum = ((1 + matches * MATCH) % 65_521) << 16 | 1;
    let sum = u32::try_from(sum).expect("two halves").to_be_bytes();
    [&[0x78, 0xda], &bits.bytes[..], &zeros, &end.bytes, &sum].concat()
}

/// Bits from the least significant on (RFC 1951 §3.1.1).
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn number(&mut self, value: u32, len: u32) {
        for bit in 0..len {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.last_mut().expect("it has one");
            *last |= ((value >> bit & 1) as u8) << (self.used % 8);
            self.used += 1;
        }
    }
}

fn png(width: u32, height: u32, depth: u8, colors: u8, data: &[u8]) -> Vec<u8> {
    let head = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[depth, colors, 0, 0, 0],
    ]
    .concat();
    let chunks = [
        png_chunk(b"IHDR", &head),
        png_chunk(b"IDAT", data),
        png_chunk(b"IEND", b""),
    ];
    [b"\x89PNG\r\n\x1a\n", &chunks.concat()[..]].concat()
}

/// A picture of 64 by 64 that moves in frames of one pixel.
fn moving_png() -> Vec<u8> {
    let plain = drawn(64, 64, ImageFormat::Png);
    let mut bytes = plain[..33].to_vec();
    bytes.extend(png_chunk(b"acTL", &[FRAMES.to_be_bytes(), [0; 4]].concat()));
    let pixel = zlib(4);
    let end = plain.len() - 12;
    bytes.extend(png_chunk(b"fcTL", &control(0, 64)));
    bytes.extend(&plain[33..end]);
    for frame in 1..FRAMES {
        bytes.extend(png_chunk(b"fcTL", &control(2 * frame - 1, 1)));
        bytes.extend(png_chunk(b"fdAT", &[&(2 * frame).to_be_bytes(), &pixel[..]].concat()));
    }
    bytes.extend(&plain[end..]);
    bytes
}

fn control(number: u32, side: u32) -> Vec<u8> {
    let numbers = [number, side, side, 0, 0].map(u32::to_be_bytes).concat();
    [&numbers[..], &[0, 1, 0, 100, 0, 0]].concat()
}

fn gif(screen: (u16, u16), frame: (u16, u16), frames: u32) -> Vec<u8> {
    let sides = |(width, height): (u16, u16)| [width.to_le_bytes(), height.to_le_bytes()].concat();
    // Two colors; a frame is one pixel of the first.
    let mut bytes = [b"GIF89a", &sides(screen)[..], &[0x80, 0, 0, 0, 0, 0, 255, 255, 255]].concat();
    let image = [&[0x2c, 0, 0, 0, 0], &sides(frame)[..], &[0, 2, 2, 0x44, 1, 0]].concat();
    let control = gif_extension(0xf9, b"", &[0, 1, 0, 0]);
    for _ in 0..frames {
        bytes.extend(&control);
        bytes.extend(&image);
    }
    bytes.push(b';');
    bytes
}

fn webp(chunks: &[u8]) -> Vec<u8> {
    let len = u32::try_from(chunks.len() + 4).expect("it is short").to_le_bytes();
    [b"RIFF", &len[..], b"WEBP", chunks].concat()
}

/// An archive of one file (APPNOTE 4.3).
fn zip(method: u16, data: &[u8], len: u32) -> Vec<u8> {
    let packed = u32::try_from(data.len()).expect("it is short");
    let common = [
        &method.to_le_bytes()[..],
        &[0; 8],
        &packed.to_le_bytes(),
        &len.to_le_bytes(),
        &[1, 0, 0, 0],
    ]
    .concat();
    let local = [b"PK\x03\x04\x14\0\0\0", &common[..], b"a", data].concat();
    let central = [b"PK\x01\x02\x14\0\x14\0\0\0", &common[..], &[0; 14], b"a"].concat();
    let at = u32::try_from(local.len()).expect("it is short").to_le_bytes();
    let size = u32::try_from(central.len()).expect("it is short").to_le_bytes();
    [
        &local[..],
        &central,
        b"PK\x05\x06\0\0\0\0\x01\0\x01\0",
        &size,
        &at,
        &[0, 0],
    ]
    .concat()
}

/// What is made here is what it says: the house's own decoder must find all of the zeros.
#[test]
fn a_bomb_becomes_what_it_says() {
    let bytes = png(1_000, 1_000, 8, 0, &zlib(1_001 * 1_000));
    let picture = image::load_from_memory(&bytes).expect("it is a picture").to_luma8();
    assert_eq!(picture.dimensions(), (1_000, 1_000));
    assert!(picture.pixels().all(|pixel| pixel.0 == [0]));
    let ratio = GIGABYTE / zlib(GIGABYTE).len() as u64;
    assert!(ratio >= 1_000, "{ratio}");
}
