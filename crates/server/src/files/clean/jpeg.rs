//! JPEG (ITU-T T.81 Annex B): markers and segments up to the end of the first picture.

use std::borrow::Cow;
use std::io::{BufRead, Write};

use super::{CleanError, Orientation, Seen, take};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP1: u8 = 0xe1;
const EXIF: &[u8] = b"Exif\0\0";

/// Copies the picture and drops all application segments but those that say how its colors are meant.
pub(super) fn clean(from: &mut impl BufRead, into: &mut impl Write) -> Result<Seen, CleanError> {
    if take(from)? != [0xff, SOI] {
        return Err(CleanError::Broken);
    }
    into.write_all(&[0xff, SOI])?;
    let mut seen = Seen::default();
    let mut has_scan = false;
    let mut marker = next_marker(from)?;
    loop {
        match marker {
            EOI if has_scan => break,
            EOI | SOI | 0x00..=0xbf => return Err(CleanError::Broken),
            // Outside of a scan a restart means nothing, and nothing belongs to it.
            0xd0..=0xd7 => {
                marker = next_marker(from)?;
                continue;
            }
            _ => {}
        }
        let segment = segment(from)?;
        match marker {
            APP1 if segment.starts_with(EXIF) && seen.orientation == Orientation::default() => {
                seen.orientation = Orientation::of(&segment[EXIF.len()..]);
                if let Some(tiff) = seen.orientation.exif() {
                    put(into, APP1, &[EXIF, &tiff].concat())?;
                }
            }
            _ => {
                if let Some(staying) = staying(marker, &segment) {
                    put(into, marker, &staying)?;
                }
            }
        }
        if is_frame(marker) {
            seen.pixels = seen.pixels.or(pixels(&segment));
        }
        marker = if marker == SOS {
            has_scan = true;
            match pass_scan(from, into)? {
                Some(marker) => marker,
                // Cut off in the middle of the picture: the part that is there can be shown.
                None => break,
            }
        } else {
            next_marker(from)?
        };
    }
    into.write_all(&[0xff, EOI])?;
    into.flush()?;
    // A picture without a frame is none.
    seen.pixels.map(|_| seen).ok_or(CleanError::Broken)
}

/// The code of the marker that must come now (§B.1.1.2: any number of fill bytes may stand before it).
fn next_marker(from: &mut impl BufRead) -> Result<u8, CleanError> {
    let [fill] = take(from)?;
    if fill != 0xff {
        return Err(CleanError::Broken);
    }
    loop {
        let [code] = take(from)?;
        if code != 0xff {
            return Ok(code);
        }
    }
}

/// A segment without its length, which counts itself (§B.1.1.4).
fn segment(from: &mut impl BufRead) -> Result<Vec<u8>, CleanError> {
    let len = u16::from_be_bytes(take(from)?)
        .checked_sub(2)
        .ok_or(CleanError::Broken)?;
    let mut segment = vec![0; usize::from(len)];
    from.read_exact(&mut segment)?;
    Ok(segment)
}

fn put(into: &mut impl Write, marker: u8, segment: &[u8]) -> Result<(), CleanError> {
    let len = u16::try_from(segment.len() + 2).map_err(|_| CleanError::Broken)?;
    into.write_all(&[0xff, marker])?;
    into.write_all(&len.to_be_bytes())?;
    Ok(into.write_all(segment)?)
}

/// What may stay of a segment: of those of programs only what says how the colors are meant, without what they append.
fn staying(marker: u8, segment: &[u8]) -> Option<Cow<'_, [u8]>> {
    match marker {
        // A preview follows, and the two bytes before it tell its sides (JFIF 1.02).
        0xe0 if segment.starts_with(b"JFIF\0") => segment.get(..12).map(|head| [head, &[0, 0]].concat().into()),
        0xe2 if segment.starts_with(b"ICC_PROFILE\0") => Some(segment.into()),
        0xee if segment.starts_with(b"Adobe") => segment.get(..12).map(Cow::from),
        0xe0..=0xfe => None,
        _ => Some(segment.into()),
    }
}

/// Start of frame: all of C0 to CF but tables, arithmetic conditioning and the reserved one (§B.1.1.3).
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

fn pixels(frame: &[u8]) -> Option<(u32, u32)> {
    let &[_, h1, h0, w1, w0, ..] = frame else { return None };
    let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
    (width > 0 && height > 0).then(|| (width.into(), height.into()))
}

/// Copies the coded picture and gives the code of the marker that ends it. `FF 00` is a byte of the picture, `FF D0` to
/// `FF D7` are restarts within it (§B.1.1.5).
fn pass_scan(from: &mut impl BufRead, into: &mut impl Write) -> Result<Option<u8>, CleanError> {
    loop {
        let chunk = from.fill_buf()?;
        if chunk.is_empty() {
            return Ok(None);
        }
        let len = memchr::memchr(0xff, chunk);
        let plain = len.unwrap_or(chunk.len());
        into.write_all(&chunk[..plain])?;
        from.consume(plain);
        if len.is_none() {
            continue;
        }
        from.consume(1);
        loop {
            let Some(&code) = from.fill_buf()?.first() else {
                return Ok(None);
            };
            from.consume(1);
            match code {
                0xff => {}
                0x00 | 0xd0..=0xd7 => {
                    into.write_all(&[0xff, code])?;
                    break;
                }
                marker => return Ok(Some(marker)),
            }
        }
    }
}
