//! The search index: what each message of words says, kept in the same transaction as the message.
//!
//! A message of words has a number (`doc`) in the order of coming. The index knows under each piece of text the numbers of
//! the messages that have it, and pieces of its own making say in which room a message stands, by whom it is and of what
//! kinds. It keeps no text, and no places within texts: what it gives is looked at again.

mod find;
mod index;
mod mark;
mod time;

pub(super) use find::find;
pub(super) use index::{add, forget, replace};
