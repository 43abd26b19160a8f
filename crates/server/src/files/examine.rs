//! What a complete upload turns out to be: hashed, told by its bytes, cleaned. All of this blocks.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use teahouse_core::record::{FileFacts, FileKind, Picture};

use super::clean::{CleanError, Orientation, clean};
use super::format::{Format, HEAD_LEN, OCTETS, has_video_track};
use super::note::Note;

/// What an upload is.
#[derive(Debug)]
pub struct Examined {
    /// What its record will say; of a small picture nothing is known yet.
    pub facts: FileFacts,
    /// Whether a cleaned form takes the place of what came.
    pub is_cleaned: bool,
    /// What a small picture can be made of: its format, and which way is up.
    pub raster: Option<(Format, Orientation)>,
}

/// Why an upload becomes no file.
#[derive(Debug, thiserror::Error)]
pub enum ExamineError {
    /// It is not what the client said it would be.
    #[error("the bytes are not those that were announced")]
    WrongHash,
    /// It begins as a picture or film and does not go on as one.
    #[error("the bytes are not what they begin as")]
    Broken,
    /// The disk refuses.
    #[error(transparent)]
    Disk(#[from] io::Error),
}

/// Examines the bytes at `from`; what is cleaned is written to `into`. Pictures of more than `max_pixels` become plain
/// files: whoever opened one would need the memory for it.
///
/// # Errors
/// They are not what they should be, or the disk refuses.
pub fn examine(note: &Note, from: &Path, into: &Path, max_pixels: u64) -> Result<Examined, ExamineError> {
    let mut source = File::open(from)?;
    let came = hash(&mut source)?;
    if note
        .sha256
        .as_ref()
        .is_some_and(|announced| !is_hex_of(announced, &came.0))
    {
        return Err(ExamineError::WrongHash);
    }
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::with_capacity(HEAD_LEN);
    Read::by_ref(&mut source).take(HEAD_LEN as u64).read_to_end(&mut head)?;
    let format = Format::sniff(&head);
    if !format.is_cleaned() {
        let (kind, mime) = format.nature(has_video_track(&head));
        return Ok(Examined {
            facts: facts(note, kind, mime, came, None),
            is_cleaned: false,
            raster: None,
        });
    }
    let mut target = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(into)?;
    let seen = clean(format, &mut source, &mut target).map_err(|error| match error {
        CleanError::Broken => ExamineError::Broken,
        CleanError::Disk(error) => error.into(),
    })?;
    let kept = hash(&mut target)?;
    let is_huge = seen
        .pixels
        .is_some_and(|(width, height)| u64::from(width) * u64::from(height) > max_pixels);
    let (kind, mime) = match format.nature(seen.has_pictures) {
        (FileKind::Image, _) if is_huge => (FileKind::File, OCTETS),
        nature => nature,
    };
    let picture = seen.shown().map(|(width, height)| Picture { width, height });
    Ok(Examined {
        facts: facts(note, kind, mime, kept, picture),
        is_cleaned: true,
        raster: (format.is_raster() && !is_huge).then_some((format, seen.orientation)),
    })
}

/// Puts together what was found out and what the client tells of things that the house does not look into.
fn facts(
    note: &Note,
    kind: FileKind,
    mime: &'static str,
    (sha256, size): ([u8; 32], u64),
    picture: Option<Picture>,
) -> FileFacts {
    let told = &note.told;
    let kind = if told.is_voice && kind == FileKind::Audio {
        FileKind::Voice
    } else {
        kind
    };
    let lasts = matches!(kind, FileKind::Audio | FileKind::Video | FileKind::Voice);
    FileFacts {
        kind,
        mime: Arc::from(mime),
        size,
        sha256,
        picture: match kind {
            FileKind::Image => picture,
            FileKind::Video => picture.or(told.picture()),
            _ => None,
        },
        duration_ms: told.duration_ms.filter(|_| lasts),
        waveform: if kind == FileKind::Voice {
            told.waveform.clone()
        } else {
            Vec::new()
        },
        has_thumbnail: false,
    }
}

/// The SHA-256 and the length of a file.
fn hash(file: &mut File) -> io::Result<([u8; 32], u64)> {
    file.seek(SeekFrom::Start(0))?;
    let mut sum = Sha256::new();
    let mut chunk = vec![0; 64 * 1024];
    let mut len = 0;
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok((sum.finalize().into(), len)),
            read => {
                sum.update(&chunk[..read]);
                len += read as u64;
            }
        }
    }
}

/// The hex of some bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_hex_of(text: &str, bytes: &[u8]) -> bool {
    text.eq_ignore_ascii_case(&hex(bytes))
}

#[cfg(test)]
mod tests;
