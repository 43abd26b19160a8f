//! What is to happen later, and when.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{CallId, UserId};
use crate::now::Mono;

/// One thing that is to happen once. Setting it again moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// A ringing call has rung long enough, or an end of a call has been away long enough.
    Call(CallId),
    /// Names that nobody uses are to be given free, and sessions too old to be ended.
    FreeNames,
    /// Somebody without a connection is no longer taken for online.
    Linger(UserId),
    /// What the store has failed to keep is to be tried again.
    Owed,
    /// Changes of who is online are to be told.
    People,
}

/// All that is set.
#[derive(Debug, Default)]
pub struct TimerTable {
    due: BTreeSet<(Mono, Timer)>,
    at: BTreeMap<Timer, Mono>,
}

impl TimerTable {
    /// Sets or moves a timer.
    pub fn set(&mut self, timer: Timer, at: Mono) {
        self.stop(timer);
        self.due.insert((at, timer));
        self.at.insert(timer, at);
    }

    /// Stops a timer, set or not.
    pub fn stop(&mut self, timer: Timer) {
        if let Some(at) = self.at.remove(&timer) {
            self.due.remove(&(at, timer));
        }
    }

    /// Whether the timer is set.
    pub fn is_set(&self, timer: Timer) -> bool {
        self.at.contains_key(&timer)
    }

    /// How many are set.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether none is set.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// When the next is due.
    pub fn next(&self) -> Option<Mono> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Takes one that is due.
    pub fn expire(&mut self, now: Mono) -> Option<Timer> {
        let (at, timer) = *self.due.first()?;
        if at > now {
            return None;
        }
        self.stop(timer);
        Some(timer)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(seconds: u64) -> Mono {
        Mono(Duration::from_secs(seconds))
    }

    #[test]
    fn a_timer_set_again_is_due_once_at_the_later_time() {
        let mut timers = TimerTable::default();
        timers.set(Timer::People, at(1));
        timers.set(Timer::People, at(3));
        assert_eq!(timers.expire(at(2)), None);
        assert_eq!(timers.expire(at(3)), Some(Timer::People));
        assert_eq!(timers.next(), None);
    }

    #[test]
    fn timers_expire_in_order_and_stopped_ones_never() {
        let mut timers = TimerTable::default();
        timers.set(Timer::FreeNames, at(2));
        timers.set(Timer::People, at(1));
        timers.set(Timer::Linger(UserId(1)), at(1));
        timers.stop(Timer::Linger(UserId(1)));
        assert_eq!(timers.expire(at(9)), Some(Timer::People));
        assert_eq!(timers.expire(at(9)), Some(Timer::FreeNames));
        assert_eq!(timers.expire(at(9)), None);
    }
}
