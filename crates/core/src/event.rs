//! What a client is told, in whatever dialect it speaks.

use std::sync::Arc;

use crate::command::{Opaque, Signal};
use crate::id::{CallId, RoomId, UserId};
use crate::name::Name;
use crate::now::UnixMillis;
use crate::record::{Media, Message, RoomSummary, Seq};
use crate::refusal::Refusal;

/// A person as others see her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Who.
    pub id: UserId,
    /// What she is called.
    pub name: Name,
    /// Whether her program can only call: a plain guest.
    pub call_only: bool,
}

/// One thing that happened, or the answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    // -- who somebody is
    /// One has the name asked for (a plain guest), or not.
    NameAnswered {
        /// Whether.
        accepted: bool,
    },
    /// A request is done that has no other answer.
    Done,
    /// One has become a person of the app, or is one.
    Registered(Profile),
    /// A request was refused.
    Refused(Refusal),
    /// A call was not begun. `in_call` says whether another call of this connection stands.
    InviteRefused {
        /// Why.
        refusal: Refusal,
        /// Whether a program that ends its call at a refusal would end the wrong one.
        in_call: bool,
    },
    /// The session has ended.
    SignedOut,
    /// The connection is open and one is known.
    Welcomed {
        /// Oneself.
        you: Profile,
        /// The house's clock.
        at: UnixMillis,
    },

    // -- people
    /// Who is online has changed, within the rows watched; at first: what it is.
    PeopleChanged {
        /// Whether the rows known before are void.
        fresh: bool,
        /// Who came, in order of coming; they stand behind those known before.
        came: Vec<Profile>,
        /// Who went.
        went: Vec<UserId>,
        /// How many are online altogether.
        total: u32,
    },
    /// Whether people are online has changed; at first: what it is.
    PresenceChanged {
        /// Who is online.
        online: Vec<UserId>,
        /// Who is not.
        offline: Vec<UserId>,
    },

    // -- rooms and messages
    /// Messages of a room, ascending.
    HistoryRead {
        /// Where.
        room: RoomId,
        /// The page.
        messages: Vec<Arc<Message>>,
        /// Whether there are more in the direction asked.
        more: bool,
    },
    /// Somebody's marks have moved, or one's own on another device.
    Marked {
        /// Where.
        room: RoomId,
        /// Whose.
        user: UserId,
        /// Delivered up to here.
        delivered: Seq,
        /// Read up to here.
        read: Seq,
        /// What is unread now; told to the person herself.
        unread: Option<u32>,
    },
    /// A message stands in a room. Told to every connection of every member; the answer to the author's request is the
    /// same event with the request's number, also when the message stood there already.
    MessagePosted(Arc<Message>),
    /// The answer to `OpenRoom`.
    RoomOpened {
        /// The room.
        summary: RoomSummary,
        /// The other one.
        peer: Profile,
    },
    /// The answer to `ListRooms`.
    RoomsListed {
        /// The page, each with the other one in it.
        rooms: Vec<(RoomSummary, Profile)>,
        /// Whether there are more.
        more: bool,
    },
    /// Somebody is writing.
    TypingNoticed {
        /// Where.
        room: RoomId,
        /// Who.
        user: UserId,
    },

    // -- calls
    /// The callee picked up.
    Accepted {
        /// Which call.
        call: CallId,
        /// The answer to the offer.
        answer: Opaque,
    },
    /// The call is over. Told once to each end.
    Ended {
        /// Which call.
        call: CallId,
        /// Why.
        reason: EndReason,
    },
    /// The answer to `Invite`: the call exists and its devices have been told.
    Invited {
        /// Its id.
        call: CallId,
        /// With whom.
        peer: Profile,
    },
    /// Somebody calls.
    IncomingCall {
        /// Which call.
        call: CallId,
        /// Who.
        caller: Profile,
        /// With or without picture.
        media: Media,
        /// The session description.
        offer: Opaque,
    },
    /// A device of the callee rings.
    Ringing {
        /// Which call.
        call: CallId,
    },
    /// The answer to `ResumeCall`.
    Resumed {
        /// Which call.
        call: CallId,
    },
    /// The answer to `Accept`, so that a page knows that it is the one.
    Answered {
        /// Which call.
        call: CallId,
    },
    /// Something from the other end.
    Signaled {
        /// Which call.
        call: CallId,
        /// What the other end is called, for dialects that name the sender of an offer.
        from: Name,
        /// What.
        signal: Signal,
    },
}

/// "The call ended: …"
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// Another device of the same person picked up.
    AnsweredElsewhere,
    /// The caller gave up.
    Cancelled,
    /// The callee said no.
    Declined,
    /// One end hung up.
    HungUp,
    /// One end was lost.
    Lost,
    /// Nobody picked up in time.
    NoAnswer,
}
