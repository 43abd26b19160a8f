//! Our own protocol, version 1: typed, over WebSocket at `/api/v1/socket`.

mod message;

pub use message::*;
