//! The one place where the server reads its clocks for the machines.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use teahouse_core::now::{Mono, Now, UnixMillis};

/// Both clocks; monotone time counts from its making.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    began: Instant,
}

impl Clock {
    /// A clock that begins now.
    #[must_use]
    pub fn start() -> Self {
        Clock { began: Instant::now() }
    }

    /// Reads both clocks.
    #[must_use]
    pub fn now(&self) -> Now {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Now {
            mono: Mono(self.began.elapsed()),
            wall: UnixMillis(i64::try_from(wall.as_millis()).unwrap_or(i64::MAX)),
        }
    }

    /// When a monotone instant of the machines is, for timers.
    #[must_use]
    pub fn instant(&self, at: Mono) -> Instant {
        self.began + at.0
    }
}
