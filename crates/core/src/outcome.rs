//! What the world answers.

use std::sync::Arc;

use crate::id::UserId;
use crate::record::{CallRecord, Message, Person, Room, RoomSummary, Session};

/// The answer to one `Effect::Store`. Everything in it is committed and flushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The message stands in its room: `fresh`, or it stood there already under the same client id.
    Appended {
        /// As it stands.
        message: Arc<Message>,
        /// Whether this request put it there.
        fresh: bool,
    },
    /// The author has used this client id for another message.
    ClientIdReused,
    /// It is done.
    Done,
    /// It is not done, and nothing of it is.
    Failed(StoreFailure),
    /// Messages, ascending by `seq`.
    History {
        /// The page.
        messages: Vec<Arc<Message>>,
        /// Whether there are more beyond it, in the direction asked.
        more: bool,
    },
    /// The marks have moved.
    Marked {
        /// What is unread now.
        unread: u32,
    },
    /// These people hold their names no longer.
    NamesFreed(Vec<UserId>),
    /// The room, if there is one.
    Room(Option<Room>),
    /// The room, and whether it was made just now.
    RoomOpened(RoomSummary),
    /// A page of rooms.
    Rooms {
        /// The page.
        rooms: Vec<RoomSummary>,
        /// Whether there are more.
        more: bool,
    },
}

/// Why the store did not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFailure {
    /// The disk is full. Reading still works.
    Full,
    /// The database does not answer.
    Unavailable,
}

/// What a hub must know before it takes its first connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    /// Everybody.
    pub people: Vec<Person>,
    /// Every session.
    pub sessions: Vec<Session>,
    /// The calls that were running when the house stopped.
    pub calls: Vec<CallRecord>,
}
