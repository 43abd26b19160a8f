//! WebP (RFC 9649 §2): RIFF chunks.

use std::io::{BufRead, Seek, SeekFrom, Write};

use super::{CleanError, Orientation, Seen, pass, skip, take};

/// Flags of the extended header: whether EXIF and XMP follow.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;
/// Where the flags of the extended header stand in the file.
const FLAGS_AT: u64 = 20;
/// What tells where a frame stands and how long.
const FRAME_HEAD: u64 = 16;
/// The longest EXIF that is looked at.
const MAX_EXIF: u32 = 64 * 1024;

/// Copies the picture, how its colors are meant and how it moves.
pub(super) fn clean(from: &mut impl BufRead, into: &mut (impl Write + Seek)) -> Result<Seen, CleanError> {
    let head: [u8; 12] = take(from)?;
    if &head[..4] != b"RIFF" || &head[8..] != b"WEBP" {
        return Err(CleanError::Broken);
    }
    let mut left = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]])).saturating_sub(4);
    into.write_all(&head)?;
    let mut seen = Seen::default();
    let mut flags = None;
    let mut is_first = true;
    while left >= 8 {
        let kind: [u8; 4] = take(from)?;
        let len = u32::from_le_bytes(take(from)?);
        let padded = u64::from(len) + u64::from(len % 2);
        left = left.saturating_sub(8 + padded);
        match &kind {
            b"VP8X" if len == 10 && is_first => {
                let mut header: [u8; 10] = take(from)?;
                header[0] &= !(HAS_EXIF | HAS_XMP);
                flags = Some(header[0]);
                seen.pixels = Some((1 + small(&header[4..7]), 1 + small(&header[7..10])));
                put_head(into, kind, len)?;
                into.write_all(&header)?;
            }
            // Without an extended header nobody looks for it.
            b"EXIF" if len <= MAX_EXIF && flags.is_some() && seen.orientation == Orientation::default() => {
                let mut tiff = vec![0; usize::try_from(padded).map_err(|_| CleanError::Broken)?];
                from.read_exact(&mut tiff)?;
                seen.orientation = Orientation::of(tiff.strip_prefix(b"Exif\0\0").unwrap_or(&tiff));
            }
            b"VP8 " | b"VP8L" => {
                let frame: [u8; 10] = take(from)?;
                let rest = padded.checked_sub(10).ok_or(CleanError::Broken)?;
                seen.pixels = seen.pixels.or(measures(kind, frame));
                put_head(into, kind, len)?;
                into.write_all(&frame)?;
                pass(from, into, rest)?;
            }
            b"ANMF" => pass_frame(from, into, len)?,
            b"ALPH" | b"ANIM" | b"ICCP" => {
                put_head(into, kind, len)?;
                pass(from, into, padded)?;
            }
            _ => skip(from, padded)?,
        }
        is_first = false;
    }
    finish(into, &seen, flags)?;
    seen.pixels.map(|_| seen).ok_or(CleanError::Broken)
}

/// Copies a frame of a moving picture without what stands in it beside its pixels (§2.7.1.1).
fn pass_frame(from: &mut impl BufRead, into: &mut (impl Write + Seek), len: u32) -> Result<(), CleanError> {
    let len_at = into.stream_position()? + 4;
    put_head(into, *b"ANMF", len)?;
    pass(from, into, FRAME_HEAD)?;
    let mut left = u64::from(len).checked_sub(FRAME_HEAD).ok_or(CleanError::Broken)?;
    while left >= 8 {
        let kind: [u8; 4] = take(from)?;
        let len = u32::from_le_bytes(take(from)?);
        let padded = u64::from(len) + u64::from(len % 2);
        left = left.checked_sub(8 + padded).ok_or(CleanError::Broken)?;
        if matches!(&kind, b"ALPH" | b"VP8 " | b"VP8L") {
            put_head(into, kind, len)?;
            pass(from, into, padded)?;
        } else {
            skip(from, padded)?;
        }
    }
    skip(from, left + u64::from(len % 2))?;
    let end = into.stream_position()?;
    let kept = u32::try_from(end - len_at - 4).map_err(|_| CleanError::Broken)?;
    into.seek(SeekFrom::Start(len_at))?;
    into.write_all(&kept.to_le_bytes())?;
    into.seek(SeekFrom::Start(end))?;
    Ok(())
}

fn put_head(into: &mut impl Write, kind: [u8; 4], len: u32) -> Result<(), CleanError> {
    into.write_all(&kind)?;
    Ok(into.write_all(&len.to_le_bytes())?)
}

/// Says which way is up, if the header has room for it, and how long the file has become.
fn finish(into: &mut (impl Write + Seek), seen: &Seen, flags: Option<u8>) -> Result<(), CleanError> {
    if let (Some(flags), Some(tiff)) = (flags, seen.orientation.exif()) {
        put_head(
            into,
            *b"EXIF",
            u32::try_from(tiff.len()).map_err(|_| CleanError::Broken)?,
        )?;
        into.write_all(&tiff)?;
        into.seek(SeekFrom::Start(FLAGS_AT))?;
        into.write_all(&[flags | HAS_EXIF])?;
    }
    let end = into.seek(SeekFrom::End(0))?;
    let len = u32::try_from(end - 8).map_err(|_| CleanError::Broken)?;
    into.seek(SeekFrom::Start(4))?;
    into.write_all(&len.to_le_bytes())?;
    into.seek(SeekFrom::End(0))?;
    Ok(())
}

/// Width and height of a lossy (RFC 6386 §9.1) or a lossless frame (RFC 9649 §3.4).
fn measures(kind: [u8; 4], frame: [u8; 10]) -> Option<(u32, u32)> {
    if &kind == b"VP8L" {
        let bits = u32::from_le_bytes([frame[1], frame[2], frame[3], frame[4]]);
        return (frame[0] == 0x2f).then(|| (1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff)));
    }
    let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
    let (width, height) = (side(frame[6], frame[7]), side(frame[8], frame[9]));
    (frame[3..6] == [0x9d, 0x01, 0x2a] && width > 0 && height > 0).then_some((width, height))
}

/// A number of three bytes.
fn small(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | u32::from(byte))
}
