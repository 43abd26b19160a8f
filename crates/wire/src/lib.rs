//! Translates bytes of a dialect into commands of the core and events of the core into bytes.
pub mod app;
pub mod chat_room;
pub mod engineio;
pub mod frame;
pub mod plain;
pub mod shape;
pub mod socketio;
