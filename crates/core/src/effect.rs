//! What the hub asks of the world.

use std::sync::Arc;

use crate::event::Event;
use crate::id::{CallId, ConnId, FileId, HookId, InviteId, MessageId, RoomId, SessionId, Ticket, UserId};
use crate::name::Name;
use crate::now::UnixMillis;
use crate::record::{
    CallLine, CallRecord, ClientId, Contact, Draft, FileFacts, FileSweep, HitCursor, Hook, HookPlace, Invite,
    JoinRequest, Mentions, Person, Query, ReactionKey, Rev, RoomChange, RoomCursor, Seq, Session, Span,
};

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
    /// Add a message at the next place of its room. Answer: `Appended`, or `ClientIdReused`, `NoFile` (a file is not the
    /// author's or not complete), `NoMessage` (what it answers or passes on is not there or is recalled).
    Append(NewMessage),
    /// Note that a file will come, if with it its owner's files, begun ones included, have at most `quota` bytes.
    /// Answer: `Done`, or `OverQuota`.
    BeginFile {
        /// Its id.
        file: FileId,
        /// Whose.
        owner: UserId,
        /// What it is called.
        name: Arc<str>,
        /// How many bytes it will have.
        size: u64,
        /// At most so many in all.
        quota: u64,
        /// When.
        at: UnixMillis,
    },
    /// Change a message, if it is one of words and the conditions hold. Takes a revision for it and, if its words change,
    /// one for each message that quotes it. Answer: `Changed` (with no messages if it is so already), `NoMessage`,
    /// `NotAuthor`, or `TooLate`.
    ChangeMessage {
        /// Where.
        room: RoomId,
        /// Which.
        message: MessageId,
        /// Who wants it.
        by: UserId,
        /// When.
        at: UnixMillis,
        /// What.
        change: MessageChange,
    },
    /// Change a group, and add the notice of it at its next place. Answer: `RoomChanged`.
    ChangeRoom {
        /// Which.
        room: RoomId,
        /// Who does it.
        by: UserId,
        /// Whether she came by an invite, which the notice of an addition says.
        by_invite: bool,
        /// When.
        at: UnixMillis,
        /// What.
        change: RoomChange,
        /// The id of the notice.
        notice: MessageId,
    },
    /// Make a group with its maker as its owner, without a message. Answer: `RoomOpened`.
    CreateGroup {
        /// Its id.
        room: RoomId,
        /// What it is called.
        name: Name,
        /// Who makes it.
        owner: UserId,
        /// Who else is in it; each once, the owner not among them.
        members: Vec<UserId>,
        /// When.
        at: UnixMillis,
    },
    /// Keep a session of somebody who is there already. Answer: `Done`.
    CreateSession(Session),
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
    /// Forget a file with its record. Answer: `Done` if there is none any more, `NoFile` if it stays: it is somebody
    /// else's, stands in a message, or is the picture of a person or group.
    DropFile {
        /// Which.
        file: FileId,
        /// Whose it must be.
        owner: UserId,
    },
    /// Forget a hook. Answer: `Done`.
    DropHook(HookId),
    /// Forget an invite. Answer: `Done`.
    DropInvite(InviteId),
    /// Forget that somebody waits. Answer: `Done`.
    DropJoinRequest {
        /// Where.
        room: RoomId,
        /// Who.
        user: UserId,
    },
    /// Forget a session. Answer: `Done`.
    EndSession {
        /// Which.
        session: SessionId,
    },
    /// Forget several sessions. Answer: `Done`.
    EndSessions(Vec<SessionId>),
    /// Keep what was found out about a file that had begun. Answer: `File`, or `NoFile`.
    FinishFile {
        /// Which.
        file: FileId,
        /// Whose it must be.
        owner: UserId,
        /// What.
        facts: Box<FileFacts>,
        /// When.
        at: UnixMillis,
    },
    /// Forget files whose bytes are gone, and take those that nobody needs out of use: nobody can read or send them any
    /// more. Answer: `FilesSwept`.
    SweepFiles(Box<FileSweep>),
    /// Give free the names of people not seen, and with no message in their rooms, since `before`. Answer: `NamesFreed`.
    FreeNames {
        /// The bound.
        before: UnixMillis,
    },
    /// Hide messages from one member: takes a revision for each that was not hidden. Answer: `Changed`, with each as the
    /// member sees it now.
    HideMessages {
        /// Where.
        room: RoomId,
        /// From whom.
        user: UserId,
        /// Which; those not there are passed over.
        messages: Vec<MessageId>,
    },
    /// Keep what one person has noted about another, instead of what was. Answer: `Done`.
    KeepContact {
        /// Who.
        user: UserId,
        /// About whom.
        other: UserId,
        /// What.
        contact: Contact,
    },
    /// Keep a hook, and the bot that writes for it, if it is new: no member of the room, but who may write there as long as
    /// the hook is. The program of one that leads out has been told of each of its bot's rooms what is there now; of a room
    /// into which the bot comes later, nothing of what happens from then on. Answer: `Done`.
    KeepHook(Hook),
    /// Note how far a hook's program has been told of a room, never back. Nothing if its bot is not there any more. Answer:
    /// `Done`.
    KeepHookPlace {
        /// Which hook.
        hook: HookId,
        /// Of which room.
        room: RoomId,
        /// How far.
        place: HookPlace,
    },
    /// Keep an invite, instead of what was under its id. Answer: `Done`.
    KeepInvite(Invite),
    /// Keep that somebody waits. Answer: `Done`.
    KeepJoinRequest(JoinRequest),
    /// Keep a person with all that is said of her, instead of what was; a new one is added. Answer: `Done`.
    KeepPerson(Box<Person>),
    /// The rooms of which a hook's program has not been told everything, in an order of their own. Answer: `Undelivered`.
    ListUndelivered {
        /// Which hook.
        hook: HookId,
        /// After which room.
        after: Option<RoomId>,
        /// How many at most.
        limit: u16,
    },
    /// A page of a member's rooms, by last message, newest first; rooms of two without a message left out. Of groups'
    /// members only the member and the first eight are there. Answer: `Rooms`.
    ListRooms {
        /// Whose.
        user: UserId,
        /// After which room.
        before: Option<RoomCursor>,
        /// How many at most.
        limit: u16,
    },
    /// Look up a file for somebody: as its owner, as a member of a room where it stands in a message that is not recalled,
    /// or, for pictures of people and groups, as anybody who may see those (`is_public`). Answer: `File`, or `NoFile`.
    LoadFile {
        /// Which.
        file: FileId,
        /// For whom.
        user: UserId,
    },
    /// Look up a room with all its members. Answer: `Room`.
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
    /// The room of somebody's notes to herself, made with the id `room` if there is none. Answer: `RoomOpened`.
    OpenNotes {
        /// The id to use for a new one.
        room: RoomId,
        /// Whose.
        user: UserId,
        /// When.
        at: UnixMillis,
    },
    /// Messages changed after a revision, ascending by it, as a member sees them; those hidden from her since included.
    /// Answer: `Changes`.
    ReadChanges {
        /// Where.
        room: RoomId,
        /// For whom.
        user: UserId,
        /// Which she knows.
        since: Rev,
        /// How many at most.
        limit: u16,
    },
    /// What a hook's program has yet to be told of a room, as its bot sees it: what came in the order of its coming, and
    /// what became of messages that the program knows, in between where it happened, or later. What somebody else has
    /// deleted for herself is no change. Answer: `Deliveries`.
    ReadDeliveries {
        /// Which hook.
        hook: HookId,
        /// Of which room.
        room: RoomId,
        /// Its bot.
        user: UserId,
        /// How many at most.
        limit: u16,
    },
    /// What a message said before its edits. Answer: `Edits`; empty if it is recalled or not there.
    ReadEdits {
        /// Where.
        room: RoomId,
        /// Which.
        message: MessageId,
    },
    /// How many bytes somebody's files have, begun ones included. Answer: `Usage`.
    ReadUsage {
        /// Whose.
        user: UserId,
    },
    /// A room as it stands in a member's list. Answer: `RoomOpened`, or `Room(None)`.
    ReadSummary {
        /// Which.
        room: RoomId,
        /// For whom.
        user: UserId,
    },
    /// Look for messages in all rooms of a person, newest first; none that are recalled or hidden from her. Answer:
    /// `Found`.
    Search {
        /// For whom.
        user: UserId,
        /// What.
        query: Query,
        /// After which hit.
        before: Option<HitCursor>,
        /// How many at most.
        limit: u16,
    },
    /// Note when a session was used last. Answer: `Done`.
    SeeSession {
        /// Which.
        session: SessionId,
        /// When.
        at: UnixMillis,
    },
    /// Keep words begun, or forget them. Answer: `OwnKept`.
    SetDraft {
        /// Where.
        room: RoomId,
        /// Whose.
        user: UserId,
        /// They.
        draft: Option<Draft>,
    },
    /// Keep how a room stands in a member's list; `None` leaves as it is. Answer: `OwnKept`.
    SetOwn {
        /// Which.
        room: RoomId,
        /// Whose list.
        user: UserId,
        /// Until when it shall not sound.
        muted_until: Option<Option<UnixMillis>>,
        /// Whether it stands on top.
        is_pinned: Option<bool>,
    },
    /// Messages of a room, as a member sees them. Answer: `History`.
    ReadHistory {
        /// Where.
        room: RoomId,
        /// For whom.
        user: UserId,
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

/// One change of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageChange {
    /// Other words, by its author only; what it said is kept, and so are its files. Words passed on cannot be edited, since
    /// somebody else's name stands over them: `NotAuthor`.
    Edit {
        /// They.
        text: Arc<str>,
        /// Whom they call upon.
        mentions: Mentions,
    },
    /// A sign of `by` is under it, or not. At most `record::MAX_REACTIONS` different ones; one more changes nothing.
    React {
        /// The sign.
        key: ReactionKey,
        /// Whether.
        on: bool,
    },
    /// It is taken back: words, edits, signs and files are forgotten.
    Recall {
        /// The message must be of then or later if its author takes it back; `None`: of any time.
        not_before: Option<UnixMillis>,
        /// Whether `by` may take back others' messages, of any time.
        any_author: bool,
    },
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
    pub body: NewBody,
}

/// What a new message says; what it refers to is looked up when it is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewBody {
    /// The trace of a call.
    Call(CallLine),
    /// The words and files of another message, which the author can read.
    Forward {
        /// Where it stands.
        room: RoomId,
        /// Which.
        message: MessageId,
    },
    /// Words.
    Words {
        /// They.
        text: Arc<str>,
        /// The message of the same room that they answer.
        reply_to: Option<MessageId>,
        /// Whom they call upon.
        mentions: Mentions,
        /// Files of the author.
        files: Vec<FileId>,
    },
}

impl NewBody {
    /// Words and nothing else.
    pub fn text(text: &str) -> NewBody {
        NewBody::Words {
            text: text.into(),
            reply_to: None,
            mentions: Mentions::default(),
            files: Vec::new(),
        }
    }
}
