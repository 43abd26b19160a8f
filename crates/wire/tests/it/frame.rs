//! WebSocket frames: the Autobahn cases, the RFC's own examples, an oracle, and properties.

mod autobahn;
mod differential;
mod echo;
mod golden;
mod handshake;
mod limits;
mod properties;
mod raw;
