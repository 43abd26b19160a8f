//! What every engine of the store owes to the hub. One suite; each engine runs the whole of it.
//!
//! A test of the contract is a function over an [`engine::Engine`]; `contract!` makes a `#[test]` of it for each engine.
//! What belongs to one engine alone (its files, its limits) stands in a module named after it.

mod accounts;
mod calls;
mod changes;
mod deliveries;
mod engine;
mod files;
mod groups;
mod house;
mod messages;
mod migration;
mod model;
mod names;
mod own;
mod people;
mod power_cut;
mod references;
mod rooms;
mod search;
mod sqlite;
mod sync;
mod ways_in;
