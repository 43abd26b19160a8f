//! Bots, the started binary and the checker for tests; never shipped.
//!
//! [`House`] is the real program in a process of its own, to be killed and started again. An [`AppBot`] speaks the app's
//! protocol to it, a [`PlainBot`] that of the plain guests. A [`Talker`] is a person who talks without end through every
//! outage and writes what it experiences into a [`Journal`]; [`check`] compares the journals with what was kept.
//!
//! [`places`] are pictures and films that tell where they were taken, [`pieces`] what such samples are made of.
//!
//! Everything blocks, and everything that waits has a deadline after which it panics with what it waited for.

mod app;
mod checker;
mod house;
mod http;
mod journal;
mod outage;
pub mod pieces;
pub mod places;
mod plain;
mod small_disk;
mod socket;
mod talker;
mod timeline;

pub use app::{AppBot, Pass};
pub use checker::{Stored, Verdict, Witness, check};
pub use house::{House, Launch};
pub use http::{Response, request, request_as_program};
pub use journal::{Entry, Journal};
pub use outage::Outage;
pub use plain::PlainBot;
pub use small_disk::SmallDisk;
pub use socket::Lost;
pub use talker::{Talker, Tally};
