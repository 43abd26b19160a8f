//! Who is on which connection: pages with sessions, plain guests with names, single requests.

use std::sync::Arc;
use std::time::Duration;

use super::{Closing, Here, Hub, Pending, Role};
use crate::effect::{CloseReason, Effect, RequestId, StoreRequest, To};
use crate::event::{Account, Event, Profile};
use crate::id::{ConnId, SessionId, UserId};
use crate::name::Name;
use crate::now::{Mono, Now};
use crate::record::{Device, Person, Session, TokenHash};
use crate::refusal::Refusal;
use crate::timer::Timer;

/// How long somebody without a connection is taken for online: a page that is loaded anew shows no flicker, and can
/// still be rung.
pub const LINGER: Duration = Duration::from_secs(4);
/// How exactly it is kept when a person was last here. Shorter writes more, longer blurs only what is counted in days.
const SEEN_INTERVAL: Duration = Duration::from_secs(60 * 60);
/// How often unused names are looked for.
const FREE_NAMES_INTERVAL: Duration = Duration::from_secs(60 * 60);
/// After how long without use or messages a name is free for others.
pub const NAME_TIMEOUT: Duration = Duration::from_secs(14 * 24 * 60 * 60);

impl Hub {
    pub(super) fn register(
        &mut self,
        now: Now,
        conn: ConnId,
        re: Option<RequestId>,
        name: &str,
        session: SessionId,
        token: TokenHash,
        device: Device,
    ) -> Result<(), Refusal> {
        let rate = self.settings.rates.registrations;
        self.registrations.take(rate, now.mono).map_err(Refusal::too_many)?;
        let name = Name::of_person(name).map_err(|_| Refusal::BadName)?;
        if !self.people.is_free_for_person(&name) {
            return Err(Refusal::NameTaken {
                proposal: self.people.free_like(&name),
            });
        }
        let id = UserId(self.random());
        let person = Person::guest(id, name.clone(), now.wall);
        let session = Session {
            device,
            ..Session::browser(session, id, token, now.wall)
        };
        self.people.add_person(person.clone());
        self.people.add_session(&session);
        let you = Profile::bare(id, name, false);
        self.ask_store(
            StoreRequest::CreatePerson { person, session },
            Pending::Register { conn, re, you, token },
        );
        Ok(())
    }

    pub(super) fn who_am_i(&mut self, conn: ConnId, re: Option<RequestId>, token: &TokenHash) -> Result<(), Refusal> {
        let (_, user) = self.people.session(token).ok_or(Refusal::NotSignedIn)?;
        let you = self.people.profile(user).ok_or(Refusal::NotSignedIn)?;
        self.answer(conn, re, Event::Registered(you));
        Ok(())
    }

    pub(super) fn sign_out(&mut self, conn: ConnId, re: Option<RequestId>, token: &TokenHash) -> Result<(), Refusal> {
        let (session, _) = self.people.session(token).ok_or(Refusal::NotSignedIn)?;
        let token = *token;
        self.ask_store(
            StoreRequest::EndSession { session },
            Pending::SignOut { conn, re, token },
        );
        Ok(())
    }

    /// The store has forgotten the session: the pages that it opened hear so and close.
    pub(super) fn signed_out(&mut self, conn: ConnId, re: Option<RequestId>, token: &TokenHash) {
        if let Some((session, user)) = self.people.remove_session(token) {
            let opened: Vec<ConnId> = self.conns(user).to_vec();
            for page in opened {
                if self.role_by_conn.get(&page) == Some(&(Role::App { user, session })) {
                    self.answer(page, None, Event::SignedOut);
                    self.effects.push_back(Effect::Close {
                        conn: page,
                        why: CloseReason::NoSession,
                    });
                }
            }
        }
        self.answer(conn, re, Event::SignedOut);
    }

    pub(super) fn open_page(&mut self, now: Now, conn: ConnId, token: &TokenHash) {
        let Some((session, user)) = self.people.session(token) else {
            self.effects.push_back(Effect::Deliver {
                to: To::One(conn),
                re: None,
                event: Arc::new(Event::SignedOut),
            });
            self.effects.push_back(Effect::Close {
                conn,
                why: CloseReason::NoSession,
            });
            return;
        };
        self.hold_name(user);
        let Some(you) = self.account(user, session) else { return };
        self.role_by_conn.insert(conn, Role::App { user, session });
        self.answer(
            conn,
            None,
            Event::Welcomed {
                you: Box::new(you),
                at: now.wall,
            },
        );
        self.see(now, user);
        self.come(now.mono, user, conn);
        self.ring_late(conn, user);
    }

    /// What a person knows of herself.
    pub(super) fn account(&self, user: UserId, session: SessionId) -> Option<Account> {
        let person = self.people.person(user)?;
        Some(Account {
            profile: self.people.profile(user)?,
            role: person.role,
            privacy: person.privacy,
            quiet_until: person.quiet_until,
            session,
        })
    }

    /// A person who comes back after her name was given free gets it again, or one like it.
    fn hold_name(&mut self, user: UserId) {
        let Some(person) = self.people.person(user).filter(|person| !person.holds_name) else {
            return;
        };
        let name = self.people.free_like(&person.name.clone());
        self.people.rename(user, name.clone());
        self.ask_store(StoreRequest::Rename { user, name }, Pending::Forget);
    }

    fn see(&mut self, now: Now, user: UserId) {
        let Some(person) = self.people.person_mut(user) else {
            return;
        };
        if person.seen_at < now.wall.before(SEEN_INTERVAL) {
            person.seen_at = now.wall;
            self.ask_store(StoreRequest::See { user, at: now.wall }, Pending::Forget);
        }
    }

    pub(super) fn take_name(
        &mut self,
        now: Now,
        conn: ConnId,
        re: Option<RequestId>,
        old: Option<UserId>,
        text: &str,
    ) -> Result<(), Refusal> {
        let free = Name::of_plain_guest(text)
            .ok()
            .filter(|name| self.people.is_free_for_guest(name));
        let in_call = old.is_some_and(|user| self.call_by_user.contains_key(&user));
        let Some(name) = free.filter(|_| !in_call) else {
            self.answer(conn, re, Event::NameAnswered { accepted: false });
            return Ok(());
        };
        let user = UserId(self.random());
        if let Some(old) = old {
            // Another name is no way around the limits.
            let before = self.here.remove(&old).unwrap_or_default();
            self.drop_guest(now.mono, old);
            let conns = Vec::new();
            self.here.insert(user, Here { conns, ..before });
        }
        self.people.add_guest(user, name);
        self.role_by_conn.insert(conn, Role::Plain { user: Some(user) });
        self.answer(conn, re, Event::NameAnswered { accepted: true });
        self.come(now.mono, user, conn);
        Ok(())
    }

    fn come(&mut self, now: Mono, user: UserId, conn: ConnId) {
        self.timers.stop(Timer::Linger(user));
        let here = self.here.entry(user).or_default();
        here.conns.push(conn);
        if self.settings.presence
            && let Some((to, event)) = self.presence.come(user)
        {
            self.deliver(to, event);
        }
        self.plan_people(now);
    }

    pub(super) fn close_page(&mut self, now: Now, conn: ConnId, user: UserId) {
        self.lose_call(now.mono, conn, user);
        let Some(here) = self.here.get_mut(&user) else { return };
        here.conns.retain(|other| *other != conn);
        if here.conns.is_empty() {
            self.timers.set(Timer::Linger(user), now.mono + LINGER);
        }
    }

    pub(super) fn close_guest(&mut self, now: Now, conn: ConnId, user: UserId, closing: Closing) {
        match closing {
            Closing::Clean => self.hang_up_guest(now, user),
            Closing::Lost => self.lose_call(now.mono, conn, user),
        }
        self.drop_guest(now.mono, user);
    }

    fn drop_guest(&mut self, now: Mono, user: UserId) {
        self.leave_house(now, user);
        self.people.remove_guest(user);
    }

    pub(super) fn leave_house(&mut self, now: Mono, user: UserId) {
        self.here.remove(&user);
        if let Some((to, event)) = self.presence.go(user) {
            self.deliver(to, event);
        }
        self.plan_people(now);
    }

    fn plan_people(&mut self, now: Mono) {
        if !self.timers.is_set(Timer::People)
            && let Some(at) = self.presence.due_at(now)
        {
            self.timers.set(Timer::People, at);
        }
    }

    pub(super) fn tell_people(&mut self, now: Mono) {
        let people = &self.people;
        for (to, event) in self.presence.tell(now, |user| people.profile(user)) {
            self.deliver(to, event);
        }
    }

    /// The store has given names free. Who has come back in the meantime keeps hers.
    pub(super) fn names_freed(&mut self, users: Vec<UserId>) {
        for user in users {
            self.people.free_name(user);
            if self.here.contains_key(&user) {
                self.hold_name(user);
            }
        }
    }

    pub(super) fn free_names(&mut self, now: Now) {
        self.timers.set(Timer::FreeNames, now.mono + FREE_NAMES_INTERVAL);
        let here: Vec<UserId> = self
            .presence
            .everybody()
            .filter(|user| self.people.person(*user).is_some())
            .collect();
        for user in here {
            self.see(now, user);
        }
        self.ask_store(
            StoreRequest::FreeNames {
                before: now.wall.before(NAME_TIMEOUT),
            },
            Pending::FreeNames,
        );
    }
}
