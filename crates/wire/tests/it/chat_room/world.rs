//! A lobby with guests who speak the dialect, in virtual time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use teahouse_core::id::ConnId;
use teahouse_core::lobby::{Lobby, LobbyCommand, Presence, PublicId};
use teahouse_core::now::{Mono, Now, UnixMillis};
use teahouse_wire::chat_room::{Moment, Opening, Parcel, Session, Settings};
use teahouse_wire::engineio::{CloseReason, Frame, Poll, TransportName, Version, WsOutput};

pub const BOTH: [Version; 2] = [Version::V3, Version::V4];

/// Five past nine and three seconds, where the house stands.
const WALL: i64 = 1_000 * (3600 + 5 * 60 + 3);
const UTC_OFFSET: i32 = 8 * 3600;

/// Somebody who came to the door; the number is her connection's.
pub type Guest = u64;

pub struct World {
    pub lobby: Lobby,
    pub at: Moment,
    pub sessions: BTreeMap<Guest, Session>,
    heard: BTreeMap<Guest, Vec<String>>,
    gone: Vec<Guest>,
    guests: Guest,
}

impl World {
    pub fn new() -> Self {
        let now = Now {
            mono: Mono(Duration::from_secs(60)),
            wall: UnixMillis(WALL),
        };
        World {
            lobby: Lobby::new(Presence::On),
            at: Moment {
                now,
                utc_offset: UTC_OFFSET,
            },
            sessions: BTreeMap::new(),
            heard: BTreeMap::new(),
            gone: Vec::new(),
            guests: 0,
        }
    }

    /// A handshake, of which nothing is read yet. Session ids are `s1`, `s2`, …; public ids of protocol 4 `p1`, `p2`, …
    pub fn knock(&mut self, version: Version, transport: TransportName, b64: bool) -> Guest {
        self.guests += 1;
        let guest = self.guests;
        let opening = Opening {
            version,
            transport,
            b64,
            sid: id("s", guest),
            public_id: id("p", guest),
            reached_by: Some("::ffff:192.168.1.5".parse().expect("an address")),
        };
        let (at, mut asked) = (self.at, Vec::new());
        let session = Session::open(at, opening, Arc::new(Settings::default()), &mut asked);
        self.sessions.insert(guest, session);
        self.ask(guest, asked);
        guest
    }

    /// A guest on a WebSocket who is in the lobby and has heard everything so far.
    pub fn guest(&mut self, version: Version) -> Guest {
        let guest = self.knock(version, TransportName::WebSocket, false);
        if version == Version::V4 {
            self.say(guest, "40");
        }
        self.rest();
        guest
    }

    /// Lets everything come to rest and be forgotten.
    pub fn rest(&mut self) {
        self.advance(Duration::from_millis(250));
        self.heard.clear();
    }

    /// What others call a guest.
    pub fn name(&self, guest: Guest) -> String {
        self.sessions[&guest].public_id().to_string()
    }

    pub fn say(&mut self, guest: Guest, text: &str) {
        let (at, mut asked) = (self.at, Vec::new());
        self.session(guest).handle_ws_text(at, text, &mut asked);
        self.ask(guest, asked);
    }

    pub fn say_bytes(&mut self, guest: Guest, bytes: &[u8]) {
        let (at, mut asked) = (self.at, Vec::new());
        self.session(guest).handle_ws_binary(at, bytes, &mut asked);
        self.ask(guest, asked);
    }

    pub fn post(&mut self, guest: Guest, body: &[u8], is_binary: bool) -> bool {
        let (at, mut asked) = (self.at, Vec::new());
        let answer = self.session(guest).handle_post(at, body, is_binary, &mut asked);
        self.ask(guest, asked);
        answer.is_ok()
    }

    /// A GET; what it is answered, if it does not hang.
    pub fn poll(&mut self, guest: Guest) -> Option<String> {
        let now = self.at.now.mono;
        let answer = match self.session(guest).handle_poll(now) {
            Poll::Answer(body) => Some(String::from_utf8(body.bytes).expect("text")),
            Poll::Wait => None,
            Poll::Refuse(bad) => Some(bad.json().to_owned()),
        };
        self.settle();
        answer
    }

    /// The answer to the GET that hangs.
    pub fn polled(&mut self, guest: Guest) -> Option<String> {
        let now = self.at.now.mono;
        let body = self.session(guest).poll_body(now)?;
        Some(String::from_utf8(body.bytes).expect("text"))
    }

    /// The guest's socket ends.
    pub fn hang_up(&mut self, guest: Guest) {
        self.session(guest).handle_ws_closed();
        self.settle();
    }

    pub fn abort_poll(&mut self, guest: Guest) {
        self.session(guest).handle_poll_aborted();
        self.settle();
    }

    pub fn closed(&self, guest: Guest) -> Option<CloseReason> {
        self.sessions[&guest].closed()
    }

    /// What a guest heard on the socket since she was asked last, bytes as `<…>`.
    pub fn heard(&mut self, guest: Guest) -> Vec<String> {
        self.heard.remove(&guest).unwrap_or_default()
    }

    pub fn advance(&mut self, by: Duration) {
        let until = self.at.now.mono + by;
        let due = |world: &World| {
            let sessions = world.sessions.values().filter_map(Session::poll_timeout);
            sessions
                .chain(world.lobby.poll_timeout())
                .min()
                .filter(|due| *due <= until)
        };
        while let Some(now) = due(self) {
            self.at.now.mono = self.at.now.mono.max(now);
            self.lobby.handle_timeout(self.at.now);
            for session in self
                .sessions
                .values_mut()
                .filter(|session| session.poll_timeout().is_some_and(|at| at <= now))
            {
                session.handle_timeout(now);
            }
            self.settle();
        }
        self.at.now.mono = until;
    }

    fn session(&mut self, guest: Guest) -> &mut Session {
        self.sessions.get_mut(&guest).expect("a guest who knocked")
    }

    fn ask(&mut self, guest: Guest, asked: Vec<LobbyCommand>) {
        for command in asked {
            self.lobby.handle_command(self.at.now, ConnId(guest), command);
        }
        self.settle();
    }

    /// Carries out everything that follows, as the house does.
    fn settle(&mut self) {
        let now = self.at.now;
        loop {
            while let Some((audience, event)) = self.lobby.poll_event() {
                let parcel = Parcel::of(&event);
                for conn in audience.iter() {
                    self.session(conn.0).deliver(now.mono, &parcel);
                }
            }
            let closed = |(guest, session): (&Guest, &Session)| session.closed().map(|_| *guest);
            let Some(gone) = self
                .sessions
                .iter()
                .filter_map(closed)
                .find(|guest| !self.gone.contains(guest))
            else {
                break;
            };
            self.gone.push(gone);
            self.lobby.handle_leave(now, ConnId(gone));
        }
        for (guest, session) in &mut self.sessions {
            let heard = std::iter::from_fn(|| session.poll_ws(now.mono)).map(|output| show(&output));
            self.heard.entry(*guest).or_default().extend(heard);
        }
    }
}

fn id(prefix: &str, guest: Guest) -> PublicId {
    PublicId::new(&format!("{prefix}{guest}")).expect("short and plain")
}

fn show(output: &WsOutput) -> String {
    match output {
        WsOutput::Frame(Frame::Text(chunk)) => std::str::from_utf8(chunk.as_ref()).expect("text").to_owned(),
        WsOutput::Frame(Frame::Binary(chunk)) => format!("<{:?}>", chunk.as_ref()),
        WsOutput::Close(code) => format!("close {code}"),
    }
}
