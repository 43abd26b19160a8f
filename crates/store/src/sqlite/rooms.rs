//! Rooms, and the list of them that each member sees.

mod group;
mod list;
mod open;
mod own;
mod room;

pub(super) use group::{Deed, change, create};
pub(super) use list::list;
pub(super) use open::{open_direct, open_notes};
pub(super) use own::{set_draft, set_own};
pub(super) use room::{load, read_summary};
