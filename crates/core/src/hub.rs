//! The machine of the house: the only place where people, rooms, presence and calls meet.
//!
//! Inputs: [`Hub::handle_open`], [`Hub::handle_command`], [`Hub::handle_close`], [`Hub::handle_outcome`],
//! [`Hub::handle_timeout`]. Output: [`Hub::poll_effect`], to be drained after each input or batch of inputs, and
//! [`Hub::poll_timeout`]. Effects are in order: what is delivered to a connection first was decided first.
//!
//! A connection is opened once and closed once; commands and events for one that is gone are ignored. Whatever waits for
//! the store is answered when its [`Outcome`] comes, which must come once for each ticket.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::call::Call;
use crate::command::Command;
use crate::contacts::Contacts;
use crate::effect::{Effect, RequestId, StoreRequest, To};
use crate::event::Event;
use crate::hooks::Hooks;
use crate::id::{CallId, ConnId, HookId, NodeId, RoomId, SessionId, Ticket, UserId};
use crate::invites::Invites;
use crate::limit::{Meter, Rate};
use crate::map::FastMap;
use crate::now::{Mono, Now, UnixMillis};
use crate::outcome::{Directory, Outcome};
use crate::people::People;
use crate::presence::Presence;
use crate::record::TokenHash;
use crate::refusal::Refusal;
use crate::room::Rooms;
use crate::sessions::Sessions;
use crate::settings::Settings;
use crate::timer::{Timer, TimerTable};

mod account;
mod account_keep;
mod call_line;
mod calling;
mod changing;
mod contact;
mod delivering;
mod device;
mod drafts;
mod files;
mod group;
mod hooking;
mod house_invite;
mod inviting;
mod messaging;
mod obeying;
mod pending;
mod resetting;
mod room_invite;
mod searching;
mod sight;
pub mod sign_in;
mod stats;
mod steward;

use account_keep::Unkept;
use call_line::Debts;
use messaging::{Hold, Waiting};
use pending::Pending;
use room_invite::JoinRequests;
pub use stats::Stats;

/// How a connection begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// A page, with the token of its session.
    App(TokenHash),
    /// The house itself, to hear what the bot of an outgoing hook hears.
    Hook(HookId),
    /// One request of the operator, at the machine itself, answered by one event.
    Operator,
    /// A plain guest, who has yet to take a name.
    Plain,
    /// One request over HTTP, answered by one event; in the name of whoever the token opens a session of, if it does.
    Request(Option<TokenHash>),
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// The client said goodbye.
    Clean,
    /// The line went dead.
    Lost,
}

/// What the hub knows of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    App { user: UserId, session: SessionId },
    Operator,
    Plain { user: Option<UserId> },
    Request { by: Option<(UserId, SessionId)> },
}

/// Somebody who is connected, or was a moment ago.
#[derive(Debug, Default)]
struct Here {
    conns: Vec<ConnId>,
    meters: Meters,
}

/// What somebody has asked lately, by class.
#[derive(Debug, Default, Clone, Copy)]
struct Meters {
    messages: Meter,
    requests: Meter,
    calls: Meter,
    typing: Meter,
    strikes: Meter,
}

/// People who ask without being here, whose credit is remembered, before those with all of it are forgotten.
const MAX_ABSENT: usize = 10_000;

/// The machine.
pub struct Hub {
    node: NodeId,
    settings: Settings,
    registrations: Meter,
    random: ChaCha12Rng,
    next_ticket: u64,
    role_by_conn: FastMap<ConnId, Role>,
    here: FastMap<UserId, Here>,
    people: People,
    sessions: Sessions,
    contacts: Contacts,
    invites: Invites,
    hooks: Hooks,
    /// People with changes that are not on the disk yet.
    unkept: FastMap<UserId, Unkept>,
    presence: Presence,
    /// When people went who have not come again.
    went_at: FastMap<UserId, UnixMillis>,
    rooms: Rooms,
    call_by_id: FastMap<CallId, Call>,
    call_by_user: FastMap<UserId, CallId>,
    pending: FastMap<Ticket, Pending>,
    /// Requests about a room that is being looked up or changed, in order.
    waiting: BTreeMap<RoomId, VecDeque<Waiting>>,
    /// Messages that connections are to send again before others.
    holds_by_conn: FastMap<ConnId, Vec<Hold>>,
    /// Of people and bots who ask without being here.
    absent: FastMap<UserId, Meters>,
    join_requests: JoinRequests,
    debts: Debts,
    timers: TimerTable,
    effects: VecDeque<Effect>,
}

impl Hub {
    /// A hub that knows `directory`. `seed` is fresh entropy, the only one it ever gets.
    pub fn new(node: NodeId, settings: Settings, seed: [u8; 32], directory: Directory, now: Now) -> Hub {
        let mut hub = Hub {
            node,
            settings,
            registrations: Meter::default(),
            random: ChaCha12Rng::from_seed(seed),
            next_ticket: 0,
            role_by_conn: FastMap::default(),
            here: FastMap::default(),
            people: People::default(),
            sessions: Sessions::default(),
            contacts: Contacts::default(),
            invites: Invites::default(),
            hooks: Hooks::default(),
            unkept: FastMap::default(),
            presence: Presence::default(),
            went_at: FastMap::default(),
            rooms: Rooms::default(),
            call_by_id: FastMap::default(),
            call_by_user: FastMap::default(),
            pending: FastMap::default(),
            waiting: BTreeMap::new(),
            holds_by_conn: FastMap::default(),
            absent: FastMap::default(),
            join_requests: JoinRequests::default(),
            debts: Debts::default(),
            timers: TimerTable::default(),
            effects: VecDeque::new(),
        };
        for person in directory.people {
            hub.people.add_person(person);
        }
        for session in directory.sessions {
            hub.sessions.add(session);
        }
        for (owner, other, contact) in directory.contacts {
            hub.contacts.set(owner, other, contact);
        }
        for invite in directory.invites {
            hub.invites.put(invite);
        }
        for request in directory.join_requests {
            let waiting = hub.join_requests.entry(request.room).or_default();
            waiting.insert(request.user, request);
        }
        for hook in directory.hooks {
            hub.hooks.put(hook);
        }
        let mut calls = directory.calls;
        calls.sort_by_key(|record| Reverse(record.started_at));
        for record in &calls {
            hub.restore_call(record, now.mono);
        }
        hub.timers.set(Timer::FreeNames, now.mono);
        hub
    }

    /// A connection begins.
    pub fn handle_open(&mut self, now: Now, conn: ConnId, opening: Opening) {
        match opening {
            Opening::App(token) => self.open_page(now, conn, &token),
            Opening::Hook(hook) => self.open_hook(now, conn, hook),
            Opening::Operator => {
                self.role_by_conn.insert(conn, Role::Operator);
            }
            Opening::Plain => {
                self.role_by_conn.insert(conn, Role::Plain { user: None });
            }
            Opening::Request(token) => {
                let by = token.and_then(|token| self.opened_by(now, &token));
                self.role_by_conn.insert(conn, Role::Request { by });
            }
        }
    }

    /// A client asks something.
    pub fn handle_command(&mut self, now: Now, conn: ConnId, re: Option<RequestId>, command: Command) {
        let Some(role) = self.role_by_conn.get(&conn).copied() else {
            return;
        };
        if let Err(refusal) = self.obey(now, conn, role, re, command) {
            let is_too_much = matches!(refusal, Refusal::TooMany { .. });
            self.refuse(conn, re, refusal);
            if is_too_much {
                self.strike(now, conn, role);
            }
        }
    }

    /// A connection has ended.
    pub fn handle_close(&mut self, now: Now, conn: ConnId, closing: Closing) {
        let Some(role) = self.role_by_conn.remove(&conn) else {
            return;
        };
        self.presence.forget(conn);
        self.holds_by_conn.remove(&conn);
        match role {
            Role::App { user, .. } => self.close_page(now, conn, user),
            Role::Plain { user: Some(user) } => self.close_guest(now, conn, user, closing),
            Role::Operator | Role::Plain { user: None } | Role::Request { .. } => {}
        }
    }

    /// The store answers.
    pub fn handle_outcome(&mut self, now: Now, ticket: Ticket, outcome: Outcome) {
        if let Some(pending) = self.pending.remove(&ticket) {
            self.resolve(now, pending, outcome);
        }
    }

    /// Time has passed.
    pub fn handle_timeout(&mut self, now: Now) {
        while let Some(timer) = self.timers.expire(now.mono) {
            match timer {
                Timer::Call(call) => self.call_due(now, call),
                Timer::FreeNames => self.free_names(now),
                Timer::Linger(user) => self.leave_house(now, user),
                Timer::Owed => self.pay_debts(),
                Timer::People => self.tell_people(now.mono),
            }
        }
    }

    /// When [`Self::handle_timeout`] is to be called next.
    pub fn poll_timeout(&self) -> Option<Mono> {
        self.timers.next()
    }

    /// The next thing to do.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    // -- what the parts share

    fn random(&mut self) -> u64 {
        self.random.next_u64()
    }

    fn deliver(&mut self, to: To, event: Event) {
        if to != To::Many(Vec::new()) {
            self.effects.push_back(Effect::Deliver {
                to,
                re: None,
                event: Arc::new(event),
            });
        }
    }

    /// Answers a connection, unless it has closed since it asked.
    fn answer(&mut self, conn: ConnId, re: Option<RequestId>, event: Event) {
        if !self.role_by_conn.contains_key(&conn) {
            return;
        }
        self.effects.push_back(Effect::Deliver {
            to: To::One(conn),
            re,
            event: Arc::new(event),
        });
    }

    fn answer_if(&mut self, conn: ConnId, re: Option<RequestId>, event: Option<Event>) {
        if let Some(event) = event {
            self.answer(conn, re, event);
        }
    }

    fn refuse(&mut self, conn: ConnId, re: Option<RequestId>, refusal: Refusal) {
        self.answer(conn, re, Event::Refused(refusal));
    }

    fn ask_store(&mut self, request: StoreRequest, then: Pending) {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.pending.insert(ticket, then);
        self.effects.push_back(Effect::Store { ticket, request });
    }

    fn conns(&self, user: UserId) -> &[ConnId] {
        self.here.get(&user).map_or(&[], |here| &here.conns)
    }

    fn meter(
        &mut self,
        user: UserId,
        of: fn(&mut Meters) -> &mut Meter,
        rate: Option<Rate>,
        now: Now,
    ) -> Result<(), Refusal> {
        let meters = match self.here.get_mut(&user) {
            Some(here) => &mut here.meters,
            None => {
                if self.absent.len() >= MAX_ABSENT {
                    self.absent.retain(|_, meters| !meters.are_full(now.mono));
                }
                self.absent.entry(user).or_default()
            }
        };
        of(meters).take(rate, now.mono).map_err(Refusal::too_many)
    }
}

impl Meters {
    /// Whether they are as if nothing had been asked.
    fn are_full(&self, now: Mono) -> bool {
        [self.messages, self.requests, self.calls, self.typing, self.strikes]
            .iter()
            .all(|meter| meter.is_full(now))
    }
}
