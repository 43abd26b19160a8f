//! How fast a guest's connection is read: past its rate the server reads slower and drops nothing.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

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

    /// Waits until there is credit again.
    pub(super) async fn wait(&mut self) {
        let Some(rate) = self.rate else { return };
        let credit = interval(rate) * rate.burst.get();
        if self.full_at > Instant::now() + credit {
            sleep_until(self.full_at - credit).await;
        }
    }
}

fn interval(rate: Rate) -> Duration {
    rate.per / rate.count.get()
}
