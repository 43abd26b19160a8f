//! Looking after the house: who is in it, what each is, who is shut out, and the bots.

use super::Hub;
use super::account::{Asker, NewSession};
use super::account_keep::{Then, Waiter};
use crate::command::Command;
use crate::event::{Event, PersonRow};
use crate::id::UserId;
use crate::name::Name;
use crate::now::Now;
use crate::permission::HouseAction;
use crate::record::{Device, Person, Role, Session, SessionKind};
use crate::refusal::Refusal;

/// A page of people at most.
const MAX_PAGE: u16 = 500;

/// By whose word the house is looked after.
#[derive(Debug, Clone, Copy)]
pub(super) enum Steward {
    /// The operator, at the machine itself: everything.
    Operator(Waiter),
    /// Somebody whose role must allow it.
    Person(Asker),
}

impl Steward {
    pub(super) fn waiter(self) -> Waiter {
        match self {
            Steward::Operator(waiter) => waiter,
            Steward::Person(by) => by.into(),
        }
    }

    pub(super) fn user(self) -> Option<UserId> {
        match self {
            Steward::Operator(_) => None,
            Steward::Person(by) => Some(by.user),
        }
    }
}

impl Hub {
    /// What somebody's role lets her do; `None` is the operator, who may do everything.
    pub(super) fn steward_role(&self, by: Steward) -> Option<Role> {
        by.user()
            .map(|user| self.people.person(user).map_or(Role::Guest, |person| person.role))
    }

    pub(super) fn permit(&self, by: Steward, action: HouseAction) -> Result<(), Refusal> {
        let is_allowed = self.steward_role(by).is_none_or(|role| action.is_allowed(role));
        is_allowed.then_some(()).ok_or(Refusal::NotPermitted)
    }

    pub(super) fn obey_steward(&mut self, now: Now, by: Steward, command: Command) -> Result<(), Refusal> {
        match command {
            Command::CreateBot { name, session, token } => {
                self.permit(by, HouseAction::CreateBot)?;
                let session = NewSession {
                    id: session,
                    token,
                    device: Device::new(&name),
                };
                self.create_bot(now, by, &name, session)
            }
            Command::CreateReset { user, code } => self.create_reset(now, by, user, code),
            Command::GivePassword { user, password } => self.give_password(by, user, password),
            Command::ListBots => {
                self.permit(by, HouseAction::CreateBot)?;
                self.list_people(by, None, MAX_PAGE, |person| person.is_bot && !writes_for_a_hook(person));
                Ok(())
            }
            Command::ListPeople { after, limit } => {
                self.permit(by, HouseAction::ManagePeople)?;
                self.list_people(by, after, limit, |person| !writes_for_a_hook(person));
                Ok(())
            }
            Command::SetDisabled { user, is_disabled } => self.set_disabled(by, user, is_disabled),
            Command::SetRole { user, role } => self.set_role(by, user, role),
            _ => Err(Refusal::NotAllowed),
        }
    }

    fn create_bot(&mut self, now: Now, by: Steward, name: &str, session: NewSession) -> Result<(), Refusal> {
        let id = UserId(self.random());
        let is_operator = matches!(by, Steward::Operator(_));
        let name: Name = self.free_name_for(id, name, is_operator)?;
        let bot = Person {
            role: Role::Member,
            is_bot: true,
            ..Person::guest(id, name, now.wall)
        };
        let session = Session {
            kind: SessionKind::Bot,
            ..session.of(id, now)
        };
        self.create_person(by.waiter(), bot, session);
        Ok(())
    }

    fn list_people(&mut self, by: Steward, after: Option<UserId>, limit: u16, is_meant: fn(&Person) -> bool) {
        let limit = usize::from(limit.clamp(1, MAX_PAGE));
        let mut found: Vec<&Person> = self.people.persons().filter(|person| is_meant(person)).collect();
        found.retain(|person| after.is_none_or(|after| person.id > after));
        found.sort_by_key(|person| person.id);
        let more = found.len() > limit;
        let rows = found.into_iter().take(limit).filter_map(|person| {
            Some(PersonRow {
                profile: self.people.profile(person.id)?,
                role: person.role,
                is_disabled: person.is_disabled,
                created_at: person.created_at,
                seen_at: person.seen_at,
            })
        });
        let people = rows.collect();
        self.answer_waiter(by.waiter(), Event::PeopleListed { people, more });
    }

    /// Shuts somebody out, with all her sessions, or lets her in again.
    fn set_disabled(&mut self, by: Steward, user: UserId, is_disabled: bool) -> Result<(), Refusal> {
        self.permit(by, HouseAction::ManagePeople)?;
        let mut person = self.people.person(user).cloned().ok_or(Refusal::NoPerson)?;
        if by.user() == Some(user) {
            return Err(Refusal::Oneself);
        }
        if self.steward_role(by).is_some_and(|role| !role.may_manage(person.role)) {
            return Err(Refusal::NotPermitted);
        }
        person.is_disabled = is_disabled;
        let then = Then::Managed {
            end_sessions: is_disabled,
        };
        self.keep_person(Some(by.waiter()), person, then);
        Ok(())
    }

    /// Gives somebody another role. There is one owner: who hands the house over is an admin from then on.
    fn set_role(&mut self, by: Steward, user: UserId, role: Role) -> Result<(), Refusal> {
        let mut person = self.people.person(user).cloned().ok_or(Refusal::NoPerson)?;
        let action = match (person.role, role) {
            (_, Role::Guest) | (Role::Guest, _) => return Err(Refusal::BadValue),
            (_, Role::Owner) => HouseAction::HandOverHouse,
            _ => HouseAction::AppointAdmins,
        };
        self.permit(by, action)?;
        let is_owners = person.role == Role::Owner && role != Role::Owner;
        if is_owners || (person.is_bot && role != Role::Member) {
            return Err(Refusal::BadValue);
        }
        if role == Role::Owner {
            let before: Vec<Person> = self
                .people
                .persons()
                .filter(|p| p.role == Role::Owner)
                .cloned()
                .collect();
            for mut owner in before {
                owner.role = Role::Admin;
                self.keep_person(None, owner, Then::Managed { end_sessions: false });
            }
        }
        person.role = role;
        // Whoever could make a link for what she was may have no say over what she is.
        person.reset = None;
        self.keep_person(Some(by.waiter()), person, Then::Managed { end_sessions: false });
        Ok(())
    }
}

/// Whether nobody is behind it but a hook, which is removed where it was made: it has no name of its own, and no session.
fn writes_for_a_hook(person: &Person) -> bool {
    person.is_bot && !person.holds_name
}
