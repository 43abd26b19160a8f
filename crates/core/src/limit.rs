//! How often a client may ask: one generic cell rate algorithm a person and class of request.

use std::time::Duration;

use crate::now::Mono;

/// So many at once, then one each `every`. `None` in the settings means no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many at once after a pause.
    pub burst: u32,
    /// The interval at which one more is free.
    pub every: Duration,
}

/// The one number that the algorithm keeps, in microseconds: when the credit would be full again. Eight bytes, since
/// everybody who is connected has several.
#[derive(Debug, Clone, Copy, Default)]
pub struct Meter(u64);

impl Meter {
    /// Takes one from the credit.
    ///
    /// # Errors
    /// How long to wait; nothing is taken then.
    pub fn take(&mut self, rate: Option<Rate>, now: Mono) -> Result<(), Duration> {
        let Some(rate) = rate else { return Ok(()) };
        let (now, every) = (micros(now.0), micros(rate.every));
        let full_at = self.0.max(now) + every;
        let allowed = every * u64::from(rate.burst);
        if full_at > now + allowed {
            return Err(Duration::from_micros(full_at - now - allowed));
        }
        self.0 = full_at;
        Ok(())
    }

    /// Whether the whole credit is there.
    pub fn is_full(&self, now: Mono) -> bool {
        self.0 <= micros(now.0)
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_the_next_waits_its_interval() {
        let rate = Some(Rate {
            burst: 3,
            every: Duration::from_secs(1),
        });
        let mut meter = Meter::default();
        let now = Mono(Duration::from_secs(100));
        for _ in 0..3 {
            assert_eq!(meter.take(rate, now), Ok(()));
        }
        assert_eq!(meter.take(rate, now), Err(Duration::from_secs(1)));
        assert_eq!(meter.take(rate, now + Duration::from_secs(1)), Ok(()));
        assert_eq!(meter.take(None, now), Ok(()));
    }
}
