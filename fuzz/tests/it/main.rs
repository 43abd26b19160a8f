//! One fuzz target per parser a stranger can reach; see README.md for how to run them for longer than a test.

mod app;
mod chat_room;
mod clean;
mod control;
mod door;
mod engineio;
mod files;
mod frame;
mod handshake;
mod house;
mod http;
mod hub;
mod names;
mod outbound;
mod plain;
mod preview;
mod script;
mod search;
mod socketio;
mod table;
