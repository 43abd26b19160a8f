//! What a call leaves behind: its line in the room of its two people, and that it is kept as running no longer.
//!
//! Nobody waits for an answer here who could try again. So what the store fails to do is owed, and tried again until it
//! is done. A line is kept once however often it is tried: its client id is the call's.

use std::time::Duration;

use super::{Hub, Pending};
use crate::effect::{NewBody, NewMessage, StoreRequest};
use crate::id::{CallId, MessageId, RoomId, UserId};
use crate::now::{Now, UnixMillis};
use crate::outcome::Outcome;
use crate::record::{CallLine, ClientId, Room};
use crate::timer::Timer;

/// The pause before what has failed is tried again, doubled each time up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// A disk that was full may have room again: a minute later is soon enough for a line that nobody waits for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Debts remembered at most, about 100 bytes each. A house whose disk was full through so many calls forgets lines.
const MAX_DEBTS: usize = 10_000;

/// One thing that the store is still to do.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owed {
    /// A call is over.
    End(CallId),
    /// A call leaves its line, for which the room of its people is opened first.
    Line(Owing),
    /// A call leaves its line in this room.
    LineIn(RoomId, Owing),
}

/// A line that is not kept yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owing {
    caller: UserId,
    callee: UserId,
    line: CallLine,
    at: UnixMillis,
}

/// Everything that is owed, and how long the next pause is.
#[derive(Debug, Default)]
pub(super) struct Debts {
    all: Vec<Owed>,
    pause: Duration,
}

impl Debts {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}

impl Hub {
    /// Leaves the line, if both are people of the app: guests have no room.
    pub(super) fn leave_call_line(&mut self, now: Now, caller: UserId, callee: UserId, line: CallLine) {
        if self.people.person(caller).is_some() && self.people.person(callee).is_some() {
            let at = now.wall;
            self.pay(Owed::Line(Owing {
                caller,
                callee,
                line,
                at,
            }));
        }
    }

    /// The call is kept as running no longer.
    pub(super) fn forget_call(&mut self, call: CallId) {
        self.pay(Owed::End(call));
    }

    fn pay(&mut self, owed: Owed) {
        let request = match owed {
            Owed::End(call) => StoreRequest::EndCall { call },
            Owed::Line(Owing { caller, callee, .. }) => StoreRequest::OpenDirect {
                room: RoomId(self.random()),
                members: [caller, callee],
            },
            Owed::LineIn(room, Owing { caller, line, at, .. }) => StoreRequest::Append(NewMessage {
                id: MessageId(self.random()),
                room,
                author: caller,
                client_id: ClientId::of_call(line.call),
                at,
                body: NewBody::Call(line),
            }),
        };
        self.ask_store(request, Pending::Owed(owed));
    }

    /// The store has done what was owed.
    pub(super) fn owed_kept(&mut self, now: Now, owed: Owed, outcome: Outcome) {
        self.debts.pause = Duration::ZERO;
        match (owed, outcome) {
            (Owed::Line(owing), Outcome::RoomOpened(summary)) => {
                let room: &Room = &summary.room;
                self.learn_room(room);
                self.pay(Owed::LineIn(room.id, owing));
            }
            (Owed::LineIn(..), Outcome::Appended { message, fresh }) => self.message_appended(None, message, fresh),
            _ => {}
        }
        if self.debts.len() > 0 {
            self.timers.set(Timer::Owed, now.mono);
        }
    }

    /// The store has failed to do it: it is tried again later.
    pub(super) fn owe(&mut self, now: Now, owed: Owed) {
        if self.debts.len() < MAX_DEBTS {
            self.debts.all.push(owed);
        }
        if !self.timers.is_set(Timer::Owed) {
            self.debts.pause = (self.debts.pause * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE);
            self.timers.set(Timer::Owed, now.mono + self.debts.pause);
        }
    }

    /// The pause is over.
    pub(super) fn pay_debts(&mut self) {
        for owed in std::mem::take(&mut self.debts.all) {
            self.pay(owed);
        }
    }
}
