//! One fuzz target per parser a stranger can reach; see README.md for how to run them for longer than a test.

mod app;
mod chat_room;
mod engineio;
mod frame;
mod handshake;
mod hub;
mod plain;
mod socketio;
