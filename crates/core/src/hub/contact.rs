//! What people note about each other, how they find each other, and who sees whom come and go.

use super::account::Asker;
use super::account_keep::PeoplePending;
use super::{Hub, Pending};
use crate::command::Command;
use crate::contacts::MAX_CONTACTS;
use crate::effect::{StoreRequest, To};
use crate::event::{Event, PersonFound, Profile};
use crate::id::{ConnId, UserId};
use crate::name::Name;
use crate::people::MAX_READ;
use crate::permission::HouseAction;
use crate::record::{Contact, Person};
use crate::refusal::Refusal;
use crate::search::{NameKeys, NameQuery, Rank};

/// People found at most: what somebody looks through before typing another letter.
const MAX_FOUND: usize = 50;

impl Hub {
    /// What somebody asks about other people.
    pub(super) fn obey_contact(&mut self, by: Asker, command: Command) -> Result<(), Refusal> {
        match command {
            Command::FindPeople { query, limit } => self.find_people(by, &query, limit),
            Command::ListContacts => {
                self.list_contacts(by);
                Ok(())
            }
            Command::ReadPeople { users } => self.read_people(by, &users),
            Command::SetContact {
                user,
                is_listed,
                is_blocked,
                remark,
            } => self.set_contact(by, user, is_listed, is_blocked, remark),
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// People whose name, handle or remark fits what is typed, best first.
    pub(super) fn find_people(&mut self, by: Asker, query: &str, limit: u16) -> Result<(), Refusal> {
        let role = self
            .people
            .person(by.user)
            .map(|person| person.role)
            .unwrap_or_default();
        if !HouseAction::FindPeople.is_allowed(role) {
            return Err(Refusal::NotPermitted);
        }
        let limit = usize::from(limit).min(MAX_FOUND);
        let found = NameQuery::parse(query).map(|query| self.found(by.user, &query, limit));
        self.answer(by.conn, by.re, Event::PeopleFound(found.unwrap_or_default()));
        Ok(())
    }

    fn found(&self, by: UserId, query: &NameQuery, limit: usize) -> Vec<PersonFound> {
        let fits = |person| self.rank(by, person, query);
        let all = self.people.persons();
        let ranked = all.filter_map(|person| Some((fits(person)?, &person.name, person.id)));
        let mut ranked: Vec<(Rank, &Name, UserId)> = ranked.collect();
        ranked.sort();
        let profiles = ranked.into_iter().filter_map(|(_, _, id)| self.people.profile(id));
        let found = profiles.take(limit).map(|profile| {
            let remark = self.contacts.of(by, profile.id).remark;
            PersonFound {
                name: query.marks(profile.name.as_str()),
                handle: profile
                    .handle
                    .as_ref()
                    .map(|handle| query.marks(handle.as_str()))
                    .unwrap_or_default(),
                remark: remark.map(|remark| {
                    let marks = query.marks(remark.as_str());
                    (remark, marks)
                }),
                profile,
            }
        });
        found.collect()
    }

    fn rank(&self, by: UserId, person: &Person, query: &NameQuery) -> Option<Rank> {
        let is_findable = person.holds_name && !person.is_disabled && person.id != by;
        if !is_findable || self.contacts.is_blocked(person.id, by) {
            return None;
        }
        let remark = self.contacts.of(by, person.id).remark;
        let by_remark = remark.and_then(|remark| NameKeys::of(remark.as_str()).rank(query));
        [self.people.rank(person.id, query), by_remark]
            .into_iter()
            .flatten()
            .min()
    }

    /// People as others see them, those who are there.
    pub(super) fn read_people(&mut self, by: Asker, users: &[UserId]) -> Result<(), Refusal> {
        if users.len() > MAX_READ {
            return Err(Refusal::BadValue);
        }
        let people = users.iter().filter_map(|user| self.people.profile(*user)).collect();
        self.answer(by.conn, by.re, Event::PeopleRead(people));
        Ok(())
    }

    /// Everything that somebody has noted.
    pub(super) fn list_contacts(&mut self, by: Asker) {
        let notes = self.contacts.all_of(by.user);
        let known = notes.filter_map(|(other, contact)| Some((self.people.profile(other)?, contact.clone())));
        let listed: Vec<(Profile, Contact)> = known.collect();
        self.answer(by.conn, by.re, Event::ContactsListed(listed));
    }

    /// Notes something about somebody.
    pub(super) fn set_contact(
        &mut self,
        by: Asker,
        other: UserId,
        is_listed: Option<bool>,
        is_blocked: Option<bool>,
        remark: Option<Option<String>>,
    ) -> Result<(), Refusal> {
        if other == by.user {
            return Err(Refusal::Oneself);
        }
        self.people.person(other).ok_or(Refusal::NoPerson)?;
        let before = self.contacts.of(by.user, other);
        if before == Contact::default() && self.contacts.count(by.user) >= MAX_CONTACTS {
            return Err(Refusal::BadValue);
        }
        let remark = match remark {
            Some(Some(text)) => Some(Name::of_person(&text).map_err(|_| Refusal::BadName)?),
            Some(None) => None,
            None => before.remark.clone(),
        };
        let contact = Contact {
            is_listed: is_listed.unwrap_or(before.is_listed),
            is_blocked: is_blocked.unwrap_or(before.is_blocked),
            remark,
        };
        self.contacts.set(by.user, other, contact.clone());
        let request = StoreRequest::KeepContact {
            user: by.user,
            other,
            contact,
        };
        self.ask_store(request, Pending::People(PeoplePending::Contact { by, other, before }));
        Ok(())
    }

    /// A note is kept: all one's connections hear of it, and who sees whom may be another.
    pub(super) fn contact_kept(&mut self, by: Asker, other: UserId) {
        let Some(person) = self.people.profile(other) else {
            return;
        };
        let contact = self.contacts.of(by.user, other);
        let event = Event::ContactChanged { person, contact };
        self.answer(by.conn, by.re, event.clone());
        let others: Vec<ConnId> = self
            .conns(by.user)
            .iter()
            .copied()
            .filter(|conn| *conn != by.conn)
            .collect();
        self.deliver(To::Many(others), event);
        self.sight_changed(&[by.user, other]);
    }
}
