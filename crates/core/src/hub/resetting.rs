//! Forgotten passwords: links by which people choose another one, and the operator's own hand.

use std::time::Duration;

use super::Hub;
use super::account::NewSession;
use super::account_keep::Then;
use super::steward::Steward;
use crate::effect::RequestId;
use crate::event::Event;
use crate::id::{ConnId, SessionId, UserId};
use crate::now::Now;
use crate::permission::HouseAction;
use crate::record::{PasswordHash, Person, Reset, TokenHash};
use crate::refusal::Refusal;

/// How long a link can be used. Longer reaches people who look seldom, shorter leaves less lying about.
pub const RESET_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

impl Hub {
    /// Makes a link for somebody who is less; one for an owner there is not.
    pub(super) fn create_reset(&mut self, now: Now, by: Steward, user: UserId, code: TokenHash) -> Result<(), Refusal> {
        self.permit(by, HouseAction::ResetPasswords)?;
        let mut person = self.people.person(user).cloned().ok_or(Refusal::NoPerson)?;
        if by.user() == Some(user) {
            return Err(Refusal::Oneself);
        }
        if self.steward_role(by).is_some_and(|role| !role.may_manage(person.role)) {
            return Err(Refusal::NotPermitted);
        }
        if person.password.is_none() || person.is_disabled {
            return Err(Refusal::BadValue);
        }
        let until = now.wall.after(RESET_LIFETIME);
        person.reset = Some(Box::new(Reset { code, until }));
        self.keep_person(Some(by.waiter()), person, Then::ResetMade { until });
        Ok(())
    }

    /// Gives somebody with an account another password. Only the operator can.
    pub(super) fn give_password(&mut self, by: Steward, user: UserId, password: PasswordHash) -> Result<(), Refusal> {
        let Steward::Operator(waiter) = by else {
            return Err(Refusal::NotAllowed);
        };
        let mut person = self.people.person(user).cloned().ok_or(Refusal::NoPerson)?;
        person.password.replace(password).ok_or(Refusal::BadValue)?;
        person.reset = None;
        self.keep_person(Some(waiter), person, Then::PasswordGiven);
        Ok(())
    }

    /// Tells whose password a link can replace.
    pub(super) fn show_reset(
        &mut self,
        now: Now,
        conn: ConnId,
        re: Option<RequestId>,
        code: &TokenHash,
    ) -> Result<(), Refusal> {
        let user = self.reset_by(now, code).ok_or(Refusal::NoReset)?.id;
        let profile = self.people.profile(user).ok_or(Refusal::NoReset)?;
        self.answer(conn, re, Event::ResetShown(profile));
        Ok(())
    }

    /// Gives somebody the password that she has chosen by a link, which is void from now on, and signs her in.
    pub(super) fn use_reset(
        &mut self,
        now: Now,
        (conn, re): (ConnId, Option<RequestId>),
        before: Option<SessionId>,
        code: &TokenHash,
        password: PasswordHash,
        session: NewSession,
    ) -> Result<(), Refusal> {
        let mut person = self.reset_by(now, code).cloned().ok_or(Refusal::NoReset)?;
        person.password = Some(password);
        person.reset = None;
        let session = session.of(person.id, now);
        self.keep_person(Some((conn, re).into()), person, Then::Reset { session, before });
        Ok(())
    }

    /// Who can choose another password by a link. Codes are looked for so seldom that nobody keeps them in order.
    fn reset_by(&self, now: Now, code: &TokenHash) -> Option<&Person> {
        let is_meant = |reset: &Reset| reset.code == *code && now.wall < reset.until;
        let mut persons = self.people.persons();
        persons.find(|person| !person.is_disabled && person.reset.as_deref().is_some_and(is_meant))
    }
}
