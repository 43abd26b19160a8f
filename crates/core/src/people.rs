//! Who there is: people of the app with their names and sessions, and plain guests while they are connected.
//!
//! One space of names for both. A person keeps a name while away; a guest has it while connected. Everybody is in
//! memory (about 200 bytes each), so that a name is decided at once and in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::event::Profile;
use crate::handle::Handle;
use crate::id::UserId;
use crate::look::{Look, looks, spelled};
use crate::map::FastMap;
use crate::name::Name;
use crate::record::{Person, Role};
use crate::search::{NameKeys, NameQuery, Rank};

/// People looked up at once at most: the authors of a long page of messages.
pub const MAX_READ: usize = 200;

/// The directory.
#[derive(Debug, Default)]
pub struct People {
    persons: FastMap<UserId, Person>,
    /// By what each is found: name, and handle.
    keys_by_person: FastMap<UserId, Vec<NameKeys>>,
    person_by_look: BTreeMap<Look, UserId>,
    person_by_handle: BTreeMap<Handle, UserId>,
    guests: FastMap<UserId, Name>,
    guest_by_name: BTreeMap<Name, UserId>,
    guests_by_look: BTreeMap<Look, u32>,
}

impl People {
    /// Adds a person. One who holds a name must hold one that [`Self::is_free_for_person`].
    pub fn add_person(&mut self, person: Person) {
        self.hold(&person);
        let handle = person.handle.as_ref().map(Handle::as_str);
        let called = std::iter::once(person.name.as_str()).chain(handle);
        self.keys_by_person
            .insert(person.id, called.map(NameKeys::of).collect());
        self.persons.insert(person.id, person);
    }

    /// Puts a person as she is now in the place of what she was, names and all.
    pub fn replace_person(&mut self, person: Person) {
        self.remove_person(person.id);
        self.add_person(person);
    }

    /// Everybody, in no order.
    pub fn persons(&self) -> impl Iterator<Item = &Person> {
        self.persons.values()
    }

    /// Whose account has a handle.
    pub fn by_handle(&self, handle: &Handle) -> Option<&Person> {
        self.persons.get(self.person_by_handle.get(handle)?)
    }

    /// Whether the house has an owner.
    pub fn has_owner(&self) -> bool {
        self.persons().any(|person| person.role == Role::Owner)
    }

    /// Whether a person may go by a name or handle: nothing that looks like it is anybody else's.
    pub fn is_free_for(&self, user: UserId, text: &str) -> bool {
        looks(text).iter().all(|look| {
            let is_others = self.person_by_look.get(look).is_some_and(|holder| *holder != user);
            !is_others && !self.guests_by_look.contains_key(look)
        })
    }

    /// Takes back a person who could not be kept.
    pub fn remove_person(&mut self, user: UserId) {
        if let Some(person) = self.persons.remove(&user) {
            self.release(&person);
            self.keys_by_person.remove(&user);
        }
    }

    /// How well a person's name or handle fits what is typed.
    pub fn rank(&self, user: UserId, query: &NameQuery) -> Option<Rank> {
        let keys = self.keys_by_person.get(&user)?;
        keys.iter().filter_map(|keys| keys.rank(query)).min()
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
        if let Some(mut person) = self.persons.remove(&user) {
            self.release(&person);
            person.name = name;
            person.holds_name = true;
            self.add_person(person);
        }
    }

    /// Lets others have a person's name.
    pub fn free_name(&mut self, user: UserId) {
        if let Some(mut person) = self.persons.remove(&user) {
            self.release(&person);
            person.holds_name = false;
            self.add_person(person);
        }
    }

    /// A handle is held under its looks like a name: who goes by one cannot be imitated by the other.
    fn hold(&mut self, person: &Person) {
        for look in held(person) {
            self.person_by_look.insert(look, person.id);
        }
        if let Some(handle) = &person.handle {
            self.person_by_handle.insert(handle.clone(), person.id);
        }
    }

    fn release(&mut self, person: &Person) {
        for look in held(person) {
            if self.person_by_look.get(&look) == Some(&person.id) {
                self.person_by_look.remove(&look);
            }
        }
        if let Some(handle) = &person.handle {
            self.person_by_handle.remove(handle);
        }
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

/// The looks under which nobody else can go.
fn held(person: &Person) -> Vec<Look> {
    let name = person.holds_name.then(|| person.name.looks());
    let handle = person.handle.as_ref().map(|handle| looks(handle.as_str()));
    name.into_iter().chain(handle).flatten().collect()
}
