//! Accounts: how one comes to have one, how one signs in to it, and what one says of oneself there.

use std::sync::Arc;

use super::account_keep::{PeoplePending, Then};
use super::{Hub, Pending};
use crate::command::{Admission, Command};
use crate::effect::{RequestId, StoreRequest, To};
use crate::event::{Account, Event};
use crate::handle::Handle;
use crate::id::{ConnId, FileId, SessionId, UserId};
use crate::name::Name;
use crate::now::Now;
use crate::record::{Device, FileKind, FileRecord, PasswordHash, Person, Role, Session, TokenHash};
use crate::refusal::Refusal;
use crate::settings::SignUp;

/// Who asks, over which connection, as which request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    pub(super) conn: ConnId,
    pub(super) re: Option<RequestId>,
    pub(super) user: UserId,
    pub(super) session: SessionId,
}

/// What somebody who makes an account says.
#[derive(Debug)]
pub(super) struct Application {
    pub(super) handle: String,
    pub(super) name: Option<String>,
    pub(super) password: PasswordHash,
    pub(super) admission: Admission,
    pub(super) session: NewSession,
}

/// A session that is to begin.
#[derive(Debug)]
pub(super) struct NewSession {
    pub(super) id: SessionId,
    pub(super) token: TokenHash,
    pub(super) device: Device,
}

impl NewSession {
    pub(super) fn of(self, user: UserId, now: Now) -> Session {
        Session {
            device: self.device,
            ..Session::browser(self.id, user, self.token, now.wall)
        }
    }
}

impl Hub {
    /// What somebody who is signed in asks about her account.
    pub(super) fn obey_account(&mut self, now: Now, by: Asker, command: Command) -> Result<(), Refusal> {
        match command {
            Command::ReadAccount => {
                let account = self.account(by.user, by.session).ok_or(Refusal::NotSignedIn)?;
                self.answer(by.conn, by.re, Event::AccountChanged(Box::new(account)));
                Ok(())
            }
            Command::ReadLogin => {
                let person = self.people.person(by.user).ok_or(Refusal::NotSignedIn)?;
                let password = person.password.clone().ok_or(Refusal::NotPermitted)?;
                self.answer(
                    by.conn,
                    by.re,
                    Event::LoginFound {
                        user: by.user,
                        password,
                    },
                );
                Ok(())
            }
            Command::SetPassword { password, end_others } => {
                let mut person = self.me(by)?;
                person.password.replace(password).ok_or(Refusal::NotPermitted)?;
                person.reset = None;
                self.keep_person(Some(by.into()), person, Then::PasswordSet { end_others });
                Ok(())
            }
            Command::SetPrivacy(privacy) => {
                let mut person = self.me(by)?;
                person.privacy = privacy;
                self.keep_person(Some(by.into()), person, Then::Shown);
                Ok(())
            }
            Command::SetProfile { name, about, avatar } => self.set_profile(by, name, about, avatar),
            Command::SetQuiet { until } => {
                let mut person = self.me(by)?;
                person.quiet_until = until.filter(|until| *until > now.wall);
                self.keep_person(Some(by.into()), person, Then::Shown);
                Ok(())
            }
            _ => Err(Refusal::NotAllowed),
        }
    }

    fn me(&self, by: Asker) -> Result<Person, Refusal> {
        self.people.person(by.user).cloned().ok_or(Refusal::NotSignedIn)
    }

    /// What opens the account with a handle. One answer for all that does not open, so that nobody learns who is here.
    pub(super) fn find_login(&mut self, conn: ConnId, re: Option<RequestId>, handle: &str) -> Result<(), Refusal> {
        let handle = Handle::parse(handle).map_err(|_| Refusal::WrongPassword)?;
        let person = self.people.by_handle(&handle).filter(|person| !person.is_disabled);
        let person = person.ok_or(Refusal::WrongPassword)?;
        let password = person.password.clone().ok_or(Refusal::WrongPassword)?;
        let user = person.id;
        self.answer(conn, re, Event::LoginFound { user, password });
        Ok(())
    }

    /// Begins a session of somebody who has proved to be her. The session that this device had ends: what is known of
    /// the old token opens nothing of the new person.
    pub(super) fn sign_in(
        &mut self,
        now: Now,
        (conn, re): (ConnId, Option<RequestId>),
        before: Option<SessionId>,
        (user, proved): (UserId, &PasswordHash),
        session: NewSession,
    ) -> Result<(), Refusal> {
        let person = self.people.person(user).filter(|person| !person.is_disabled);
        let person = person.filter(|person| person.password.as_ref() == Some(proved));
        person.ok_or(Refusal::WrongPassword)?;
        self.hold_name(user);
        self.begin_session((conn, re).into(), session.of(user, now), before);
        Ok(())
    }

    /// Makes an account: a new person, or the guest who asks, who stays who she is.
    pub(super) fn sign_up(
        &mut self,
        now: Now,
        (conn, re): (ConnId, Option<RequestId>),
        by: Option<(UserId, SessionId)>,
        application: Application,
    ) -> Result<(), Refusal> {
        let rate = self.settings.rates.registrations;
        self.registrations.take(rate, now.mono).map_err(Refusal::too_many)?;
        let guest = by.and_then(|(user, _)| self.people.person(user).cloned());
        if guest
            .as_ref()
            .is_some_and(|guest| guest.role != Role::Guest || guest.is_bot)
        {
            return Err(Refusal::AlreadySignedIn);
        }
        if guest
            .as_ref()
            .is_some_and(|guest| self.call_by_user.contains_key(&guest.id))
        {
            // Her device gets another session, which would end the call.
            return Err(Refusal::InCall);
        }
        let role = self.admitted(now, &application.admission)?;
        let is_granted = matches!(application.admission, Admission::Granted(_));
        let was_guest = guest.is_some();
        let mut person = guest.unwrap_or_else(|| {
            let id = UserId(self.random());
            Person::guest(id, Name::from_store(""), now.wall)
        });
        let handle = Handle::parse(&application.handle).map_err(|_| Refusal::BadHandle)?;
        let is_free = self.people.is_free_for(person.id, handle.as_str());
        if !is_free || (handle.is_reserved() && !is_granted) {
            return Err(Refusal::HandleTaken);
        }
        person.name = match &application.name {
            Some(name) => self.free_name_for(person.id, name, is_granted)?,
            None if was_guest => person.name,
            None => Name::from_store(handle.as_str()),
        };
        person.holds_name = true;
        person.handle = Some(handle);
        person.password = Some(application.password);
        person.role = role;
        self.use_house_invite(now, &application.admission);
        let session = application.session.of(person.id, now);
        if was_guest {
            let before = by.map(|(_, session)| session);
            self.keep_person(Some((conn, re).into()), person, Then::Claimed { session, before });
        } else {
            self.create_person((conn, re).into(), person, session);
        }
        Ok(())
    }

    /// What somebody becomes by the right that she names.
    fn admitted(&self, now: Now, admission: &Admission) -> Result<Role, Refusal> {
        match admission {
            Admission::Granted(Role::Owner) if self.people.has_owner() => Err(Refusal::Closed),
            Admission::Granted(role) => Ok(*role),
            Admission::Open if self.settings.signup == SignUp::Open => Ok(Role::Member),
            Admission::Invite(_) if self.settings.signup == SignUp::Closed => Err(Refusal::Closed),
            Admission::Invite(code) => {
                let invite = self.invites.open(code, now.wall).ok_or(Refusal::NoInvite)?;
                invite.room.is_none().then_some(Role::Member).ok_or(Refusal::NoInvite)
            }
            Admission::Open => Err(Refusal::Closed),
        }
    }

    /// The name that a text is, if a person may go by it.
    pub(super) fn free_name_for(&self, user: UserId, text: &str, is_granted: bool) -> Result<Name, Refusal> {
        let name = Name::of_person(text).map_err(|_| Refusal::BadName)?;
        if !self.people.is_free_for(user, name.as_str()) || (name.is_reserved() && !is_granted) {
            let proposal = self.people.free_like(&name);
            return Err(Refusal::NameTaken { proposal });
        }
        Ok(name)
    }

    fn set_profile(
        &mut self,
        by: Asker,
        name: Option<String>,
        about: Option<String>,
        avatar: Option<Option<FileId>>,
    ) -> Result<(), Refusal> {
        let mut person = self.me(by)?;
        if let Some(name) = name {
            person.name = self.free_name_for(by.user, &name, person.role == Role::Owner)?;
        }
        if let Some(about) = about {
            let about = about.trim();
            let is_line = about.len() <= Person::MAX_ABOUT && !about.chars().any(char::is_control);
            person.about = is_line.then(|| Arc::from(about)).ok_or(Refusal::BadValue)?;
        }
        match avatar {
            Some(Some(file)) => {
                // Only a picture of one's own may become public.
                let request = StoreRequest::LoadFile { file, user: by.user };
                let person = Box::new(person);
                self.ask_store(request, Pending::People(PeoplePending::Avatar { by, person }));
            }
            Some(None) => {
                person.avatar = None;
                self.keep_person(Some(by.into()), person, Then::Shown);
            }
            None => self.keep_person(Some(by.into()), person, Then::Shown),
        }
        Ok(())
    }

    /// The file that shall be a person's picture has been looked up. What else she has changed meanwhile stands.
    pub(super) fn avatar_found(&mut self, by: Asker, wanted: &Person, file: &FileRecord) {
        if file.owner != by.user || file.facts.kind != FileKind::Image {
            return self.refuse(by.conn, by.re, Refusal::NoFile);
        }
        let Ok(mut person) = self.me(by) else { return };
        if !self.people.is_free_for(by.user, wanted.name.as_str()) {
            let proposal = self.people.free_like(&wanted.name);
            return self.refuse(by.conn, by.re, Refusal::NameTaken { proposal });
        }
        person.name = wanted.name.clone();
        person.about = Arc::clone(&wanted.about);
        person.avatar = Some(file.id);
        self.keep_person(Some(by.into()), person, Then::Shown);
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

    /// Tells a person's connections what her account is now, each with its own session; `answered` is the request that
    /// asked for it.
    pub(super) fn tell_account(&mut self, user: UserId, answered: Option<Asker>) {
        if let Some(by) = answered
            && let Some(account) = self.account(user, by.session)
        {
            self.answer(by.conn, by.re, Event::AccountChanged(Box::new(account)));
        }
        let others: Vec<ConnId> = self.conns(user).to_vec();
        for conn in others {
            if answered.is_none_or(|by| by.conn != conn)
                && let Some(session) = self.session_at(conn)
                && let Some(account) = self.account(user, session)
            {
                self.deliver(To::One(conn), Event::AccountChanged(Box::new(account)));
            }
        }
    }
}
