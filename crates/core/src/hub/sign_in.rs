//! Who is on which connection: pages with sessions, plain guests with names, single requests.

use std::sync::Arc;
use std::time::Duration;

use super::account::{Application, NewSession};
use super::{Closing, Here, Hub, Pending, Role};
use crate::command::Command;
use crate::effect::{CloseReason, Effect, RequestId, StoreRequest, To};
use crate::event::Event;
use crate::id::{ConnId, HookId, SessionId, UserId};
use crate::name::Name;
use crate::now::{Mono, Now};
use crate::record::{self, Hook, Person, TokenHash};
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
    /// What somebody asks who is only on her way in, or on her way out.
    pub(super) fn obey_newcomer(
        &mut self,
        now: Now,
        (conn, re): (ConnId, Option<RequestId>),
        by: Option<(UserId, SessionId)>,
        command: Command,
    ) -> Result<(), Refusal> {
        match command {
            Command::FindLogin { handle } => self.find_login(conn, re, &handle),
            Command::Register {
                name,
                session: id,
                token,
                device,
            } => self.register(now, conn, re, &name, NewSession { id, token, device }),
            Command::ShowInvite { code } => self.show_invite(now, conn, re, &code),
            Command::ShowReset { code } => self.show_reset(now, conn, re, &code),
            Command::SignIn {
                user,
                proved,
                session: id,
                token,
                device,
            } => {
                let before = by.map(|(_, session)| session);
                let session = NewSession { id, token, device };
                self.sign_in(now, (conn, re), before, (user, &proved), session)
            }
            Command::SignOut { token } => self.sign_out(now, conn, re, &token),
            Command::SignUp {
                handle,
                name,
                password,
                admission,
                session: id,
                token,
                device,
            } => {
                let application = Application {
                    handle,
                    name,
                    password,
                    admission,
                    session: NewSession { id, token, device },
                };
                self.sign_up(now, (conn, re), by, application)
            }
            Command::UseReset {
                code,
                password,
                session: id,
                token,
                device,
            } => {
                let before = by.map(|(_, session)| session);
                let session = NewSession { id, token, device };
                self.use_reset(now, (conn, re), before, &code, password, session)
            }
            Command::WhoAmI { token } => self.who_am_i(now, conn, re, &token),
            _ => Err(Refusal::NotAllowed),
        }
    }

    pub(super) fn register(
        &mut self,
        now: Now,
        conn: ConnId,
        re: Option<RequestId>,
        name: &str,
        session: NewSession,
    ) -> Result<(), Refusal> {
        let rate = self.settings.rates.registrations;
        self.registrations.take(rate, now.mono).map_err(Refusal::too_many)?;
        if !self.settings.guests {
            return Err(Refusal::Closed);
        }
        let id = UserId(self.random());
        let name = self.free_name_for(id, name, false)?;
        let person = Person::guest(id, name, now.wall);
        let session = session.of(id, now);
        self.create_person((conn, re).into(), person, session);
        Ok(())
    }

    pub(super) fn who_am_i(
        &mut self,
        now: Now,
        conn: ConnId,
        re: Option<RequestId>,
        token: &TokenHash,
    ) -> Result<(), Refusal> {
        let (user, session) = self.opened_by(now, token).ok_or(Refusal::NotSignedIn)?;
        let you = self.people.profile(user).ok_or(Refusal::NotSignedIn)?;
        self.use_session(now, session);
        self.answer(conn, re, Event::Registered(you));
        Ok(())
    }

    pub(super) fn open_page(&mut self, now: Now, conn: ConnId, token: &TokenHash) {
        match self.opened_by(now, token) {
            Some((user, session)) => self.open_session(now, conn, user, session),
            None => self.turn_away(conn),
        }
    }

    /// The house itself hears what a bot hears, in the place of a program that would keep a connection.
    pub(super) fn open_hook(&mut self, now: Now, conn: ConnId, hook: HookId) {
        let bot = match self.hooks.get(hook) {
            Some(Hook::Outgoing { bot, .. }) => Some(*bot),
            _ => None,
        };
        let session = bot.and_then(|bot| self.sessions.of(bot).first().map(|session| (bot, session.id)));
        match session {
            Some((bot, session)) => self.open_session(now, conn, bot, session),
            None => self.turn_away(conn),
        }
    }

    fn turn_away(&mut self, conn: ConnId) {
        self.effects.push_back(Effect::Deliver {
            to: To::One(conn),
            re: None,
            event: Arc::new(Event::SignedOut),
        });
        self.effects.push_back(Effect::Close {
            conn,
            why: CloseReason::NoSession,
        });
    }

    fn open_session(&mut self, now: Now, conn: ConnId, user: UserId, session: SessionId) {
        self.hold_name(user);
        let Some(you) = self.account(user, session) else { return };
        self.role_by_conn.insert(conn, Role::App { user, session });
        self.answer(
            conn,
            None,
            Event::Welcomed {
                you: Box::new(you),
                at: now.wall,
                recall_window: self.settings.recall_window,
                previews: self.settings.previews,
            },
        );
        self.see(now, user);
        self.use_session(now, session);
        self.come(now.mono, user, conn);
        self.ring_late(now, conn, user);
    }

    /// A person who comes back after her name was given free gets it again, or one like it.
    pub(super) fn hold_name(&mut self, user: UserId) {
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
            self.drop_guest(now, old);
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
        if self.settings.presence && self.presence.come(user, self.is_public(user)) {
            self.tell_presence(user);
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
        self.drop_guest(now, user);
    }

    fn drop_guest(&mut self, now: Now, user: UserId) {
        self.leave_house(now, user);
        self.went_at.remove(&user);
        self.people.remove_guest(user);
    }

    pub(super) fn leave_house(&mut self, now: Now, user: UserId) {
        self.here.remove(&user);
        if self.presence.go(user) {
            self.went_at.insert(user, now.wall);
            self.tell_presence(user);
        }
        self.plan_people(now.mono);
    }

    pub(super) fn plan_people(&mut self, now: Mono) {
        if !self.timers.is_set(Timer::People)
            && let Some(at) = self.presence.due_at(now)
        {
            self.timers.set(Timer::People, at);
        }
    }

    /// The store has given names free. Who has come back in the meantime keeps hers.
    pub(super) fn names_freed(&mut self, users: Vec<UserId>) {
        for user in users {
            let has_account = |person: &Person| person.role != record::Role::Guest;
            if self.people.person(user).is_some_and(has_account) {
                continue;
            }
            self.people.free_name(user);
            if self.here.contains_key(&user) {
                self.hold_name(user);
            }
        }
    }

    pub(super) fn free_names(&mut self, now: Now) {
        self.timers.set(Timer::FreeNames, now.mono + FREE_NAMES_INTERVAL);
        self.end_old_sessions(now);
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
