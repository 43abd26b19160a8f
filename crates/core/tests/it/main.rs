//! The hub and its people in virtual time: dialogues, tables of states, and chance.

mod accounts;
mod calls;
mod chance;
mod changes;
mod contacts;
mod files;
mod groups;
mod hooks;
mod limits;
mod lookalikes;
mod messages;
mod names;
mod order;
mod own;
mod people;
mod permissions;
mod requests;
mod resets;
mod ways_in;
mod world;
