//! PNG (third edition) §5: chunks, each with a check sum of its own, up to `IEND`.

use std::io::{BufRead, Write};

use super::{CleanError, Orientation, Seen, pass, skip, take};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// §5.3: lengths have 31 bits.
const MAX_CHUNK: u32 = 0x7fff_ffff;
/// The longest EXIF that is looked at.
const MAX_EXIF: u32 = 64 * 1024;
/// The longest deflated color profile that stays: in longer ones whole gigabytes would unfold.
const MAX_PROFILE: u32 = 128 * 1024;

/// The picture, how its colors are meant, and how it moves; texts, times and all else go.
const STAYING: [&[u8; 4]; 20] = [
    b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"mDCv",
    b"cLLi", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// Copies the chunks that may stay.
pub(super) fn clean(from: &mut impl BufRead, into: &mut impl Write) -> Result<Seen, CleanError> {
    if take(from)? != SIGNATURE {
        return Err(CleanError::Broken);
    }
    into.write_all(&SIGNATURE)?;
    let mut seen = Seen {
        pixels: Some(header(from, into)?),
        ..Seen::default()
    };
    let mut has_picture = false;
    loop {
        let len = u32::from_be_bytes(take(from)?);
        let kind: [u8; 4] = take(from)?;
        if len > MAX_CHUNK || &kind == b"IHDR" {
            return Err(CleanError::Broken);
        }
        if &kind == b"IEND" {
            break put(into, kind, b"")?;
        }
        has_picture |= &kind == b"IDAT";
        if &kind == b"eXIf" && len <= MAX_EXIF && seen.orientation == Orientation::default() {
            let mut tiff = vec![0; usize::try_from(len).map_err(|_| CleanError::Broken)?];
            from.read_exact(&mut tiff)?;
            skip(from, 4)?;
            seen.orientation = Orientation::of(&tiff);
            if let Some(tiff) = seen.orientation.exif() {
                put(into, *b"eXIf", &tiff)?;
            }
        } else if STAYING.contains(&&kind) && (&kind != b"iCCP" || len <= MAX_PROFILE) {
            into.write_all(&len.to_be_bytes())?;
            into.write_all(&kind)?;
            pass(from, into, u64::from(len) + 4)?;
        } else {
            skip(from, u64::from(len) + 4)?;
        }
    }
    into.flush()?;
    if has_picture { Ok(seen) } else { Err(CleanError::Broken) }
}

/// Copies `IHDR`, which must come first, and gives the measures.
fn header(from: &mut impl BufRead, into: &mut impl Write) -> Result<(u32, u32), CleanError> {
    let chunk: [u8; 25] = take(from)?;
    if chunk[..8] != *b"\0\0\0\x0dIHDR" {
        return Err(CleanError::Broken);
    }
    into.write_all(&chunk)?;
    let number = |at: usize| u32::from_be_bytes([chunk[at], chunk[at + 1], chunk[at + 2], chunk[at + 3]]);
    let (width, height) = (number(8), number(12));
    if (1..=MAX_CHUNK).contains(&width) && (1..=MAX_CHUNK).contains(&height) {
        Ok((width, height))
    } else {
        Err(CleanError::Broken)
    }
}

fn put(into: &mut impl Write, kind: [u8; 4], data: &[u8]) -> Result<(), CleanError> {
    let len = u32::try_from(data.len()).map_err(|_| CleanError::Broken)?;
    let mut sum = crc32fast::Hasher::new();
    sum.update(&kind);
    sum.update(data);
    into.write_all(&len.to_be_bytes())?;
    into.write_all(&kind)?;
    into.write_all(data)?;
    Ok(into.write_all(&sum.finalize().to_be_bytes())?)
}
