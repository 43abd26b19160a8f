//! Programs' ways in and out, by id and by what opens them.

use std::collections::BTreeMap;

use crate::id::{HookId, RoomId, UserId};
use crate::record::{Hook, TokenHash};

/// Hooks into one room at most: every program that a team has, with room to spare.
pub const MAX_ROOM_HOOKS: usize = 50;

/// All that are.
#[derive(Debug, Default)]
pub struct Hooks {
    by_id: BTreeMap<HookId, Hook>,
    /// Not a fast map: tokens come from outside.
    id_by_token: BTreeMap<TokenHash, HookId>,
}

impl Hooks {
    /// Adds a hook, in the place of what was under its id.
    pub fn put(&mut self, hook: Hook) {
        self.remove(hook.id());
        if let Hook::Incoming { id, token, .. } = &hook {
            self.id_by_token.insert(*token, *id);
        }
        self.by_id.insert(hook.id(), hook);
    }

    /// Removes a hook.
    pub fn remove(&mut self, id: HookId) -> Option<Hook> {
        let hook = self.by_id.remove(&id)?;
        if let Hook::Incoming { token, .. } = &hook {
            self.id_by_token.remove(token);
        }
        Some(hook)
    }

    /// A hook.
    pub fn get(&self, id: HookId) -> Option<&Hook> {
        self.by_id.get(&id)
    }

    /// The room that a token writes into, and as whom.
    pub fn opened_by(&self, token: &TokenHash) -> Option<(RoomId, UserId)> {
        match self.by_id.get(self.id_by_token.get(token)?)? {
            Hook::Incoming { room, bot, .. } => Some((*room, *bot)),
            Hook::Outgoing { .. } => None,
        }
    }

    /// The hooks into a room.
    pub fn into_room(&self, wanted: RoomId) -> Vec<Hook> {
        let is_meant = |hook: &&Hook| matches!(hook, Hook::Incoming { room, .. } if *room == wanted);
        self.by_id.values().filter(is_meant).cloned().collect()
    }

    /// The hooks out of the house.
    pub fn outgoing(&self) -> Vec<Hook> {
        let is_meant = |hook: &&Hook| matches!(hook, Hook::Outgoing { .. });
        self.by_id.values().filter(is_meant).cloned().collect()
    }

    /// Where what a bot sees is sent to.
    pub fn outgoing_of(&self, wanted: UserId) -> Option<HookId> {
        let is_meant = |hook: &&Hook| matches!(hook, Hook::Outgoing { bot, .. } if *bot == wanted);
        self.by_id.values().find(is_meant).map(Hook::id)
    }
}
