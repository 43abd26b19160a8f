//! The chat-room dialect through its door: sessions of both protocols in one lobby, golden frames both ways.

mod defects;
mod events;
mod malformed;
mod polling;
mod rooms;
mod roster;
mod world;
