//! The devices of a person: where she is signed in, and how that ends.

use super::account::Asker;
use super::account_keep::{PeoplePending, Waiter};
use super::{Closing, Hub, Pending, Role};
use crate::call::Side;
use crate::effect::{CloseReason, Effect, RequestId, StoreRequest};
use crate::event::{EndReason, Event};
use crate::id::{ConnId, SessionId, UserId};
use crate::now::Now;
use crate::record::{self, Session, TokenHash};
use crate::refusal::Refusal;

impl Hub {
    /// Whose session a token opens now.
    pub(super) fn opened_by(&self, now: Now, token: &TokenHash) -> Option<(UserId, SessionId)> {
        let session = self.sessions.opened_by(token)?;
        (!self.is_over(now, session)).then_some((session.user, session.id))
    }

    /// Whether a session opens nothing any more: its person is shut out, or it is too old. A guest's is never too old: it
    /// is all that she has to come back with.
    fn is_over(&self, now: Now, session: &Session) -> bool {
        self.people.person(session.user).is_some_and(|person| {
            let ages = person.role != record::Role::Guest;
            person.is_disabled || (ages && self.settings.sessions.are_over(session, now.wall))
        })
    }

    /// Which session opened a page.
    pub(super) fn session_at(&self, conn: ConnId) -> Option<SessionId> {
        match self.role_by_conn.get(&conn) {
            Some(Role::App { session, .. }) => Some(*session),
            _ => None,
        }
    }

    /// Notes that a session is used, to the hour.
    pub(super) fn use_session(&mut self, now: Now, session: SessionId) {
        if self.sessions.use_now(session, now.wall) {
            let at = now.wall;
            self.ask_store(StoreRequest::SeeSession { session, at }, Pending::Forget);
        }
    }

    /// Begins a session in place of the one that the device had, and of those unused for longest if there are too many.
    pub(super) fn begin_session(&mut self, waiter: Waiter, session: Session, before: Option<SessionId>) {
        let pending = PeoplePending::BeginSession {
            waiter,
            session: session.clone(),
            before,
        };
        self.ask_store(StoreRequest::CreateSession(session), Pending::People(pending));
    }

    pub(super) fn session_begun(&mut self, waiter: Waiter, session: Session, before: Option<SessionId>) {
        let user = session.user;
        // Somebody may have been shut out while it was written.
        let is_shut_out = self.people.person(user).is_none_or(|person| person.is_disabled);
        let Some(you) = self.people.profile(user).filter(|_| !is_shut_out) else {
            return self.end_sessions(Some(waiter), vec![session.id], Event::Refused(Refusal::WrongPassword));
        };
        let mut over = self.sessions.surplus(user);
        over.extend(before.filter(|id| *id != session.id));
        self.sessions.add(session);
        self.end_sessions(Some(waiter), over, Event::Registered(you));
    }

    /// Ends sessions, and then answers.
    pub(super) fn end_sessions(&mut self, waiter: Option<Waiter>, sessions: Vec<SessionId>, answer: Event) {
        let pending = PeoplePending::EndSessions {
            waiter,
            sessions: sessions.clone(),
            answer,
        };
        self.ask_store(StoreRequest::EndSessions(sessions), Pending::People(pending));
    }

    /// A session is forgotten: the pages that it opened hear so and are closed, and their calls are over.
    pub(super) fn session_ended(&mut self, now: Now, session: SessionId) {
        let Some(ended) = self.sessions.remove(session) else {
            return;
        };
        let pages: Vec<ConnId> = self.conns(ended.user).to_vec();
        for page in pages {
            if self.session_at(page) == Some(session) {
                self.hang_up_page(now, page, ended.user);
                self.answer(page, None, Event::SignedOut);
                self.effects.push_back(Effect::Close {
                    conn: page,
                    why: CloseReason::NoSession,
                });
                // From now on it says nothing, whatever is still on its way.
                self.handle_close(now, page, Closing::Clean);
            }
        }
    }

    /// A call that a page is in, or has begun, ends for good: its device will not come back to it.
    fn hang_up_page(&mut self, now: Now, page: ConnId, user: UserId) {
        let Some(id) = self.call_by_user.get(&user).copied() else {
            return;
        };
        let Some(call) = self.call_by_id.get(&id) else { return };
        let Some(side) = call.side_of(user) else { return };
        let rings_here = call.is_ringing() && side == Side::Callee;
        if !rings_here && call.is_at(side, page) {
            let reason: EndReason = call.reason_of_hangup(side);
            self.end_call(now, id, reason, None, Some(page));
        }
    }

    /// One's own sessions.
    pub(super) fn obey_sessions(&mut self, by: Asker, ended: Option<SessionId>) -> Result<(), Refusal> {
        let Some(session) = ended else {
            let sessions = self.sessions.of(by.user).into_iter().cloned().collect();
            let current = by.session;
            self.answer(by.conn, by.re, Event::SessionsListed { sessions, current });
            return Ok(());
        };
        let is_own = self.sessions.get(session).is_some_and(|found| found.user == by.user);
        if !is_own {
            return Err(Refusal::NoSession);
        }
        self.end_sessions(Some(by.into()), vec![session], Event::Done);
        Ok(())
    }

    /// Ends the session that a token opens.
    pub(super) fn sign_out(
        &mut self,
        now: Now,
        conn: ConnId,
        re: Option<RequestId>,
        token: &TokenHash,
    ) -> Result<(), Refusal> {
        let (_, session) = self.opened_by(now, token).ok_or(Refusal::NotSignedIn)?;
        self.end_sessions(Some((conn, re).into()), vec![session], Event::SignedOut);
        Ok(())
    }

    /// Ends the sessions that open nothing any more, with whatever they have opened.
    pub(super) fn end_old_sessions(&mut self, now: Now) {
        let over: Vec<SessionId> = self
            .sessions
            .all()
            .filter(|session| self.is_over(now, session))
            .map(|session| session.id)
            .collect();
        if !over.is_empty() {
            self.end_sessions(None, over, Event::Done);
        }
    }
}
