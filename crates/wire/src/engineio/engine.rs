//! One session.
//!
//! Requests of polling: [`Engine::handle_poll`], [`Engine::handle_post`], [`Engine::handle_poll_aborted`]; a poll that
//! waits is answered with [`Engine::poll_body`]. The socket: [`Engine::attach_ws`] when a second transport knocks,
//! [`Engine::handle_ws_text`], [`Engine::handle_ws_binary`], [`Engine::handle_ws_closed`]; what goes out comes from
//! [`Engine::poll_ws`]. Time: [`Engine::poll_timeout`], [`Engine::handle_timeout`]. After each input drain the outputs;
//! once [`Engine::closed`] says why, what is left to send is the farewell.

mod polling;
mod websocket;

use std::borrow::Cow;
use std::sync::Arc;

use teahouse_core::lobby::{Payload, PublicId};
use teahouse_core::now::Mono;

use super::chunk::Piece;
use super::heart::{Beat, Heart};
use super::outbox::Outbox;
use super::payload::Spelling;
use super::{Data, Kind, Packet, Settings, TransportName, Version};

pub use polling::{Poll, PollBody};
use websocket::Probe;
pub use websocket::WsOutput;

/// What the layer above gets: the data of one message.
pub type Message<'a> = Data<'a>;

/// Why a session has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    /// The client said so.
    ByClient,
    /// The layer above has nothing more to do with the client.
    Departed,
    /// What the client sent cannot be read.
    Malformed,
    /// The client never connected to the layer above.
    NotConnected,
    /// Two polls, or two posts, at a time.
    Overlap,
    /// No sign of life.
    PingTimeout,
    /// The client went away from a poll.
    PollAborted,
    /// The house closes.
    Shutdown,
    /// The client does not take what is sent to it.
    SlowReader,
    /// The socket has ended.
    SocketClosed,
}

impl CloseReason {
    /// The status of the Close frame (RFC 6455 §7.4.1).
    pub fn ws_code(self) -> u16 {
        match self {
            CloseReason::ByClient | CloseReason::Departed | CloseReason::SocketClosed => 1000,
            CloseReason::Shutdown => 1001,
            CloseReason::Malformed => 1002,
            CloseReason::NotConnected
            | CloseReason::Overlap
            | CloseReason::PingTimeout
            | CloseReason::PollAborted
            | CloseReason::SlowReader => 1008,
        }
    }
}

/// The machine. See the module's words for its contract.
pub struct Engine {
    settings: Arc<Settings>,
    version: Version,
    /// Bytes may be sent as bytes.
    takes_binary: bool,
    spelling: Spelling,
    transport: Transport,
    heart: Heart,
    outbox: Outbox,
    closed: Option<CloseReason>,
    /// The status with which the attached socket must be closed, though the session may go on without it.
    ws_farewell: Option<u16>,
}

enum Transport {
    /// `waiting` while a GET hangs.
    Polling { waiting: bool, probe: Option<Probe> },
    /// `release_poll` while a GET hangs that came before the upgrade.
    WebSocket { release_poll: bool },
}

impl Engine {
    /// Begins a session; the open packet waits to be sent.
    pub fn open(
        now: Mono,
        version: Version,
        transport: TransportName,
        b64: bool,
        sid: &PublicId,
        settings: Arc<Settings>,
    ) -> Self {
        let open = open_packet(version, transport, sid, &settings);
        let mut engine = Engine {
            version,
            takes_binary: !b64,
            spelling: Spelling::default(),
            transport: match transport {
                TransportName::Polling => Transport::Polling {
                    waiting: false,
                    probe: None,
                },
                TransportName::WebSocket => Transport::WebSocket { release_poll: false },
            },
            heart: Heart::new(now, version, &settings),
            outbox: Outbox::default(),
            closed: None,
            ws_farewell: None,
            settings,
        };
        engine.outbox.push(now, Piece::Own(open.into()));
        engine
    }

    /// Which protocol the client speaks.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The times and sizes of this session.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Why the session has ended, once it has.
    pub fn closed(&self) -> Option<CloseReason> {
        self.closed
    }

    /// Whether the session has its socket: polling is over.
    pub fn is_on_websocket(&self) -> bool {
        matches!(self.transport, Transport::WebSocket { .. })
    }

    /// Ends the session. What waits is still sent if the house closes, otherwise dropped.
    pub fn close(&mut self, reason: CloseReason) {
        if self.closed.is_some() {
            return;
        }
        self.closed = Some(reason);
        if !matches!(reason, CloseReason::Shutdown | CloseReason::Departed) {
            self.outbox.clear();
        }
        if self.is_on_websocket() || matches!(self.transport, Transport::Polling { probe: Some(_), .. }) {
            self.ws_farewell = Some(reason.ws_code());
        }
    }

    /// Sends a message of text that is ready, kind in front.
    pub fn send_text(&mut self, now: Mono, packet: impl Into<Box<str>>) {
        self.send(now, Piece::Own(packet.into()));
    }

    /// Sends a message of fixed text, kind in front.
    pub fn send_fixed(&mut self, now: Mono, packet: &'static str) {
        self.send(now, Piece::Fixed(packet));
    }

    /// Sends a message that others are sent too, with its attachments; its text has the kind in front.
    pub fn send_shared(&mut self, now: Mono, payload: &Arc<Payload>) {
        if self.closed.is_none() {
            self.outbox.push_shared(now, payload);
            self.check_outbox();
        }
    }

    /// When the session wants to be woken.
    pub fn poll_timeout(&self) -> Option<Mono> {
        if self.closed.is_some() {
            return None;
        }
        let stalled = self
            .outbox
            .stalled_since()
            .map(|since| since + self.settings.stall_timeout);
        let probe = match &self.transport {
            Transport::Polling {
                waiting,
                probe: Some(probe),
            } => Some(probe.due(*waiting)),
            _ => None,
        };
        [Some(self.heart.due()), stalled, probe].into_iter().flatten().min()
    }

    /// The time given by [`Engine::poll_timeout`] has come.
    pub fn handle_timeout(&mut self, now: Mono) {
        match self.heart.beat(now, &self.settings) {
            Some(Beat::Ping) => self.send_fixed(now, "2"),
            Some(Beat::Dead) => self.close(CloseReason::PingTimeout),
            None => {}
        }
        if self
            .outbox
            .stalled_since()
            .is_some_and(|since| now >= since + self.settings.stall_timeout)
        {
            self.close(CloseReason::SlowReader);
        }
        self.give_up_probe(now);
    }

    /// Handles one packet of the client; gives what is for the layer above.
    fn handle_packet<'a>(&mut self, now: Mono, packet: Packet<'a>) -> Option<Message<'a>> {
        if self.closed.is_some() {
            return None;
        }
        match packet.kind {
            Kind::Pong => self.heart.answered(now, &self.settings),
            _ => self.heart.heard(now, &self.settings),
        }
        match (packet.kind, self.version) {
            (Kind::Message, _) => return Some(packet.data),
            (Kind::Close, _) => self.close(CloseReason::ByClient),
            (Kind::Ping, Version::V3) => self.send_fixed(now, "3"),
            (Kind::Ping, Version::V4) => self.close(CloseReason::Malformed),
            (Kind::Open | Kind::Pong | Kind::Upgrade | Kind::Noop, _) => {}
        }
        None
    }

    fn send(&mut self, now: Mono, piece: Piece) {
        if self.closed.is_none() {
            self.outbox.push(now, piece);
            self.check_outbox();
        }
    }

    fn check_outbox(&mut self) {
        if self.outbox.bytes() > self.settings.max_buffered {
            self.close(CloseReason::SlowReader);
        }
    }
}

fn open_packet(version: Version, transport: TransportName, sid: &PublicId, settings: &Settings) -> String {
    let upgrades = match transport {
        TransportName::Polling => r#""websocket""#,
        TransportName::WebSocket => "",
    };
    let (timeout, max_payload) = match version {
        Version::V3 => (settings.ping_timeout_v3, Cow::Borrowed("")),
        Version::V4 => (
            settings.ping_timeout_v4,
            Cow::Owned(format!(r#","maxPayload":{}"#, settings.max_payload)),
        ),
    };
    format!(
        r#"0{{"sid":"{sid}","upgrades":[{upgrades}],"pingInterval":{},"pingTimeout":{}{max_payload}}}"#,
        settings.ping_interval.as_millis(),
        timeout.as_millis(),
    )
}
