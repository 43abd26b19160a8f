//! What people have noted about each other: who is a contact, who is blocked, what they call each other.

use std::collections::BTreeMap;

use crate::id::UserId;
use crate::map::FastMap;
use crate::record::{Audience, Contact};

/// Notes of one person at most: more than anybody knows, few enough to send at once.
pub const MAX_CONTACTS: usize = 5_000;

/// All notes.
#[derive(Debug, Default)]
pub struct Contacts {
    by_owner: FastMap<UserId, BTreeMap<UserId, Contact>>,
    /// How many have blocked somebody; nobody is here with zero.
    blockers: FastMap<UserId, u32>,
}

impl Contacts {
    /// What one person has noted about another.
    pub fn of(&self, owner: UserId, other: UserId) -> Contact {
        self.get(owner, other).cloned().unwrap_or_default()
    }

    fn get(&self, owner: UserId, other: UserId) -> Option<&Contact> {
        self.by_owner.get(&owner)?.get(&other)
    }

    /// Replaces what one person has noted about another.
    pub fn set(&mut self, owner: UserId, other: UserId, contact: Contact) {
        let was_blocked = self.is_blocked(owner, other);
        match (was_blocked, contact.is_blocked) {
            (false, true) => *self.blockers.entry(other).or_default() += 1,
            (true, false) => {
                if let Some(count) = self.blockers.get_mut(&other) {
                    *count -= 1;
                    if *count == 0 {
                        self.blockers.remove(&other);
                    }
                }
            }
            _ => {}
        }
        let notes = self.by_owner.entry(owner).or_default();
        if contact == Contact::default() {
            notes.remove(&other);
        } else {
            notes.insert(other, contact);
        }
    }

    /// Everything that somebody has noted, in order of id.
    pub fn all_of(&self, owner: UserId) -> impl Iterator<Item = (UserId, &Contact)> {
        let notes = self.by_owner.get(&owner).into_iter().flatten();
        notes.map(|(other, contact)| (*other, contact))
    }

    /// How many somebody has noted something about.
    pub fn count(&self, owner: UserId) -> usize {
        self.by_owner.get(&owner).map_or(0, BTreeMap::len)
    }

    /// Whether `owner` has blocked `other`.
    pub fn is_blocked(&self, owner: UserId, other: UserId) -> bool {
        self.get(owner, other).is_some_and(|contact| contact.is_blocked)
    }

    /// Whether anybody has blocked somebody.
    pub fn is_blocked_by_anybody(&self, user: UserId) -> bool {
        self.blockers.contains_key(&user)
    }

    /// Whether somebody has blocked anybody.
    pub fn has_blocked_anybody(&self, owner: UserId) -> bool {
        self.all_of(owner).any(|(_, contact)| contact.is_blocked)
    }

    /// Whether `other` is in the audience that `owner` has chosen.
    pub fn admits(&self, owner: UserId, audience: Audience, other: UserId) -> bool {
        match audience {
            _ if self.is_blocked(owner, other) => false,
            Audience::Everybody => true,
            Audience::Contacts => self.get(owner, other).is_some_and(|contact| contact.is_listed),
            Audience::Nobody => false,
        }
    }
}
