//! The dialect of the signaling tutorial: raw WebSocket, one JSON object a frame, no ids.
//!
//! What its protocol leaves out the core supplies: a connection has at most one call, so `answer`, `candidate` and
//! `leave` are about that one. `docs/protocols/plain.md` is the text for authors of clients.

mod read;
mod write;

use teahouse_core::command::Command;
use teahouse_core::effect::RequestId;

pub use read::decode;
pub use write::{encode, error, greeting};

/// What a frame asks.
#[derive(Debug, PartialEq)]
pub struct Asked {
    /// The command.
    pub command: Command,
    /// Marks requests whose refusal is not told; see [`encode`].
    pub re: Option<RequestId>,
}

/// `leave` without a call is silent, so that the peer's own late `leave` is harmless.
const RE_LEAVE: RequestId = 1;
