//! How changes of people are kept: decided at once and in order, told when they are on the disk, undone if they are not.

use super::account::Asker;
use super::{Hub, Pending};
use crate::effect::{RequestId, StoreRequest};
use crate::event::Event;
use crate::id::{ConnId, SessionId, UserId};
use crate::now::{Now, UnixMillis};
use crate::outcome::Outcome;
use crate::record::{Contact, Invite, Person, Session, SessionKind};
use crate::refusal::Refusal;

/// Who is to be answered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiter {
    conn: ConnId,
    re: Option<RequestId>,
    /// If it is somebody who is signed in.
    by: Option<Asker>,
}

impl From<Asker> for Waiter {
    fn from(by: Asker) -> Self {
        Waiter {
            conn: by.conn,
            re: by.re,
            by: Some(by),
        }
    }
}

impl From<(ConnId, Option<RequestId>)> for Waiter {
    fn from((conn, re): (ConnId, Option<RequestId>)) -> Self {
        Waiter { conn, re, by: None }
    }
}

/// What follows when a changed person is kept.
#[derive(Debug)]
pub(super) enum Then {
    /// A guest has an account now: her device gets another session.
    Claimed {
        session: Session,
        before: Option<SessionId>,
    },
    /// She has a password that somebody else gave her: all her sessions end.
    PasswordGiven,
    /// She has chosen a password by a link: all her sessions end but the new one.
    Reset {
        session: Session,
        before: Option<SessionId>,
    },
    /// It was somebody else who changed something, and hears that it is done.
    Managed { end_sessions: bool },
    /// Other sessions may have to end.
    PasswordSet { end_others: bool },
    /// There is a link for another password.
    ResetMade { until: UnixMillis },
    /// The person herself hears what she is now, and others how she looks.
    Shown,
}

/// What waits for the store about people.
#[derive(Debug)]
pub(super) enum PeoplePending {
    /// The file of a picture is being looked up.
    Avatar { by: Asker, person: Box<Person> },
    /// A session is being kept.
    BeginSession {
        waiter: Waiter,
        session: Session,
        before: Option<SessionId>,
    },
    /// A note about somebody is being kept.
    Contact { by: Asker, other: UserId, before: Contact },
    /// A new person is being kept.
    CreatePerson { waiter: Waiter, session: Session },
    /// Sessions are being forgotten.
    EndSessions {
        waiter: Option<Waiter>,
        sessions: Vec<SessionId>,
        answer: Event,
    },
    /// A changed person is being kept.
    Keep {
        waiter: Option<Waiter>,
        person: Box<Person>,
        then: Then,
    },
    /// An invite is being kept.
    KeepInvite { waiter: Waiter, invite: Invite },
    /// An invite is being forgotten.
    DropInvite { by: Asker, invite: Invite },
}

/// A person with changes under way.
#[derive(Debug)]
pub(super) struct Unkept {
    /// As she was kept last.
    kept: Person,
    /// How many changes are under way.
    changes: u32,
}

impl Hub {
    /// Adds somebody, who is told so when she is kept.
    pub(super) fn create_person(&mut self, waiter: Waiter, person: Person, session: Session) {
        self.people.add_person(person.clone());
        let pending = PeoplePending::CreatePerson {
            waiter,
            session: session.clone(),
        };
        self.ask_store(StoreRequest::CreatePerson { person, session }, Pending::People(pending));
    }

    /// Changes somebody.
    pub(super) fn keep_person(&mut self, waiter: Option<Waiter>, person: Person, then: Then) {
        let Some(before) = self.people.person(person.id).cloned() else {
            return;
        };
        let unkept = self.unkept.entry(person.id).or_insert(Unkept {
            kept: before,
            changes: 0,
        });
        unkept.changes += 1;
        self.people.replace_person(person.clone());
        let person = Box::new(person);
        let pending = PeoplePending::Keep {
            waiter,
            person: person.clone(),
            then,
        };
        self.ask_store(StoreRequest::KeepPerson(person), Pending::People(pending));
    }

    /// A change of somebody is settled: what is kept of her now.
    fn settle_person(&mut self, user: UserId, kept: Option<Person>) {
        let Some(unkept) = self.unkept.get_mut(&user) else {
            return;
        };
        if let Some(kept) = kept {
            unkept.kept = kept;
        } else {
            self.people.replace_person(unkept.kept.clone());
        }
        unkept.changes -= 1;
        if unkept.changes == 0 {
            self.unkept.remove(&user);
        }
    }

    pub(super) fn resolve_people(&mut self, now: Now, pending: PeoplePending, outcome: Outcome) {
        match (pending, outcome) {
            (PeoplePending::Avatar { by, person }, Outcome::File { record, .. }) => {
                self.avatar_found(by, &person, &record);
            }
            (PeoplePending::Avatar { by, .. }, Outcome::NoFile) => self.refuse(by.conn, by.re, Refusal::NoFile),
            (
                PeoplePending::BeginSession {
                    waiter,
                    session,
                    before,
                },
                Outcome::Done,
            ) => self.session_begun(waiter, session, before),
            (PeoplePending::Contact { by, other, .. }, Outcome::Done) => self.contact_kept(by, other),
            (PeoplePending::CreatePerson { waiter, session }, Outcome::Done) => self.person_created(waiter, session),
            (
                PeoplePending::EndSessions {
                    waiter,
                    sessions,
                    answer,
                },
                Outcome::Done,
            ) => {
                for session in sessions {
                    self.session_ended(now, session);
                }
                if let Some(waiter) = waiter {
                    self.answer(waiter.conn, waiter.re, answer);
                }
            }
            (PeoplePending::Keep { waiter, person, then }, Outcome::Done) => {
                let user = person.id;
                self.settle_person(user, Some(*person));
                self.person_kept(now, waiter, user, then);
            }
            (PeoplePending::KeepInvite { waiter, invite }, Outcome::Done) => {
                self.answer_waiter(waiter, Event::InviteRead(Box::new(invite)));
            }
            (PeoplePending::DropInvite { by, .. }, Outcome::Done) => self.answer(by.conn, by.re, Event::Done),
            (pending, outcome) => debug_assert!(false, "{pending:?} was answered by {outcome:?}"),
        }
    }

    pub(super) fn fail_people(&mut self, pending: PeoplePending, refusal: Refusal) {
        let waiter = match pending {
            PeoplePending::Avatar { by, .. } => Some(by.into()),
            PeoplePending::BeginSession { waiter, .. } => Some(waiter),
            PeoplePending::Contact { by, other, before } => {
                self.contacts.set(by.user, other, before);
                Some(by.into())
            }
            PeoplePending::CreatePerson { waiter, session } => {
                self.people.remove_person(session.user);
                Some(waiter)
            }
            PeoplePending::EndSessions { waiter, .. } => waiter,
            PeoplePending::Keep { waiter, person, .. } => {
                self.settle_person(person.id, None);
                waiter
            }
            PeoplePending::KeepInvite { waiter, invite } => {
                self.invites.remove(invite.id);
                Some(waiter)
            }
            PeoplePending::DropInvite { by, invite } => {
                self.invites.put(invite);
                Some(by.into())
            }
        };
        if let Some(Waiter { conn, re, .. }) = waiter {
            self.refuse(conn, re, refusal);
        }
    }

    pub(super) fn answer_waiter(&mut self, waiter: Waiter, event: Event) {
        self.answer(waiter.conn, waiter.re, event);
    }

    fn person_created(&mut self, waiter: Waiter, session: Session) {
        let (user, kind) = (session.user, session.kind);
        self.sessions.add(session);
        let Some(profile) = self.people.profile(user) else {
            return;
        };
        let event = match kind {
            SessionKind::Bot => Event::BotCreated(profile),
            SessionKind::Browser => Event::Registered(profile),
        };
        self.answer(waiter.conn, waiter.re, event);
    }

    fn person_kept(&mut self, now: Now, waiter: Option<Waiter>, user: UserId, then: Then) {
        let by = waiter.and_then(|waiter| waiter.by);
        match then {
            Then::Claimed { session, before } => {
                if let Some(waiter) = waiter {
                    self.begin_session(waiter, session, before);
                }
                self.tell_profile(now.mono, user);
            }
            Then::Managed { end_sessions } => {
                let all = end_sessions.then(|| self.sessions_of(user));
                self.tell_account(user, None);
                self.end_sessions(waiter, all.unwrap_or_default(), Event::Done);
            }
            Then::PasswordGiven => {
                let all = self.sessions_of(user);
                let ended = all.len() as u32;
                self.end_sessions(waiter, all, Event::PasswordGiven { ended });
            }
            Then::PasswordSet { end_others } => {
                let current = by.map(|by| by.session);
                let mut others = self.sessions_of(user);
                others.retain(|id| end_others && Some(*id) != current);
                self.end_sessions(waiter, others, Event::Done);
            }
            Then::Reset { session, before } => {
                let all = self.sessions_of(user);
                self.end_sessions(None, all, Event::Done);
                if let Some(waiter) = waiter {
                    self.begin_session(waiter, session, before);
                }
            }
            Then::ResetMade { until } => {
                if let Some(waiter) = waiter {
                    self.answer_waiter(waiter, Event::ResetCreated { until });
                }
            }
            Then::Shown => {
                self.tell_account(user, by);
                self.tell_profile(now.mono, user);
            }
        }
    }

    fn sessions_of(&self, user: UserId) -> Vec<SessionId> {
        self.sessions.of(user).into_iter().map(|session| session.id).collect()
    }
}
