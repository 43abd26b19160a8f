//! What the world answers.

use std::sync::Arc;

use crate::id::{FileId, RoomId, UserId};
use crate::record::{
    CallRecord, Contact, Delivery, Edit, FileRecord, Hit, HitCursor, Hook, HookPlace, Invite, JoinRequest, Message,
    Own, Person, Rev, Room, RoomSummary, Seq, Session,
};

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
    /// The messages as they stand now, ascending by revision: the one changed and those that quote it; none if nothing
    /// changed.
    Changed {
        /// They.
        messages: Vec<Arc<Message>>,
        /// Who has deleted which of them for herself, and sees them hidden. Empty where they are told as one sees them.
        hidden_from: Vec<(Seq, UserId)>,
    },
    /// Messages changed, ascending by revision.
    Changes {
        /// The page.
        messages: Vec<Arc<Message>>,
        /// The room's revision at the time of reading.
        rev: Rev,
        /// Whether there are more.
        more: bool,
    },
    /// The author has used this client id for another message.
    ClientIdReused,
    /// What a hook's program has yet to be told.
    Deliveries {
        /// The page.
        deliveries: Vec<Delivery>,
        /// How far the program is after it.
        end: HookPlace,
        /// Whether there are more.
        more: bool,
    },
    /// It is done.
    Done,
    /// What a message said, oldest first.
    Edits(Vec<Edit>),
    /// A file.
    File {
        /// Its record.
        record: Arc<FileRecord>,
        /// Whether it is the picture of a person or group.
        is_public: bool,
    },
    /// Files are out of use, and their bytes may go.
    FilesSwept {
        /// They, those of earlier steps included until they are said to be gone.
        unused: Vec<FileId>,
        /// Where the next step begins, if there is more to look at.
        next: Option<FileId>,
    },
    /// Messages found, newest first, and where the next page begins.
    Found {
        /// They.
        hits: Vec<Hit>,
        /// Its cursor.
        next: Option<HitCursor>,
    },
    /// There is no such file for this person.
    NoFile,
    /// There is no such message, or it is not one of words.
    NoMessage,
    /// The message is somebody else's.
    NotAuthor,
    /// There is no room for it among the person's files.
    OverQuota,
    /// How a room stands in a member's list now.
    OwnKept(Own),
    /// The group has changed, or was so already (`notice` is then absent).
    RoomChanged {
        /// As it stands, with all its members.
        room: Room,
        /// What was added about it.
        notice: Option<Arc<Message>>,
    },
    /// The message is too old for that.
    TooLate,
    /// Rooms of which a hook's program has not been told everything.
    Undelivered {
        /// The page.
        rooms: Vec<RoomId>,
        /// Whether there are more.
        more: bool,
    },
    /// How many bytes somebody's files have.
    Usage(u64),
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
    /// What people have noted about each other: who, about whom, what.
    pub contacts: Vec<(UserId, UserId, Contact)>,
    /// Ways in.
    pub invites: Vec<Invite>,
    /// Who waits to be let in.
    pub join_requests: Vec<JoinRequest>,
    /// Programs' ways in and out.
    pub hooks: Vec<Hook>,
}
