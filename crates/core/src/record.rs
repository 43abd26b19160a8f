//! What is kept: the facts that the store holds and the hub decides about.

use std::sync::Arc;

use crate::id::{CallId, MessageId, RoomId, SessionId, UserId};
use crate::name::Name;
use crate::now::UnixMillis;

/// The place of a message in its room: 1, 2, 3, … without a gap, given inside the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seq(pub u64);

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

    /// The text as the client sent it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who it is, for ever.
    pub id: UserId,
    /// What the person is called.
    pub name: Name,
    /// Whether the name is still hers: a guest's is given free when it is not used for a time.
    pub holds_name: bool,
    /// When the person came first.
    pub created_at: UnixMillis,
    /// When the person was here last.
    pub seen_at: UnixMillis,
}

/// One sign-in of one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Its id, for lists of devices.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// What opens it.
    pub token: TokenHash,
    /// When it began.
    pub created_at: UnixMillis,
}

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

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// The trace of a call.
    Call(CallLine),
    /// Words.
    Text(Arc<str>),
}

/// A message as it stands in its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Where it stands.
    pub room: RoomId,
    /// At which place.
    pub seq: Seq,
    /// Who wrote it.
    pub author: UserId,
    /// What its author's client calls it.
    pub client_id: ClientId,
    /// When the hub took it.
    pub at: UnixMillis,
    /// What it says.
    pub body: Body,
}

/// How far a member of a room has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// The last message that reached one of the member's devices.
    pub delivered: Seq,
    /// The last message that the member has seen.
    pub read: Seq,
}

/// A conversation, without its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// Who is in it.
    pub members: Vec<Member>,
    /// The place of its last message; 0 when there is none.
    pub last_seq: Seq,
}

/// A room as it stands in one member's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSummary {
    /// The room.
    pub room: Room,
    /// Its last message.
    pub last: Option<Arc<Message>>,
    /// Messages of others after the member's own read mark.
    pub unread: u32,
}

/// Where a page of a member's list of rooms ends: rooms are listed by their last message, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomCursor {
    /// When the last message of the last room on the page was taken.
    pub at: UnixMillis,
    /// That room.
    pub room: RoomId,
}

/// Which messages of a room are asked for. Answers are ascending by `seq` whatever was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The first ones after this place.
    After(Seq),
    /// The last ones before this place.
    Before(Seq),
    /// The last ones.
    Latest,
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
