//! A store in memory that keeps the contract of `Effect::Store` and no more: writes are carried out in order, a look-up
//! sees every write that was asked before it, and may see later ones; their answers may overtake each other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use teahouse_core::effect::{NewBody, NewMessage, StoreRequest};
use teahouse_core::id::{CallId, FileId, HookId, InviteId, MessageId, RoomId, SessionId, Ticket, UserId};
use teahouse_core::now::{Now, UnixMillis};
use teahouse_core::outcome::{Directory, Outcome, StoreFailure};
use teahouse_core::record::{
    Body, CallRecord, ClientId, Contact, Delivery, FileFacts, FileRecord, Forwarded, Hit, Hook, HookPlace, Invite,
    JoinRequest, Message, Notice, Person, Query, RoomCursor, RoomKind, RoomRole, RoomSummary, Seq, Session, Words,
};

#[path = "store/shelf.rs"]
mod shelf;

use super::Fault;
use shelf::Shelf;

/// What is kept, and what waits.
#[derive(Debug, Default)]
pub struct Store {
    /// Whether questions wait until the test lets them through.
    pub is_held: bool,
    /// How everything fails, if it does. A full disk can still be read.
    pub failing: Option<StoreFailure>,
    /// What is wrong on purpose.
    pub fault: Option<Fault>,
    questions: VecDeque<(Ticket, StoreRequest)>,
    /// Answers of writes, in order, then of look-ups.
    answers: [VecDeque<(Ticket, Outcome)>; 2],
    persons: BTreeMap<UserId, Person>,
    sessions: BTreeMap<SessionId, Session>,
    contacts: BTreeMap<(UserId, UserId), Contact>,
    rooms: BTreeMap<RoomId, Shelf>,
    files: BTreeMap<FileId, (Arc<FileRecord>, bool)>,
    invites: BTreeMap<InviteId, Invite>,
    join_requests: BTreeMap<(RoomId, UserId), JoinRequest>,
    hooks: BTreeMap<HookId, Hook>,
    places: BTreeMap<(HookId, RoomId), HookPlace>,
    calls: BTreeMap<CallId, CallRecord>,
    asked: Vec<StoreRequest>,
}

impl Store {
    /// Keeps these people and sessions from the beginning.
    pub fn begin_with(&mut self, directory: Directory) {
        let people = directory.people.into_iter();
        self.persons.extend(people.map(|person| (person.id, person)));
        let sessions = directory.sessions.into_iter();
        self.sessions.extend(sessions.map(|session| (session.id, session)));
    }

    /// Takes a question.
    pub fn ask(&mut self, ticket: Ticket, request: StoreRequest) {
        self.asked.push(request.clone());
        self.questions.push_back((ticket, request));
    }

    /// What was asked since the test asked last.
    pub fn asked(&mut self) -> Vec<StoreRequest> {
        std::mem::take(&mut self.asked)
    }

    /// Whether nobody waits for anything.
    pub fn is_idle(&self) -> bool {
        self.questions.is_empty() && self.answers.iter().all(VecDeque::is_empty)
    }

    /// The process has died: what was asked is lost, what was committed is not.
    pub fn forget_questions(&mut self) {
        self.questions.clear();
        self.answers = Default::default();
    }

    /// Carries out and answers the oldest question.
    pub fn answer_first(&mut self, now: Now) -> Option<(Ticket, Outcome)> {
        let (ticket, request) = self.questions.pop_front()?;
        Some((ticket, self.carry_out(request, now)))
    }

    /// Carries out one question: the next write, or a look-up with no write before it. Its answer waits.
    pub fn carry_out_some(&mut self, choice: usize, now: Now) {
        let first_write = self.questions.iter().position(|(_, request)| !is_read(request));
        let free = first_write.map_or(self.questions.len(), |at| at + 1);
        if free == 0 {
            return;
        }
        let (ticket, request) = self.questions.remove(choice % free).expect("it is one of them");
        let lane = usize::from(is_read(&request));
        let outcome = self.carry_out(request, now);
        self.answers[lane].push_back((ticket, outcome));
    }

    /// Brings one answer: the oldest of a write, or any of a look-up.
    pub fn bring_some(&mut self, choice: usize) -> Option<(Ticket, Outcome)> {
        let [writes, reads] = &mut self.answers;
        if choice.is_multiple_of(2) && !writes.is_empty() || reads.is_empty() {
            writes.pop_front()
        } else {
            reads.remove(choice / 2 % reads.len())
        }
    }

    /// What a house that starts is told.
    pub fn directory(&self) -> Directory {
        Directory {
            people: self.persons.values().cloned().collect(),
            sessions: self.sessions.values().cloned().collect(),
            calls: self.calls.values().copied().collect(),
            contacts: self
                .contacts
                .iter()
                .map(|((user, other), contact)| (*user, *other, contact.clone()))
                .collect(),
            invites: self.invites.values().cloned().collect(),
            join_requests: self.join_requests.values().copied().collect(),
            hooks: self.hooks.values().cloned().collect(),
        }
    }

    /// The room of two people.
    pub fn room_of(&self, members: [UserId; 2]) -> Option<RoomId> {
        let holds =
            |shelf: &Shelf| shelf.room.kind == RoomKind::Direct && members.iter().all(|user| shelf.holds(*user));
        self.rooms.iter().find(|(_, shelf)| holds(shelf)).map(|(id, _)| *id)
    }

    /// The group of this name.
    pub fn group(&self, name: &str) -> Option<RoomId> {
        let is_it = |shelf: &Shelf| shelf.room.name.as_ref().is_some_and(|known| known.as_str() == name);
        self.rooms.iter().find(|(_, shelf)| is_it(shelf)).map(|(id, _)| *id)
    }

    /// A message as it was committed.
    pub fn message(&self, room: RoomId, seq: Seq) -> Option<&Arc<Message>> {
        let index = usize::try_from(seq.0).ok()?.checked_sub(1)?;
        self.rooms.get(&room)?.lines().nth(index)
    }

    /// The id of a message.
    pub fn id_at(&self, room: RoomId, seq: u64) -> MessageId {
        self.message(room, Seq(seq)).expect("it stands there").id
    }

    /// Every room with its messages.
    pub fn rooms(&self) -> impl Iterator<Item = (RoomId, Vec<Arc<Message>>)> {
        self.rooms
            .iter()
            .map(|(id, shelf)| (*id, shelf.lines().cloned().collect()))
    }

    /// What a member sees of a room, and the room as it stands in her list.
    pub fn seen_by(&self, room: RoomId, user: UserId) -> Option<(Vec<Arc<Message>>, RoomSummary)> {
        let shelf = self.rooms.get(&room).filter(|shelf| shelf.holds(user))?;
        Some((shelf.messages(user), shelf.summary(user)))
    }

    /// Whether somebody is in a room.
    pub fn is_member(&self, room: RoomId, user: UserId) -> bool {
        self.rooms.get(&room).is_some_and(|shelf| shelf.holds(user))
    }

    /// The calls that are kept as running.
    pub fn calls(&self) -> Vec<CallId> {
        self.calls.keys().copied().collect()
    }

    /// How many sessions are kept.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// A person as she is kept.
    pub fn person(&self, user: UserId) -> Option<&Person> {
        self.persons.get(&user)
    }

    /// What somebody has noted about another.
    pub fn contact(&self, user: UserId, other: UserId) -> Option<&Contact> {
        self.contacts.get(&(user, other))
    }

    /// The invites that are kept.
    pub fn invites(&self) -> impl Iterator<Item = &Invite> {
        self.invites.values()
    }

    /// The hooks that are kept.
    pub fn hooks(&self) -> impl Iterator<Item = &Hook> {
        self.hooks.values()
    }

    /// Who waits to be let in.
    pub fn join_requests(&self) -> impl Iterator<Item = &JoinRequest> {
        self.join_requests.values()
    }

    fn carry_out(&mut self, request: StoreRequest, now: Now) -> Outcome {
        for shelf in self.rooms.values_mut().filter(|_| self.fault.is_some()) {
            shelf.fault = self.fault;
        }
        match self.failing {
            Some(StoreFailure::Unavailable) => return Outcome::Failed(StoreFailure::Unavailable),
            Some(StoreFailure::Full) if !is_read(&request) => return Outcome::Failed(StoreFailure::Full),
            _ => {}
        }
        match request {
            StoreRequest::EndCall { call } => {
                self.calls.remove(&call);
                Outcome::Done
            }
            StoreRequest::StartCall(record) => {
                assert!(record.started_at <= now.wall);
                self.calls.insert(record.call, record);
                Outcome::Done
            }
            request if is_read(&request) => self.look_up(request),
            request => self.carry_out_about_rooms(request),
        }
    }

    fn look_up(&self, request: StoreRequest) -> Outcome {
        match request {
            StoreRequest::ListRooms { user, before, limit } => self.list_rooms(user, before, limit.into()),
            StoreRequest::ListUndelivered { hook, limit, .. } => self.undelivered(hook, limit.into()),
            StoreRequest::LoadFile { file, user } => self.load_file(file, user),
            StoreRequest::LoadRoom { room } => Outcome::Room(self.rooms.get(&room).map(|shelf| shelf.room.clone())),
            StoreRequest::ReadChanges {
                room,
                user,
                since,
                limit,
            } => self.shelf(room).changes(user, since, limit.into()),
            StoreRequest::ReadDeliveries {
                hook,
                room,
                user,
                limit,
            } => self.deliveries(hook, room, user, limit.into()),
            StoreRequest::ReadEdits { room, message } => self.shelf(room).edits(message),
            StoreRequest::ReadHistory {
                room,
                user,
                span,
                limit,
            } => self.shelf(room).history(user, span, limit.into()),
            StoreRequest::ReadSummary { room, user } => match self.rooms.get(&room).filter(|shelf| shelf.holds(user)) {
                Some(shelf) => Outcome::RoomOpened(shelf.summary(user)),
                None => Outcome::Room(None),
            },
            StoreRequest::ReadUsage { user } => Outcome::Usage(self.usage(user)),
            StoreRequest::Search { user, query, limit, .. } => self.search(user, &query, limit.into()),
            request => panic!("{request:?} changes something"),
        }
    }

    fn carry_out_about_rooms(&mut self, request: StoreRequest) -> Outcome {
        match request {
            StoreRequest::Append(new) => self.append(new),
            StoreRequest::ChangeMessage {
                room,
                message,
                by,
                at,
                change,
            } => self.shelf_mut(room).change(message, by, at, change),
            StoreRequest::ChangeRoom {
                room,
                by,
                by_invite,
                at,
                change,
                notice,
            } => self.shelf_mut(room).change_room(by, by_invite, at, change, notice),
            StoreRequest::CreateGroup {
                room,
                name,
                owner,
                members,
                at,
            } => {
                let all: Vec<UserId> = std::iter::once(owner).chain(members).collect();
                let mut shelf = Shelf::new(room, RoomKind::Group, &all, at);
                shelf.room.name = Some(name);
                shelf.room.members[0].role = RoomRole::Owner;
                let summary = shelf.summary(owner);
                self.rooms.insert(room, shelf);
                Outcome::RoomOpened(summary)
            }
            StoreRequest::HideMessages { room, user, messages } => self.shelf_mut(room).hide(user, &messages),
            StoreRequest::Mark {
                room,
                user,
                delivered,
                read,
            } => self.shelf_mut(room).mark(user, delivered, read),
            StoreRequest::OpenDirect { room, members } => {
                let id = self.room_of(members).unwrap_or(room);
                let shelf = self.rooms.entry(id);
                let shelf = shelf.or_insert_with(|| Shelf::new(id, RoomKind::Direct, &members, UnixMillis(0)));
                Outcome::RoomOpened(shelf.summary(members[0]))
            }
            StoreRequest::OpenNotes { room, user, at } => {
                let is_it = |shelf: &Shelf| shelf.room.kind == RoomKind::Notes && shelf.holds(user);
                let known = self.rooms.iter().find(|(_, shelf)| is_it(shelf)).map(|(id, _)| *id);
                let id = known.unwrap_or(room);
                let shelf = self.rooms.entry(id);
                let shelf = shelf.or_insert_with(|| Shelf::new(id, RoomKind::Notes, &[user], at));
                Outcome::RoomOpened(shelf.summary(user))
            }
            StoreRequest::SetDraft { room, user, draft } => self.shelf_mut(room).set_draft(user, draft),
            StoreRequest::SetOwn {
                room,
                user,
                muted_until,
                is_pinned,
            } => self.shelf_mut(room).own(user, |own| {
                own.muted_until = muted_until.unwrap_or(own.muted_until);
                own.is_pinned = is_pinned.unwrap_or(own.is_pinned);
            }),
            request => self.carry_out_about_files(request),
        }
    }

    fn carry_out_about_files(&mut self, request: StoreRequest) -> Outcome {
        match request {
            StoreRequest::BeginFile {
                file,
                owner,
                name,
                size,
                quota,
                at,
            } => {
                if self.usage(owner) + size > quota {
                    return Outcome::OverQuota;
                }
                let facts = FileFacts {
                    size,
                    ..FileFacts::default()
                };
                let record = FileRecord {
                    id: file,
                    owner,
                    name,
                    facts,
                    created_at: at,
                };
                self.files.insert(file, (Arc::new(record), false));
                Outcome::Done
            }
            StoreRequest::DropFile { file, owner } => {
                let is_shown = self.rooms.values().any(|shelf| shelf.shows(file));
                self.files
                    .retain(|id, (record, _)| *id != file || record.owner != owner || is_shown);
                Outcome::Done
            }
            StoreRequest::FinishFile { file, owner, facts, at } => {
                let known = self.files.get_mut(&file).filter(|(record, _)| record.owner == owner);
                let Some((record, is_complete)) = known else {
                    return Outcome::NoFile;
                };
                let changed = Arc::make_mut(record);
                changed.facts = *facts;
                changed.created_at = at;
                *is_complete = true;
                Outcome::File {
                    record: Arc::clone(record),
                    is_public: false,
                }
            }
            request => self.carry_out_about_people(request),
        }
    }

    fn carry_out_about_people(&mut self, request: StoreRequest) -> Outcome {
        match request {
            StoreRequest::CreatePerson { person, session } => {
                self.persons.insert(person.id, person);
                self.sessions.insert(session.id, session);
            }
            StoreRequest::CreateSession(session) => {
                self.sessions.insert(session.id, session);
            }
            StoreRequest::DropHook(hook) => {
                self.hooks.remove(&hook);
            }
            StoreRequest::DropInvite(invite) => {
                self.invites.remove(&invite);
            }
            StoreRequest::DropJoinRequest { room, user } => {
                self.join_requests.remove(&(room, user));
            }
            StoreRequest::EndSession { session } => {
                self.sessions.remove(&session);
            }
            StoreRequest::EndSessions(sessions) => self.sessions.retain(|id, _| !sessions.contains(id)),
            StoreRequest::FreeNames { before } => return self.free_names(before),
            StoreRequest::KeepContact { user, other, contact } => {
                self.contacts.insert((user, other), contact);
            }
            StoreRequest::KeepHook(hook) => {
                if let Hook::Incoming { bot, name, .. } = &hook {
                    self.persons.entry(*bot).or_insert_with(|| Person {
                        is_bot: true,
                        holds_name: false,
                        ..Person::guest(*bot, name.clone(), UnixMillis(0))
                    });
                }
                self.hooks.insert(hook.id(), hook);
            }
            StoreRequest::KeepHookPlace { hook, room, place } => {
                let kept = self.places.entry((hook, room)).or_default();
                kept.seq = kept.seq.max(place.seq);
                kept.rev = kept.rev.max(place.rev);
            }
            StoreRequest::KeepInvite(invite) => {
                self.invites.insert(invite.id, invite);
            }
            StoreRequest::KeepJoinRequest(request) => {
                self.join_requests.insert((request.room, request.user), request);
            }
            StoreRequest::KeepPerson(person) => {
                self.persons.insert(person.id, *person);
            }
            StoreRequest::Rename { user, name } => {
                let person = self.persons.get_mut(&user);
                let person = person.expect("people are kept before they are renamed");
                person.name = name;
                person.holds_name = true;
            }
            StoreRequest::See { user, at } => {
                let person = self.persons.get_mut(&user);
                person.expect("people are kept before they are seen").seen_at = at;
            }
            StoreRequest::SeeSession { session, at } => {
                if let Some(session) = self.sessions.get_mut(&session) {
                    session.seen_at = at;
                }
            }
            request => panic!("nobody carries out {request:?}"),
        }
        Outcome::Done
    }

    fn shelf(&self, room: RoomId) -> &Shelf {
        self.rooms
            .get(&room)
            .expect("what is asked is about rooms that are known")
    }

    fn shelf_mut(&mut self, room: RoomId) -> &mut Shelf {
        let shelf = self.rooms.get_mut(&room);
        shelf.expect("what is asked is about rooms that are known")
    }

    fn append(&mut self, new: NewMessage) -> Outcome {
        let mut files = Vec::new();
        let mut forwarded = None;
        match &new.body {
            NewBody::Forward { room, message } => {
                let source = self
                    .rooms
                    .get(room)
                    .and_then(|shelf| shelf.words_of(*message, new.author));
                forwarded = source.map(|(author, words)| Words {
                    reply_to: None,
                    mentions: Default::default(),
                    forwarded: Some(Forwarded { author }),
                    ..words
                });
            }
            NewBody::Words { files: named, .. } => {
                for id in named {
                    match self.files.get(id) {
                        Some((record, true)) if record.owner == new.author => files.push(Arc::clone(record)),
                        _ => return Outcome::NoFile,
                    }
                }
            }
            NewBody::Call(_) => {}
        }
        self.shelf_mut(new.room).append(new, files, forwarded)
    }

    fn free_names(&mut self, before: UnixMillis) -> Outcome {
        let rooms = &self.rooms;
        let is_silent = |user: UserId| {
            let mut own = rooms.values().filter(|shelf| shelf.holds(user));
            !own.any(|shelf| shelf.lines().last().is_some_and(|last| last.at >= before))
        };
        let mut freed = Vec::new();
        for person in self.persons.values_mut() {
            if person.holds_name && person.seen_at < before && is_silent(person.id) {
                person.holds_name = false;
                freed.push(person.id);
            }
        }
        Outcome::NamesFreed(freed)
    }

    fn list_rooms(&self, user: UserId, before: Option<RoomCursor>, limit: usize) -> Outcome {
        let is_listed =
            |shelf: &&Shelf| shelf.holds(user) && (shelf.room.kind != RoomKind::Direct || shelf.room.last_seq > Seq(0));
        let mut rooms: Vec<RoomSummary> = self
            .rooms
            .values()
            .filter(is_listed)
            .map(|shelf| shelf.summary(user))
            .collect();
        let key = |summary: &RoomSummary| {
            let at = summary.last.as_ref().map_or(summary.room.created_at, |last| last.at);
            (at, summary.room.id)
        };
        rooms.sort_by_key(|summary| std::cmp::Reverse(key(summary)));
        rooms.retain(|summary| before.is_none_or(|cursor| key(summary) < (cursor.at, cursor.room)));
        let more = rooms.len() > limit;
        rooms.truncate(limit);
        Outcome::Rooms { rooms, more }
    }

    fn load_file(&self, file: FileId, user: UserId) -> Outcome {
        let is_picture = self.persons.values().any(|person| person.avatar == Some(file))
            || self.rooms.values().any(|shelf| shelf.room.picture == Some(file));
        let is_shown = self.rooms.values().any(|shelf| shelf.holds(user) && shelf.shows(file));
        match self.files.get(&file) {
            Some((record, true)) if record.owner == user || is_picture || is_shown => Outcome::File {
                record: Arc::clone(record),
                is_public: is_picture,
            },
            _ => Outcome::NoFile,
        }
    }

    /// How far a hook's program has been told of a room: of nothing, until it is.
    pub fn hook_place(&self, hook: HookId, room: RoomId) -> HookPlace {
        self.places.get(&(hook, room)).copied().unwrap_or_default()
    }

    fn undelivered(&self, hook: HookId, limit: usize) -> Outcome {
        let bot = match self.hooks.get(&hook) {
            Some(Hook::Outgoing { bot, .. }) => *bot,
            other => panic!("no way out: {other:?}"),
        };
        let is_behind =
            |(id, shelf): &(&RoomId, &Shelf)| shelf.holds(bot) && shelf.room.rev > self.hook_place(hook, **id).rev;
        let behind: Vec<RoomId> = self.rooms.iter().filter(is_behind).map(|(id, _)| *id).collect();
        Outcome::Undelivered {
            more: behind.len() > limit,
            rooms: behind.into_iter().take(limit).collect(),
        }
    }

    /// By revision alone: the order of the store itself is its own contract's business.
    fn deliveries(&self, hook: HookId, room: RoomId, user: UserId, limit: usize) -> Outcome {
        let from = self.hook_place(hook, room);
        let Outcome::Changes { messages, rev, more } = self.shelf(room).changes(user, from.rev, limit) else {
            panic!("a room has changes");
        };
        let mut end = from;
        let deliveries = messages.into_iter().map(|message| {
            let is_new = message.seq > end.seq;
            end = HookPlace {
                seq: end.seq.max(message.seq),
                rev: message.rev,
            };
            Delivery {
                message,
                is_new,
                place: end,
            }
        });
        let deliveries = deliveries.collect();
        if !more {
            end.rev = rev;
        }
        Outcome::Deliveries { deliveries, end, more }
    }

    fn usage(&self, user: UserId) -> u64 {
        let own = self.files.values().filter(|(record, _)| record.owner == user);
        own.map(|(record, _)| record.facts.size).sum()
    }

    fn search(&self, user: UserId, query: &Query, limit: usize) -> Outcome {
        let mut hits: Vec<Hit> = Vec::new();
        for shelf in self.rooms.values().filter(|shelf| shelf.holds(user)) {
            let fits = |message: &Arc<Message>| {
                let words = message.body.words();
                words.is_some_and(|words| words.text.contains(&query.text))
            };
            let found = shelf.messages(user).into_iter().filter(fits);
            hits.extend(found.map(|message| Hit {
                message,
                marks: Vec::new(),
                file_marks: Vec::new(),
            }));
        }
        hits.truncate(limit);
        Outcome::Found { hits, next: None }
    }
}

/// Whether a request changes nothing.
fn is_read(request: &StoreRequest) -> bool {
    matches!(
        request,
        StoreRequest::ListRooms { .. }
            | StoreRequest::ListUndelivered { .. }
            | StoreRequest::LoadFile { .. }
            | StoreRequest::LoadRoom { .. }
            | StoreRequest::ReadChanges { .. }
            | StoreRequest::ReadDeliveries { .. }
            | StoreRequest::ReadEdits { .. }
            | StoreRequest::ReadHistory { .. }
            | StoreRequest::ReadSummary { .. }
            | StoreRequest::ReadUsage { .. }
            | StoreRequest::Search { .. }
    )
}

/// What a message says, in a few words: its text, or what the line of a call says.
pub fn text_of(message: &Message) -> String {
    match &message.body {
        Body::Call(line) => format!("call {:?} {}s", line.outcome, line.seconds),
        Body::Hidden => "(hidden)".into(),
        Body::Notice(notice) => match notice {
            Notice::Added(users) => format!("(added {})", users.len()),
            Notice::Announcement(on) => format!("(announcement {on})"),
            Notice::Joined => "(joined)".into(),
            Notice::Left => "(left)".into(),
            Notice::Pictured => "(pictured)".into(),
            Notice::Removed(_) => "(removed one)".into(),
            Notice::Renamed(name) => format!("(renamed {})", name.as_str()),
            Notice::RoleGiven(_, role) => format!("(made one {role:?})"),
        },
        Body::Recalled { .. } => "(recalled)".into(),
        Body::Words(words) => words.text.to_string(),
    }
}

/// The id that a client gave to a message.
pub fn client_id(text: &str) -> ClientId {
    ClientId::new(text).expect("a client id")
}
