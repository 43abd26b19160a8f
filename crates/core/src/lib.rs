//! What a chat and a call are.
//!
//! The [`hub::Hub`] takes commands of connections and outcomes of the store, and answers with effects: what to tell
//! whom, what to keep, whom to close. It reads no clock, draws no randomness, touches no socket: `now` is an argument
//! of every `handle_*`, entropy a seed at its making. After each mutation drain `poll_effect` before the next.
//! `now.mono` never goes back between calls.

pub mod call;
pub mod command;
pub mod contacts;
pub mod effect;
pub mod event;
pub mod handle;
pub mod hooks;
pub mod hub;
pub mod id;
pub mod invites;
pub mod limit;
pub mod lobby;
pub mod look;
pub mod map;
pub mod name;
pub mod now;
pub mod outcome;
pub mod password;
pub mod people;
pub mod permission;
pub mod presence;
pub mod record;
pub mod refusal;
pub mod room;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod timer;
