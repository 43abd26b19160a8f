//! What is kept: the facts that the store holds and the hub decides about.

use std::sync::Arc;

use crate::id::{CallId, MessageId};

mod call;
mod delivery;
mod file;
mod invite;
mod message;
mod person;
mod room;
mod search;

pub use call::{CallLine, CallOutcome, CallRecord, Media};
pub use delivery::{Delivery, HookPlace};
pub use file::{FileFacts, FileKind, FileRecord, FileSweep, MAX_WAVEFORM, Picture};
pub use invite::{Hook, Invite, InviteCode, JoinRequest};
pub use message::{
    Body, Edit, Forwarded, MAX_ATTACHMENTS, MAX_REACTIONS, Mentions, Message, Notice, Quote, Reaction, ReactionKey,
    Span, Words,
};
pub use person::{Audience, Contact, Device, PasswordHash, Person, Privacy, Reset, Role, Session, SessionKind};
pub use room::{Draft, Member, Own, Room, RoomChange, RoomCursor, RoomKind, RoomRole, RoomSummary};
pub use search::{Hit, HitCursor, HitKind, Marks, Query};

/// The place of a message in its room: 1, 2, 3, … without a gap, given inside the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seq(pub u64);

/// The state of a room's messages: each new message and each change of one takes the next number, inside the commit, and
/// stamps the message with it. Who has everything up to a revision lacks exactly the messages with a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rev(pub u64);

/// The SHA-256 of a session's token. The token itself never enters the house.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// The name that a client gave to one of its messages, so that a retry is recognised for ever. 1 to 64 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(Arc<str>);

impl ClientId {
    /// The longest client id, in bytes: room for a UUID with a prefix, not for a second message.
    pub const MAX_LEN: usize = 64;

    /// Takes `text` if it is 1 to [`Self::MAX_LEN`] bytes of visible ASCII.
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=Self::MAX_LEN).contains(&text.len());
        (fits && text.bytes().all(|b| b.is_ascii_graphic())).then(|| ClientId(text.into()))
    }

    /// The id of the line that a call leaves in its room: one per call, whoever reports its end.
    pub fn of_call(call: CallId) -> Self {
        ClientId(format!("call:{call}").into())
    }

    /// The id of a line that the house writes in somebody's name: a notice.
    pub fn of_notice(message: MessageId) -> Self {
        ClientId(format!("notice:{message}").into())
    }

    /// The text as the client sent it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
