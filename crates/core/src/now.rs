//! The only way in which time comes into the core.

use std::ops::{Add, Sub};
use std::time::Duration;

/// A monotone instant: time since the process began. Deadlines and intervals are made of these alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mono(pub Duration);

/// Wall clock in milliseconds since 1970 UTC. For people to read; nothing is ordered or timed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixMillis(pub i64);

/// One reading of both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    /// Never goes back.
    pub mono: Mono,
    /// May jump.
    pub wall: UnixMillis,
}

impl Mono {
    /// Time from `earlier` to `self`, zero if `earlier` is later.
    pub fn since(self, earlier: Mono) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Mono {
    type Output = Mono;
    fn add(self, by: Duration) -> Mono {
        Mono(self.0 + by)
    }
}

impl Sub<Duration> for Mono {
    type Output = Mono;
    fn sub(self, by: Duration) -> Mono {
        Mono(self.0.saturating_sub(by))
    }
}

impl UnixMillis {
    /// The instant `by` later.
    pub fn after(self, by: Duration) -> UnixMillis {
        UnixMillis(self.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The instant `by` earlier.
    pub fn before(self, by: Duration) -> UnixMillis {
        UnixMillis(self.0.saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }
}
