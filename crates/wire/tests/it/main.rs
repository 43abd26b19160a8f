//! The dialects through their doors: golden bytes, hostile bytes, and the same bytes cut in every way.

mod chat_room;
mod engineio;
mod frame;
mod socketio;
