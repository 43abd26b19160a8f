//! Who there is: people of the app with their names and sessions, and plain guests while they are connected.
//!
//! One space of names for both. A person keeps a name while away; a guest has it while connected. Everybody is in
//! memory (about 200 bytes each), so that a name is decided at once and in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::event::Profile;
use crate::id::{SessionId, UserId};
use crate::look::{Look, spelled};
use crate::map::FastMap;
use crate::name::Name;
use crate::record::{Person, Session, TokenHash};

/// The directory.
#[derive(Debug, Default)]
pub struct People {
    persons: FastMap<UserId, Person>,
    person_by_look: BTreeMap<Look, UserId>,
    sessions: BTreeMap<TokenHash, (SessionId, UserId)>,
    guests: FastMap<UserId, Name>,
    guest_by_name: BTreeMap<Name, UserId>,
    guests_by_look: BTreeMap<Look, u32>,
}

impl People {
    /// Adds a person. One who holds a name must hold one that [`Self::is_free_for_person`].
    pub fn add_person(&mut self, person: Person) {
        if person.holds_name {
            self.hold(&person.name, person.id);
        }
        self.persons.insert(person.id, person);
    }

    /// Takes back a person who could not be kept.
    pub fn remove_person(&mut self, user: UserId) {
        if let Some(person) = self.persons.remove(&user) {
            self.release(&person.name, user);
        }
    }

    /// A person.
    pub fn person(&self, user: UserId) -> Option<&Person> {
        self.persons.get(&user)
    }

    /// A person, to note something about her. Names change through [`Self::rename`].
    pub fn person_mut(&mut self, user: UserId) -> Option<&mut Person> {
        self.persons.get_mut(&user)
    }

    /// Whether a person may take the name: neither another person's nor a connected guest's.
    pub fn is_free_for_person(&self, name: &Name) -> bool {
        name.looks()
            .iter()
            .all(|look| !self.person_by_look.contains_key(look) && !self.guests_by_look.contains_key(look))
    }

    /// The name itself, or with the first number that makes it free.
    pub fn free_like(&self, name: &Name) -> Name {
        if self.is_free_for_person(name) {
            return name.clone();
        }
        (2..)
            .map(|n| name.numbered(n))
            .find(|name| self.is_free_for_person(name))
            .expect("there are more numbers than people")
    }

    /// Gives a person a name that is free.
    pub fn rename(&mut self, user: UserId, name: Name) {
        let Some(person) = self.persons.get_mut(&user) else {
            return;
        };
        let old = std::mem::replace(&mut person.name, name.clone());
        person.holds_name = true;
        self.release(&old, user);
        self.hold(&name, user);
    }

    /// Lets others have a person's name.
    pub fn free_name(&mut self, user: UserId) {
        let Some(person) = self.persons.get_mut(&user) else {
            return;
        };
        person.holds_name = false;
        let name = person.name.clone();
        self.release(&name, user);
    }

    fn hold(&mut self, name: &Name, user: UserId) {
        for look in name.looks() {
            self.person_by_look.insert(look, user);
        }
    }

    fn release(&mut self, name: &Name, user: UserId) {
        for look in name.looks() {
            if self.person_by_look.get(&look) == Some(&user) {
                self.person_by_look.remove(&look);
            }
        }
    }

    /// Adds a session.
    pub fn add_session(&mut self, session: &Session) {
        self.sessions.insert(session.token, (session.id, session.user));
    }

    /// Removes a session.
    pub fn remove_session(&mut self, token: &TokenHash) -> Option<(SessionId, UserId)> {
        self.sessions.remove(token)
    }

    /// Whose session a token opens.
    pub fn session(&self, token: &TokenHash) -> Option<(SessionId, UserId)> {
        self.sessions.get(token).copied()
    }

    /// Whether a plain guest may take the name: nothing that looks like a person's, and no other guest's, to the letter.
    pub fn is_free_for_guest(&self, name: &Name) -> bool {
        let is_like_person = |look| self.person_by_look.contains_key(look);
        !name.looks().iter().any(is_like_person) && !self.guest_by_name.contains_key(name)
    }

    /// Adds a guest under a free name.
    pub fn add_guest(&mut self, user: UserId, name: Name) {
        for look in name.looks() {
            *self.guests_by_look.entry(look).or_default() += 1;
        }
        self.guest_by_name.insert(name.clone(), user);
        self.guests.insert(user, name);
    }

    /// Removes a guest; the name is free from now on.
    pub fn remove_guest(&mut self, user: UserId) {
        let Some(name) = self.guests.remove(&user) else { return };
        self.guest_by_name.remove(&name);
        for look in name.looks() {
            if let Some(count) = self.guests_by_look.get_mut(&look) {
                *count -= 1;
                if *count == 0 {
                    self.guests_by_look.remove(&look);
                }
            }
        }
    }

    /// How many guests are connected.
    pub fn guests(&self) -> usize {
        self.guests.len()
    }

    /// The name of a guest who is connected.
    pub fn guest(&self, user: UserId) -> Option<&Name> {
        self.guests.get(&user)
    }

    /// Who goes by a name: a guest to the letter, else the person who holds it in any spelling.
    pub fn named(&self, text: &str) -> Option<UserId> {
        self.guest_by_name
            .get(&Name::from_store(text))
            .or_else(|| self.person_by_look.get(&spelled(text)))
            .copied()
    }

    /// A person or guest as others see her.
    pub fn profile(&self, user: UserId) -> Option<Profile> {
        if let Some(person) = self.persons.get(&user) {
            return Some(Profile {
                id: user,
                name: person.name.clone(),
                call_only: false,
                handle: person.handle.clone(),
                is_bot: person.is_bot,
                avatar: person.avatar,
                about: Arc::clone(&person.about),
            });
        }
        self.guests
            .get(&user)
            .map(|name| Profile::bare(user, name.clone(), true))
    }
}
