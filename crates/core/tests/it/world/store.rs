//! A store in memory that keeps the contract of `Effect::Store` and no more: writes are carried out in order, a look-up
//! sees every write that was asked before it, and may see later ones; their answers may overtake each other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use teahouse_core::effect::{NewMessage, StoreRequest};
use teahouse_core::id::{CallId, RoomId, SessionId, Ticket, UserId};
use teahouse_core::now::{Now, UnixMillis};
use teahouse_core::outcome::{Directory, Outcome, StoreFailure};
use teahouse_core::record::{
    Body, CallRecord, ClientId, Member, Message, Person, Room, RoomCursor, RoomSummary, Seq, Session, Span,
};

/// What is kept, and what waits.
#[derive(Debug, Default)]
pub struct Store {
    /// Whether questions wait until the test lets them through.
    pub is_held: bool,
    /// How everything fails, if it does. A full disk can still be read.
    pub failing: Option<StoreFailure>,
    questions: VecDeque<(Ticket, StoreRequest)>,
    /// Answers of writes, in order, then of look-ups.
    answers: [VecDeque<(Ticket, Outcome)>; 2],
    persons: BTreeMap<UserId, Person>,
    sessions: BTreeMap<SessionId, Session>,
    rooms: BTreeMap<RoomId, Shelf>,
    calls: BTreeMap<CallId, CallRecord>,
    asked: Vec<StoreRequest>,
}

#[derive(Debug)]
struct Shelf {
    members: Vec<Member>,
    messages: Vec<Arc<Message>>,
}

impl Store {
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
            sessions: self.sessions.values().copied().collect(),
            calls: self.calls.values().copied().collect(),
        }
    }

    /// The room of two people.
    pub fn room_of(&self, members: [UserId; 2]) -> Option<RoomId> {
        let holds = |shelf: &Shelf| members.iter().all(|user| shelf.members.iter().any(|m| m.user == *user));
        self.rooms.iter().find(|(_, shelf)| holds(shelf)).map(|(id, _)| *id)
    }

    /// A message as it was committed.
    pub fn message(&self, room: RoomId, seq: Seq) -> Option<&Arc<Message>> {
        let index = usize::try_from(seq.0).ok()?.checked_sub(1)?;
        self.rooms.get(&room)?.messages.get(index)
    }

    /// Every room with its messages.
    pub fn rooms(&self) -> impl Iterator<Item = (RoomId, &[Arc<Message>])> {
        self.rooms.iter().map(|(id, shelf)| (*id, &*shelf.messages))
    }

    /// Whether somebody is in a room.
    pub fn is_member(&self, room: RoomId, user: UserId) -> bool {
        let shelf = self.rooms.get(&room);
        shelf.is_some_and(|shelf| shelf.members.iter().any(|member| member.user == user))
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

    fn carry_out(&mut self, request: StoreRequest, now: Now) -> Outcome {
        match self.failing {
            Some(StoreFailure::Unavailable) => return Outcome::Failed(StoreFailure::Unavailable),
            Some(StoreFailure::Full) if !is_read(&request) => return Outcome::Failed(StoreFailure::Full),
            _ => {}
        }
        match request {
            StoreRequest::Append(new) => self.append(new),
            StoreRequest::CreatePerson { person, session } => {
                self.persons.insert(person.id, person);
                self.sessions.insert(session.id, session);
                Outcome::Done
            }
            StoreRequest::EndCall { call } => {
                self.calls.remove(&call);
                Outcome::Done
            }
            StoreRequest::EndSession { session } => {
                self.sessions.remove(&session);
                Outcome::Done
            }
            StoreRequest::FreeNames { before } => self.free_names(before),
            StoreRequest::ListRooms { user, before, limit } => self.list_rooms(user, before, limit.into()),
            StoreRequest::LoadRoom { room } => Outcome::Room(self.rooms.get(&room).map(|shelf| shelf.room(room))),
            StoreRequest::Mark {
                room,
                user,
                delivered,
                read,
            } => self.mark(room, user, delivered, read),
            StoreRequest::OpenDirect { room, members } => self.open_direct(room, members),
            StoreRequest::ReadHistory { room, span, limit } => self.read_history(room, span, limit.into()),
            StoreRequest::Rename { user, name } => {
                let person = self
                    .persons
                    .get_mut(&user)
                    .expect("people are kept before they are renamed");
                person.name = name;
                person.holds_name = true;
                Outcome::Done
            }
            StoreRequest::See { user, at } => {
                self.persons
                    .get_mut(&user)
                    .expect("people are kept before they are seen")
                    .seen_at = at;
                Outcome::Done
            }
            StoreRequest::StartCall(record) => {
                assert!(record.started_at <= now.wall);
                self.calls.insert(record.call, record);
                Outcome::Done
            }
        }
    }

    fn append(&mut self, new: NewMessage) -> Outcome {
        let shelf = self
            .rooms
            .get_mut(&new.room)
            .expect("messages go to rooms that are known");
        let same = |old: &&Arc<Message>| old.author == new.author && old.client_id == new.client_id;
        if let Some(old) = shelf.messages.iter().find(same) {
            return if old.body == new.body {
                Outcome::Appended {
                    message: Arc::clone(old),
                    fresh: false,
                }
            } else {
                Outcome::ClientIdReused
            };
        }
        let message = Arc::new(Message {
            id: new.id,
            room: new.room,
            seq: Seq(shelf.messages.len() as u64 + 1),
            author: new.author,
            client_id: new.client_id,
            at: new.at,
            body: new.body,
        });
        shelf.messages.push(Arc::clone(&message));
        Outcome::Appended { message, fresh: true }
    }

    fn free_names(&mut self, before: UnixMillis) -> Outcome {
        let rooms = &self.rooms;
        let is_silent = |user: UserId| {
            let mut own = rooms
                .values()
                .filter(|shelf| shelf.members.iter().any(|m| m.user == user));
            !own.any(|shelf| shelf.messages.last().is_some_and(|last| last.at >= before))
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
        let mut rooms: Vec<RoomSummary> = self
            .rooms
            .iter()
            .filter(|(_, shelf)| !shelf.messages.is_empty() && shelf.members.iter().any(|m| m.user == user))
            .map(|(id, shelf)| shelf.summary(*id, user))
            .collect();
        let key = |summary: &RoomSummary| summary.last.as_ref().map(|last| (last.at, summary.room.id));
        rooms.sort_by_key(|summary| std::cmp::Reverse(key(summary)));
        rooms.retain(|summary| before.is_none_or(|cursor| key(summary) < Some((cursor.at, cursor.room))));
        let more = rooms.len() > limit;
        rooms.truncate(limit);
        Outcome::Rooms { rooms, more }
    }

    fn mark(&mut self, room: RoomId, user: UserId, delivered: Seq, read: Seq) -> Outcome {
        let shelf = self.rooms.get_mut(&room).expect("marks are of rooms that are known");
        let member = shelf
            .members
            .iter_mut()
            .find(|member| member.user == user)
            .expect("a member");
        member.delivered = member.delivered.max(delivered);
        member.read = member.read.max(read);
        Outcome::Marked {
            unread: shelf.summary(room, user).unread,
        }
    }

    fn open_direct(&mut self, room: RoomId, members: [UserId; 2]) -> Outcome {
        let id = self.room_of(members).unwrap_or(room);
        let shelf = self.rooms.entry(id).or_insert_with(|| Shelf {
            members: members
                .map(|user| Member {
                    user,
                    delivered: Seq(0),
                    read: Seq(0),
                })
                .to_vec(),
            messages: Vec::new(),
        });
        Outcome::RoomOpened(shelf.summary(id, members[0]))
    }

    fn read_history(&self, room: RoomId, span: Span, limit: usize) -> Outcome {
        let all = &self
            .rooms
            .get(&room)
            .expect("pages are of rooms that are known")
            .messages;
        let within = |message: &&Arc<Message>| match span {
            Span::After(seq) => message.seq > seq,
            Span::Before(seq) => message.seq < seq,
            Span::Latest => true,
        };
        let found: Vec<Arc<Message>> = all.iter().filter(within).cloned().collect();
        let more = found.len() > limit;
        let messages = match span {
            Span::After(_) => found.into_iter().take(limit).collect(),
            Span::Before(_) | Span::Latest => found[found.len().saturating_sub(limit)..].to_vec(),
        };
        Outcome::History { messages, more }
    }
}

impl Shelf {
    fn room(&self, id: RoomId) -> Room {
        Room {
            id,
            members: self.members.clone(),
            last_seq: Seq(self.messages.len() as u64),
        }
    }

    fn summary(&self, id: RoomId, user: UserId) -> RoomSummary {
        let read = self
            .members
            .iter()
            .find(|member| member.user == user)
            .map_or(Seq(0), |m| m.read);
        let unread = self
            .messages
            .iter()
            .filter(|m| m.author != user && m.seq > read)
            .count();
        RoomSummary {
            room: self.room(id),
            last: self.messages.last().cloned(),
            unread: u32::try_from(unread).expect("a test is short"),
        }
    }
}

/// Whether a request changes nothing.
fn is_read(request: &StoreRequest) -> bool {
    matches!(
        request,
        StoreRequest::ListRooms { .. } | StoreRequest::LoadRoom { .. } | StoreRequest::ReadHistory { .. }
    )
}

/// The text of a message, or what the line of a call says.
pub fn text_of(message: &Message) -> String {
    match &message.body {
        Body::Call(line) => format!("call {:?} {}s", line.outcome, line.seconds),
        Body::Text(text) => text.to_string(),
    }
}

/// The id that a client gave to a message.
pub fn client_id(text: &str) -> ClientId {
    ClientId::new(text).expect("a client id")
}
