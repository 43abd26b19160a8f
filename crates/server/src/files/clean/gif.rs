//! GIF 89a §§17–27: blocks up to the trailer.

use std::io::{BufRead, Write};

use super::{CleanError, Seen, pass, skip, take};

const IMAGE: u8 = 0x2c;
const EXTENSION: u8 = 0x21;
const TRAILER: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;
/// How often it repeats, by its two usual names, and how its colors are meant.
const STAYING: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// Copies pictures and how they move; comments, texts and programs' own blocks go.
pub(super) fn clean(from: &mut impl BufRead, into: &mut impl Write) -> Result<Seen, CleanError> {
    let head: [u8; 13] = take(from)?;
    if !matches!(&head[..6], b"GIF87a" | b"GIF89a") {
        return Err(CleanError::Broken);
    }
    into.write_all(&head)?;
    pass_colors(from, into, head[10])?;
    let mut pixels = (measure(&head[6..]), measure(&head[8..]));
    let is_empty = pixels.0 == 0 || pixels.1 == 0;
    let mut has_picture = false;
    loop {
        match take(from) {
            Ok([IMAGE]) => {
                // Browsers widen a screen that is too small for its pictures.
                let (width, height) = pass_image(from, into)?;
                pixels = (pixels.0.max(width), pixels.1.max(height));
                has_picture = true;
            }
            Ok([EXTENSION]) => extension(from, into)?,
            Ok([TRAILER]) => break,
            // Cut off between two pictures: those that are there can be shown.
            Err(_) if has_picture => break,
            _ => return Err(CleanError::Broken),
        }
    }
    into.write_all(&[TRAILER])?;
    into.flush()?;
    if !has_picture || is_empty {
        return Err(CleanError::Broken);
    }
    Ok(Seen {
        pixels: Some(pixels),
        ..Seen::default()
    })
}

/// A color table whose presence and size a byte of flags tells.
fn pass_colors(from: &mut impl BufRead, into: &mut impl Write, flags: u8) -> Result<(), CleanError> {
    match flags & 0x80 {
        0 => Ok(()),
        _ => pass(from, into, 3 << ((flags & 7) + 1)),
    }
}

/// Copies a picture, and tells how far on the screen it reaches.
fn pass_image(from: &mut impl BufRead, into: &mut impl Write) -> Result<(u32, u32), CleanError> {
    let descriptor: [u8; 9] = take(from)?;
    into.write_all(&[IMAGE])?;
    into.write_all(&descriptor)?;
    pass_colors(from, into, descriptor[8])?;
    // The least code size of the compression.
    pass(from, into, 1)?;
    pass_blocks(from, into)?;
    let reach = |at: usize| measure(&descriptor[at..]) + measure(&descriptor[at + 4..]);
    Ok((reach(0), reach(2)))
}

/// A number of the two bytes that something begins with.
fn measure(bytes: &[u8]) -> u32 {
    u32::from(u16::from_le_bytes([bytes[0], bytes[1]]))
}

fn extension(from: &mut impl BufRead, into: &mut impl Write) -> Result<(), CleanError> {
    let [label] = take(from)?;
    match label {
        GRAPHIC_CONTROL => {
            into.write_all(&[EXTENSION, label])?;
            pass_blocks(from, into)
        }
        APPLICATION => {
            let [len] = take(from)?;
            let mut name = vec![0; usize::from(len)];
            from.read_exact(&mut name)?;
            if !STAYING.contains(&name.as_slice()) {
                return if len == 0 { Ok(()) } else { skip_blocks(from) };
            }
            into.write_all(&[EXTENSION, label, len])?;
            into.write_all(&name)?;
            pass_blocks(from, into)
        }
        _ => skip_blocks(from),
    }
}

/// Data sub-blocks up to the empty one (§15, §16).
fn pass_blocks(from: &mut impl BufRead, into: &mut impl Write) -> Result<(), CleanError> {
    loop {
        let [len] = take(from)?;
        into.write_all(&[len])?;
        if len == 0 {
            return Ok(());
        }
        pass(from, into, len.into())?;
    }
}

fn skip_blocks(from: &mut impl BufRead) -> Result<(), CleanError> {
    loop {
        match take(from)? {
            [0] => return Ok(()),
            [len] => skip(from, len.into())?,
        }
    }
}
