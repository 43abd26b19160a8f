//! What a client has asked against what it may ask. Nothing asked is dropped: a client in debt is not read until the
//! debt is paid, which its own network turns into waiting.

use teahouse_core::limit::Rate;
use teahouse_core::now::Mono;

/// How many hearers one unit of credit reaches. Telling everybody costs the house by the head.
const HEARERS_PER_UNIT: u32 = 50;

#[derive(Debug, Default)]
pub(super) struct Credit {
    /// When everything asked so far is paid.
    paid_at: Mono,
}

impl Credit {
    /// Takes one unit, and one more for every fifty hearers.
    pub(super) fn spend(&mut self, rate: Option<Rate>, now: Mono, hearers: u32) {
        if let Some(rate) = rate {
            self.paid_at = self.paid_at.max(now) + rate.every * (1 + hearers / HEARERS_PER_UNIT);
        }
    }

    /// When the client may be read again; none if it may be now.
    pub(super) fn readable_at(&self, rate: Option<Rate>, now: Mono) -> Option<Mono> {
        let rate = rate?;
        let allowed = rate.every * rate.burst;
        (self.paid_at.since(now) > allowed).then(|| self.paid_at - allowed)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const RATE: Option<Rate> = Some(Rate {
        burst: 10,
        every: Duration::from_secs(1),
    });

    #[test]
    fn a_burst_is_read_at_once_and_what_is_beyond_waits() {
        let (mut credit, now) = (Credit::default(), Mono(Duration::from_secs(100)));
        for _ in 0..10 {
            credit.spend(RATE, now, 1);
        }
        assert_eq!(credit.readable_at(RATE, now), None);
        credit.spend(RATE, now, 1);
        assert_eq!(credit.readable_at(RATE, now), Some(now + Duration::from_secs(1)));
        assert_eq!(credit.readable_at(RATE, now + Duration::from_secs(1)), None);
    }

    #[test]
    fn telling_a_crowd_costs_by_the_head() {
        let (mut credit, now) = (Credit::default(), Mono(Duration::from_secs(100)));
        credit.spend(RATE, now, 1_000);
        assert_eq!(credit.readable_at(RATE, now), Some(now + Duration::from_secs(11)));
    }

    #[test]
    fn without_a_rate_nothing_is_counted() {
        let (mut credit, now) = (Credit::default(), Mono::default());
        credit.spend(None, now, 1_000_000);
        assert_eq!(credit.readable_at(RATE, now), None);
    }
}
