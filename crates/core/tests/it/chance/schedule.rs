//! Four bytes are one step: who, does what, with whom, how.

use std::time::Duration;

use teahouse_core::call::RECORD_TIMEOUT;
use teahouse_core::command::{CallRef, Command, Signal};
use teahouse_core::hub::{Closing, Opening, Stats};
use teahouse_core::id::{CallId, ConnId, RoomId, SessionId};
use teahouse_core::outcome::StoreFailure;
use teahouse_core::record::Device;

use super::witness::Witness;
use super::world::words::*;
use super::world::{World, token};

const PEOPLE: [&str; 3] = ["Ann", "Bob", "Carl"];
const GUESTS: [&str; 3] = ["gil", "hal", "ann"];
const MAX_OPEN: usize = 10;

struct Schedule {
    world: World,
    witness: Witness,
    open: Vec<ConnId>,
    calls: Vec<CallId>,
    rooms: Vec<RoomId>,
}

/// Runs the steps, then lets everybody go.
pub fn run(steps: &[[u8; 4]]) {
    let mut schedule = Schedule::begin();
    for step in steps {
        schedule.step(*step);
        schedule.look();
    }
    schedule.end();
}

impl Schedule {
    fn begin() -> Schedule {
        let mut world = World::new();
        let open: Vec<ConnId> = PEOPLE.map(|name| world.person(name)).to_vec();
        for (conn, peer) in [(open[0], "Bob"), (open[1], "Carl")] {
            world.say(conn, Command::OpenRoom { peer: world.id(peer) });
        }
        let rooms = vec![world.room("Ann", "Bob"), world.room("Bob", "Carl"), RoomId(99)];
        let mut witness = Witness::default();
        for (conn, name) in open.iter().zip(PEOPLE) {
            world.raw(*conn);
            witness.came(*conn, Some(world.id(name)));
        }
        world.store.is_held = true;
        Schedule {
            world,
            witness,
            open,
            calls: vec![CallId(99)],
            rooms,
        }
    }

    fn step(&mut self, [what, who, with, how]: [u8; 4]) {
        let conn = (!self.open.is_empty()).then(|| self.open[usize::from(who) % self.open.len()]);
        match (what % 16, conn) {
            (0, _) => self.come(with, how),
            (1, Some(conn)) if how.is_multiple_of(2) => self.go(conn, with),
            (2, _) => self.pass_time(with, how),
            (3..=5, _) => self.store_step(with, how),
            (6, _) if what == 6 && with == 0 => self.restart(),
            (6..=7, Some(conn)) => self.say(conn, Self::message(&self.rooms, with, how)),
            (8, Some(conn)) => {
                let command = self.people_command(with, how);
                self.say(conn, command);
            }
            (9..=10, Some(conn)) => {
                let command = self.invitation(with, how);
                self.say(conn, command);
            }
            (11.., Some(conn)) => {
                // Mostly somebody who has a call, or chance alone would seldom get into one.
                let in_call = self.witness.who_knows_a_call();
                let conn = match in_call.len() {
                    0 => conn,
                    _ if who >= 192 => conn,
                    len => in_call[usize::from(who) % len],
                };
                let command = self.call_command(conn, with, how);
                self.say(conn, command);
            }
            _ => {}
        }
    }

    fn say(&mut self, conn: ConnId, command: Command) {
        self.witness.said(conn, self.world.next_re(), &command);
        self.world.say(conn, command);
    }

    fn come(&mut self, with: u8, how: u8) {
        if self.open.len() >= MAX_OPEN {
            return;
        }
        let name = PEOPLE[usize::from(with) % PEOPLE.len()];
        let conn = match how % 8 {
            0..=4 => {
                let conn = self.world.late_page(name);
                self.witness.came(conn, Some(self.world.id(name)));
                conn
            }
            5..=6 => {
                let conn = self.world.open(Opening::Plain);
                self.witness.came(conn, None);
                conn
            }
            _ => {
                let name = GUESTS[usize::from(with) % GUESTS.len()].to_uppercase();
                let session = SessionId(u64::from(with));
                let token = token(&format!("{name}{how}"));
                let conn = self.world.request(Command::Register {
                    name,
                    session,
                    token,
                    device: Device::default(),
                });
                self.witness.came(conn, None);
                conn
            }
        };
        self.open.push(conn);
    }

    fn go(&mut self, conn: ConnId, with: u8) {
        let closing = if with.is_multiple_of(2) {
            Closing::Clean
        } else {
            Closing::Lost
        };
        self.open.retain(|other| *other != conn);
        self.world.raw(conn);
        self.world.close(conn, closing);
        self.witness.went(conn);
    }

    fn pass_time(&mut self, with: u8, how: u8) {
        let millis = [1, 200, 1_000, 4_000, 8_000, 10_000, 45_000, 60_000];
        self.world.advance(match (with, how) {
            (0, 0) => Duration::from_secs(15 * 24 * 60 * 60),
            (0..4, 1) => RECORD_TIMEOUT,
            _ => Duration::from_millis(millis[usize::from(with) % millis.len()]),
        });
    }

    fn store_step(&mut self, with: u8, how: u8) {
        match with % 8 {
            0..=2 => self.world.store.carry_out_some(how.into(), self.world.now),
            3..=5 => {
                self.bring(how.into());
            }
            6 => self.answer_all(),
            _ => {
                self.world.store.failing = match how % 8 {
                    0 => Some(StoreFailure::Unavailable),
                    1 => Some(StoreFailure::Full),
                    _ => None,
                };
            }
        }
    }

    fn bring(&mut self, choice: usize) -> bool {
        let Some((ticket, outcome)) = self.world.store.bring_some(choice) else {
            return false;
        };
        self.world.hub.handle_outcome(self.world.now, ticket, outcome);
        self.world.settle();
        true
    }

    fn answer_all(&mut self) {
        while !self.world.store.is_idle() {
            self.world.store.carry_out_some(0, self.world.now);
            while self.bring(0) {}
        }
    }

    fn restart(&mut self) {
        self.world.restart();
        self.open.clear();
        self.witness = Witness::default();
    }

    fn message(rooms: &[RoomId], with: u8, how: u8) -> Command {
        let room = rooms[usize::from(with) % rooms.len()];
        match how % 8 {
            0..=3 => send(room, &format!("id{}", how / 8), ["one", "two"][usize::from(how / 128)]),
            4 => mark(room, u64::from(how / 16), u64::from(how / 32)),
            5 => Command::SetTyping { room },
            6 => latest(room, 3),
            _ => Command::ListRooms { before: None, limit: 2 },
        }
    }

    fn people_command(&self, with: u8, how: u8) -> Command {
        match how % 8 {
            0..=1 => Command::WatchPeople {
                limit: u16::from(with % 6),
            },
            2 => Command::WatchPresence {
                users: PEOPLE
                    .iter()
                    .take(usize::from(with % 4))
                    .map(|name| self.world.id(name))
                    .collect(),
            },
            3 if with == 0 => Command::SignOut { token: token("Carl") },
            _ => Command::TakeName {
                name: GUESTS[usize::from(with) % GUESTS.len()].into(),
            },
        }
    }

    fn invitation(&self, with: u8, how: u8) -> Command {
        if how.is_multiple_of(3) {
            let names = [PEOPLE, GUESTS].concat();
            offer(names[usize::from(with) % names.len()], "o")
        } else {
            invite(self.world.id(PEOPLE[usize::from(with) % PEOPLE.len()]))
        }
    }

    fn call_command(&self, conn: ConnId, with: u8, how: u8) -> Command {
        let from_last = usize::from(with / 64).min(self.calls.len() - 1);
        let id = self.calls[self.calls.len() - 1 - from_last];
        // Only guests have no word for which call they mean.
        let call = if self.witness.is_page(conn) {
            CallRef::Id(id)
        } else {
            CallRef::Mine { peer: None }
        };
        let peer = self.world.id(PEOPLE[usize::from(how) % PEOPLE.len()]);
        match with % 10 {
            0..=2 => Command::Accept {
                call,
                answer: opaque("a"),
            },
            3 => Command::Decline { call },
            4 => Command::Hangup {
                call,
                seconds: how.is_multiple_of(2).then_some(7),
            },
            5 => Command::Ring { call: id },
            6..=7 => resume(id, peer),
            8 => Command::Signal {
                call,
                signal: Signal::Candidate(opaque("c")),
            },
            _ => Command::Signal {
                call,
                signal: Signal::Offer(opaque("o")),
            },
        }
    }

    /// Hears what everybody has heard.
    fn look(&mut self) {
        for conn in self.open.clone() {
            for (re, event) in self.world.raw(conn) {
                self.witness.hears(&self.world.store, conn, re, &event);
            }
        }
        for call in self.witness.calls() {
            if !self.calls.contains(&call) {
                self.calls.push(call);
            }
        }
        let stats = self.world.hub.stats();
        assert_eq!(
            stats.people_in_calls,
            2 * stats.calls,
            "two people are in each call, and each in one"
        );
    }

    fn end(mut self) {
        self.world.store.failing = None;
        self.answer_all();
        self.world.advance(Duration::from_secs(5));
        self.answer_all();
        self.look();
        assert_eq!(self.world.owed(), 0, "every request has its answer");
        self.witness.has_missed_nothing(&self.world.store);
        for conn in self.open.clone() {
            if let Some((rows, limit)) = self.witness.rows(conn) {
                self.world.say(conn, Command::WatchPeople { limit });
                let fresh = self.world.raw(conn);
                assert_eq!(Witness::fresh_rows(&fresh), rows, "what was told adds up to what is");
            }
        }
        for conn in std::mem::take(&mut self.open) {
            self.world.close(conn, Closing::Lost);
        }
        self.world.advance(RECORD_TIMEOUT + Duration::from_secs(60));
        self.answer_all();
        // What the store has failed to keep is tried again.
        for _ in 0..3 {
            self.world.advance(Duration::from_secs(60));
            self.answer_all();
        }
        let empty = Stats {
            timers: 1,
            ..Stats::default()
        };
        assert_eq!(self.world.hub.stats(), empty, "nothing stays behind");
        assert_eq!(self.world.store.calls(), [], "a record outlived its call");
    }
}
