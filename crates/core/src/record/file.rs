//! What is kept of files: their records; the bytes are the server's.

use std::sync::Arc;

use crate::id::{FileId, UserId};
use crate::now::UnixMillis;

/// Bars of a voice message's picture at most.
pub const MAX_WAVEFORM: usize = 128;

/// What a file is to those who look at it, by what it holds, never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum FileKind {
    /// Sound.
    Audio,
    /// Anything that is only saved.
    #[default]
    File,
    /// A picture.
    Image,
    /// Moving pictures.
    Video,
    /// Sound that was recorded to be heard here.
    Voice,
}

/// Width and height in pixels, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// What was found out about a file when it was complete.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileFacts {
    /// What it is.
    pub kind: FileKind,
    /// Its type, from its bytes; `application/octet-stream` if nothing else is safe to say.
    pub mime: Arc<str>,
    /// Its size in bytes, as it is kept.
    pub size: u64,
    /// The SHA-256 of what is kept.
    pub sha256: [u8; 32],
    /// Its measures.
    pub picture: Option<Picture>,
    /// How long it lasts.
    pub duration_ms: Option<u32>,
    /// The loudness of a voice message over time, 0 to 255; at most [`MAX_WAVEFORM`] bars.
    pub waveform: Vec<u8>,
    /// Whether there is a small picture of it.
    pub has_thumbnail: bool,
}

/// One step of looking for files that nobody needs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileSweep {
    /// Files whose bytes have been removed: nothing more need be known of them.
    pub gone: Vec<FileId>,
    /// Uploads that have come to nothing.
    pub silent: Vec<FileId>,
    /// Uploads that began before this and are not complete have come to nothing too.
    pub abandoned_before: UnixMillis,
    /// A file is unused if it was complete before this, stands in no message, and is nobody's picture.
    pub unused_before: UnixMillis,
    /// Files up to this one have been looked at.
    pub after: Option<FileId>,
}

/// A file that somebody has brought, complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// Its id.
    pub id: FileId,
    /// Who brought it.
    pub owner: UserId,
    /// What its owner calls it; 1 to 255 bytes, no path.
    pub name: Arc<str>,
    /// What it is.
    pub facts: FileFacts,
    /// When it was complete.
    pub created_at: UnixMillis,
}
