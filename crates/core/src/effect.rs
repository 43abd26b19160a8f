//! What the hub asks of the world.

use std::sync::Arc;

use crate::event::Event;
use crate::id::{CallId, ConnId, MessageId, RoomId, SessionId, Ticket, UserId};
use crate::name::Name;
use crate::now::UnixMillis;
use crate::record::{Body, CallRecord, ClientId, Person, RoomCursor, Seq, Session, Span};

/// The number that a client gave to its request; the answer carries it.
pub type RequestId = u32;

/// Who hears an event. Connections, never sockets: a bus may stand in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// One connection.
    One(ConnId),
    /// Several, each once.
    Many(Vec<ConnId>),
}

/// One thing that the world shall do. Effects are carried out in the order in which they are polled.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// End a connection.
    Close {
        /// Which.
        conn: ConnId,
        /// Why; the dialect makes a close code of it.
        why: CloseReason,
    },
    /// Tell `event`.
    Deliver {
        /// To whom.
        to: To,
        /// Which request it answers, at a single connection.
        re: Option<RequestId>,
        /// What.
        event: Arc<Event>,
    },
    /// Keep or look up something, and bring back an `Outcome` with this ticket. Requests are carried out in order as
    /// far as each other's effects are concerned: a read sees every earlier write.
    Store {
        /// Names the answer.
        ticket: Ticket,
        /// What.
        request: StoreRequest,
    },
}

/// Why the hub ends a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    /// Its session is unknown or has ended.
    NoSession,
    /// It asked too much for too long.
    Abuse,
    /// The house is stopping.
    Stopping,
}

/// What the hub asks of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreRequest {
    /// Add a message at the next place of its room. Answer: `Appended`, or `ClientIdReused`.
    Append(NewMessage),
    /// Keep a new person with the first session. Answer: `Done`.
    CreatePerson {
        /// The person.
        person: Person,
        /// The session of the device that came.
        session: Session,
    },
    /// Forget a running call. Answer: `Done`.
    EndCall {
        /// Which.
        call: CallId,
    },
    /// Forget a session. Answer: `Done`.
    EndSession {
        /// Which.
        session: SessionId,
    },
    /// Give free the names of people not seen, and with no message in their rooms, since `before`. Answer: `NamesFreed`.
    FreeNames {
        /// The bound.
        before: UnixMillis,
    },
    /// A page of a member's rooms that have messages, by last message, newest first. Answer: `Rooms`.
    ListRooms {
        /// Whose.
        user: UserId,
        /// After which room.
        before: Option<RoomCursor>,
        /// How many at most.
        limit: u16,
    },
    /// Look up a room. Answer: `Room`.
    LoadRoom {
        /// Which.
        room: RoomId,
    },
    /// Move a member's marks forward, never back. Answer: `Marked`.
    Mark {
        /// Where.
        room: RoomId,
        /// Whose.
        user: UserId,
        /// To where messages have arrived.
        delivered: Seq,
        /// To where they were read.
        read: Seq,
    },
    /// The room of two people, made with the id `room` if there is none. Answer: `RoomOpened`.
    OpenDirect {
        /// The id to use for a new one.
        room: RoomId,
        /// The two, different from each other.
        members: [UserId; 2],
    },
    /// Messages of a room. Answer: `History`.
    ReadHistory {
        /// Where.
        room: RoomId,
        /// Which.
        span: Span,
        /// How many at most.
        limit: u16,
    },
    /// Give a person another name, or the old one again. Answer: `Done`.
    Rename {
        /// Who.
        user: UserId,
        /// The name.
        name: Name,
    },
    /// Note when a person was last here. Answer: `Done`.
    See {
        /// Who.
        user: UserId,
        /// When.
        at: UnixMillis,
    },
    /// Keep a call that was answered. Answer: `Done`.
    StartCall(CallRecord),
}

/// A message before it has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The id to use if it is new.
    pub id: MessageId,
    /// Where.
    pub room: RoomId,
    /// By whom.
    pub author: UserId,
    /// As what the author's client knows it.
    pub client_id: ClientId,
    /// When the hub took it.
    pub at: UnixMillis,
    /// What it says.
    pub body: Body,
}
