//! One client of the door, from its handshake to its end.
//!
//! Feed it what the client sends; it appends what is asked of the lobby to `out`. Hand it the [`Parcel`]s that concern
//! it. After each input send what [`Session::poll_ws`] and [`Session::poll_body`] give. Once [`Session::closed`] says
//! why, tell the lobby that the connection has left, send what is still to send, and drop the session.

mod events;
mod transport;

use std::net::IpAddr;
use std::sync::Arc;

use teahouse_core::lobby::{LobbyCommand, PublicId};
use teahouse_core::now::Mono;

use super::credit::Credit;
use super::{Moment, Parcel, Settings};
use crate::engineio::{CloseReason, Data, Engine, Message, TransportName, Version};
use crate::shape::MAX_STRING;
use crate::socketio::{self, Assembler, Header, PacketKind};

/// How a session begins.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    /// Which protocol the client speaks.
    pub version: Version,
    /// By which transport it came.
    pub transport: TransportName,
    /// Whether it cannot take bytes.
    pub b64: bool,
    /// The id of the session. In protocol 3 it is the person's public id too; in protocol 4 it is told to nobody else.
    pub sid: PublicId,
    /// The person's public id in protocol 4.
    pub public_id: PublicId,
    /// The address of ours by which the client reached us.
    pub reached_by: Option<IpAddr>,
}

/// The machine. See the module's words for its contract.
pub struct Session {
    settings: Arc<Settings>,
    engine: Engine,
    assembler: Assembler,
    id: PublicId,
    stage: Stage,
    reached_by: Option<IpAddr>,
    credit: Credit,
    /// How many people the client was told of last.
    people: u32,
}

enum Stage {
    /// Not in the lobby: not yet connected to the namespace, or gone from it.
    Outside { until: Mono },
    /// In the lobby.
    Inside,
}

impl Session {
    /// Answers a handshake. In protocol 3 that makes the client a person at once.
    pub fn open(at: Moment, opening: Opening, settings: Arc<Settings>, out: &mut Vec<LobbyCommand>) -> Self {
        let Opening {
            version,
            transport,
            b64,
            sid,
            public_id,
            reached_by,
        } = opening;
        let now = at.now.mono;
        let engine = Engine::open(now, version, transport, b64, &sid, settings.engine.clone());
        let until = now + settings.engine.connect_timeout;
        let id = match version {
            Version::V3 => sid,
            Version::V4 => public_id,
        };
        let mut session = Session {
            settings,
            engine,
            assembler: Assembler::default(),
            id,
            stage: Stage::Outside { until },
            reached_by,
            credit: Credit::default(),
            people: 0,
        };
        if version == Version::V3 {
            session.enter(now, out);
        }
        session
    }

    /// What others call this client.
    pub fn public_id(&self) -> PublicId {
        self.id
    }

    /// Sends what the lobby tells this client.
    pub fn deliver(&mut self, now: Mono, parcel: &Parcel) {
        if let Some(people) = parcel.people {
            self.people = people;
        }
        for payload in [&parcel.event, &parcel.answer].into_iter().flatten() {
            self.engine.send_shared(now, payload);
        }
    }

    /// When a client that has asked a great deal may be read again; none if it may be now. Whoever reads its socket or
    /// answers its POSTs waits so long, so that nothing is dropped and the client's own network slows it.
    pub fn may_read_at(&self, now: Mono) -> Option<Mono> {
        self.credit.readable_at(self.settings.rate, now)
    }

    /// Ends the session.
    pub fn close(&mut self, reason: CloseReason) {
        self.engine.close(reason);
    }

    /// Why the session has ended, once it has.
    pub fn closed(&self) -> Option<CloseReason> {
        self.engine.closed()
    }

    /// When the session wants to be woken.
    pub fn poll_timeout(&self) -> Option<Mono> {
        let engine = self.engine.poll_timeout()?;
        Some(match self.stage {
            Stage::Outside { until } => engine.min(until),
            Stage::Inside => engine,
        })
    }

    /// The time given by [`Session::poll_timeout`] has come.
    pub fn handle_timeout(&mut self, now: Mono) {
        self.engine.handle_timeout(now);
        if let Stage::Outside { until } = self.stage
            && until <= now
        {
            self.engine.close(CloseReason::NotConnected);
        }
    }

    fn handle_message(&mut self, at: Moment, message: Message<'_>, out: &mut Vec<LobbyCommand>) {
        if self.closed().is_some() {
            return;
        }
        let handled = match &message {
            Data::Text(text) => self.assembler.handle_text(text).and_then(|header| match header {
                Some(header) => self.handle_packet(at, &header, Vec::new(), out),
                None => Ok(()),
            }),
            Data::Binary(bytes) => self.assembler.handle_binary(bytes).and_then(|packet| match packet {
                Some(mut packet) => {
                    let attachments = std::mem::take(&mut packet.attachments);
                    self.handle_packet(at, &packet.header(), attachments, out)
                }
                None => Ok(()),
            }),
        };
        if handled.is_err() {
            self.engine.close(CloseReason::Malformed);
        }
    }

    fn handle_packet(
        &mut self,
        at: Moment,
        header: &Header<'_>,
        attachments: Vec<Box<[u8]>>,
        out: &mut Vec<LobbyCommand>,
    ) -> Result<(), socketio::Malformed> {
        let now = at.now.mono;
        let is_served = header.path() == "/";
        match header.kind {
            PacketKind::Connect if is_served => self.connect(now, header, out)?,
            PacketKind::Connect => {
                self.credit.spend(self.settings.rate, now, 0);
                let error = socketio::connect_error(self.engine.version(), header.path()).ok_or(socketio::Malformed)?;
                self.engine.send_text(now, error);
            }
            PacketKind::Disconnect if is_served => self.leave(now, out),
            PacketKind::Event | PacketKind::BinaryEvent if is_served && self.is_inside() => {
                self.handle_event(at, header, attachments, out)?;
            }
            // The server asks for no answers, and nobody is in another namespace.
            PacketKind::Ack | PacketKind::BinaryAck | PacketKind::Disconnect => {}
            PacketKind::Event | PacketKind::BinaryEvent if self.engine.version() == Version::V3 => {}
            PacketKind::Event | PacketKind::BinaryEvent | PacketKind::ConnectError => return Err(socketio::Malformed),
        }
        Ok(())
    }

    /// Protocol 5 clients ask to be connected; protocol 4 clients are, and hear it again if they ask.
    fn connect(
        &mut self,
        now: Mono,
        header: &Header<'_>,
        out: &mut Vec<LobbyCommand>,
    ) -> Result<(), socketio::Malformed> {
        match (self.engine.version(), &self.stage) {
            (Version::V4, Stage::Inside) => return Err(socketio::Malformed),
            (Version::V4, Stage::Outside { .. }) if !is_object_or_nothing(header.data) => {
                return Err(socketio::Malformed);
            }
            (Version::V3, Stage::Inside) => self.engine.send_fixed(now, "40"),
            (_, Stage::Outside { .. }) => self.enter(now, out),
        }
        Ok(())
    }

    fn enter(&mut self, now: Mono, out: &mut Vec<LobbyCommand>) {
        self.stage = Stage::Inside;
        self.engine
            .send_text(now, socketio::connected(self.engine.version(), self.id.as_str()));
        out.push(LobbyCommand::Arrive { id: self.id });
    }

    /// The client has left the namespace. It ends the transport itself, or comes back in.
    fn leave(&mut self, now: Mono, out: &mut Vec<LobbyCommand>) {
        if self.is_inside() {
            self.stage = Stage::Outside {
                until: now + self.settings.engine.connect_timeout,
            };
            out.push(LobbyCommand::Depart);
        }
    }

    fn is_inside(&self) -> bool {
        matches!(self.stage, Stage::Inside)
    }
}

fn is_object_or_nothing(json: &str) -> bool {
    json.is_empty()
        || json.starts_with('{')
            && json.len() <= MAX_STRING
            && serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok()
}
