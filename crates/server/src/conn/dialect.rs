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

    pub(super) fn takes_binary(self) -> bool {
        self == Dialect::Plain
    }

    /// What a frame asks; one that asks nothing is answered into `out`.
    pub(super) fn decode(self, text: &str, out: &mut Vec<u8>) -> Option<(Option<RequestId>, Command)> {
        match self {
            Dialect::App => match app::decode(text) {
                Ok(asked) => Some((asked.re, asked.command)),
                Err(why) => {
                    app::malformed(out, &why);
                    None
                }
            },
            Dialect::Plain => match plain::decode(text) {
                Ok(asked) => Some((asked.re, asked.command)),
                Err(message) => {
                    plain::error(out, &message);
                    None
                }
            },
        }
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
