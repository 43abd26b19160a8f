//! What a client may ask, in whatever dialect it speaks.

use std::sync::Arc;

use crate::id::{CallId, FileId, HookId, InviteId, MessageId, RoomId, SessionId, UserId};
use crate::now::UnixMillis;
use crate::record::{
    ClientId, Device, FileFacts, FileSweep, HitCursor, HookPlace, InviteCode, Media, Mentions, PasswordHash, Privacy,
    Query, ReactionKey, Rev, Role, RoomCursor, RoomRole, Seq, Span, TokenHash,
};

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
        /// On which device.
        device: Device,
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

    // -- accounts
    /// Become a person with an account: a new one, or the guest of the request's own session, who keeps her id, rooms and
    /// history. Only on a connection opened for one request. Answer: `Registered`.
    SignUp {
        /// What to sign in with.
        handle: String,
        /// What to be called; `None`: as the guest, or like the handle.
        name: Option<String>,
        /// What will open the account.
        password: PasswordHash,
        /// By what right.
        admission: Admission,
        /// The session to begin.
        session: SessionId,
        /// What will open it.
        token: TokenHash,
        /// On which device.
        device: Device,
    },
    /// What opens the account with this handle. Only on a connection opened for one request; the answer, `LoginFound`,
    /// never leaves the server.
    FindLogin {
        /// The handle.
        handle: String,
    },
    /// What opens one's own account. As [`Command::FindLogin`].
    ReadLogin,
    /// Begin a session of a person who has just proved to be her. Only on a connection opened for one request. Answer:
    /// `Registered`.
    SignIn {
        /// Who.
        user: UserId,
        /// What her password was checked against. Whoever has had another one since has not proved anything.
        proved: PasswordHash,
        /// The session to begin.
        session: SessionId,
        /// What will open it.
        token: TokenHash,
        /// By what kind of device.
        device: Device,
    },
    /// One's own account. Answer: `AccountChanged`.
    ReadAccount,
    /// Have another password. Answer: `Done`.
    SetPassword {
        /// The new one.
        password: PasswordHash,
        /// Whether all other sessions end.
        end_others: bool,
    },
    /// Whose password a link can replace; anybody may ask. Only on a connection opened for one request. Answer:
    /// `ResetShown`.
    ShowReset {
        /// The hash of what the link ends with.
        code: TokenHash,
    },
    /// Choose a new password by a link, and sign in with it: all other sessions end. Only on a connection opened for one
    /// request. Answer: `Registered`.
    UseReset {
        /// The hash of what the link ends with.
        code: TokenHash,
        /// The new password.
        password: PasswordHash,
        /// The session to begin.
        session: SessionId,
        /// What will open it.
        token: TokenHash,
        /// By what kind of device.
        device: Device,
    },
    /// One's sessions. Answer: `SessionsListed`.
    ListSessions,
    /// End one of one's sessions, with its connections and calls. Answer: `Done`.
    EndSession {
        /// Which.
        session: SessionId,
    },
    /// Be called, look or describe oneself otherwise; `None` leaves as it is. Answer: `AccountChanged`.
    SetProfile {
        /// The name.
        name: Option<String>,
        /// The line about oneself.
        about: Option<String>,
        /// The picture: a file of one's own.
        avatar: Option<Option<FileId>>,
    },
    /// Who sees one's comings and goings. Answer: `AccountChanged`.
    SetPrivacy(Privacy),
    /// Not to be disturbed until then. Answer: `AccountChanged`.
    SetQuiet {
        /// Until when; `None`: from now on again.
        until: Option<UnixMillis>,
    },

    // -- looking after the house
    /// Everybody, in order of id. Answer: `PeopleListed`.
    ListPeople {
        /// After whom.
        after: Option<UserId>,
        /// How many at most.
        limit: u16,
    },
    /// Give somebody a role. Answer: `Done`.
    SetRole {
        /// Whom.
        user: UserId,
        /// Which.
        role: Role,
    },
    /// Shut somebody out, with all sessions, or let her in again. Answer: `Done`.
    SetDisabled {
        /// Whom.
        user: UserId,
        /// Whether she is out.
        is_disabled: bool,
    },
    /// Make a link by which somebody who forgot her password can choose another one; the link before is void. Answer:
    /// `ResetCreated`.
    CreateReset {
        /// For whom.
        user: UserId,
        /// The hash of what the link ends with.
        code: TokenHash,
    },
    /// Give somebody another password: all her sessions end. Only from the operator. Answer: `PasswordGiven`.
    GivePassword {
        /// Whom.
        user: UserId,
        /// Which.
        password: PasswordHash,
    },
    /// Make a bot, with the token of its one session. Answer: `BotCreated`.
    CreateBot {
        /// What it is called.
        name: String,
        /// Its session.
        session: SessionId,
        /// What opens it.
        token: TokenHash,
    },
    /// The bots of the house. Answer: `PeopleListed`.
    ListBots,
    /// Make a hook that writes into a room. Answer: `HookCreated`.
    CreateHook {
        /// Where.
        room: RoomId,
        /// What its writer is called.
        name: String,
        /// What opens it.
        token: TokenHash,
    },
    /// Send what a bot sees to an address; replaces the address before. Answer: `HookCreated`.
    SetOutgoing {
        /// Whose events.
        bot: UserId,
        /// Where to.
        url: String,
        /// What signs them.
        secret: String,
    },
    /// The hooks of a room, or the outgoing ones of the house. Answer: `HooksListed`.
    ListHooks {
        /// Of which room.
        room: Option<RoomId>,
    },
    /// Remove a hook. Answer: `Done`.
    DeleteHook {
        /// Which.
        hook: HookId,
    },
    /// The rooms of which an outgoing hook's program has not been told everything, in order of id. Only from the house
    /// itself, in the name of the hook's bot. Answer: `UndeliveredListed`.
    ListUndelivered {
        /// Whose program.
        hook: HookId,
        /// After which room.
        after: Option<RoomId>,
        /// How many at most.
        limit: u16,
    },
    /// What the program has yet to be told of a room. As [`Command::ListUndelivered`]. Answer: `DeliveriesRead`.
    ReadDeliveries {
        /// Whose program.
        hook: HookId,
        /// Of which room.
        room: RoomId,
        /// How many at most.
        limit: u16,
    },
    /// The program has been told so far; the bot's delivered mark follows. As [`Command::ListUndelivered`]. Answer:
    /// `Done`.
    KeepPlace {
        /// Whose program.
        hook: HookId,
        /// Of which room.
        room: RoomId,
        /// How far.
        place: HookPlace,
    },
    /// Write through a hook. Only on a connection opened for one request. Answer: `MessagePosted`.
    PostHook {
        /// What opens it.
        token: TokenHash,
        /// As what the program knows the message.
        client_id: ClientId,
        /// What it says.
        text: String,
    },

    // -- ways in
    /// Make an invite. Answer: `InviteRead`.
    CreateInvite {
        /// What its link ends with.
        code: InviteCode,
        /// Into which group; `None`: into the house.
        room: Option<RoomId>,
        /// Whether each who comes must be let in.
        needs_approval: bool,
        /// How often it can be used.
        uses: Option<u32>,
        /// Until when.
        expires_at: Option<UnixMillis>,
    },
    /// The invites into a group, or into the house. Answer: `InvitesListed`.
    ListInvites {
        /// Into which group.
        room: Option<RoomId>,
    },
    /// Take an invite back. Answer: `Done`.
    RevokeInvite {
        /// Which.
        invite: InviteId,
    },
    /// What an invite leads to; anybody may ask. Answer: `InviteShown`.
    ShowInvite {
        /// What its link ends with.
        code: InviteCode,
    },
    /// Go into the group that an invite leads to. Answer: `RoomOpened`, or `Done` if somebody has to let one in first.
    UseInvite {
        /// What its link ends with.
        code: InviteCode,
    },
    /// Who waits to be let in. Answer: `JoinRequestsListed`.
    ListJoinRequests {
        /// Into which group.
        room: RoomId,
    },
    /// Let somebody in, or not. Answer: `Done`.
    AnswerJoinRequest {
        /// Into which group.
        room: RoomId,
        /// Whom.
        user: UserId,
        /// Whether.
        accept: bool,
    },

    // -- people
    /// People whose name, remark name or handle fits, best first. Answer: `PeopleRead`.
    FindPeople {
        /// What is typed: also pinyin or initials.
        query: String,
        /// How many at most.
        limit: u16,
    },
    /// People as one sees them, those who are there. Answer: `PeopleRead`.
    ReadPeople {
        /// At most `people::MAX_READ`.
        users: Vec<UserId>,
    },
    /// What one has noted about others. Answer: `ContactsListed`.
    ListContacts,
    /// Note something about somebody; `None` leaves as it is. Answer: `ContactChanged`.
    SetContact {
        /// About whom.
        user: UserId,
        /// Whether she stands in one's list.
        is_listed: Option<bool>,
        /// Whether she may not ring, write, or see presence.
        is_blocked: Option<bool>,
        /// What one calls her.
        remark: Option<Option<String>>,
    },
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
    /// The room of one's notes to oneself. Answer: `RoomOpened`.
    OpenNotes,
    /// Begin a group. Answer: `RoomOpened`.
    CreateGroup {
        /// What it is called.
        name: String,
        /// Who else is in it; may be empty.
        members: Vec<UserId>,
    },
    /// A room as it stands in one's list. Answer: `RoomOpened`.
    ReadRoom {
        /// Which.
        room: RoomId,
    },
    /// Who is in a room, in order of coming. Answer: `MembersListed`.
    ListMembers {
        /// Where.
        room: RoomId,
        /// After how many.
        skip: u32,
        /// How many at most.
        limit: u16,
    },
    /// Bring people into a group. Answer: `Done`.
    AddMembers {
        /// Where.
        room: RoomId,
        /// Whom.
        users: Vec<UserId>,
    },
    /// Send somebody away, or go oneself. Answer: `Done`.
    RemoveMember {
        /// Where.
        room: RoomId,
        /// Whom.
        user: UserId,
    },
    /// Give a member another role. Answer: `Done`.
    SetMemberRole {
        /// Where.
        room: RoomId,
        /// Whom.
        user: UserId,
        /// Which.
        role: RoomRole,
    },
    /// Change a group; `None` leaves as it is. Answer: `Done`.
    SetRoom {
        /// Which.
        room: RoomId,
        /// What it is called.
        name: Option<String>,
        /// Its picture: a file of one's own.
        picture: Option<Option<FileId>>,
        /// Whether only those who look after it may write.
        is_announcement: Option<bool>,
    },
    /// What a room is to oneself; `None` leaves as it is. Answer: `OwnChanged`.
    SetOwn {
        /// Which.
        room: RoomId,
        /// Until when it shall not sound.
        muted_until: Option<Option<UnixMillis>>,
        /// Whether it stands on top.
        is_pinned: Option<bool>,
    },
    /// Keep words begun for all one's devices; empty text with no reply forgets them. Answer: `OwnChanged`.
    SetDraft {
        /// Where.
        room: RoomId,
        /// They.
        text: String,
        /// What they will answer.
        reply_to: Option<MessageId>,
    },
    /// Who has received and who has read a message. Answer: `ReceiptsRead`.
    ReadReceipts {
        /// Where.
        room: RoomId,
        /// Which.
        seq: Seq,
    },
    /// The messages of a room that are not as they were at a revision, ascending by it. Answer: `ChangesRead`.
    ReadChanges {
        /// Where.
        room: RoomId,
        /// Which one knows.
        since: Rev,
        /// How many at most.
        limit: u16,
    },
    /// Give one's message other words. Answer: `MessagesChanged`.
    EditMessage {
        /// Where.
        room: RoomId,
        /// Which.
        message: MessageId,
        /// The words.
        text: String,
        /// Whom they call upon.
        mentions: Mentions,
    },
    /// What a message said before. Answer: `EditsRead`.
    ReadEdits {
        /// Where.
        room: RoomId,
        /// Which.
        message: MessageId,
    },
    /// Take a message back for everybody. Answer: `MessagesChanged`.
    RecallMessage {
        /// Where.
        room: RoomId,
        /// Which.
        message: MessageId,
    },
    /// Delete messages for oneself. Answer: `MessagesChanged`.
    HideMessages {
        /// Where.
        room: RoomId,
        /// At most 100.
        messages: Vec<MessageId>,
    },
    /// Put a sign under a message, or take it away. Answer: `MessagesChanged`.
    React {
        /// Where.
        room: RoomId,
        /// Which.
        message: MessageId,
        /// The sign.
        key: ReactionKey,
        /// Whether it shall be there.
        on: bool,
    },
    /// Look for messages in all one's rooms. Answer: `Found`.
    Search {
        /// What.
        query: Query,
        /// After which hit.
        before: Option<HitCursor>,
        /// How many at most.
        limit: u16,
    },

    // -- files; the bytes are the server's. Only on a connection opened for one request.
    /// Bring a file. Answer: `Done`.
    BeginUpload {
        /// Its id.
        file: FileId,
        /// What it is called.
        name: String,
        /// How many bytes it will have.
        size: u64,
    },
    /// A file is complete. Answer: `FileRead`.
    FinishUpload {
        /// Which.
        file: FileId,
        /// What was found out about it.
        facts: Box<FileFacts>,
    },
    /// A file will not be completed, or shall be forgotten before it was sent. Answer: `Done`.
    DropUpload {
        /// Which.
        file: FileId,
    },
    /// Take files that nobody needs out of use. Only from the house itself. Answer: `FilesSwept`.
    SweepFiles(Box<FileSweep>),
    /// A file that one may read. Answer: `FileRead`.
    ReadFile {
        /// Which.
        file: FileId,
    },
    /// How much one has brought. Answer: `UsageRead`.
    ReadUsage,

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
        /// At most `room::MAX_TEXT_LEN` bytes; not empty unless there is a file.
        text: String,
        /// What it answers, in the same room.
        reply_to: Option<MessageId>,
        /// Whom it calls upon.
        mentions: Mentions,
        /// Files of one's own, complete.
        files: Vec<FileId>,
        /// The message to pass on, of a room that one is in: its words and files take the place of those given.
        forward_of: Option<(RoomId, MessageId)>,
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

/// By what right somebody makes an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// The server has checked it: the owner's code, or the operator herself. The role that comes with it.
    Granted(Role),
    /// An invite into the house.
    Invite(InviteCode),
    /// Everybody may, if the house says so.
    Open,
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
