//! A device: what it holds of each room, how it catches up after it was away, and the one message that it waits for.
//!
//! It does what `docs/protocols/app.md` asks of a client and no more, so that what it shows at the end is what any client
//! would show.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use teahouse_core::command::Command;
use teahouse_core::effect::RequestId;
use teahouse_core::event::Event;
use teahouse_core::id::{ConnId, RoomId};
use teahouse_core::record::{Message, Rev, Seq};
use teahouse_core::refusal::Refusal;

use super::world::words::{changes, send};

/// Messages read at once: few, so that there is often a next page.
const PAGE: u16 = 3;

/// What a device holds of a room.
#[derive(Debug, Default)]
pub struct Held {
    pub messages: BTreeMap<Seq, Arc<Message>>,
    /// Up to here nothing is missing.
    rev: Rev,
    /// Whether what is told as it comes follows on that without a gap: not before the device has caught up.
    is_current: bool,
    /// The last that was told as it came.
    heard: Rev,
    is_asking: bool,
    /// The last message that was told as it came.
    told: Option<Seq>,
}

impl Held {
    /// Nothing is missing up to there, and what was told since the device came follows on it.
    fn is_up_to(&mut self, rev: Rev) {
        self.is_current = true;
        self.rev = self.rev.max(rev).max(self.heard);
    }
}

/// What a request was.
#[derive(Debug)]
enum Asked {
    Changes(RoomId),
    Else,
    List,
    Send,
}

/// A message that is not known to be kept.
#[derive(Debug, Clone)]
pub struct Line {
    pub room: RoomId,
    pub number: u32,
}

/// One device of a person.
#[derive(Debug)]
pub struct Device {
    pub name: &'static str,
    number: usize,
    pub conn: Option<ConnId>,
    pub rooms: BTreeMap<RoomId, Held>,
    asked: BTreeMap<RequestId, Asked>,
    /// Rooms of which something was heard since the list was asked for.
    heard_of: BTreeSet<RoomId>,
    outbox: VecDeque<Line>,
    is_sending: bool,
    /// Look-ups that failed, to be asked again.
    to_catch_up: BTreeSet<RoomId>,
    has_listed: bool,
    last_number: u32,
    /// Messages told as they came.
    pub told: Vec<(RoomId, Seq)>,
}

impl Device {
    pub fn new(name: &'static str, number: usize) -> Device {
        Device {
            name,
            number,
            conn: None,
            rooms: BTreeMap::new(),
            asked: BTreeMap::new(),
            heard_of: BTreeSet::new(),
            outbox: VecDeque::new(),
            is_sending: false,
            to_catch_up: BTreeSet::new(),
            has_listed: false,
            last_number: 0,
            told: Vec::new(),
        }
    }

    /// The device is there; nothing is asked yet.
    pub fn connected(&mut self, conn: ConnId) {
        self.conn = Some(conn);
        for held in self.rooms.values_mut() {
            held.is_asking = false;
            held.is_current = false;
            held.heard = Rev(0);
            held.told = None;
        }
    }

    /// The connection is gone, and with it every answer.
    pub fn disconnected(&mut self) {
        self.conn = None;
        self.asked.clear();
        self.heard_of.clear();
        self.to_catch_up.clear();
        self.is_sending = false;
        self.has_listed = false;
    }

    /// The client id of a line, which says who sent it and as which in order.
    pub fn client_id(&self, number: u32) -> String {
        format!("d{}-{number}", self.number)
    }

    /// Something new to say.
    pub fn compose(&mut self, room: RoomId) {
        self.last_number += 1;
        let number = self.last_number;
        self.outbox.push_back(Line { room, number });
    }

    /// Whether nothing is to be asked or sent any more.
    pub fn is_settled(&self) -> bool {
        self.asked.is_empty() && self.outbox.is_empty() && self.to_catch_up.is_empty() && self.has_listed
    }

    /// A request was sent under a number.
    pub fn said(&mut self, re: RequestId, command: &Command) {
        let asked = match command {
            Command::ReadChanges { room, .. } => Asked::Changes(*room),
            Command::ListRooms { .. } => Asked::List,
            Command::SendMessage { client_id, .. } if client_id.as_str().starts_with('d') => Asked::Send,
            _ => Asked::Else,
        };
        self.asked.insert(re, asked);
    }

    /// What the device asks by itself at the moment.
    pub fn wishes(&mut self) -> Vec<Command> {
        let mut wishes = Vec::new();
        if !self.has_listed {
            self.has_listed = true;
            self.heard_of.clear();
            wishes.push(Command::ListRooms {
                before: None,
                limit: 100,
            });
        }
        for room in std::mem::take(&mut self.to_catch_up) {
            wishes.extend(self.catch_up(room));
        }
        if let Some(line) = self.outbox.front().filter(|_| !self.is_sending) {
            self.is_sending = true;
            let text = line.number.to_string();
            wishes.push(send(line.room, &self.client_id(line.number), &text));
        }
        wishes
    }

    fn catch_up(&mut self, room: RoomId) -> Option<Command> {
        let held = self.rooms.entry(room).or_default();
        held.is_current = false;
        if std::mem::replace(&mut held.is_asking, true) {
            return None;
        }
        Some(changes(room, held.rev.0, PAGE))
    }

    /// The device hears something; what it does not have is to be caught up with.
    pub fn hears(&mut self, re: Option<RequestId>, event: &Event) {
        let asked = re.map(|re| self.asked.remove(&re).expect("answers answer what was asked"));
        match event {
            Event::ChangesRead {
                room,
                messages,
                rev,
                more,
            } => {
                // What was asked before she left the room, and perhaps came again, says nothing any more.
                if matches!(asked, Some(Asked::Changes(_))) {
                    self.hears_changes(*room, messages, *rev, *more);
                }
            }
            Event::MessagePosted(message) => {
                if matches!(asked, Some(Asked::Send)) {
                    self.outbox.pop_front();
                    self.is_sending = false;
                }
                self.hears_posted(re.is_some(), message);
            }
            Event::MessagesChanged { room, messages } => {
                self.note(*room);
                for message in messages {
                    self.put(*room, message, false);
                }
            }
            Event::Refused(refusal) => self.hears_refusal(asked, refusal),
            Event::RoomLeft { room, .. } => {
                self.rooms.remove(room);
                self.to_catch_up.remove(room);
                self.heard_of.remove(room);
                for asked in self.asked.values_mut() {
                    if matches!(asked, Asked::Changes(about) if about == room) {
                        *asked = Asked::Else;
                    }
                }
            }
            Event::RoomOpened(view) => {
                self.note(view.summary.room.id);
                self.to_catch_up.insert(view.summary.room.id);
            }
            Event::RoomsListed { rooms, .. } => {
                let listed: BTreeMap<RoomId, Rev> = rooms
                    .iter()
                    .map(|view| (view.summary.room.id, view.summary.room.rev))
                    .collect();
                let heard_of = &self.heard_of;
                self.rooms
                    .retain(|room, _| listed.contains_key(room) || heard_of.contains(room));
                for (room, rev) in listed {
                    match self.rooms.get_mut(&room) {
                        // A list from before she left and came again says nothing of what is still to be asked.
                        Some(held) if held.rev >= rev && !held.is_asking && !self.to_catch_up.contains(&room) => {
                            held.is_up_to(rev);
                        }
                        _ => {
                            self.to_catch_up.insert(room);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Something was heard of a room: it is one of this person's.
    fn note(&mut self, room: RoomId) {
        self.heard_of.insert(room);
        if !self.rooms.contains_key(&room) {
            self.to_catch_up.insert(room);
        }
    }

    fn hears_changes(&mut self, room: RoomId, messages: &[Arc<Message>], rev: Rev, more: bool) {
        let revs: Vec<Rev> = messages.iter().map(|message| message.rev).collect();
        assert!(revs.is_sorted() && revs.iter().all(|rev| *rev > Rev(0)), "{revs:?}");
        for message in messages {
            self.put(room, message, true);
        }
        let Some(held) = self.rooms.get_mut(&room) else { return };
        held.is_asking = false;
        if more {
            held.rev = rev;
            self.to_catch_up.insert(room);
        } else {
            held.is_up_to(rev);
        }
    }

    fn hears_posted(&mut self, is_answer: bool, message: &Arc<Message>) {
        let room = message.room;
        self.note(room);
        self.put(room, message, false);
        let held = self.rooms.entry(room).or_default();
        match held.told {
            // An answer may tell of a message that was there already.
            Some(last) if is_answer && message.seq <= last => return,
            Some(last) => assert_eq!(message.seq.0, last.0 + 1, "a gap, a double or a swap in {room}"),
            None if is_answer => return,
            None => {}
        }
        held.told = Some(message.seq);
        self.told.push((room, message.seq));
    }

    fn hears_refusal(&mut self, asked: Option<Asked>, refusal: &Refusal) {
        let passes = matches!(
            refusal,
            Refusal::StorageFull | Refusal::StorageUnavailable | Refusal::TooMany { .. }
        );
        match asked {
            Some(Asked::Changes(room)) if passes => {
                if let Some(held) = self.rooms.get_mut(&room) {
                    held.is_asking = false;
                }
                self.to_catch_up.insert(room);
            }
            Some(Asked::Changes(room)) => {
                self.rooms.remove(&room);
            }
            Some(Asked::List) => self.has_listed = false,
            Some(Asked::Send) => {
                self.is_sending = false;
                if !passes {
                    self.outbox.pop_front();
                }
            }
            _ => {}
        }
    }

    /// Puts a message as it stands into its place, unless something newer is there.
    fn put(&mut self, room: RoomId, message: &Arc<Message>, is_read: bool) {
        let held = self.rooms.entry(room).or_default();
        if let Some(known) = held.messages.get(&message.seq) {
            assert_eq!(known.id, message.id, "two messages at one place of {room}");
            if known.rev > message.rev {
                return;
            }
            assert!(
                known.rev < message.rev || *known == *message,
                "one revision, two states: {known:?} and {message:?}"
            );
        }
        if !is_read {
            held.heard = held.heard.max(message.rev);
        }
        if held.is_current {
            held.rev = held.rev.max(held.heard);
        }
        held.messages.insert(message.seq, Arc::clone(message));
    }
}
