//! What waits for the store, and what happens when it answers.

use crate::effect::RequestId;
use crate::event::Event;
use crate::hub::Hub;
use crate::hub::account_keep::PeoplePending;
use crate::id::{ConnId, RoomId, UserId};
use crate::now::Now;
use crate::outcome::{Outcome, StoreFailure};
use crate::record::{CallLine, Seq};
use crate::refusal::Refusal;

/// One question that the hub has asked of the store.
#[derive(Debug)]
pub(super) enum Pending {
    /// A message is being kept.
    Append {
        from: Option<(ConnId, Option<RequestId>)>,
        members: Vec<UserId>,
    },
    /// The line of a call waits for the room of its two people.
    CallLine { caller: UserId, line: CallLine },
    /// The answer changes nothing.
    Forget,
    /// Names are being given free.
    FreeNames,
    /// A page of a room is being read.
    History {
        conn: ConnId,
        re: Option<RequestId>,
        room: RoomId,
    },
    /// A room is being looked up for the requests that wait for it.
    LoadRoom { room: RoomId },
    /// Marks are being moved.
    Mark {
        conn: ConnId,
        re: Option<RequestId>,
        room: RoomId,
        user: UserId,
        delivered: Seq,
        read: Seq,
    },
    /// A room of two is being opened.
    OpenRoom {
        conn: ConnId,
        re: Option<RequestId>,
        user: UserId,
    },
    /// Something about people is being kept.
    People(PeoplePending),
    /// A page of one's rooms is being read.
    Rooms {
        conn: ConnId,
        re: Option<RequestId>,
        user: UserId,
    },
}

impl Hub {
    pub(super) fn resolve(&mut self, now: Now, pending: Pending, outcome: Outcome) {
        if let Outcome::Failed(failure) = outcome {
            return self.resolve_failure(pending, failure);
        }
        match (pending, outcome) {
            (Pending::Append { from, members }, Outcome::Appended { message, fresh }) => {
                self.message_appended(from, &members, message, fresh);
            }
            (Pending::Append { from, .. }, Outcome::ClientIdReused) => {
                from.into_iter()
                    .for_each(|(conn, re)| self.refuse(conn, re, Refusal::ClientIdReused));
            }
            (Pending::CallLine { caller, line }, Outcome::RoomOpened(summary)) => {
                self.append_call_line(now, &summary.room, caller, line);
            }
            (Pending::FreeNames, Outcome::NamesFreed(users)) => self.names_freed(users),
            (Pending::History { conn, re, room }, Outcome::History { messages, more }) => {
                self.answer(conn, re, Event::HistoryRead { room, messages, more });
            }
            (Pending::LoadRoom { room }, Outcome::Room(found)) => self.room_loaded(now, room, found),
            (
                Pending::Mark {
                    conn,
                    re,
                    room,
                    user,
                    delivered,
                    read,
                },
                Outcome::Marked { unread },
            ) => {
                self.marked(room, user, delivered, read, unread);
                self.answer_request(conn, re);
            }
            (Pending::OpenRoom { conn, re, user }, Outcome::RoomOpened(summary)) => {
                self.room_opened(conn, re, user, summary)
            }
            (Pending::People(pending), outcome) => self.resolve_people(now, pending, outcome),
            (Pending::Rooms { conn, re, user }, Outcome::Rooms { rooms, more }) => {
                self.rooms_listed(conn, re, user, rooms, more)
            }
            (Pending::Forget, _) => {}
            (pending, outcome) => debug_assert!(false, "{pending:?} was answered by {outcome:?}"),
        }
    }

    fn resolve_failure(&mut self, pending: Pending, failure: StoreFailure) {
        let refusal = match failure {
            StoreFailure::Full => Refusal::StorageFull,
            StoreFailure::Unavailable => Refusal::StorageUnavailable,
        };
        match pending {
            Pending::Append { from, .. } => from
                .into_iter()
                .for_each(|(conn, re)| self.refuse(conn, re, refusal.clone())),
            Pending::History { conn, re, .. }
            | Pending::OpenRoom { conn, re, .. }
            | Pending::Rooms { conn, re, .. } => self.refuse(conn, re, refusal),
            Pending::People(pending) => self.fail_people(pending, refusal),
            Pending::LoadRoom { room } => {
                for (conn, re, _) in self.waiting.remove(&room).unwrap_or_default() {
                    self.refuse(conn, re, refusal.clone());
                }
            }
            Pending::Mark { conn, re, .. } if self.is_request(conn) => self.refuse(conn, re, refusal),
            Pending::CallLine { .. } | Pending::Forget | Pending::FreeNames | Pending::Mark { .. } => {}
        }
    }
}
