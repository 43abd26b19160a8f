//! How a bot comes online at the chat-room tutorial's server, in Engine.IO 4 and Socket.IO 5 packets by hand.

use super::{Person, Stage, Step};
use crate::swarm::Outbox;

/// The upgrade request's path: WebSocket from the first request on.
pub(super) const PATH: &str = "/socket.io/?EIO=4&transport=websocket";

const PING: &[u8] = b"2";
const PONG: &[u8] = b"3";
const CONNECT: &[u8] = b"40";
const READY: &[u8] = br#"42["ready",""#;

/// Reads a message for what it means to the sign-in; answers pings and the opening.
pub(super) fn hear(number: usize, person: &Person, text: &[u8], outbox: &mut Outbox) -> Step {
    if text == PING {
        outbox.text(number, PONG);
    } else if person.stage == Stage::Connecting {
        if text.starts_with(b"0{") {
            outbox.text(number, CONNECT);
        } else if let Some(rest) = text.strip_prefix(READY) {
            let id = rest.split(|byte| *byte == b'"').next().unwrap_or_default();
            return Step::SignedIn(String::from_utf8_lossy(id).into_owned());
        }
    }
    Step::None
}
