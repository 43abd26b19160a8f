//! What is looked for in messages and files, and what is found.

use std::ops::Range;
use std::sync::Arc;

use crate::id::{RoomId, UserId};
use crate::now::UnixMillis;
use crate::record::{Message, Seq};

/// What a message must be to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitKind {
    /// It has a file that is no picture, sound or video.
    File,
    /// It has a picture.
    Image,
    /// It has a link.
    Link,
    /// It has a video.
    Video,
    /// It is a voice message or another sound.
    Voice,
}

/// Where a page of hits ends: hits are newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HitCursor {
    /// When the last hit on the page was taken.
    pub at: UnixMillis,
    /// Where it stands.
    pub room: RoomId,
    /// At which place.
    pub seq: Seq,
}

/// What is looked for. All conditions hold together; words are found in texts and in names of files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Words; may be empty if another condition is given. At most [`Query::MAX_TEXT`] bytes.
    pub text: String,
    /// Only here.
    pub room: Option<RoomId>,
    /// Only by this one.
    pub author: Option<UserId>,
    /// Only from then on.
    pub since: Option<UnixMillis>,
    /// Only before then.
    pub until: Option<UnixMillis>,
    /// Only such.
    pub kind: Option<HitKind>,
}

impl Query {
    /// Longer ones are not typed by people.
    pub const MAX_TEXT: usize = 256;
}

/// Where in a text what was looked for stands: bytes, ascending, apart from each other.
pub type Marks = Vec<Range<usize>>;

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The message; its room is in it.
    pub message: Arc<Message>,
    /// What was found in its text.
    pub marks: Marks,
    /// What was found in the names of its files, in their order.
    pub file_marks: Vec<Marks>,
}
