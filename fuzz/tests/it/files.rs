//! What people say of their files, and what their files are told by.

use std::io::Cursor;
use std::sync::LazyLock;

use bolero::check;
use image::{ImageFormat, RgbaImage};
use percent_encoding::percent_decode_str;
use teahouse::files::format::{Format, HEAD_LEN, OCTETS, has_video_track};
use teahouse::files::name::{MAX_LEN, attachment, file_name};
use teahouse::files::range::{Wanted, wanted};
use teahouse::files::thumbnail::{Order, asked, small};
use teahouse_core::record::FileKind;

use crate::script::Script;

/// Any bytes have a format, which their beginning alone tells, and none of them runs in a browser.
#[test]
fn any_head_tells_a_format_that_cannot_run() {
    check!().for_each(|input: &[u8]| {
        let format = Format::sniff(input);
        let head = &input[..input.len().min(HEAD_LEN)];
        assert_eq!(format, Format::sniff(head));
        let (kind, mime) = format.nature(has_video_track(head));
        let family = match kind {
            FileKind::Audio => "audio/",
            FileKind::Image => "image/",
            FileKind::Video => "video/",
            _ => OCTETS,
        };
        assert!(mime.starts_with(family) && !mime.contains("svg"), "{mime}");
        assert!(format.is_cleaned() || !format.is_raster());
        let first = head.trim_ascii_start().first();
        assert!(
            !matches!(first, Some(b'<' | b'#' | b'%' | b'{')) || mime == OCTETS,
            "{head:02x?}"
        );
    });
}

/// Whatever a client calls a file, its name is one that every system, reader and header takes.
#[test]
fn any_name_of_a_file_is_made_fit() {
    check!().for_each(|input: &[u8]| {
        let said = String::from_utf8_lossy(input);
        let name = file_name(&said);
        assert!((1..=MAX_LEN).contains(&name.len()), "{} bytes", name.len());
        assert!(
            !name.contains(['/', '\\', '<', '>', ':', '"', '|', '?', '*']),
            "{name:?}"
        );
        assert!(!name.chars().any(|c| c.is_control() || turns_or_hides(c)), "{name:?}");
        assert!(!name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']), "{name:?}");
        assert_eq!(file_name(&name), name, "fit for good");
        let header = attachment(&name);
        assert!(header.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{header}");
        let (plain, encoded) = header.split_once("; filename*=UTF-8''").expect("it has both forms");
        let plain = plain
            .strip_prefix("attachment; filename=\"")
            .and_then(|rest| rest.strip_suffix('"'));
        assert!(plain.is_some_and(|plain| !plain.contains(['"', '\\'])), "{header}");
        assert_eq!(percent_decode_str(encoded).decode_utf8_lossy(), name);
    });
}

/// Characters that make a name read as another.
fn turns_or_hides(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A range of a file lies within it, whatever was asked of however long a file.
#[test]
fn any_range_lies_within_the_file() {
    check!().for_each(|input: &[u8]| {
        let (len, header) = input.split_at(input.len().min(8));
        let len = len.iter().fold(0, |len, &byte| len << 8 | u64::from(byte));
        let header = String::from_utf8_lossy(header);
        // Chance seldom writes the unit.
        for header in [header.to_string(), format!("bytes={header}")] {
            match wanted(Some(&header), len) {
                Wanted::Part(part) => {
                    assert!(part.start < part.end && part.end <= len, "{part:?} of {len}");
                    let again = format!("bytes={}-{}", part.start, part.end - 1);
                    assert_eq!(wanted(Some(&again), len), Wanted::Part(part));
                }
                Wanted::All | Wanted::Beyond => {}
            }
        }
    });
}

/// One small picture of each format that is painted.
static PICTURES: LazyLock<Vec<(Format, Vec<u8>)>> = LazyLock::new(|| {
    let formats = [
        (Format::Gif, ImageFormat::Gif),
        (Format::Jpeg, ImageFormat::Jpeg),
        (Format::Png, ImageFormat::Png),
        (Format::Webp, ImageFormat::WebP),
    ];
    let picture = RgbaImage::from_fn(9, 5, |x, y| image::Rgba([u8::from(x > y) * 200, 90, 20, 255]));
    let picture = image::DynamicImage::ImageRgb8(image::DynamicImage::ImageRgba8(picture).to_rgb8());
    let drawn = |as_format| {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, as_format).expect("memory takes pictures");
        bytes.into_inner()
    };
    formats
        .into_iter()
        .map(|(format, as_format)| (format, drawn(as_format)))
        .collect()
});

/// A painter's picture is no larger than was ordered, and of one of two formats. An input that begins as a picture is
/// painted as it stands; any other is a script by which a real one is damaged.
#[test]
fn any_original_is_painted_small_or_not_at_all() {
    const SIDE: u32 = 7;
    check!().for_each(|input: &[u8]| {
        let (orientation, mut file) = (input.len() % 9, input.to_vec());
        let mut script = Script(input);
        if !Format::sniff(&file).is_raster() {
            file = script.choose(&PICTURES).1;
            for _ in 0..script.byte() % 6 {
                let at = script.short() % file.len();
                file[at] = script.byte();
            }
        }
        let order = Order {
            format: Format::sniff(&file),
            orientation: u8::try_from(orientation).expect("it is a remainder"),
            side: SIDE,
            is_square: script.byte().is_multiple_of(2),
            max_pixels: 1 << 16,
        };
        if !order.format.is_raster() {
            return;
        }
        if let Ok(picture) = small(Cursor::new(&file), order) {
            assert!(matches!(Format::sniff(&picture), Format::Jpeg | Format::Png));
            let picture = image::load_from_memory(&picture).expect("it was just painted");
            assert!(picture.width() <= SIDE && picture.height() <= SIDE);
            assert!(!order.is_square || (picture.width(), picture.height()) == (SIDE, SIDE));
        }
    });
}

/// A painter's arguments make sense or are refused, whoever starts the program.
#[test]
fn any_arguments_are_an_order_or_none() {
    check!().for_each(|input: &[u8]| {
        let mut script = Script(input);
        let mut arguments = vec!["teahouse".to_owned()];
        while !script.is_over() && arguments.len() < 9 {
            arguments.push(script.word(&[
                "thumbnail",
                "gif",
                "png",
                "webp",
                "jpeg",
                "6",
                "480",
                "0",
                "1",
                "50000000",
            ]));
        }
        let is_painter = arguments.get(1).is_some_and(|verb| verb == "thumbnail");
        let asked = asked(arguments.iter().map(Into::into));
        assert_eq!(asked.is_some(), is_painter);
        if let Some(Some(order)) = asked {
            assert!(order.format.is_raster() && arguments.len() == 7);
        }
    });
}
