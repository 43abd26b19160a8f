//! The dialects through their doors: golden bytes, hostile bytes, and the same bytes cut in every way.

mod app;
mod chat_room;
mod engineio;
mod frame;
mod house;
mod plain;
mod socketio;
#[path = "../../../core/tests/it/world.rs"]
mod world;
