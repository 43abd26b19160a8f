//! What a person in the lobby may ask.

use std::fmt;
use std::sync::Arc;

use super::{Label, PublicId};

/// The number under which a client waits for the answer, if it waits. The core hands it back unread.
pub type Tag = Option<u64>;

/// What one person says to others: text and attached bytes in a form that only the dialect reads, shared by everybody
/// who hears it.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload {
    /// Ready for the wire.
    pub text: Box<str>,
    /// Bytes that belong to it, in order.
    pub attachments: Vec<Box<[u8]>>,
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Payload({} bytes, {} attachments)",
            self.text.len(),
            self.attachments.len()
        )
    }
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LobbyCommand {
    /// Become a person under this id.
    Arrive {
        /// What others will call her.
        id: PublicId,
    },
    /// Go.
    Depart,
    /// Enter a booth.
    Enter {
        /// Which.
        booth: Label,
        /// Whether to open it where nobody is inside.
        open: bool,
        /// For the answer.
        tag: Tag,
    },
    /// Say something to one person, or to the other one in a booth where one is.
    Tell {
        /// A person's id or a booth's name.
        to: Label,
        /// What.
        payload: Arc<Payload>,
        /// For the answer.
        tag: Tag,
    },
    /// Say something to everybody else.
    TellOthers {
        /// What.
        payload: Arc<Payload>,
        /// For the answer.
        tag: Tag,
    },
}
