//! A house in virtual time: the hub, a store that can stall, fail and answer out of order, and people with pages.
//!
//! A test says what clients say and compares what each connection heard, as short lines: see [`words::line`]. An answer
//! to a request begins with `re`. Two promises are checked at every step, whatever the test is about: nothing is told to
//! a connection that has closed, and no request is answered twice. A third at the end: none that waits for nothing is
//! left without an answer.

#![allow(
    dead_code,
    reason = "each test binary that lives in this world uses its own part of it"
)]

// Spelled out, so that other crates' tests can live in this world too.
#[path = "world/store.rs"]
pub mod store;
#[path = "world/words.rs"]
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use teahouse_core::command::{Admission, Command};
use teahouse_core::effect::{CloseReason, Effect, RequestId, To};
use teahouse_core::event::Event;
use teahouse_core::hub::{Closing, Hub, Opening};
use teahouse_core::id::{CallId, ConnId, NodeId, RoomId, SessionId, UserId};
use teahouse_core::name::Name;
use teahouse_core::now::{Mono, Now, UnixMillis};
use teahouse_core::outcome::Directory;
use teahouse_core::record::{Device, PasswordHash, Person, Role, Session, TokenHash};
use teahouse_core::settings::{Rates, Settings};

use store::Store;

/// What one connection hears.
pub type Heard = Vec<(Option<RequestId>, Arc<Event>)>;

/// What a world can do wrong on purpose, so that a test shows that it would be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Some changes of messages are told to nobody but who made them.
    ChangeUntold,
    /// What somebody has hidden is shown again when it changes.
    HiddenShown,
    /// What somebody has hidden takes no revision.
    HiddenWithoutRevision,
    /// Some messages are told twice.
    PostedTwice,
    /// Some messages are not told.
    PostUntold,
    /// What quotes a changed message keeps its revision.
    QuoteUnchanged,
    /// A message sent again is kept again.
    RetryKept,
}

impl Fault {
    /// Each of them.
    pub const ALL: [Fault; 7] = [
        Fault::ChangeUntold,
        Fault::HiddenShown,
        Fault::HiddenWithoutRevision,
        Fault::PostedTwice,
        Fault::PostUntold,
        Fault::QuoteUnchanged,
        Fault::RetryKept,
    ];
}

/// The house and everybody in it.
pub struct World {
    pub hub: Hub,
    pub store: Store,
    pub now: Now,
    /// What is wrong on purpose.
    pub fault: Option<Fault>,
    settings: Settings,
    next_conn: u64,
    next_re: RequestId,
    open: BTreeSet<ConnId>,
    heard: BTreeMap<ConnId, Heard>,
    closed_by_house: Vec<(ConnId, CloseReason)>,
    /// Connections that the house has closed: their clients may not know it yet.
    shut: BTreeSet<ConnId>,
    owed: BTreeSet<(ConnId, RequestId)>,
    user_by_name: BTreeMap<String, UserId>,
    last_call: Option<CallId>,
    told: usize,
}

impl Default for World {
    fn default() -> Self {
        World::with(Rates::off())
    }
}

impl World {
    /// An empty house that limits nobody.
    pub fn new() -> World {
        World::default()
    }

    /// An empty house with these rates.
    pub fn with(rates: Rates) -> World {
        World::at(
            Directory::default(),
            Settings {
                rates,
                ..Settings::default()
            },
        )
    }

    /// A house that begins with this directory.
    pub fn at(directory: Directory, settings: Settings) -> World {
        let now = Now {
            mono: Mono(Duration::from_secs(5)),
            wall: UnixMillis(1_700_000_000_000),
        };
        let mut world = World {
            hub: Hub::new(NodeId(1), settings.clone(), [7; 32], directory, now),
            store: Store::default(),
            now,
            fault: None,
            settings,
            next_conn: 1,
            next_re: 1,
            open: BTreeSet::new(),
            heard: BTreeMap::new(),
            closed_by_house: Vec::new(),
            shut: BTreeSet::new(),
            owed: BTreeSet::new(),
            user_by_name: BTreeMap::new(),
            last_call: None,
            told: 0,
        };
        world.settle();
        world
    }

    /// A house whose people have accounts already, each with a session of the token of her name.
    pub fn of_members(names: &[&str], rates: Rates) -> World {
        let now = UnixMillis(1_700_000_000_000);
        let people = names.iter().zip(1..).map(|(name, id)| Person {
            role: Role::Member,
            ..Person::guest(UserId(id), Name::from_store(name), now)
        });
        let sessions = names
            .iter()
            .zip(1..)
            .map(|(name, id)| Session::browser(SessionId(id), UserId(id), token(name), now));
        let directory = Directory {
            people: people.collect(),
            sessions: sessions.collect(),
            ..Directory::default()
        };
        let mut world = World::at(
            directory.clone(),
            Settings {
                rates,
                ..Settings::default()
            },
        );
        world.store.begin_with(directory);
        world
    }

    // -- who comes and goes

    /// A new person with a page; what it hears at first is past.
    pub fn person(&mut self, name: &str) -> ConnId {
        let heard = self.register(name, name);
        assert_eq!(heard, [format!("re registered {name}")]);
        self.page(name)
    }

    /// Asks for a new person called `name`, whose session has the token of `token`. Returns what the request hears.
    pub fn register(&mut self, name: &str, token: &str) -> Vec<String> {
        let conn = self.request(Command::Register {
            name: name.into(),
            session: SessionId(token.bytes().fold(7, |sum: u64, b| sum.wrapping_mul(31) + u64::from(b))),
            token: self::token(token),
            device: Device::default(),
        });
        let raw = self.raw(conn);
        if let Some(Event::Registered(you)) = raw.first().map(|(_, event)| &**event) {
            self.user_by_name.insert(token.into(), you.id);
        }
        self.close(conn, Closing::Clean);
        raw.iter().map(|(re, event)| words::line(self, *re, event)).collect()
    }

    /// A new person with an account and a page.
    pub fn member(&mut self, name: &str) -> ConnId {
        self.account(name, Role::Member)
    }

    /// A new person with an account of this role and a page; what it hears at first is past.
    pub fn account(&mut self, name: &str, role: Role) -> ConnId {
        let conn = self.request(Command::SignUp {
            handle: name.to_lowercase(),
            name: Some(name.into()),
            password: PasswordHash("opaque".into()),
            admission: Admission::Granted(role),
            session: SessionId(name.bytes().fold(3, |sum: u64, b| sum.wrapping_mul(31) + u64::from(b))),
            token: token(name),
            device: Device::default(),
        });
        assert_eq!(self.heard(conn), [format!("re registered {name}")]);
        self.close(conn, Closing::Clean);
        self.page(name)
    }

    /// A group of people with pages, made over the first one's page; what they hear of it is past.
    pub fn group(&mut self, name: &str, conns: &[ConnId], members: &[&str]) -> RoomId {
        let members = members.iter().map(|member| self.id(member)).collect();
        let name = name.to_owned();
        self.say(
            conns[0],
            Command::CreateGroup {
                name: name.clone(),
                members,
            },
        );
        for conn in conns {
            self.raw(*conn);
        }
        self.store.group(&name).expect("it was made")
    }

    /// Opens a connection for one request, and asks it.
    pub fn request(&mut self, command: Command) -> ConnId {
        let conn = self.open(Opening::Request(None));
        self.say(conn, command);
        conn
    }

    /// Asks one thing over HTTP, in the name of a person; returns what the request hears.
    pub fn ask(&mut self, name: &str, command: Command) -> Vec<String> {
        let conn = self.open(Opening::Request(Some(token(name))));
        self.pass(conn, None, command);
        let heard = self.heard(conn);
        self.close(conn, Closing::Clean);
        heard
    }

    /// One more page of a person.
    pub fn page(&mut self, name: &str) -> ConnId {
        let conn = self.late_page(name);
        let heard = self.heard(conn);
        assert!(heard[0].starts_with("welcome "), "{heard:?}");
        conn
    }

    /// A page with a token; what it hears at first is past.
    pub fn page_of(&mut self, token: &str) -> ConnId {
        let conn = self.late_page(token);
        self.raw(conn);
        conn
    }

    /// A page that loads while something goes on; what it hears at first can be asked for.
    pub fn late_page(&mut self, name: &str) -> ConnId {
        self.open(Opening::App(token(name)))
    }

    /// A plain guest under a name.
    pub fn guest(&mut self, name: &str) -> ConnId {
        let conn = self.open(Opening::Plain);
        self.say(conn, Command::TakeName { name: name.into() });
        assert_eq!(self.heard(conn), ["re name accepted"]);
        conn
    }

    /// A connection.
    pub fn open(&mut self, opening: Opening) -> ConnId {
        let conn = ConnId(self.next_conn);
        self.next_conn += 1;
        self.open.insert(conn);
        self.hub.handle_open(self.now, conn, opening);
        self.settle();
        conn
    }

    /// A connection ends with a goodbye.
    pub fn leave(&mut self, conn: ConnId) {
        self.close(conn, Closing::Clean);
    }

    /// A connection is lost.
    pub fn lose(&mut self, conn: ConnId) {
        self.close(conn, Closing::Lost);
    }

    /// A connection ends.
    pub fn close(&mut self, conn: ConnId, closing: Closing) {
        assert!(self.open.remove(&conn), "{conn} is closed already");
        self.owed.retain(|(owed, _)| *owed != conn);
        self.hub.handle_close(self.now, conn, closing);
        self.settle();
    }

    /// The house stops without a word and starts again from what the store kept; all connections are gone.
    pub fn restart(&mut self) {
        self.store.forget_questions();
        self.open.clear();
        self.owed.clear();
        self.now.mono = Mono(Duration::from_secs(1));
        self.hub = Hub::new(
            NodeId(1),
            self.settings.clone(),
            [8; 32],
            self.store.directory(),
            self.now,
        );
        self.settle();
    }

    // -- what is said and heard

    /// A client asks something.
    pub fn say(&mut self, conn: ConnId, command: Command) {
        let re = words::is_answered(&command).then_some(self.next_re);
        self.next_re += 1;
        self.pass(conn, re, command);
    }

    /// A client asks something under a number of its own.
    pub fn pass(&mut self, conn: ConnId, re: Option<RequestId>, command: Command) {
        let is_owed = self.open.contains(&conn) && !self.shut.contains(&conn);
        self.owed.extend(re.filter(|_| is_owed).map(|re| (conn, re)));
        self.hub.handle_command(self.now, conn, re, command);
        self.settle();
    }

    /// What a connection has heard since it was asked last, as lines.
    pub fn heard(&mut self, conn: ConnId) -> Vec<String> {
        self.raw(conn)
            .iter()
            .map(|(re, event)| words::line(self, *re, event))
            .collect()
    }

    /// What a connection has heard since it was asked last.
    pub fn raw(&mut self, conn: ConnId) -> Heard {
        self.heard.remove(&conn).unwrap_or_default()
    }

    /// Whom the house has closed since it was asked last, and why.
    pub fn closed_by_house(&mut self) -> Vec<(ConnId, CloseReason)> {
        std::mem::take(&mut self.closed_by_house)
    }

    /// How many events have been told, each counted once for every connection that heard it.
    pub fn told(&self) -> usize {
        self.told
    }

    /// Lets time pass, stopping wherever something is due.
    pub fn advance(&mut self, by: Duration) {
        let end = self.now.mono + by;
        while let Some(due) = self.hub.poll_timeout().filter(|due| *due <= end) {
            self.pass_to(due.max(self.now.mono));
        }
        self.pass_to(end);
    }

    fn pass_to(&mut self, at: Mono) {
        let by = at.since(self.now.mono);
        self.now.mono = at;
        self.now.wall.0 += i64::try_from(by.as_millis()).expect("a test is short");
        self.hub.handle_timeout(self.now);
        self.settle();
    }

    // -- who is who

    /// The id of a person, or of whoever was heard of under the name.
    pub fn id(&self, name: &str) -> UserId {
        *self
            .user_by_name
            .get(name)
            .unwrap_or_else(|| panic!("nobody has heard of {name}"))
    }

    /// What somebody is called.
    pub fn name_of(&self, user: UserId) -> &str {
        let known = self.user_by_name.iter().find(|(_, id)| **id == user);
        known.map_or("?", |(name, _)| name)
    }

    /// The call that was heard of last.
    pub fn call(&self) -> CallId {
        self.last_call.expect("a call was heard of")
    }

    /// The call that was heard of last, if any was.
    pub fn heard_of_call(&self) -> Option<CallId> {
        self.last_call
    }

    /// The room of two people, as the store knows it.
    pub fn room(&self, one: &str, other: &str) -> RoomId {
        self.store
            .room_of([self.id(one), self.id(other)])
            .expect("the two have a room")
    }

    /// Whether a connection is open.
    pub fn is_open(&self, conn: ConnId) -> bool {
        self.open.contains(&conn)
    }

    /// The number that the next request will carry.
    pub fn next_re(&self) -> RequestId {
        self.next_re
    }

    /// Requests of open connections that have no answer yet.
    pub fn owed(&self) -> usize {
        self.owed.len()
    }

    // -- the machinery

    /// Carries out effects; the store answers at once unless it is held.
    pub fn settle(&mut self) {
        self.carry_out();
        while !self.store.is_held
            && let Some((ticket, outcome)) = self.store.answer_first(self.now)
        {
            self.hub.handle_outcome(self.now, ticket, outcome);
            self.carry_out();
        }
    }

    fn carry_out(&mut self) {
        while let Some(effect) = self.hub.poll_effect() {
            match effect {
                Effect::Close { conn, why } => {
                    self.owed.retain(|(owed, _)| *owed != conn);
                    self.shut.insert(conn);
                    self.closed_by_house.push((conn, why));
                }
                Effect::Deliver { to, re, event } => {
                    for _ in 0..self.times_told(re, &event) {
                        self.deliver(to.clone(), re, &event);
                    }
                }
                Effect::Store { ticket, request } => {
                    self.store.fault = self.fault;
                    self.store.ask(ticket, request);
                }
            }
        }
    }

    /// Once, unless something is wrong on purpose.
    fn times_told(&self, re: Option<RequestId>, event: &Event) -> usize {
        match (self.fault, event) {
            (Some(Fault::ChangeUntold), Event::MessagesChanged { .. }) if re.is_none() => 0,
            (Some(Fault::PostedTwice), Event::MessagePosted(_)) if re.is_none() => 2,
            (Some(Fault::PostUntold), Event::MessagePosted(message)) if re.is_none() => {
                usize::from(!message.seq.0.is_multiple_of(4))
            }
            _ => 1,
        }
    }

    fn deliver(&mut self, to: To, re: Option<RequestId>, event: &Arc<Event>) {
        let conns = match to {
            To::One(conn) => vec![conn],
            To::Many(conns) => {
                assert_eq!(re, None, "an answer has one asker");
                conns
            }
        };
        let each: BTreeSet<&ConnId> = conns.iter().collect();
        assert_eq!(each.len(), conns.len(), "each hears {event:?} once");
        words::learn(event, &mut self.user_by_name, &mut self.last_call);
        for conn in conns {
            assert!(self.open.contains(&conn), "{conn} is closed and hears {event:?}");
            if let Some(re) = re {
                assert!(self.owed.remove(&(conn, re)), "{event:?} answers nothing that waits");
            }
            self.told += 1;
            self.heard.entry(conn).or_default().push((re, Arc::clone(event)));
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() && self.store.is_idle() {
            assert_eq!(self.owed, BTreeSet::new(), "every request has an answer");
        }
    }
}

/// The token of a person's first session.
pub fn token(name: &str) -> TokenHash {
    let mut hash = [0; 32];
    for (slot, byte) in hash.iter_mut().zip(name.bytes()) {
        *slot = byte;
    }
    TokenHash(hash)
}
