//! What a client may ask, in whatever dialect it speaks.

use std::sync::Arc;

use crate::id::{CallId, RoomId, SessionId, UserId};
use crate::record::{ClientId, Media, RoomCursor, Seq, Span, TokenHash};

/// Text that the core carries and never reads: session descriptions, candidates. Valid JSON, size-capped by the dialect.
#[derive(Clone, PartialEq, Eq)]
pub struct Opaque(pub Arc<str>);

impl std::fmt::Debug for Opaque {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opaque({} bytes)", self.0.len())
    }
}

/// One request of a client.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    // -- who somebody is
    /// Become a new person of the app. Only on a connection opened for one request.
    Register {
        /// The name wished.
        name: String,
        /// The id of the session to begin.
        session: SessionId,
        /// What will open it.
        token: TokenHash,
    },
    /// End a session, on every connection that it opened. Only on a connection opened for one request.
    SignOut {
        /// What opens it.
        token: TokenHash,
    },
    /// Be known under a name while connected, without being kept: what a plain guest does.
    TakeName {
        /// The name, to the letter.
        name: String,
    },
    /// Which person a token opens. Only on a connection opened for one request.
    WhoAmI {
        /// The token's hash.
        token: TokenHash,
    },

    // -- people
    /// Hear who is online: the first `limit` in order of coming, now and at each change.
    WatchPeople {
        /// 0 ends it.
        limit: u16,
    },
    /// Hear whether these people are online, now and at each change. Replaces the list before.
    WatchPresence {
        /// At most `presence::MAX_WATCHED`.
        users: Vec<UserId>,
    },

    // -- rooms and messages
    /// A page of one's rooms, newest first.
    ListRooms {
        /// After which room.
        before: Option<RoomCursor>,
        /// How many at most.
        limit: u16,
    },
    /// Move one's marks forward.
    Mark {
        /// Where.
        room: RoomId,
        /// The last message that has arrived.
        delivered: Seq,
        /// The last message that was seen.
        read: Seq,
    },
    /// The room of oneself and `peer`.
    OpenRoom {
        /// Whom to talk with.
        peer: UserId,
    },
    /// Messages of a room.
    ReadHistory {
        /// Where.
        room: RoomId,
        /// Which.
        span: Span,
        /// How many at most.
        limit: u16,
    },
    /// Say something.
    SendMessage {
        /// Where.
        room: RoomId,
        /// As what this client knows it.
        client_id: ClientId,
        /// 1 to `room::MAX_TEXT_LEN` bytes.
        text: String,
    },
    /// Tell the others in a room that one is writing.
    SetTyping {
        /// Where.
        room: RoomId,
    },

    // -- calls between two people
    /// Pick up.
    Accept {
        /// Which call.
        call: CallRef,
        /// The answer to the offer.
        answer: Opaque,
    },
    /// Say no.
    Decline {
        /// Which call.
        call: CallRef,
    },
    /// Cancel, decline or end, whatever the call's state makes of it.
    Hangup {
        /// Which call.
        call: CallRef,
        /// How long the two talked, when the page knows it better than the house (it ended while the house was away).
        seconds: Option<u32>,
    },
    /// Call somebody. The offer rings.
    Invite {
        /// Whom.
        callee: Callee,
        /// With or without picture.
        media: Media,
        /// The session description.
        offer: Opaque,
    },
    /// Say that this device rings. The caller hears it.
    Ring {
        /// Which call.
        call: CallId,
    },
    /// Take up a running call again after the connection, or the house, was away.
    ResumeCall {
        /// Which call.
        call: CallId,
        /// With whom.
        peer: UserId,
    },
    /// Pass something to the other end.
    Signal {
        /// Which call.
        call: CallRef,
        /// What.
        signal: Signal,
    },
}

/// Whom to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Callee {
    /// Whoever goes by this name, to the letter.
    Named(String),
    /// This person.
    User(UserId),
}

/// Which call a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallRef {
    /// This one.
    Id(CallId),
    /// The one call of this connection, for dialects without call ids; with the name of the other end, if the client
    /// gave one, which must be right.
    Mine {
        /// The name that the client gave.
        peer: Option<String>,
    },
}

/// What passes between the two ends of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// The answer to a later offer.
    Answer(Opaque),
    /// An ICE candidate, or `null` for their end.
    Candidate(Opaque),
    /// A later offer.
    Offer(Opaque),
}
