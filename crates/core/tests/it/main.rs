//! The hub and its people in virtual time: dialogues, tables of states, and chance.

mod calls;
mod chance;
mod hooks;
mod limits;
mod lookalikes;
mod messages;
mod names;
mod people;
mod permissions;
mod world;
