//! Socket.IO packets over Engine.IO messages: protocol 4 (clients 1.x and 2.x) and protocol 5 (3.x and 4.x).
//!
//! A packet is text, `<kind>[<attachments>-][<namespace>,][<ack id>][<json>]`, followed by its binary attachments, each
//! a message of its own. The JSON is validated and carried, never turned into a tree. Written after
//! <https://github.com/socketio/socket.io-protocol>.

mod assembler;
mod encode;
mod event;
mod header;
mod placeholder;

pub use assembler::{Assembled, Assembler};
pub use encode::{ack, connect_error, connected, event_head, event_text};
pub use event::EventArgs;
pub use header::{Header, PacketKind};
pub use placeholder::placeholders_fit;

/// Most attachments of one packet: what the JavaScript parsers allow.
pub const MAX_ATTACHMENTS: usize = 10;

/// Most bytes in the attachments of one packet together.
pub const MAX_ATTACHED_BYTES: usize = 256 << 10;

/// Longest namespace that is answered at all, because the answer must repeat it.
pub const MAX_NAMESPACE_LEN: usize = 128;

/// A message that is no Socket.IO. The session ends, as it does at the reference servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not Socket.IO")]
pub struct Malformed;
