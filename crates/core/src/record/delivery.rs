//! What is kept of deliveries: how far an outgoing hook's program has been told, and what it is told next.

use std::sync::Arc;

use crate::record::{Message, Rev, Seq};

/// How far a program has been told of one room: each message up to `seq`, and each change of one of them up to `rev`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HookPlace {
    /// The last message.
    pub seq: Seq,
    /// The last change, or the coming of a message.
    pub rev: Rev,
}

/// One thing that a program has yet to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The message as it stands now.
    pub message: Arc<Message>,
    /// Whether the program has never been told of it.
    pub is_new: bool,
    /// How far the program is when it has taken it.
    pub place: HookPlace,
}
