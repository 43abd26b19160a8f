//! Which of the two frame-by-frame dialects a connection speaks.

use std::sync::OnceLock;

use bytes::Bytes;
use teahouse_core::command::Command;
use teahouse_core::effect::{CloseReason, RequestId};
use teahouse_core::event::Event;
use teahouse_wire::frame::CloseCode;
use teahouse_wire::{app, plain};

use crate::outbox::SharedEvent;

/// The dialect of a connection. Neither needs memory: what their protocols leave out, the core knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Our own.
    App,
    /// The signaling tutorial's.
    Plain,
}

impl Dialect {
    pub(super) fn greet(self, out: &mut Vec<u8>) {
        match self {
            Dialect::App => {}
            Dialect::Plain => plain::greeting(out),
        }
    }

    /// The text in a binary frame, for clients that send their JSON so.
    ///
    /// # Errors
    /// How to close the connection: bytes that are no text, or in a dialect that takes none.
    pub(super) fn text_of(self, bytes: &[u8]) -> Result<&str, (CloseCode, &'static str)> {
        match self {
            Dialect::App => Err((CloseCode::UNSUPPORTED, "text only")),
            Dialect::Plain => std::str::from_utf8(bytes).map_err(|_| (CloseCode::INVALID_PAYLOAD, "not UTF-8")),
        }
    }

    /// What a frame asks.
    ///
    /// # Errors
    /// The frame to answer one that asks nothing.
    pub(super) fn decode(self, text: &str) -> Result<(Option<RequestId>, Command), Bytes> {
        let mut out = Vec::new();
        match self {
            Dialect::App => match app::decode(text) {
                Ok(asked) => return Ok((asked.re, asked.command)),
                Err(why) => app::malformed(&mut out, &why),
            },
            Dialect::Plain => match plain::decode(text) {
                Ok(asked) => return Ok((asked.re, asked.command)),
                Err(message) => plain::error(&mut out, &message),
            },
        }
        Err(out.into())
    }

    pub(super) fn encode(self, out: &mut Vec<u8>, re: Option<RequestId>, event: &Event) {
        match self {
            Dialect::App => app::encode(out, re, event),
            Dialect::Plain => plain::encode(out, re, event),
        }
    }

    /// The frames of an event for many, made by whoever needs them first.
    pub(super) fn shared(self, shared: &SharedEvent) -> &[u8] {
        let made: &OnceLock<Bytes> = match self {
            Dialect::App => &shared.app,
            Dialect::Plain => &shared.plain,
        };
        made.get_or_init(|| {
            let mut out = Vec::new();
            self.encode(&mut out, None, &shared.event);
            out.into()
        })
    }
}

/// How a connection that the house ends is told why. 4000 to 4999 are an application's own (RFC 6455 §7.4.2).
pub(super) fn close_code(why: CloseReason) -> (CloseCode, &'static str) {
    match why {
        CloseReason::NoSession => (
            CloseCode::new(4401).expect("4401 is an application's own"),
            "no session",
        ),
        CloseReason::Abuse => (CloseCode::POLICY, "too many requests"),
        CloseReason::Stopping => (CloseCode::RESTART, "stopping"),
    }
}
