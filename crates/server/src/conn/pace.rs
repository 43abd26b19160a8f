//! How fast a guest's connection is read: past its rate the server reads slower and drops nothing.

use std::time::Duration;

use tokio::time::Instant;

use crate::config::Rate;

/// A connection's credit.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    rate: Option<Rate>,
    full_at: Instant,
}

impl Pace {
    /// A full credit; `None` never waits.
    #[must_use]
    pub fn new(rate: Option<Rate>) -> Self {
        Pace {
            rate,
            full_at: Instant::now(),
        }
    }

    /// Counts one message.
    pub(super) fn count(&mut self) {
        if let Some(rate) = self.rate {
            self.full_at = self.full_at.max(Instant::now()) + interval(rate);
        }
    }

    /// When there is credit again, if there is none.
    pub(super) fn exhausted_until(&self) -> Option<Instant> {
        let rate = self.rate?;
        let credit = interval(rate) * rate.burst.get();
        (self.full_at > Instant::now() + credit).then(|| self.full_at - credit)
    }
}

fn interval(rate: Rate) -> Duration {
    rate.per / rate.count.get()
}
