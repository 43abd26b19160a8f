//! What a client is told, in whatever dialect it speaks.

use std::sync::Arc;
use std::time::Duration;

use crate::command::{Opaque, Signal};
use crate::handle::Handle;
use crate::id::{CallId, FileId, MessageId, RoomId, SessionId, UserId};
use crate::name::Name;
use crate::now::UnixMillis;
use crate::record::{
    Contact, Delivery, Edit, FileRecord, Hit, HitCursor, Hook, HookPlace, Invite, JoinRequest, Marks, Media, Member,
    Message, Own, PasswordHash, Privacy, Rev, Role, Room, RoomKind, RoomRole, RoomSummary, Seq, Session,
};
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
    /// What she is mentioned by, if she has an account.
    pub handle: Option<Handle>,
    /// Whether a program speaks.
    pub is_bot: bool,
    /// Her picture.
    pub avatar: Option<FileId>,
    /// A line about herself; may be empty.
    pub about: Arc<str>,
}

impl Profile {
    /// Somebody of whom only this is known.
    pub fn bare(id: UserId, name: Name, call_only: bool) -> Profile {
        Profile {
            id,
            name,
            call_only,
            handle: None,
            is_bot: false,
            avatar: None,
            about: "".into(),
        }
    }
}

/// Somebody who was found, and by what of her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFound {
    /// Who.
    pub profile: Profile,
    /// In her name.
    pub name: Marks,
    /// In her handle.
    pub handle: Marks,
    /// What one calls her oneself, and in that.
    pub remark: Option<(Name, Marks)>,
}

/// What a person knows of herself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// As others see her.
    pub profile: Profile,
    /// What she is in the house.
    pub role: Role,
    /// Who sees her comings and goings.
    pub privacy: Privacy,
    /// Until when nothing shall ring.
    pub quiet_until: Option<UnixMillis>,
    /// The session that asks.
    pub session: SessionId,
}

/// A person as those see her who look after the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// As others see her.
    pub profile: Profile,
    /// What she is in the house.
    pub role: Role,
    /// Whether she is shut out.
    pub is_disabled: bool,
    /// When she came first.
    pub created_at: UnixMillis,
    /// When she was here last.
    pub seen_at: UnixMillis,
}

/// Somebody who is not online.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// Who.
    pub user: UserId,
    /// When she was here last, if she lets one see it.
    pub seen_at: Option<UnixMillis>,
}

/// A room as one of its members sees it in her list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomView {
    /// The room. Of a group's members only some are there: oneself, and the first for its picture.
    pub summary: RoomSummary,
    /// What the one who looks is in it, and how far she has got.
    pub you: Member,
    /// The others among those members: the other one of two, or the first of a group.
    pub people: Vec<Profile>,
}

/// What a group is to all its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomFacts {
    /// Which.
    pub id: RoomId,
    /// What it is for.
    pub kind: RoomKind,
    /// What it is called.
    pub name: Option<Name>,
    /// Its picture.
    pub picture: Option<FileId>,
    /// Whether only those who look after it may write.
    pub is_announcement: bool,
    /// How many are in it.
    pub member_count: u32,
}

impl RoomFacts {
    /// What they are of a room with all its members.
    pub fn of(room: &Room) -> RoomFacts {
        RoomFacts {
            id: room.id,
            kind: room.kind,
            name: room.name.clone(),
            picture: room.picture,
            is_announcement: room.is_announcement,
            member_count: room.member_count,
        }
    }
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
        you: Box<Account>,
        /// The house's clock.
        at: UnixMillis,
        /// How long one's own messages can be taken back; `None`: for ever.
        recall_window: Option<Duration>,
        /// Whether the house says what linked pages are.
        previews: bool,
    },

    // -- accounts
    /// What opens an account. Never leaves the server.
    LoginFound {
        /// Whose.
        user: UserId,
        /// It.
        password: PasswordHash,
    },
    /// One's own account, after a change of it or as asked; told to all one's connections.
    AccountChanged(Box<Account>),
    /// One's sessions, the one used last first.
    SessionsListed {
        /// They.
        sessions: Vec<Session>,
        /// The one that asks.
        current: SessionId,
    },
    /// Everybody.
    PeopleListed {
        /// A page in order of id.
        people: Vec<PersonRow>,
        /// Whether there are more.
        more: bool,
    },
    /// A link for a new password was made.
    ResetCreated {
        /// Until when it can be used.
        until: UnixMillis,
    },
    /// Whose password a link can replace.
    ResetShown(Profile),
    /// Somebody has another password.
    PasswordGiven {
        /// How many of her sessions have ended.
        ended: u32,
    },
    /// A bot was made.
    BotCreated(Profile),
    /// A hook was made.
    HookCreated(Box<Hook>),
    /// Hooks.
    HooksListed(Vec<Hook>),
    /// What a hook's program has yet to be told of a room.
    DeliveriesRead {
        /// Of which.
        room: RoomId,
        /// They, in order.
        deliveries: Vec<Delivery>,
        /// How far the program is after them.
        end: HookPlace,
        /// Whether there are more.
        more: bool,
    },
    /// Rooms of which a hook's program has not been told everything.
    UndeliveredListed {
        /// They.
        rooms: Vec<RoomId>,
        /// Whether there are more.
        more: bool,
    },
    /// An invite of one's own, or of a group that one looks after.
    InviteRead(Box<Invite>),
    /// Invites.
    InvitesListed(Vec<Invite>),
    /// What an invite leads to.
    InviteShown {
        /// The group, if it leads into one.
        room: Option<RoomFacts>,
        /// Who made it.
        by: Profile,
        /// Whether somebody has to let one in.
        needs_approval: bool,
        /// Whether the one who asks is in already.
        is_member: bool,
    },
    /// Who waits to be let in, the longest first.
    JoinRequestsListed {
        /// Into which group.
        room: RoomId,
        /// They.
        requests: Vec<(JoinRequest, Profile)>,
    },
    /// Somebody waits to be let into a group that one looks after.
    JoinRequested {
        /// Which.
        room: RoomId,
        /// Who.
        person: Profile,
    },

    // -- people
    /// People who were looked for, best first.
    PeopleFound(Vec<PersonFound>),
    /// People as one sees them.
    PeopleRead(Vec<Profile>),
    /// Somebody is called or looks otherwise; told to those who watch whether she is online, and to her own connections.
    PersonChanged(Profile),
    /// What one has noted about others.
    ContactsListed(Vec<(Profile, Contact)>),
    /// What one has noted about somebody; told to all one's connections.
    ContactChanged {
        /// About whom.
        person: Profile,
        /// What.
        contact: Contact,
    },
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
        offline: Vec<Away>,
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
    /// The answer to a single request to send a message that stood already, since an earlier try: told in the place of
    /// `MessagePosted`, so that programs can tell the two apart.
    MessageKnown(Arc<Message>),
    /// Messages are not as they were: each as it stands now. Told to every connection of every member, if everybody sees
    /// them so.
    MessagesChanged {
        /// Where.
        room: RoomId,
        /// They, ascending by revision.
        messages: Vec<Arc<Message>>,
    },
    /// The answer to `ReadChanges`.
    ChangesRead {
        /// Where.
        room: RoomId,
        /// The page, ascending by revision.
        messages: Vec<Arc<Message>>,
        /// What one knows after it: the last message's revision, or the room's if there are no more.
        rev: Rev,
        /// Whether there are more.
        more: bool,
    },
    /// What a message said before, oldest first.
    EditsRead {
        /// Which.
        message: MessageId,
        /// They.
        edits: Vec<Edit>,
    },
    /// How far a message has got, its author left out.
    ReceiptsRead {
        /// Where.
        room: RoomId,
        /// Which.
        seq: Seq,
        /// Whom it has reached, who have not read it.
        delivered: Vec<Profile>,
        /// Who has read it.
        read: Vec<Profile>,
        /// How many it has not reached.
        waiting: u32,
    },
    /// A page of messages found, newest first.
    Found {
        /// They.
        hits: Vec<Hit>,
        /// Where the next page begins.
        next: Option<HitCursor>,
    },
    /// A file.
    FileRead(Arc<FileRecord>),
    /// Files are out of use, and their bytes may go.
    FilesSwept {
        /// They.
        unused: Vec<FileId>,
        /// Where the next step begins, if there is more to look at.
        next: Option<FileId>,
    },
    /// How much one has brought, in bytes, and how much one may.
    UsageRead {
        /// Brought.
        used: u64,
        /// At most.
        quota: u64,
        /// At most in one file.
        max_size: u64,
    },
    /// A group has changed. Told to every connection of every member; who comes hears `RoomOpened`, who goes `RoomLeft`.
    RoomChanged {
        /// What it is now.
        room: RoomFacts,
        /// Who came.
        came: Vec<Profile>,
        /// Who went.
        went: Vec<UserId>,
        /// Whose role is another.
        roles: Vec<(UserId, RoomRole)>,
    },
    /// One is in a group no more.
    RoomLeft {
        /// Which.
        room: RoomId,
        /// Whether somebody else did it.
        removed: bool,
    },
    /// A page of those in a room.
    MembersListed {
        /// Where.
        room: RoomId,
        /// They, in order of coming.
        members: Vec<(Profile, Member)>,
        /// How many there are in all.
        total: u32,
    },
    /// What a room is to oneself; told to all one's connections.
    OwnChanged {
        /// Which.
        room: RoomId,
        /// What.
        own: Own,
    },
    /// A room as it stands in one's list: the answer to `OpenRoom`, `OpenNotes`, `CreateGroup`, `ReadRoom`, and told to
    /// whom somebody brings into a group.
    RoomOpened(Box<RoomView>),
    /// The answer to `ListRooms`.
    RoomsListed {
        /// The page.
        rooms: Vec<RoomView>,
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
