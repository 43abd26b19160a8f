//! Pictures and films as strangers send them. An input that begins as one of a known format is taken as it stands; any
//! other is a script by which pieces are woven into a real one, places among them, and which may damage it afterwards.

mod gif;
mod heif;
mod jpeg;
mod movie;
mod png;
mod webp;

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::LazyLock;

use image::{ImageFormat, ImageReader, Rgba, RgbaImage};
use teahouse::files::clean::{CleanError, Seen, clean};
use teahouse::files::format::Format;

use crate::script::Script;

/// What stands for a place. None of it may be found in what is kept.
const PLACE: &[u8] = b"48.8584N 2.2945E";
/// A header says anew which way is up.
const SLACK: usize = 64;

/// Judges a file: as it stands if it begins as one of `formats`, else the one that `weave` makes of its bytes.
fn judge_any(input: &[u8], formats: &[Format], weave: impl FnOnce(&mut Script<'_>) -> Vec<u8>) {
    if formats.contains(&Format::sniff(input)) {
        return judge(input, Trust::Hidden);
    }
    let mut script = Script(input);
    let damage = script.byte();
    let mut file = weave(&mut script);
    assert!(
        formats.contains(&Format::sniff(&file)),
        "{:02x?}",
        file.first_chunk::<16>()
    );
    if damage < 0xc0 {
        return judge(&file, Trust::Whole);
    }
    spoil(&mut file, &mut script);
    judge(&file, Trust::None);
}

/// What is known of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// All of it is as it should be.
    Whole,
    /// Places are in it only where they go.
    Hidden,
    /// Nothing.
    None,
}

/// Overwrites some bytes of a file, or cuts its end off.
fn spoil(file: &mut Vec<u8>, script: &mut Script<'_>) {
    for _ in 0..1 + script.byte() % 8 {
        let at = script.short() % file.len();
        file[at] = script.choose(&[0, 1, 7, 8, 0x7f, 0x80, 0xff, b'a']);
    }
    if script.byte().is_multiple_of(4) {
        let len = script.short() % file.len();
        file.truncate(len);
    }
}

/// What was woven whole is cleaned, loses every place and shows the picture that it was woven into. Whatever is cleaned is of the same
/// format, no longer than before, clean for good, and was made in as many steps as it has bytes.
fn judge(file: &[u8], trust: Trust) {
    let format = Format::sniff(file);
    let (left, seen) = match cleaned(format, file) {
        Ok(cleaned) => cleaned,
        Err(CleanError::Broken) if trust == Trust::Whole => panic!("a whole {format:?} is refused"),
        Err(CleanError::Broken) => return,
        Err(CleanError::Disk(error)) => panic!("memory is a disk without faults, but {error}"),
    };
    assert_eq!(Format::sniff(&left), format);
    assert!(
        left.len() <= file.len() + SLACK,
        "{} bytes become {}",
        file.len(),
        left.len()
    );
    assert!(
        trust == Trust::None || !has_place(&left),
        "a place is left in a {format:?}"
    );
    if trust == Trust::Whole {
        assert!(
            !format.is_raster() || decoded(format, &left).as_ref() == painted(format),
            "another picture"
        );
    }
    let (again, seen_again) = cleaned(format, &left).expect("what is clean is whole");
    assert!(again == left, "what was cleaned is cleaned again");
    assert_eq!(seen_again, seen);
}

fn cleaned(format: Format, file: &[u8]) -> Result<(Vec<u8>, Seen), CleanError> {
    let mut into = Counted::default();
    let seen = clean(format, &mut Cursor::new(file), &mut into)?;
    assert!(
        into.written <= 3 * file.len() + SLACK,
        "{} bytes are written for {}",
        into.written,
        file.len()
    );
    Ok((into.bytes.into_inner(), seen))
}

fn has_place(bytes: &[u8]) -> bool {
    bytes.windows(PLACE.len()).any(|window| window == PLACE)
}

/// The pixels of a picture, if another program can read it.
fn decoded(format: Format, bytes: &[u8]) -> Option<RgbaImage> {
    let picture = ImageReader::with_format(Cursor::new(bytes), name_of(format)).decode();
    Some(picture.ok()?.to_rgba8())
}

fn name_of(format: Format) -> ImageFormat {
    match format {
        Format::Gif => ImageFormat::Gif,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        _ => ImageFormat::WebP,
    }
}

/// What other programs read of [`drawn`].
fn painted(format: Format) -> Option<&'static RgbaImage> {
    static PAINTED: LazyLock<Vec<(Format, RgbaImage)>> = LazyLock::new(|| {
        let formats = [Format::Gif, Format::Jpeg, Format::Png, Format::Webp];
        formats
            .iter()
            .filter_map(|&format| Some((format, decoded(format, &drawn(format))?)))
            .collect()
    });
    PAINTED
        .iter()
        .find(|(known, _)| *known == format)
        .map(|(_, picture)| picture)
}

/// A small real picture.
fn drawn(format: Format) -> Vec<u8> {
    let picture = RgbaImage::from_fn(9, 5, |x, y| {
        let shade = |step: u32| u8::try_from(step % 256).expect("it is a remainder");
        Rgba([shade(x * 29), shade(y * 51), shade(x * y), 255])
    });
    let picture = image::DynamicImage::ImageRgba8(picture);
    let picture = if format == Format::Jpeg {
        picture.to_rgb8().into()
    } else {
        picture
    };
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, name_of(format))
        .expect("memory takes pictures");
    bytes.into_inner()
}

/// Puts pieces between the parts of a file, up to two into each gap.
fn woven(parts: &[Vec<u8>], script: &mut Script<'_>, mut piece: impl FnMut(&mut Script<'_>) -> Vec<u8>) -> Vec<u8> {
    let mut file = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            for _ in 0..script.byte() % 3 {
                file.extend(piece(script));
            }
        }
        file.extend(part);
    }
    file
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
    let mut tiff = if is_big { b"MM".to_vec() } else { b"II".to_vec() };
    let entry = |tag, kind, many: usize, value: [u8; 4]| {
        let many = u32::try_from(many).expect("it is short");
        [&short(tag)[..], &short(kind), &long(many), &value].concat()
    };
    let turned = [short(orientation.into()), [0; 2]].concat();
    tiff.extend([&short(42)[..], &long(8), &short(2)].concat());
    tiff.extend(entry(0x0112, 3, 1, [turned[0], turned[1], 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, long(38)));
    tiff.extend([&long(0)[..], &short(1)].concat());
    tiff.extend(entry(0x001b, 7, PLACE.len(), long(56)));
    tiff.extend([&long(0)[..], PLACE].concat());
    tiff
}

fn orientation(script: &mut Script<'_>) -> Vec<u8> {
    let number = script.byte();
    exif(number % 10, number.is_multiple_of(2))
}

fn xmp() -> Vec<u8> {
    [
        b"<x:xmpmeta><exif:GPSLatitude>",
        PLACE,
        b"</exif:GPSLatitude></x:xmpmeta>",
    ]
    .concat()
}

/// A file in memory that knows how much was ever written to it.
#[derive(Default)]
struct Counted {
    bytes: Cursor<Vec<u8>>,
    written: usize,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(into)
    }
}

impl Write for Counted {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.written += from.len();
        self.bytes.write(from)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}
