//! Removes from pictures and videos what cameras and programs write beside the picture: places above all.
//!
//! What makes up the picture itself is copied byte for byte, so nothing is encoded anew and nothing gets worse. Formats
//! are taken apart by lists of what may stay: what nobody has heard of goes. Only deep within films, and among the
//! properties of HEIC and AVIF, where players give up without what they miss, it stays. Memory is bounded by the longest
//! segment (64 kB) or table (16 MB) of a format, whatever the size of the file.

mod exif;
mod gif;
mod heif;
mod iso;
mod jpeg;
mod movie;
mod png;
mod webp;

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::format::Format;
pub use exif::Orientation;

/// What was seen of a picture or video while it was cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Width and height in pixels as they are stored, before anything is turned.
    pub pixels: Option<(u32, u32)>,
    /// How it must be turned to be shown.
    pub orientation: Orientation,
    /// Whether a film has pictures, not just sound.
    pub has_pictures: bool,
}

impl Seen {
    /// Width and height as it is shown.
    #[must_use]
    pub fn shown(&self) -> Option<(u32, u32)> {
        let (width, height) = self.pixels?;
        Some(match self.orientation.is_sideways() {
            true => (height, width),
            false => (width, height),
        })
    }
}

/// Why a file could not be cleaned.
#[derive(Debug, thiserror::Error)]
pub enum CleanError {
    /// It begins as its format does, and does not go on so.
    #[error("the file is not what it begins as")]
    Broken,
    /// The disk does not do its part.
    #[error(transparent)]
    Disk(#[from] io::Error),
}

/// Writes `from` without its metadata into the empty `into`.
///
/// # Errors
/// The file is broken, or the disk is.
pub fn clean<R, W>(format: Format, from: &mut R, into: &mut W) -> Result<Seen, CleanError>
where
    R: Read + Seek,
    W: Read + Write + Seek,
{
    from.seek(SeekFrom::Start(0))?;
    let seen = match format {
        Format::Gif => gif::clean(&mut io::BufReader::new(from), &mut io::BufWriter::new(&mut *into)),
        Format::Jpeg => jpeg::clean(&mut io::BufReader::new(from), &mut io::BufWriter::new(&mut *into)),
        Format::Png => png::clean(&mut io::BufReader::new(from), &mut io::BufWriter::new(&mut *into)),
        Format::Webp => webp::clean(&mut io::BufReader::new(from), into),
        Format::Avif | Format::Heic => copy(from, into).and_then(|len| heif::clean(into, len)),
        Format::M4a | Format::Mp4 | Format::QuickTime => copy(from, into).and_then(|len| movie::clean(into, len)),
        _ => copy(from, into).map(|_| Seen::default()),
    };
    seen.map_err(|error| match error {
        // The source ended in the middle of something.
        CleanError::Disk(error) if error.kind() == io::ErrorKind::UnexpectedEof => CleanError::Broken,
        error => error,
    })
}

fn copy<R: Read, W: Write>(from: &mut R, into: &mut W) -> Result<u64, CleanError> {
    Ok(io::copy(from, into)?)
}

/// Reads exactly `N` bytes.
fn take<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Copies exactly `len` bytes.
fn pass(from: &mut impl Read, into: &mut impl Write, len: u64) -> Result<(), CleanError> {
    match io::copy(&mut from.take(len), into)? {
        copied if copied == len => Ok(()),
        _ => Err(CleanError::Broken),
    }
}

/// Drops exactly `len` bytes.
fn skip(from: &mut impl Read, len: u64) -> Result<(), CleanError> {
    pass(from, &mut io::sink(), len)
}

#[cfg(test)]
mod tests;
