//! The WebSocket side of a session, and the way there from polling.
//!
//! A session that polls is upgraded so: a second transport opens and sends `2probe`; it is answered `3probe`, and the
//! hanging poll is let go with a noop; the client stops polling and sends `5` on the socket; from then on the session
//! lives there. Anything else on the socket before ends the attempt, and the session goes on polling.

use std::time::Duration;

use teahouse_core::now::Mono;

use super::super::chunk::{Body, Chunk, Frame, Piece};
use super::super::packet::push_base64;
use super::super::{BadRequest, Data, Kind, Malformed, Packet, Version};
use super::{CloseReason, Engine, Message, Transport};

/// How often a poll is let go while an upgrade runs: soon enough for the client to go on, rare enough that it does
/// not spin meanwhile. The reference's value.
const NOOP_INTERVAL: Duration = Duration::from_millis(100);

/// The status that ends a socket that was not taken.
const PROBE_FAILED: u16 = 1002;

/// In front of a protocol 3 message in bytes.
const MESSAGE: u8 = 4;

/// What the socket's side of the session has to do.
#[derive(Debug)]
pub enum WsOutput {
    /// Send this.
    Frame(Frame),
    /// Send a Close frame with this status and end the socket. Nothing follows.
    Close(u16),
}

/// A socket that wants to take over from polling.
#[derive(Debug)]
pub(super) struct Probe {
    until: Mono,
    answer: Answer,
    /// Bytes may be sent as bytes once the socket has taken over.
    takes_binary: bool,
}

#[derive(Debug)]
enum Answer {
    /// `2probe` has not come.
    None,
    /// `3probe` waits to be sent.
    Due { noop_at: Mono },
    /// `3probe` was sent.
    Sent { noop_at: Mono },
}

impl Probe {
    fn noop_at(&self) -> Option<Mono> {
        match self.answer {
            Answer::None => None,
            Answer::Due { noop_at } | Answer::Sent { noop_at } => Some(noop_at),
        }
    }

    pub(super) fn noop_is_due(&self, now: Mono) -> bool {
        self.noop_at().is_some_and(|at| at <= now)
    }

    pub(super) fn poll_came(&mut self, now: Mono) {
        if let Answer::Due { noop_at } | Answer::Sent { noop_at } = &mut self.answer {
            *noop_at = now + NOOP_INTERVAL;
        }
    }

    pub(super) fn due(&self, waiting: bool) -> Mono {
        self.noop_at()
            .filter(|_| waiting)
            .map_or(self.until, |noop_at| noop_at.min(self.until))
    }
}

impl Engine {
    /// A WebSocket request has come for this session; `b64` as in its query.
    ///
    /// # Errors
    /// What it is refused with: the session has a socket, or another tries already.
    pub fn attach_ws(&mut self, now: Mono, b64: bool) -> Result<(), BadRequest> {
        if self.closed.is_some() {
            return Err(BadRequest::UnknownSid);
        }
        match &mut self.transport {
            Transport::Polling {
                probe: probe @ None, ..
            } => {
                let until = now + self.settings.upgrade_timeout;
                *probe = Some(Probe {
                    until,
                    answer: Answer::None,
                    takes_binary: !b64,
                });
                Ok(())
            }
            _ => Err(BadRequest::Malformed),
        }
    }

    /// A text message has come from the socket; gives what is for the layer above.
    pub fn handle_ws_text<'a>(&mut self, now: Mono, text: &'a str) -> Option<Message<'a>> {
        let packet = Packet::from_text(self.version, text);
        self.handle_ws_packet(now, packet)
    }

    /// A binary message has come from the socket; gives what is for the layer above.
    pub fn handle_ws_binary<'a>(&mut self, now: Mono, bytes: &'a [u8]) -> Option<Message<'a>> {
        let packet = Packet::from_binary(self.version, bytes);
        self.handle_ws_packet(now, packet)
    }

    /// The socket has ended, however. A session that still polls goes on.
    pub fn handle_ws_closed(&mut self) {
        self.ws_farewell = None;
        match &mut self.transport {
            Transport::Polling { probe, .. } => *probe = None,
            Transport::WebSocket { .. } => {
                self.close(CloseReason::SocketClosed);
                self.ws_farewell = None;
            }
        }
    }

    /// The next thing to do with the socket.
    pub fn poll_ws(&mut self, now: Mono) -> Option<WsOutput> {
        match &mut self.transport {
            Transport::Polling {
                probe: Some(Probe { answer, .. }),
                ..
            } => {
                if let Answer::Due { noop_at } = *answer {
                    *answer = Answer::Sent { noop_at };
                    return Some(WsOutput::Frame(Frame::Text(Chunk(Body::Piece(Piece::Fixed("3probe"))))));
                }
            }
            Transport::Polling { probe: None, .. } => {}
            Transport::WebSocket { .. } => {
                if let Some(piece) = self.outbox.pop(now) {
                    return Some(WsOutput::Frame(self.frame(piece)));
                }
            }
        }
        self.ws_farewell.take().map(WsOutput::Close)
    }

    pub(super) fn give_up_probe(&mut self, now: Mono) {
        if let Transport::Polling {
            probe: probe @ Some(_), ..
        } = &mut self.transport
            && probe.as_ref().is_some_and(|probe| probe.until <= now)
        {
            *probe = None;
            self.ws_farewell = Some(PROBE_FAILED);
        }
    }

    fn handle_ws_packet<'a>(&mut self, now: Mono, packet: Result<Packet<'a>, Malformed>) -> Option<Message<'a>> {
        if self.closed.is_some() {
            return None;
        }
        if let Transport::Polling { waiting, probe } = &mut self.transport {
            match (probe.as_mut(), packet) {
                (
                    Some(Probe {
                        answer: answer @ Answer::None,
                        ..
                    }),
                    Ok(Packet {
                        kind: Kind::Ping,
                        data: Data::Text(text),
                    }),
                ) if text == "probe" => *answer = Answer::Due { noop_at: now },
                (
                    Some(probe),
                    Ok(Packet {
                        kind: Kind::Upgrade, ..
                    }),
                ) if probe.noop_at().is_some() => {
                    self.takes_binary = probe.takes_binary;
                    self.transport = Transport::WebSocket { release_poll: *waiting };
                    self.heart.heard(now, &self.settings);
                }
                _ => {
                    *probe = None;
                    self.ws_farewell = Some(PROBE_FAILED);
                }
            }
            return None;
        }
        let Ok(packet) = packet else {
            self.close(CloseReason::Malformed);
            return None;
        };
        self.handle_packet(now, packet)
    }

    fn frame(&self, piece: Piece) -> Frame {
        if !piece.is_binary() {
            return Frame::Text(Chunk(Body::Piece(piece)));
        }
        match self.version {
            Version::V4 => Frame::Binary(Chunk(Body::Piece(piece))),
            Version::V3 if self.takes_binary => {
                let mut bytes = Vec::with_capacity(piece.len() + 1);
                bytes.push(MESSAGE);
                bytes.extend_from_slice(piece.as_bytes());
                Frame::Binary(Chunk(Body::Bytes(bytes)))
            }
            Version::V3 => {
                let mut text = String::new();
                push_base64(Version::V3, piece.as_bytes(), &mut text);
                Frame::Text(Chunk(Body::Bytes(text.into_bytes())))
            }
        }
    }
}
