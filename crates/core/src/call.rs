//! One call between two people, from the first ring to its end.
//!
//! The offer rings, candidates wait: until somebody picks up, nothing of the caller's but the offer reaches the
//! callee's devices, and nothing of theirs reaches the caller. A lost connection ends no call of the app: what is meant
//! for it waits until it is taken up again.

use std::time::Duration;

use crate::command::{Opaque, Signal};
use crate::event::{EndReason, Event, Profile};
use crate::id::{CallId, ConnId, UserId};
use crate::name::Name;
use crate::now::{Mono, Now, UnixMillis};
use crate::record::{CallOutcome, CallRecord, Media};
use crate::refusal::Refusal;

/// How long it rings. Long enough to find the phone, short enough that the caller does not give up first.
pub const RING_TIMEOUT: Duration = Duration::from_secs(45);
/// How long a plain guest's call outlives a connection that ended without a Close frame. The guest cannot take the call
/// up again; the wait only spares the other a hang-up when both lines blink. Its protocol promises ten seconds.
pub const GUEST_GRACE: Duration = Duration::from_secs(8);
/// After this long without a connection a call no longer makes its person busy, though the two may still be talking.
pub const RESUME_GRACE: Duration = Duration::from_secs(60);
/// After this long without both connections the record is closed.
pub const RECORD_TIMEOUT: Duration = Duration::from_secs(12 * 60 * 60);
/// What waits for one end at most: the candidates of both sides with room for some offers.
const MAX_HELD: usize = 256;

/// One side of the call.
#[derive(Debug, Clone)]
pub struct End {
    /// Who.
    pub user: UserId,
    /// What she was called when it began.
    pub name: Name,
    /// Whether she is a plain guest, who cannot come back to a call.
    pub is_guest: bool,
    /// Over which connection she talks; none while it is away, and for the callee while it rings.
    pub conn: Option<ConnId>,
    /// Since when the connection is away.
    pub away_since: Mono,
    held: Vec<Event>,
}

/// Which side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one who was called.
    Callee,
    /// The one who called.
    Caller,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Side {
        match self {
            Side::Callee => Side::Caller,
            Side::Caller => Side::Callee,
        }
    }
}

/// Where the call stands.
#[derive(Debug, Clone)]
pub enum State {
    /// Nobody has picked up yet.
    Ringing {
        /// The newest offer.
        offer: Opaque,
        /// What devices of the callee have sent already, by device.
        early: Vec<(ConnId, Event)>,
        /// When it stops.
        until: Mono,
    },
    /// The two talk.
    Active {
        /// Since when.
        started_at: UnixMillis,
    },
}

/// The call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// With or without picture.
    pub media: Media,
    /// Where it stands.
    pub state: State,
    caller: End,
    callee: End,
}

/// What is to be told to whom, in this order.
pub type Told = Vec<(ConnId, Event)>;

impl End {
    /// An end that talks over `conn`.
    pub fn new(user: UserId, name: Name, is_guest: bool, conn: Option<ConnId>, now: Mono) -> End {
        End {
            user,
            name,
            is_guest,
            conn,
            away_since: now,
            held: Vec::new(),
        }
    }

    /// The person as the other end sees her, also when she is a guest who has gone.
    pub fn profile(&self) -> Profile {
        Profile::bare(self.user, self.name.clone(), self.is_guest)
    }

    fn tell(&mut self, event: Event, told: &mut Told) {
        match self.conn {
            Some(conn) => told.push((conn, event)),
            None if self.held.len() < MAX_HELD => self.held.push(event),
            None => {}
        }
    }

    fn take_up(&mut self, conn: ConnId, told: &mut Told) {
        self.conn = Some(conn);
        told.extend(self.held.drain(..).map(|event| (conn, event)));
    }
}

impl Call {
    /// A call that begins to ring.
    pub fn ring(id: CallId, media: Media, caller: End, callee: End, offer: Opaque, now: Mono) -> Call {
        let state = State::Ringing {
            offer,
            early: Vec::new(),
            until: now + RING_TIMEOUT,
        };
        Call {
            id,
            media,
            state,
            caller,
            callee,
        }
    }

    /// A call that was running when the house stopped; both connections are away.
    pub fn restored(record: &CallRecord, names: [Name; 2], now: Mono) -> Call {
        let [caller, callee] = names;
        Call {
            id: record.call,
            media: record.media,
            state: State::Active {
                started_at: record.started_at,
            },
            caller: End::new(record.caller, caller, false, None, now),
            callee: End::new(record.callee, callee, false, None, now),
        }
    }

    /// One of the two.
    pub fn end(&self, side: Side) -> &End {
        match side {
            Side::Callee => &self.callee,
            Side::Caller => &self.caller,
        }
    }

    fn end_mut(&mut self, side: Side) -> &mut End {
        match side {
            Side::Callee => &mut self.callee,
            Side::Caller => &mut self.caller,
        }
    }

    /// On which side somebody is.
    pub fn side_of(&self, user: UserId) -> Option<Side> {
        if self.caller.user == user {
            Some(Side::Caller)
        } else if self.callee.user == user {
            Some(Side::Callee)
        } else {
            None
        }
    }

    /// Whether nobody has picked up yet.
    pub fn is_ringing(&self) -> bool {
        matches!(self.state, State::Ringing { .. })
    }

    /// Whether `conn` may act for its end: it is the one, or no other is.
    pub fn is_at(&self, side: Side, conn: ConnId) -> bool {
        self.end(side).conn.is_none_or(|at| at == conn)
    }

    /// Whether the person on `side` has been without this call's connection for so long that somebody may call her.
    pub fn is_abandoned(&self, side: Side, now: Mono) -> bool {
        let end = self.end(side);
        !self.is_ringing() && end.conn.is_none() && now.since(end.away_since) >= RESUME_GRACE
    }

    /// The caller calls the one who rings already: the newest offer counts.
    pub fn replace_offer(&mut self, new: Opaque) {
        if let State::Ringing { offer, .. } = &mut self.state {
            *offer = new;
            self.callee.held.clear();
        }
    }

    /// A device of the callee picks up. The caller hears the answer, then both hear what was held.
    ///
    /// # Errors
    /// `WrongState` unless it rings.
    pub fn accept(&mut self, conn: ConnId, answer: Opaque, wall: UnixMillis) -> Result<Told, Refusal> {
        let State::Ringing { early, .. } = &mut self.state else {
            return Err(Refusal::WrongState);
        };
        let early = std::mem::take(early);
        self.state = State::Active { started_at: wall };
        let mut told = Told::new();
        self.caller.tell(Event::Accepted { call: self.id, answer }, &mut told);
        for (_, event) in early.into_iter().filter(|(from, _)| *from == conn) {
            self.caller.tell(event, &mut told);
        }
        self.callee.take_up(conn, &mut told);
        Ok(told)
    }

    /// Something passes from `side` to the other, now or when it can.
    ///
    /// # Errors
    /// `WrongState` for a description before the answer; `NoCall` from a connection that is not the one.
    pub fn signal(&mut self, side: Side, conn: ConnId, signal: Signal) -> Result<Told, Refusal> {
        let event = Event::Signaled {
            call: self.id,
            from: self.end(side).name.clone(),
            signal: signal.clone(),
        };
        let mut told = Told::new();
        let is_at = self.is_at(side, conn);
        match &mut self.state {
            State::Ringing { early, .. } => match (side, signal) {
                (_, Signal::Answer(_) | Signal::Offer(_)) => return Err(Refusal::WrongState),
                (Side::Callee, Signal::Candidate(_)) if early.len() < MAX_HELD => early.push((conn, event)),
                (Side::Callee, Signal::Candidate(_)) => {}
                (Side::Caller, Signal::Candidate(_)) if is_at => self.callee.tell(event, &mut told),
                (Side::Caller, Signal::Candidate(_)) => return Err(Refusal::NoCall),
            },
            State::Active { .. } if is_at => self.end_mut(side.other()).tell(event, &mut told),
            State::Active { .. } => return Err(Refusal::NoCall),
        }
        Ok(told)
    }

    /// A connection of the person on `side` takes the call up (again).
    ///
    /// # Errors
    /// `WrongState` for a callee who has not picked up.
    pub fn resume(&mut self, side: Side, conn: ConnId) -> Result<Told, Refusal> {
        if self.is_ringing() && side == Side::Callee {
            return Err(Refusal::WrongState);
        }
        let mut told = Told::new();
        self.end_mut(side).take_up(conn, &mut told);
        Ok(told)
    }

    /// A connection has ended. Returns whether the call used it.
    pub fn lose(&mut self, conn: ConnId, now: Mono) -> bool {
        let mut used = false;
        for end in [&mut self.caller, &mut self.callee] {
            if end.conn == Some(conn) {
                end.conn = None;
                end.away_since = now;
                used = true;
            }
        }
        used
    }

    /// The guest who was being called has gone without a goodbye: nobody can pick up any more.
    pub fn lose_ringing_guest(&mut self, now: Mono) {
        if let State::Ringing { until, .. } = &mut self.state {
            *until = (*until).min(now + GUEST_GRACE);
        }
    }

    /// When something is due: the end of the ringing, a guest's grace, the closing of the record.
    pub fn due_at(&self) -> Option<Mono> {
        if let State::Ringing { until, .. } = self.state {
            let lost = self.caller.conn.is_none() && self.caller.is_guest;
            return Some(if lost {
                until.min(self.caller.away_since + GUEST_GRACE)
            } else {
                until
            });
        }
        let guest = [&self.caller, &self.callee]
            .into_iter()
            .find(|end| end.is_guest && end.conn.is_none());
        if let Some(guest) = guest {
            return Some(guest.away_since + GUEST_GRACE);
        }
        let both_away = self.caller.conn.is_none() && self.callee.conn.is_none();
        both_away.then(|| self.caller.away_since.max(self.callee.away_since) + RECORD_TIMEOUT)
    }

    /// Why the call ends when what is due comes.
    pub fn reason_at(&self, now: Mono) -> EndReason {
        match self.state {
            State::Ringing { until, .. } if now >= until => EndReason::NoAnswer,
            _ => EndReason::Lost,
        }
    }

    /// For how long the house has known nothing of either end.
    fn dark_for(&self, now: Mono) -> Duration {
        let is_dark = self.caller.conn.is_none() && self.callee.conn.is_none();
        let since = self.caller.away_since.max(self.callee.away_since);
        if is_dark { now.since(since) } else { Duration::ZERO }
    }

    /// Why the call ends when the person on `side` hangs up.
    pub fn reason_of_hangup(&self, side: Side) -> EndReason {
        match (&self.state, side) {
            (State::Ringing { .. }, Side::Caller) => EndReason::Cancelled,
            (State::Ringing { .. }, Side::Callee) => EndReason::Declined,
            (State::Active { .. }, _) => EndReason::HungUp,
        }
    }

    /// How the call went, and for how many seconds the two talked. `claimed` is what a page says that knows better; it
    /// cannot be longer than the call has stood. Of a call that was lost nobody knows more than that it stood until the
    /// last of its ends went away.
    pub fn outcome(&self, reason: EndReason, now: Now, claimed: Option<u32>) -> (CallOutcome, u32) {
        match (&self.state, reason) {
            (State::Active { started_at }, _) => {
                let dark = if reason == EndReason::Lost {
                    self.dark_for(now.mono)
                } else {
                    Duration::ZERO
                };
                let stood = (now.wall.before(dark).0 - started_at.0).max(0) / 1000;
                let stood = u32::try_from(stood).unwrap_or(u32::MAX);
                (CallOutcome::Completed, claimed.unwrap_or(stood).min(stood))
            }
            (State::Ringing { .. }, EndReason::Cancelled) => (CallOutcome::Cancelled, 0),
            (State::Ringing { .. }, EndReason::Declined) => (CallOutcome::Declined, 0),
            (State::Ringing { .. }, _) => (CallOutcome::Missed, 0),
        }
    }
}
