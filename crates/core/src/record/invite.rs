//! What is kept of ways in: invites, requests to join, and the hooks of programs.

use std::fmt;
use std::sync::Arc;

use crate::id::{HookId, InviteId, RoomId, UserId};
use crate::name::Name;
use crate::now::UnixMillis;
use crate::record::TokenHash;

/// What an invite's link ends with: 10 to 64 characters of letters, digits, `-` and `_`, drawn by the server.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InviteCode(Arc<str>);

impl InviteCode {
    /// Takes `text` if it has the form of a code.
    pub fn new(text: &str) -> Option<Self> {
        let fits = (10..=64).contains(&text.len());
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (fits && plain).then(|| InviteCode(text.into()))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteCode(…)")
    }
}

/// A way into the house, or into one group of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Its id.
    pub id: InviteId,
    /// What its link ends with.
    pub code: InviteCode,
    /// Into which group; `None`: into the house, to make an account.
    pub room: Option<RoomId>,
    /// Who made it.
    pub by: UserId,
    /// Whether somebody who looks after the group must say yes.
    pub needs_approval: bool,
    /// How often it can still be used; `None`: any number of times.
    pub uses_left: Option<u32>,
    /// Until when.
    pub expires_at: Option<UnixMillis>,
    /// Since when.
    pub created_at: UnixMillis,
}

/// Somebody waits to be let into a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JoinRequest {
    /// Which.
    pub room: RoomId,
    /// Who.
    pub user: UserId,
    /// Since when.
    pub at: UnixMillis,
}

/// A program's way to write into one room, or to hear of what happens to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hook {
    /// Whoever knows the token writes into the room as the hook's own bot.
    Incoming {
        /// Its id.
        id: HookId,
        /// Where.
        room: RoomId,
        /// As whom: a bot of its own, which is in no room.
        bot: UserId,
        /// What its writer is called.
        name: Name,
        /// What opens it.
        token: TokenHash,
        /// Who made it.
        by: UserId,
    },
    /// What a bot sees is sent to an address.
    Outgoing {
        /// Its id.
        id: HookId,
        /// Whose events.
        bot: UserId,
        /// Where to, an `http` or `https` URL.
        url: Arc<str>,
        /// What signs them, as the server keeps it.
        secret: Arc<str>,
        /// Who made it.
        by: UserId,
    },
}

impl Hook {
    /// Its id.
    pub fn id(&self) -> HookId {
        match self {
            Hook::Incoming { id, .. } | Hook::Outgoing { id, .. } => *id,
        }
    }
}
