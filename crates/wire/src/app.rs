//! Our own protocol, version 1: typed, over WebSocket at `/api/v1/socket`.
//!
//! `docs/protocols/app.md` is the text for authors of clients.

mod message;
mod read;
mod write;

pub use message::*;
pub use read::{Asked, Malformed, decode, decode_server};
pub use write::view::profile;
pub use write::{encode, malformed, view};
