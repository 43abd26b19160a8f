//! When people are told that the roster has changed.
//!
//! Telling everybody the whole roster costs people², so it happens in rounds: the first change after quiet starts one
//! at once; changes meanwhile wait for the next, which starts no sooner than [`CHANGE_INTERVAL`] after the one before.
//! A round goes in slices of a bounded size, so that a full house's round takes longer instead of holding
//! everything else up. Each slice tells the latest state, and a round follows the last change: the last state always
//! reaches everybody.

use std::sync::Arc;
use std::time::Duration;

use super::Roster;
use super::roster::People;
use crate::id::ConnId;
use crate::now::Mono;

/// Shortest time between two rounds: soon enough for people, and a page is told at most ten times a second.
pub const CHANGE_INTERVAL: Duration = Duration::from_millis(100);

/// How many lines of the roster a slice may send, all receivers together: about 4 MB on the wire, a few milliseconds
/// of work in front of anybody's message.
pub const SLICE_ENTRIES: usize = 100_000;

/// Time between two slices of a round; with [`SLICE_ENTRIES`] it holds rosters under half a gigabyte a second.
pub const SLICE_INTERVAL: Duration = Duration::from_millis(10);

#[derive(Debug, Default)]
pub(super) struct Rounds {
    state: State,
    /// No round starts before.
    quiet_until: Mono,
}

#[derive(Debug, Default)]
enum State {
    /// Everybody knows the present state.
    #[default]
    Quiet,
    /// A change waits for its round.
    Waiting,
    /// A round runs; everybody up to `cursor` in order of arrival has had it.
    Running {
        cursor: u64,
        next_at: Mono,
        changed_since: bool,
    },
}

impl Rounds {
    pub(super) fn note_change(&mut self, now: Mono, people: usize) {
        match &mut self.state {
            State::Quiet if people == 0 => {}
            State::Quiet => {
                self.state = State::Waiting;
                self.quiet_until = self.quiet_until.max(now);
            }
            State::Waiting => {}
            State::Running { changed_since, .. } => *changed_since = true,
        }
    }

    pub(super) fn due(&self) -> Option<Mono> {
        match self.state {
            State::Quiet => None,
            State::Waiting => Some(self.quiet_until),
            State::Running { next_at, .. } => Some(next_at),
        }
    }

    /// What to tell now, and whom.
    pub(super) fn slice(&mut self, now: Mono, people: &mut People) -> Option<(Arc<Roster>, Vec<ConnId>)> {
        if self.due()? > now {
            return None;
        }
        let (cursor, changed_since) = match self.state {
            State::Running {
                cursor, changed_since, ..
            } => (cursor, changed_since),
            _ => (0, false),
        };
        let limit = (SLICE_ENTRIES / people.len().max(1)).max(1);
        let started = cursor == 0;
        let (conns, cursor) = people.take_uninformed(cursor, limit);
        if started && !conns.is_empty() {
            self.quiet_until = now + CHANGE_INTERVAL;
        }
        self.state = match cursor {
            Some(cursor) => State::Running {
                cursor,
                next_at: now + SLICE_INTERVAL,
                changed_since,
            },
            None if changed_since => State::Waiting,
            None => State::Quiet,
        };
        (!conns.is_empty()).then(|| (people.roster(), conns))
    }
}
