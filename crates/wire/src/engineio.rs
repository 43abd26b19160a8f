//! Engine.IO, the layer below Socket.IO: one session over long polling, over a WebSocket, or over the first and then
//! the second. Protocol 3 (clients 1.x and 2.x) and protocol 4 (3.x and 4.x), without socket, clock or randomness.
//!
//! [`Request::parse`] reads what a request asks for, [`Engine`] is the session, [`Binding`] says whether a request may
//! speak for it. JSONP is not offered.
//!
//! Written after <https://github.com/socketio/engine.io-protocol> and the behavior of the reference servers 3.6 and
//! 6.6; where they differ from the text, the servers are followed, because that is what clients meet.

mod binding;
mod chunk;
mod engine;
mod heart;
mod outbox;
pub mod packet;
pub mod payload;
mod request;
mod settings;
mod sid;

pub use binding::{Binding, COOKIE_NAME, Cookie, cookie_of};
pub use chunk::{Chunk, Frame};
pub use engine::{CloseReason, Engine, Message, Poll, PollBody, WsOutput};
pub use packet::{Data, Kind, Malformed, Packet};
pub use request::{BadRequest, Request, TransportName};
pub use settings::{MAX_FRAME, MAX_POST, Settings};
pub use sid::sid;

/// Which protocol a client speaks: the `EIO` of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Clients 1.x and 2.x.
    V3,
    /// Clients 3.x and 4.x.
    V4,
}
