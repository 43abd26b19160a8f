//! What every engine of the store owes to the hub. One suite; each engine runs the whole of it.
//!
//! A test of the contract is a function over an [`engine::Engine`]; `contract!` makes a `#[test]` of it for each engine.
//! What belongs to one engine alone (its files, its limits) stands in a module named after it.

mod calls;
mod engine;
mod house;
mod messages;
mod model;
mod names;
mod people;
mod power_cut;
mod rooms;
mod sqlite;
