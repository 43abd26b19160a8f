//! People at one server: brings a number of bots online in a dialect, and keeps them alive while a figure uses them.

mod app;
mod chat_room;
mod plain;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustls::ClientConfig;

use crate::swarm::frame::Text;
use crate::swarm::{Heard, Outbox, Swarm, Target};

/// How long the crowd waits for the server to say anything before the figure fails.
const SILENCE_LIMIT: Duration = Duration::from_secs(60);

/// The language the bots speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Our own protocol.
    App,
    /// Frames that a bare server passes to the neighbor unread.
    Floor,
    /// The signaling tutorial's JSON.
    Plain,
    /// The chat-room tutorial's events over Engine.IO 4, WebSocket only.
    ChatRoom,
}

/// How far a bot has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Connecting,
    Greeted,
    SignedIn,
}

/// One bot.
#[derive(Debug)]
struct Person {
    stage: Stage,
    name: String,
    /// Which parts of the first screen have arrived, in the app.
    parts: u8,
}

/// What a text message means to a bot that is not signed in yet, or keeps its connection alive.
enum Step {
    /// Nothing to the sign-in.
    None,
    /// The server's greeting.
    Greeted,
    /// The server's word that the bot is online, under this name unless it is empty.
    SignedIn(String),
}

/// Where a crowd comes in, and what it speaks there.
#[derive(Debug, Clone)]
pub struct Door {
    /// The server's address.
    pub address: SocketAddr,
    /// What is spoken there.
    pub dialect: Dialect,
    /// The settings of TLS, where it is spoken.
    pub tls: Option<Arc<ClientConfig>>,
}

/// The bots of one figure at one server.
pub struct Crowd {
    swarm: Swarm,
    door: Door,
    cookies: Vec<String>,
    people: Vec<Person>,
    greeted: usize,
    signed_in: usize,
}

impl Crowd {
    /// Makes an empty crowd for a server's door.
    ///
    /// # Errors
    /// The system gives no epoll instance.
    pub fn new(door: &Door) -> Result<Self> {
        let (people, cookies) = (Vec::new(), Vec::new());
        Ok(Self {
            swarm: Swarm::new()?,
            door: door.clone(),
            cookies,
            people,
            greeted: 0,
            signed_in: 0,
        })
    }

    /// Gives the people of the app their session cookies, one each in the order of connection.
    pub fn with_cookies(mut self, cookies: Vec<String>) -> Self {
        self.cookies = cookies;
        self
    }

    /// The sockets under the crowd.
    pub fn swarm(&mut self) -> &mut Swarm {
        &mut self.swarm
    }

    /// The queue of what the bots are to say.
    pub fn outbox(&mut self) -> &mut Outbox {
        self.swarm.outbox()
    }

    /// How many bots there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody has come yet.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// What is spoken here.
    pub fn dialect(&self) -> Dialect {
        self.door.dialect
    }

    /// The name (plain) or id (chat-room) by which others reach a bot.
    pub fn name(&self, person: usize) -> &str {
        &self.people[person].name
    }

    /// Opens `count` connections, `window` at a time, and returns when the server has greeted each.
    ///
    /// # Errors
    /// A connection fails, or the server falls silent.
    pub fn connect(&mut self, count: usize, window: usize) -> Result<()> {
        self.connect_hearing(count, window, &mut |_, _, _| Ok(()))
    }

    /// Like [`Crowd::connect`], and hands over every message that arrives meanwhile.
    ///
    /// # Errors
    /// As [`Crowd::connect`], or `heard` fails.
    pub fn connect_hearing(
        &mut self,
        count: usize,
        window: usize,
        heard: &mut impl FnMut(usize, Text<'_>, &mut Outbox) -> Result<()>,
    ) -> Result<()> {
        let goal = self.people.len() + count;
        let mut patience = Patience::new();
        while self.greeted < goal {
            while self.people.len() < goal.min(self.greeted + window) {
                self.open_one()?;
            }
            self.turn(Duration::from_millis(100), heard)?;
            patience.check(self.greeted, "the greeting of a new connection")?;
        }
        Ok(())
    }

    /// Begins one more connection and does not wait for it.
    ///
    /// # Errors
    /// The system gives no socket.
    pub fn open_one(&mut self) -> Result<()> {
        let target = self.target(self.people.len())?;
        self.swarm.open(&target)?;
        self.people.push(Person {
            stage: Stage::Connecting,
            name: String::new(),
            parts: 0,
        });
        Ok(())
    }

    /// Waits until everybody is signed in; where that has to be asked for, asks for `window` at a time.
    ///
    /// # Errors
    /// A name is refused, a connection fails, or the server falls silent.
    pub fn sign_in(&mut self, window: usize) -> Result<()> {
        let mut asked = self.signed_in;
        let mut patience = Patience::new();
        while self.signed_in < self.people.len() {
            while asked < self.people.len().min(self.signed_in + window) {
                if self.door.dialect == Dialect::Plain && self.people[asked].stage == Stage::Greeted {
                    plain::log_in(asked, &mut self.people[asked], self.swarm.outbox());
                }
                asked += 1;
            }
            self.turn(Duration::from_millis(100), &mut |_, _, _| Ok(()))?;
            patience.check(self.signed_in, "the answer to a login")?;
        }
        Ok(())
    }

    /// Brings `count` people online and signed in.
    ///
    /// # Errors
    /// As [`Crowd::connect`] and [`Crowd::sign_in`].
    pub fn gather(&mut self, count: usize, window: usize) -> Result<()> {
        self.connect(count, window)?;
        self.sign_in(window)
    }

    /// Keeps the connections alive for a while.
    ///
    /// # Errors
    /// A connection fails.
    pub fn idle(&mut self, span: Duration) -> Result<()> {
        let until = Instant::now() + span;
        while let Some(left) = until
            .checked_duration_since(Instant::now())
            .filter(|left| !left.is_zero())
        {
            self.turn(left, &mut |_, _, _| Ok(()))?;
        }
        Ok(())
    }

    /// Sends what is queued, waits at most `patience`, and hands over each message with the bot that heard it.
    ///
    /// # Errors
    /// A connection fails, a sign-in is refused, or `heard` fails.
    pub fn turn(
        &mut self,
        patience: Duration,
        heard: &mut impl FnMut(usize, Text<'_>, &mut Outbox) -> Result<()>,
    ) -> Result<()> {
        let Self {
            swarm,
            door,
            people,
            greeted,
            signed_in,
            ..
        } = self;
        swarm.turn(patience, &mut |connection, event, outbox| {
            let person = &mut people[connection];
            let step = match (door.dialect, &event) {
                (Dialect::Floor, Heard::Upgraded) => Step::SignedIn(String::new()),
                (Dialect::Floor, Heard::Text(_)) | (_, Heard::Upgraded) => Step::None,
                (Dialect::App, Heard::Text(text)) => app::hear(connection, person, text.bytes, outbox),
                (Dialect::Plain, Heard::Text(text)) => plain::hear(person, text.bytes)?,
                (Dialect::ChatRoom, Heard::Text(text)) => chat_room::hear(connection, person, text.bytes, outbox),
            };
            if matches!(step, Step::Greeted | Step::SignedIn(_)) && person.stage == Stage::Connecting {
                person.stage = Stage::Greeted;
                *greeted += 1;
            }
            if let Step::SignedIn(name) = step {
                person.stage = Stage::SignedIn;
                *signed_in += 1;
                if !name.is_empty() {
                    person.name = name;
                }
            }
            match event {
                Heard::Text(text) => heard(connection, text, outbox),
                Heard::Upgraded => Ok(()),
            }
        })
    }

    fn target(&self, person: usize) -> Result<Target> {
        let Door { address, dialect, tls } = self.door.clone();
        let (path, headers) = match dialect {
            Dialect::App => {
                let origin = format!("{}://{address}", if tls.is_some() { "https" } else { "http" });
                let cookie = self.cookies.get(person).context("more people than cookies")?;
                (app::PATH.to_owned(), app::headers(&origin, cookie))
            }
            Dialect::ChatRoom => (chat_room::PATH.to_owned(), String::new()),
            Dialect::Floor => (format!("/{person}"), String::new()),
            Dialect::Plain => ("/".to_owned(), String::new()),
        };
        Ok(Target {
            address,
            path,
            headers,
            tls,
        })
    }
}

/// Ends a wait in which nothing moves any more.
pub struct Patience {
    progress: usize,
    until: Instant,
}

impl Patience {
    /// Starts waiting.
    #[expect(
        clippy::new_without_default,
        reason = "a default that reads the clock would surprise"
    )]
    pub fn new() -> Self {
        Self {
            progress: 0,
            until: Instant::now() + SILENCE_LIMIT,
        }
    }

    /// Notes how far things have come.
    ///
    /// # Errors
    /// Nothing has moved for [`SILENCE_LIMIT`].
    pub fn check(&mut self, progress: usize, awaited: &str) -> Result<()> {
        let now = Instant::now();
        if progress != self.progress {
            *self = Self {
                progress,
                until: now + SILENCE_LIMIT,
            };
        } else if now > self.until {
            bail!(
                "waited {} s in vain for {awaited}, after {progress}",
                SILENCE_LIMIT.as_secs()
            );
        }
        Ok(())
    }
}
