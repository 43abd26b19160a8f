//! Rooms under chance: people with devices that come and go, groups that change, messages that are edited, recalled,
//! hidden and reacted to, a store that stalls, fails and answers out of order, and a house that is killed. In the end
//! every device shows what a fresh one would load.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::effect::RequestId;
use teahouse_core::id::{MessageId, RoomId, UserId};
use teahouse_core::limit::Rate;
use teahouse_core::outcome::StoreFailure;
use teahouse_core::record::{Body, InviteCode, Mentions, Message, Notice, RoomRole, Seq};
use teahouse_core::settings::Rates;

use super::device::Device;
use super::world::store::text_of;
use super::world::words::*;
use super::world::{Fault, World};

const PEOPLE: [&str; 4] = ["Ann", "Bob", "Carl", "Dora"];
/// Who is in the group at first.
const FIRST: usize = 3;

struct Schedule {
    world: World,
    devices: Vec<Device>,
    group: RoomId,
    pair: RoomId,
    asked: usize,
}

/// Runs the steps, lets everybody come back, and compares. With a fault planted it ought to panic.
pub fn run(steps: &[[u8; 4]], fault: Option<Fault>) {
    let mut schedule = Schedule::begin(fault);
    for step in steps {
        schedule.step(*step);
        schedule.look();
    }
    schedule.end();
}

impl Schedule {
    fn begin(fault: Option<Fault>) -> Schedule {
        let rate = Some(Rate {
            burst: 4,
            every: Duration::from_secs(1),
        });
        let rates = Rates {
            messages: rate,
            ..Rates::off()
        };
        let mut world = World::of_members(&PEOPLE, rates);
        let conns = PEOPLE.map(|name| world.page(name));
        let group = world.group("Tea", &conns, &PEOPLE[1..FIRST]);
        world.say(conns[0], Command::OpenRoom { peer: world.id("Bob") });
        world.say(
            conns[0],
            Command::CreateInvite {
                code: InviteCode::new("0123456789").expect("a code"),
                room: Some(group),
                needs_approval: false,
                uses: None,
                expires_at: None,
            },
        );
        let pair = world.room("Ann", "Bob");
        for conn in conns {
            world.raw(conn);
            world.leave(conn);
        }
        world.store.is_held = true;
        world.fault = fault;
        let devices = PEOPLE.iter().chain(&PEOPLE).enumerate();
        Schedule {
            world,
            devices: devices.map(|(number, name)| Device::new(name, number)).collect(),
            group,
            pair,
            asked: 0,
        }
    }

    fn step(&mut self, [what, who, with, how]: [u8; 4]) {
        let at = usize::from(who) % self.devices.len();
        match what % 16 {
            0 if self.devices[at].conn.is_none() => self.come(at),
            0 if how.is_multiple_of(4) => self.go(at),
            1 => self.world.advance(Duration::from_millis(u64::from(with) * 20)),
            2 if what == 2 && with < 8 => self.restart(),
            2 => {
                self.world.store.failing = match how % 8 {
                    0 => Some(StoreFailure::Unavailable),
                    1 => Some(StoreFailure::Full),
                    _ => None,
                };
            }
            3 | 4 => self.world.store.carry_out_some(how.into(), self.world.now),
            5 | 6 => {
                self.bring(how.into());
            }
            7 => self.answer_all(),
            8..=10 => {
                let room = if how.is_multiple_of(4) { self.pair } else { self.group };
                self.devices[at].compose(room);
            }
            11..=13 => self.touch(at, with, how),
            _ => self.change_group(at, with, how),
        }
    }

    fn come(&mut self, at: usize) {
        let conn = self.world.late_page(self.devices[at].name);
        self.devices[at].connected(conn);
    }

    fn go(&mut self, at: usize) {
        if let Some(conn) = self.devices[at].conn {
            self.world.raw(conn);
            self.world.lose(conn);
            self.devices[at].disconnected();
        }
    }

    fn restart(&mut self) {
        self.world.restart();
        for device in &mut self.devices {
            device.disconnected();
        }
    }

    fn say(&mut self, at: usize, command: Command) {
        let Some(conn) = self.devices[at].conn else { return };
        let re: RequestId = self.world.next_re();
        self.devices[at].said(re, &command);
        self.asked += 1;
        self.world.say(conn, command);
    }

    /// Does something to a message that the device shows.
    fn touch(&mut self, at: usize, with: u8, how: u8) {
        let device = &self.devices[at];
        let room = if how.is_multiple_of(4) { self.pair } else { self.group };
        let Some(held) = device.rooms.get(&room).filter(|held| !held.messages.is_empty()) else {
            return;
        };
        let index = usize::from(with) % held.messages.len();
        let message = held.messages.values().nth(index).map(|message| message.id);
        let message: MessageId = message.expect("it is one of them");
        let text = format!("t{how}");
        let key = ["👍", "茶", "🎉"][usize::from(how) % 3];
        let command = match how / 16 {
            0..=3 => edit(room, message, &text),
            4..=5 => recall(room, message),
            6..=7 => hide(room, message),
            8..=10 => react(room, message, key, how % 8 > 2),
            11..=12 => reply(room, &format!("r{}", self.asked), message, &text),
            13 => mark(room, u64::from(with), u64::from(with / 2)),
            14 => call_upon(
                room,
                &format!("m{}", self.asked),
                &text,
                Mentions {
                    all: how.is_multiple_of(2),
                    users: vec![self.world.id("Bob"), self.world.id("Dora")],
                },
            ),
            _ => latest(room, 5),
        };
        if matches!(command, Command::Mark { .. }) {
            if let Some(conn) = self.devices[at].conn {
                self.world.say(conn, command);
            }
            return;
        }
        self.say(at, command);
    }

    fn change_group(&mut self, at: usize, with: u8, how: u8) {
        let room = self.group;
        let user: UserId = self.world.id(PEOPLE[usize::from(with) % PEOPLE.len()]);
        let own = self.world.id(self.devices[at].name);
        let role = [RoomRole::Member, RoomRole::Admin, RoomRole::Owner][usize::from(how) % 3];
        let command = match how / 32 {
            0..=1 => Command::AddMembers {
                room,
                users: vec![user],
            },
            2 => Command::RemoveMember { room, user },
            3 => Command::RemoveMember { room, user: own },
            4 => Command::SetMemberRole { room, user, role },
            5 => announce(room, how.is_multiple_of(2)),
            6 => rename(room, ["Tea", "Coffee"][usize::from(how) % 2]),
            _ => Command::UseInvite {
                code: InviteCode::new("0123456789").expect("a code"),
            },
        };
        self.say(at, command);
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

    /// Every device hears what was told to it, and asks what it wants to know.
    fn look(&mut self) {
        for at in 0..self.devices.len() {
            let Some(conn) = self.devices[at].conn else { continue };
            for (re, event) in self.world.raw(conn) {
                self.devices[at].hears(re, &event);
            }
            for command in self.devices[at].wishes() {
                self.say(at, command);
            }
        }
    }

    // -- the end

    fn end(mut self) {
        self.world.store.failing = None;
        for at in 0..self.devices.len() {
            if self.devices[at].conn.is_none() {
                self.come(at);
            }
        }
        for _ in 0..1_000 {
            self.look();
            self.answer_all();
            self.look();
            if self.world.store.is_idle() && self.devices.iter().all(Device::is_settled) {
                return self.compare();
            }
            self.world.advance(Duration::from_secs(1));
        }
        panic!("a device never came to rest");
    }

    fn compare(&self) {
        assert_eq!(self.world.owed(), 0, "every request has its answer");
        for device in &self.devices {
            self.shows_what_a_fresh_one_loads(device);
            self.sent_in_order(device);
            self.heard_only_as_a_member(device);
        }
        self.keeps_each_once();
    }

    fn shows_what_a_fresh_one_loads(&self, device: &Device) {
        let user = self.world.id(device.name);
        for room in [self.group, self.pair] {
            let fresh = self.world.store.seen_by(room, user);
            let held = device.rooms.get(&room);
            match fresh {
                None => assert!(held.is_none(), "{} still shows a room that she has left", device.name),
                Some((messages, _)) if messages.is_empty() => {}
                Some((messages, _)) => {
                    let held = held.unwrap_or_else(|| panic!("{} lacks a room", device.name));
                    let shown: Vec<_> = held.messages.values().cloned().collect();
                    let is_same =
                        shown.len() == messages.len() && shown.iter().zip(&messages).all(|(a, b)| looks_like(a, b));
                    assert!(
                        is_same,
                        "{} shows {}, not {}",
                        device.name,
                        brief(&shown),
                        brief(&messages)
                    );
                }
            }
        }
    }

    fn sent_in_order(&self, device: &Device) {
        let prefix = device.client_id(0).trim_end_matches('0').to_owned();
        for (_, messages) in self.world.store.rooms() {
            let sent = messages
                .iter()
                .filter_map(|message| message.client_id.as_str().strip_prefix(&prefix));
            let numbers: Vec<u32> = sent.map(|number| number.parse().expect("a number")).collect();
            assert!(
                numbers.is_sorted_by(|one, next| one < next),
                "swapped or doubled: {numbers:?}"
            );
        }
    }

    /// What was told of a message as it came was told to those who were in the room when it got its place.
    fn heard_only_as_a_member(&self, device: &Device) {
        let user = self.world.id(device.name);
        let group = self.world.store.rooms().find(|(id, _)| *id == self.group);
        let mut is_in = PEOPLE[..FIRST].contains(&device.name);
        let mut places = BTreeSet::new();
        for message in group.map(|(_, messages)| messages).unwrap_or_default() {
            match &message.body {
                Body::Notice(Notice::Added(users)) => is_in |= users.contains(&user),
                Body::Notice(Notice::Joined) => is_in |= message.author == user,
                Body::Notice(Notice::Left) => is_in &= message.author != user,
                Body::Notice(Notice::Removed(gone)) => is_in &= *gone != user,
                _ => {}
            }
            if is_in {
                places.insert(message.seq);
            }
        }
        let is_told = |(room, seq): &(RoomId, Seq)| *room != self.group || places.contains(seq);
        let wrong = device.told.iter().find(|told| !is_told(told));
        assert_eq!(wrong, None, "{} heard what was not hers", device.name);
    }

    fn keeps_each_once(&self) {
        for (room, messages) in self.world.store.rooms() {
            let names: BTreeSet<_> = messages.iter().map(|m| (m.author, m.client_id.clone())).collect();
            assert_eq!(names.len(), messages.len(), "a message was kept twice in {room}");
            for (place, message) in messages.iter().enumerate() {
                assert_eq!(message.seq.0, place as u64 + 1, "a gap in {room}");
            }
        }
    }
}

/// Whether two messages show the same. What somebody hides takes a revision that nobody else is told of.
fn looks_like(one: &Message, other: &Message) -> bool {
    let other = Message {
        rev: one.rev,
        ..other.clone()
    };
    *one == other
}

/// Messages in a few words, to compare what differs.
fn brief(messages: &[Arc<Message>]) -> String {
    let lines: Vec<String> = messages
        .iter()
        .map(|message| format!("#{}@{} {}", message.seq.0, message.rev.0, text_of(message)))
        .collect();
    format!("[{}]", lines.join(", "))
}
