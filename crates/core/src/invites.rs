//! Ways into the house and its groups: what each invite's link ends with, and how often it still opens.

use std::collections::BTreeMap;

use crate::id::{InviteId, RoomId};
use crate::map::FastMap;
use crate::now::UnixMillis;
use crate::record::{Invite, InviteCode};

/// Invites of one group, or of the house, at most: a list that somebody can look through.
pub const MAX_INVITES: usize = 200;

/// All that are.
#[derive(Debug, Default)]
pub struct Invites {
    by_id: FastMap<InviteId, Invite>,
    /// Not a fast map: codes come from outside.
    id_by_code: BTreeMap<InviteCode, InviteId>,
}

impl Invites {
    /// Adds an invite, or replaces the one of its id.
    pub fn put(&mut self, invite: Invite) {
        self.remove(invite.id);
        self.id_by_code.insert(invite.code.clone(), invite.id);
        self.by_id.insert(invite.id, invite);
    }

    /// Removes an invite.
    pub fn remove(&mut self, id: InviteId) -> Option<Invite> {
        let invite = self.by_id.remove(&id)?;
        self.id_by_code.remove(&invite.code);
        Some(invite)
    }

    /// An invite.
    pub fn get(&self, id: InviteId) -> Option<&Invite> {
        self.by_id.get(&id)
    }

    /// The invite of a code, if it still opens.
    pub fn open(&self, code: &InviteCode, now: UnixMillis) -> Option<&Invite> {
        let invite = self.by_id.get(self.id_by_code.get(code)?)?;
        let is_in_time = invite.expires_at.is_none_or(|end| now < end);
        (is_in_time && invite.uses_left != Some(0)).then_some(invite)
    }

    /// The invites into a group, or into the house, oldest first.
    pub fn into_room(&self, room: Option<RoomId>) -> Vec<&Invite> {
        let mut found: Vec<&Invite> = self.by_id.values().filter(|invite| invite.room == room).collect();
        found.sort_by_key(|invite| (invite.created_at, invite.id));
        found
    }
}
