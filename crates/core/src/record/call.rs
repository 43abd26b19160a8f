//! What is kept of calls.

use crate::id::{CallId, UserId};
use crate::now::UnixMillis;

/// Voice alone, or voice and picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// Sound.
    Voice,
    /// Sound and picture.
    Video,
}

/// How a call went, as its line in the room tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallOutcome {
    /// The callee was in another call.
    Busy,
    /// The caller gave up before an answer.
    Cancelled,
    /// The two talked.
    Completed,
    /// The callee said no.
    Declined,
    /// Nobody picked up, or nobody was there.
    Missed,
}

/// The line that a call leaves in its room. The author of its message is the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallLine {
    /// Which call.
    pub call: CallId,
    /// With or without picture.
    pub media: Media,
    /// How it went.
    pub outcome: CallOutcome,
    /// How long the two talked; 0 unless completed.
    pub seconds: u32,
}

/// A call that two people talk in, kept so that a restarted house still knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallRecord {
    /// The call.
    pub call: CallId,
    /// Who called.
    pub caller: UserId,
    /// Who answered.
    pub callee: UserId,
    /// With or without picture.
    pub media: Media,
    /// When it was answered.
    pub started_at: UnixMillis,
}
