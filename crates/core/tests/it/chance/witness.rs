//! What clients may conclude from what they hear, and what they may never hear.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use teahouse_core::command::{CallRef, Command};
use teahouse_core::effect::RequestId;
use teahouse_core::event::{Event, Profile};
use teahouse_core::id::{CallId, ConnId, RoomId, UserId};
use teahouse_core::record::{Message, Seq};

use super::world::Heard;
use super::world::store::Store;

/// Everything that everybody has heard, as far as it matters for what may come.
#[derive(Default)]
pub struct Witness {
    conns: BTreeMap<ConnId, View>,
    calls: BTreeSet<CallId>,
}

#[derive(Default)]
struct View {
    user: Option<UserId>,
    /// Calls that ring here or that this connection began.
    knows: BTreeSet<CallId>,
    /// Calls that this connection talks in.
    talks: BTreeSet<CallId>,
    ends: BTreeMap<RequestId, CallRef>,
    last: BTreeMap<RoomId, Seq>,
    marks: BTreeMap<(RoomId, UserId), (Seq, Seq)>,
    rows: Option<(Vec<UserId>, u16)>,
    limit: u16,
}

impl Witness {
    pub fn came(&mut self, conn: ConnId, user: Option<UserId>) {
        self.conns.insert(
            conn,
            View {
                user,
                ..View::default()
            },
        );
    }

    pub fn went(&mut self, conn: ConnId) {
        self.conns.remove(&conn);
    }

    /// Connections that ring, or talk, or wait for an answer.
    pub fn who_knows_a_call(&self) -> Vec<ConnId> {
        let in_call = self.conns.iter().filter(|(_, view)| !view.knows.is_empty());
        in_call.map(|(conn, _)| *conn).collect()
    }

    pub fn is_page(&self, conn: ConnId) -> bool {
        self.conns.get(&conn).is_some_and(|view| view.user.is_some())
    }

    pub fn calls(&self) -> Vec<CallId> {
        self.calls.iter().copied().collect()
    }

    /// A client asks something.
    pub fn said(&mut self, conn: ConnId, re: RequestId, command: &Command) {
        let Some(view) = self.conns.get_mut(&conn) else { return };
        match command {
            Command::Decline { call } | Command::Hangup { call, .. } => {
                view.ends.insert(re, call.clone());
            }
            Command::WatchPeople { limit: 0 } if view.user.is_some() => view.rows = None,
            Command::WatchPeople { limit } => view.limit = *limit,
            _ => {}
        }
    }

    /// A client hears something.
    pub fn hears(&mut self, store: &Store, conn: ConnId, re: Option<RequestId>, event: &Event) {
        if let Event::IncomingCall { call, .. } | Event::Invited { call, .. } | Event::Resumed { call } = event {
            self.calls.insert(*call);
        }
        let view = self.conns.get_mut(&conn).expect("only who is here hears");
        view.hears_of_call(re, event);
        match event {
            Event::MessagePosted(message) => view.hears_message(store, re, message),
            Event::Marked {
                room,
                user,
                delivered,
                read,
                ..
            } => {
                let now = (*delivered, *read);
                let before = view.marks.insert((*room, *user), now).unwrap_or_default();
                assert!(
                    before.0 <= now.0 && before.1 <= now.1,
                    "marks went back: {before:?}, {now:?}"
                );
                assert!(read <= delivered);
            }
            Event::PeopleChanged { fresh, came, went, .. } => view.hears_people(*fresh, came, went),
            _ => {}
        }
    }

    /// Whoever heard a message of a room has heard all since.
    pub fn has_missed_nothing(&self, store: &Store) {
        for (room, messages) in store.rooms() {
            for view in self.conns.values() {
                if let Some(last) = view.last.get(&room) {
                    assert_eq!(last.0, messages.len() as u64, "the end of {room} was not told");
                }
            }
        }
        for (_, messages) in store.rooms() {
            let names: BTreeSet<_> = messages.iter().map(|m| (m.author, m.client_id.clone())).collect();
            assert_eq!(names.len(), messages.len(), "a message was kept twice");
        }
    }

    /// The rows that a connection shows, if it watches, and how many it asked for.
    pub fn rows(&self, conn: ConnId) -> Option<(Vec<UserId>, u16)> {
        self.conns.get(&conn)?.rows.clone()
    }

    /// The rows that a fresh watch tells.
    pub fn fresh_rows(heard: &Heard) -> Vec<UserId> {
        let rows = heard.iter().find_map(|(_, event)| match &**event {
            Event::PeopleChanged { fresh: true, came, .. } => Some(came),
            _ => None,
        });
        rows.expect("a watch is answered").iter().map(|row| row.id).collect()
    }
}

impl View {
    fn hears_of_call(&mut self, re: Option<RequestId>, event: &Event) {
        match event {
            Event::Invited { call, .. } | Event::IncomingCall { call, .. } => {
                self.knows.insert(*call);
            }
            Event::Resumed { call } => {
                self.knows.insert(*call);
                self.talks.insert(*call);
            }
            Event::Accepted { call, .. } | Event::Answered { call } => {
                assert!(self.knows.contains(call), "{event:?} of a call that never rang here");
                self.talks.insert(*call);
            }
            Event::Ringing { call } => assert!(self.knows.contains(call), "{event:?} of an unknown call"),
            Event::Signaled { call, .. } => assert!(self.talks.contains(call), "{event:?} before or after the call"),
            Event::Ended { call, .. } => {
                assert!(self.knows.remove(call), "{event:?} of a call that is over or never was");
                self.talks.remove(call);
            }
            Event::Done => match re.and_then(|re| self.ends.remove(&re)) {
                Some(CallRef::Id(call)) => {
                    self.knows.remove(&call);
                    self.talks.remove(&call);
                }
                _ => {
                    self.knows.clear();
                    self.talks.clear();
                }
            },
            _ => {}
        }
        assert!(self.talks.len() <= 1, "in two calls at once: {:?}", self.talks);
    }

    fn hears_message(&mut self, store: &Store, re: Option<RequestId>, message: &Arc<Message>) {
        assert_eq!(
            store.message(message.room, message.seq),
            Some(message),
            "told before it was kept"
        );
        let user = self.user.expect("only people of the app hear messages");
        assert!(store.is_member(message.room, user), "{user} is not in {}", message.room);
        match self.last.get(&message.room) {
            None if re.is_some() => {}
            Some(last) if re.is_some() && message.seq <= *last => {}
            Some(last) => {
                assert_eq!(
                    message.seq.0,
                    last.0 + 1,
                    "a gap, a double or a swap in {}",
                    message.room
                );
                self.last.insert(message.room, message.seq);
            }
            None => {
                self.last.insert(message.room, message.seq);
            }
        }
    }

    fn hears_people(&mut self, fresh: bool, came: &[Profile], went: &[UserId]) {
        if fresh {
            self.rows = Some((Vec::new(), self.limit));
        }
        let (rows, limit) = self.rows.as_mut().expect("changes follow the first rows");
        for user in went {
            let before = rows.len();
            rows.retain(|row| row != user);
            assert_eq!(rows.len() + 1, before, "{user} went without having come");
        }
        for profile in came {
            assert!(!rows.contains(&profile.id), "{} came twice", profile.id);
            rows.push(profile.id);
        }
        assert!(rows.len() <= usize::from(*limit));
    }
}
