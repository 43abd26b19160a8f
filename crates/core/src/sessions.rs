//! Who is signed in where: the sessions of the house, by what opens them, and when they end by themselves.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::id::{SessionId, UserId};
use crate::map::FastMap;
use crate::now::UnixMillis;
use crate::record::{Session, SessionKind, TokenHash};

/// Sessions of one person at most: more devices than anybody has. One more ends the one unused for longest.
pub const MAX_SESSIONS: usize = 64;
/// How exactly it is kept when a session was used last. Shorter writes more, longer blurs only what is counted in days.
const USED_INTERVAL: Duration = Duration::from_secs(60 * 60);

/// After how long a browser's session ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionAges {
    /// Without use.
    pub idle: Duration,
    /// Since it began, however much it is used.
    pub absolute: Duration,
}

impl Default for SessionAges {
    fn default() -> Self {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        SessionAges {
            idle: 14 * DAY,
            absolute: 90 * DAY,
        }
    }
}

/// All that are.
#[derive(Debug, Default)]
pub struct Sessions {
    by_id: FastMap<SessionId, Session>,
    /// Not a fast map: tokens come from outside.
    id_by_token: BTreeMap<TokenHash, SessionId>,
    ids_by_user: FastMap<UserId, Vec<SessionId>>,
}

impl Sessions {
    /// Adds a session.
    pub fn add(&mut self, session: Session) {
        self.id_by_token.insert(session.token, session.id);
        self.ids_by_user.entry(session.user).or_default().push(session.id);
        self.by_id.insert(session.id, session);
    }

    /// Removes a session.
    pub fn remove(&mut self, id: SessionId) -> Option<Session> {
        let session = self.by_id.remove(&id)?;
        self.id_by_token.remove(&session.token);
        if let Some(ids) = self.ids_by_user.get_mut(&session.user) {
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                self.ids_by_user.remove(&session.user);
            }
        }
        Some(session)
    }

    /// A session.
    pub fn get(&self, id: SessionId) -> Option<&Session> {
        self.by_id.get(&id)
    }

    /// The session that a token opens, too old or not.
    pub fn opened_by(&self, token: &TokenHash) -> Option<&Session> {
        self.by_id.get(self.id_by_token.get(token)?)
    }

    /// Somebody's sessions, the one used last first.
    pub fn of(&self, user: UserId) -> Vec<&Session> {
        let ids = self.ids_by_user.get(&user).map_or(&[][..], Vec::as_slice);
        let mut sessions: Vec<&Session> = ids.iter().filter_map(|id| self.by_id.get(id)).collect();
        sessions.sort_by_key(|session| (std::cmp::Reverse(session.seen_at), session.id));
        sessions
    }

    /// The sessions that must end so that a person may have one more.
    pub fn surplus(&self, user: UserId) -> Vec<SessionId> {
        let rest = self.of(user).into_iter().skip(MAX_SESSIONS - 1);
        rest.map(|session| session.id).collect()
    }

    /// Notes that a session is used; says whether that is worth keeping.
    pub fn use_now(&mut self, id: SessionId, now: UnixMillis) -> bool {
        match self.by_id.get_mut(&id) {
            Some(session) if session.seen_at < now.before(USED_INTERVAL) => {
                session.seen_at = now;
                true
            }
            _ => false,
        }
    }

    /// All sessions, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Session> {
        self.by_id.values()
    }
}

impl SessionAges {
    /// Whether a session is too old. A program's token does not age: nobody is there to sign it in again.
    pub fn are_over(self, session: &Session, now: UnixMillis) -> bool {
        let is_unused = session.seen_at < now.before(self.idle);
        let is_old = session.created_at < now.before(self.absolute);
        session.kind == SessionKind::Browser && (is_unused || is_old)
    }
}
