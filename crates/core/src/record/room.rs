//! What is kept of rooms and of those in them.

use std::sync::Arc;

use crate::id::{FileId, MessageId, RoomId, UserId};
use crate::name::Name;
use crate::now::UnixMillis;
use crate::record::{Message, Rev, Seq};

/// What a room is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoomKind {
    /// Two people.
    #[default]
    Direct,
    /// Many, with a name.
    Group,
    /// One person's notes to herself.
    Notes,
}

/// What a member is in a room. In rooms that are no groups everybody is a member. What each may do:
/// [`crate::permission`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum RoomRole {
    /// Reads and writes.
    #[default]
    Member,
    /// Looks after the group.
    Admin,
    /// The group is hers.
    Owner,
}

/// How far a member of a room has got, and what she is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// As what.
    pub role: RoomRole,
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
    /// What it is for.
    pub kind: RoomKind,
    /// What it is called; `None` unless it is a group.
    pub name: Option<Name>,
    /// Its picture.
    pub picture: Option<FileId>,
    /// Whether only those who look after it may write.
    pub is_announcement: bool,
    /// How many are in it.
    pub member_count: u32,
    /// Who is in it, in order of coming; of a group in a list only some.
    pub members: Vec<Member>,
    /// The place of its last message; 0 when there is none.
    pub last_seq: Seq,
    /// Its revision.
    pub rev: Rev,
    /// When it was made.
    pub created_at: UnixMillis,
}

/// Words that a member has begun and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// They; at most `room::MAX_TEXT_LEN` bytes.
    pub text: Arc<str>,
    /// The message that they will answer.
    pub reply_to: Option<MessageId>,
    /// When they were changed last.
    pub at: UnixMillis,
}

/// What a room is to one of its members, told to nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Own {
    /// Until when it shall not sound; [`UnixMillis`]'s maximum: for ever.
    pub muted_until: Option<UnixMillis>,
    /// Whether it stands on top of the list.
    pub is_pinned: bool,
    /// Words begun.
    pub draft: Option<Draft>,
    /// The last message that mentions her, if she has not read it.
    pub mention: Option<Seq>,
}

/// A room as it stands in one member's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSummary {
    /// The room.
    pub room: Room,
    /// Its last message, as the member sees it.
    pub last: Option<Arc<Message>>,
    /// Messages of others after the member's own read mark.
    pub unread: u32,
    /// What it is to the member.
    pub own: Own,
}

/// Where a page of a member's list of rooms ends: rooms are listed by their last message, newest first. A room without
/// a message is listed by when it was made, unless it is one of two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomCursor {
    /// When the last message of the last room on the page was taken.
    pub at: UnixMillis,
    /// That room.
    pub room: RoomId,
}

/// One change of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoomChange {
    /// These come; who is in already, stays.
    Add(Vec<UserId>),
    /// Only those who look after it may write, or everybody.
    Announcement(bool),
    /// This one goes: removed, or by herself. If the last owner goes, the longest-standing admin, else member, follows.
    Remove(UserId),
    /// It is called so.
    Rename(Name),
    /// This one is now that. A new owner makes the old one an admin.
    Role(UserId, RoomRole),
    /// It looks so.
    Picture(Option<FileId>),
}
