//! Messages: how they get their place, how they change, and how they are read.
//!
//! A row says most of what a message is. Files, mentions, signs and who has hidden it lie in tables of their own, and the
//! row says in which of them to look ([`parts`]): most messages are words alone and cost one look-up.

mod append;
mod change;
mod changes;
mod deliveries;
mod digest;
mod edits;
mod hide;
mod history;
mod insert;
mod notice;
mod parts;
mod quote;
mod revise;
mod row;

pub(super) use append::{append, place_notice};
pub(super) use change::change;
pub(super) use changes::read_changes;
pub(super) use deliveries::read_deliveries;
pub(super) use digest::digest;
pub(super) use edits::read_edits;
pub(super) use hide::hide;
pub(super) use history::read_history;
pub(super) use insert::keep;
pub(super) use row::find;
