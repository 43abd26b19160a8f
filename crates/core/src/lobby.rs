//! The lobby: transient people who see each other, talk to one another and meet two by two.
//!
//! A connection is a person here; she has no name, no account and leaves nothing behind. Everybody sees the roster:
//! who is there, in order of arrival, each with the lowest number that was free. Booths are live-only rooms for two:
//! opened by a name, closed with their last member. What people say is opaque.
//!
//! Inputs: [`Lobby::handle_arrive`], [`Lobby::handle_command`], [`Lobby::handle_leave`], [`Lobby::handle_timeout`].
//! Output: [`Lobby::poll_event`], to be drained after each input, and [`Lobby::poll_timeout`]. An answer to the asker
//! comes after the events that her request caused for herself.

mod booth;
mod command;
mod event;
mod label;
mod public_id;
mod roster;
mod rounds;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;

pub use booth::{CAPACITY, MAX_BOOTHS};
pub use command::{LobbyCommand, Payload, Tag};
pub use event::{Audience, LobbyAsk, LobbyEvent, LobbyRefusal};
pub use label::{Label, MAX_LABEL_LEN};
pub use public_id::PublicId;
pub use roster::{Roster, RosterEntry};
pub use rounds::{CHANGE_INTERVAL, SLICE_ENTRIES, SLICE_INTERVAL};

use booth::Booths;
use roster::People;
use rounds::Rounds;

use crate::id::ConnId;
use crate::now::{Mono, Now};

/// Whether people see who is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Presence {
    /// Everybody gets the roster on arrival and again when it changes.
    #[default]
    On,
    /// The roster shows oneself alone and never changes: for measuring the rest of the house.
    Off,
}

/// The id is somebody's already, or the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlreadyHere;

/// The machine. See the module's words for its contract.
#[derive(Debug, Default)]
pub struct Lobby {
    presence: Presence,
    people: People,
    booths: Booths,
    rounds: Rounds,
    events: VecDeque<(Audience, LobbyEvent)>,
}

impl Lobby {
    /// An empty lobby.
    pub fn new(presence: Presence) -> Self {
        Lobby {
            presence,
            ..Lobby::default()
        }
    }

    /// How many people are here.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.people.len() == 0
    }

    /// How many booths are open.
    pub fn booths(&self) -> usize {
        self.booths.len()
    }

    /// A connection becomes a person. She hears [`LobbyEvent::Arrived`] before anything else.
    ///
    /// # Errors
    /// The connection is a person already, or the id is somebody's: nothing happens.
    pub fn handle_arrive(&mut self, now: Now, conn: ConnId, id: PublicId) -> Result<(), AlreadyHere> {
        if !self.people.admit(conn, id) {
            return Err(AlreadyHere);
        }
        let roster = match self.presence {
            Presence::On => self.people.roster(),
            Presence::Off => self.people.roster_of_one(conn),
        };
        self.tell(conn, LobbyEvent::Arrived { id, roster });
        self.note_change(now.mono);
        Ok(())
    }

    /// A person asks. Each command is answered to her exactly once, except [`LobbyCommand::Depart`].
    pub fn handle_command(&mut self, now: Now, conn: ConnId, command: LobbyCommand) {
        match command {
            LobbyCommand::Arrive { id } => {
                if self.handle_arrive(now, conn, id).is_err() {
                    self.refuse(conn, LobbyAsk::Arrive, LobbyRefusal::AlreadyHere, None);
                }
            }
            LobbyCommand::Depart => self.handle_leave(now, conn),
            LobbyCommand::Enter { booth, open, tag } => self.enter(conn, booth, open, tag),
            LobbyCommand::Tell { to, payload, tag } => self.tell_label(conn, &to, payload, tag),
            LobbyCommand::TellOthers { payload, tag } => self.tell_others(conn, payload, tag),
        }
    }

    /// A person goes: her booths, her number and her id are free at once.
    pub fn handle_leave(&mut self, now: Now, conn: ConnId) {
        let Some(gone) = self.people.dismiss(conn) else { return };
        for label in gone.booths {
            if let Some(other) = self.booths.leave(&label, conn) {
                self.tell(
                    other,
                    LobbyEvent::BoothLeft {
                        booth: label,
                        id: gone.id,
                    },
                );
            }
        }
        self.note_change(now.mono);
    }

    /// The time given by [`Lobby::poll_timeout`] has come.
    pub fn handle_timeout(&mut self, now: Now) {
        while let Some((roster, conns)) = self.rounds.slice(now.mono, &mut self.people) {
            self.events
                .push_back((Audience::These(conns.into()), LobbyEvent::RosterChanged(roster)));
        }
    }

    /// When the lobby wants to be woken.
    pub fn poll_timeout(&self) -> Option<Mono> {
        self.rounds.due()
    }

    /// The next thing to tell, and whom.
    pub fn poll_event(&mut self) -> Option<(Audience, LobbyEvent)> {
        self.events.pop_front()
    }

    fn note_change(&mut self, now: Mono) {
        if self.presence == Presence::On {
            self.rounds.note_change(now, self.people.len());
            self.handle_timeout(Now {
                mono: now,
                ..Now::default()
            });
        }
    }

    fn enter(&mut self, conn: ConnId, booth: Label, open: bool, tag: Tag) {
        let ask = if open { LobbyAsk::Open } else { LobbyAsk::Enter };
        let Some(person) = self.people.person(conn) else {
            return self.refuse(conn, ask, LobbyRefusal::NotHere, tag);
        };
        let inside = self.booths.members(&booth);
        let before = inside.len() as u8;
        if inside.contains(conn) {
            return self.tell(conn, LobbyEvent::BoothEntered { booth, before, tag });
        }
        if self.people.by_label(&booth).is_some() {
            return self.refuse(conn, ask, LobbyRefusal::SomebodysId, tag);
        }
        if before == 0 && !open {
            return self.tell(conn, LobbyEvent::BoothEmpty { booth, tag });
        }
        if usize::from(before) >= CAPACITY {
            return self.tell(conn, LobbyEvent::BoothFull { booth, tag });
        }
        if person.booths.len() >= MAX_BOOTHS {
            return self.refuse(conn, ask, LobbyRefusal::TooManyBooths, tag);
        }
        self.people.note_booth(conn, booth.clone());
        self.booths.enter(booth.clone(), conn);
        if !open && let Some(other) = inside.other_than(conn) {
            self.tell(other, LobbyEvent::BoothJoined { booth: booth.clone() });
        }
        self.tell(conn, LobbyEvent::BoothEntered { booth, before, tag });
    }

    fn tell_label(&mut self, conn: ConnId, to: &Label, payload: Arc<Payload>, tag: Tag) {
        if self.people.person(conn).is_none() {
            return self.refuse(conn, LobbyAsk::Tell, LobbyRefusal::NotHere, tag);
        }
        // A person's id comes first, so that no booth can stand in front of it.
        if let Some(hearer) = self.people.by_label(to) {
            if hearer == conn {
                return self.refuse(conn, LobbyAsk::Tell, LobbyRefusal::Oneself, tag);
            }
            self.tell(hearer, LobbyEvent::Told(payload));
        } else {
            let inside = self.booths.members(to);
            if !inside.contains(conn) {
                return self.refuse(conn, LobbyAsk::Tell, LobbyRefusal::NobodyThere, tag);
            }
            if let Some(other) = inside.other_than(conn) {
                self.tell(other, LobbyEvent::Told(payload));
            }
        }
        self.finish(conn, tag);
    }

    fn tell_others(&mut self, conn: ConnId, payload: Arc<Payload>, tag: Tag) {
        if self.people.person(conn).is_none() {
            return self.refuse(conn, LobbyAsk::TellOthers, LobbyRefusal::NotHere, tag);
        }
        if self.people.len() > 1 {
            let audience = Audience::AllBut {
                everyone: self.people.everyone(),
                except: conn,
            };
            self.events.push_back((audience, LobbyEvent::Told(payload)));
        }
        self.finish(conn, tag);
    }

    /// Answers a request that has nothing to say, if an answer was asked for.
    fn finish(&mut self, conn: ConnId, tag: Tag) {
        if tag.is_some() {
            self.tell(conn, LobbyEvent::Done { tag });
        }
    }

    fn refuse(&mut self, conn: ConnId, ask: LobbyAsk, refusal: LobbyRefusal, tag: Tag) {
        self.tell(conn, LobbyEvent::Refused { ask, refusal, tag });
    }

    fn tell(&mut self, conn: ConnId, event: LobbyEvent) {
        self.events.push_back((Audience::One(conn), event));
    }
}
