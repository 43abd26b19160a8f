//! How much the hub holds at the moment.

use super::Hub;

/// Sizes of what the hub remembers. When everybody has gone and the store has answered, all but `timers` are zero, and
/// one timer is set: the look for unused names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Open connections of every kind.
    pub connections: usize,
    /// People and guests who are connected, or were a moment ago.
    pub here: usize,
    /// People and guests whom others see as online.
    pub online: usize,
    /// Plain guests with a name.
    pub guests: usize,
    /// Connections that watch the list of people, and people who are watched.
    pub watches: usize,
    /// Calls that ring or stand.
    pub calls: usize,
    /// People in calls: two for each.
    pub people_in_calls: usize,
    /// Questions that the store has not answered, and rooms that requests wait for.
    pub waiting: usize,
    /// What the store has failed to do and will be asked again.
    pub owed: usize,
    /// Connections that are to send a message again before others.
    pub held: usize,
    /// Things that are to happen later.
    pub timers: usize,
}

impl Hub {
    /// How much is held now.
    pub fn stats(&self) -> Stats {
        Stats {
            connections: self.role_by_conn.len(),
            here: self.here.len(),
            online: self.presence.everybody().count(),
            guests: self.people.guests(),
            watches: self.presence.watches(),
            calls: self.call_by_id.len(),
            people_in_calls: self.call_by_user.len(),
            waiting: self.pending.len() + self.waiting.len(),
            owed: self.debts.len(),
            held: self.holds_by_conn.len(),
            timers: self.timers.len(),
        }
    }
}
