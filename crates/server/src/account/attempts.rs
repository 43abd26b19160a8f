//! How often one may guess: few tries for each account and place, and for an account from everywhere together, so that
//! many machines guess no faster. A device that was here before has tries of its own, which no stranger can use up.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use teahouse_core::now::Mono;
use teahouse_core::refusal::Refusal;

use crate::gate::network_of;

/// The time in which tries are counted.
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Tries from one place: enough for who mistypes, far too few to guess.
const MAX_FROM_ONE: usize = 10;
/// Tries from all places that are not known together.
const MAX_FROM_ALL: usize = 100;
/// Accounts and places remembered at most; then those without a recent try are forgotten, and if none is, all.
const MAX_REMEMBERED: usize = 50_000;

/// Where a try comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum From {
    /// A device that has signed in to this account before, by the number that it was given then.
    Device([u8; 16]),
    /// Somebody at an address.
    Stranger(IpAddr),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Counted {
    One(String, From),
    All(String),
}

/// The recent tries.
#[derive(Debug, Default)]
pub struct Attempts {
    tries: Mutex<HashMap<Counted, VecDeque<Mono>>>,
}

impl Attempts {
    /// Counts a try at an account. It is counted before it is made, so that tries side by side do not pass together.
    ///
    /// # Errors
    /// There were too many; nothing is counted then.
    pub fn begin(&self, account: &str, from: From, now: Mono) -> Result<(), Refusal> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MAX_REMEMBERED {
            tries.retain(|_, times| times.back().is_some_and(|last| now.since(*last) < WINDOW));
            if tries.len() >= MAX_REMEMBERED {
                tries.clear();
            }
        }
        let counted = counted(account, from);
        let wait = counted
            .iter()
            .filter_map(|(key, limit)| wait_for(tries.get(key)?, *limit, now))
            .max();
        if let Some(wait) = wait {
            return Err(Refusal::too_many(wait));
        }
        for (key, limit) in counted {
            let times = tries.entry(key).or_default();
            times.push_back(now);
            if times.len() > limit {
                times.pop_front();
            }
        }
        Ok(())
    }

    /// The try at `began` was right: it counts for nothing.
    pub fn succeeded(&self, account: &str, from: From, began: Mono) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in counted(account, from) {
            let Some(times) = tries.get_mut(&key) else { continue };
            if let Some(at) = times.iter().rposition(|time| *time == began) {
                times.remove(at);
            }
            if times.is_empty() {
                tries.remove(&key);
            }
        }
    }
}

fn counted(account: &str, from: From) -> Vec<(Counted, usize)> {
    let account = account.to_owned();
    match from {
        From::Device(_) => vec![(Counted::One(account, from), MAX_FROM_ONE)],
        From::Stranger(address) => {
            let from = From::Stranger(network_of(address));
            vec![
                (Counted::One(account.clone(), from), MAX_FROM_ONE),
                (Counted::All(account), MAX_FROM_ALL),
            ]
        }
    }
}

/// How long until there are fewer than `limit` tries in the window.
fn wait_for(times: &VecDeque<Mono>, limit: usize, now: Mono) -> Option<Duration> {
    let first = *times.get(times.len().checked_sub(limit)?)?;
    WINDOW.checked_sub(now.since(first)).filter(|wait| !wait.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Mono {
        Mono(Duration::from_secs(seconds))
    }

    fn stranger(text: &str) -> From {
        From::Stranger(text.parse().unwrap())
    }

    #[test]
    fn ten_tries_in_a_quarter_of_an_hour_are_all_that_a_stranger_has() {
        let attempts = Attempts::default();
        let mut passed = 0;
        for second in 0..15 * 60 {
            passed += usize::from(attempts.begin("ann", stranger("192.0.2.1"), at(second)).is_ok());
        }
        assert_eq!(passed, MAX_FROM_ONE);
        let refused = attempts.begin("ann", stranger("192.0.2.1"), at(15 * 60 - 1));
        assert_eq!(refused, Err(Refusal::TooMany { retry_after_ms: 1_000 }));
        assert_eq!(attempts.begin("ann", stranger("192.0.2.1"), at(15 * 60)), Ok(()));
        assert_eq!(
            attempts.begin("bob", stranger("192.0.2.1"), at(1)),
            Ok(()),
            "another account"
        );
    }

    #[test]
    fn many_addresses_guess_no_faster_and_lock_no_known_device_out() {
        let attempts = Attempts::default();
        let mut passed = 0;
        for n in 0..=255 {
            for _ in 0..10 {
                passed += usize::from(attempts.begin("ann", stranger(&format!("192.0.2.{n}")), at(1)).is_ok());
            }
        }
        assert_eq!(passed, MAX_FROM_ALL);
        assert_eq!(attempts.begin("ann", From::Device([1; 16]), at(1)), Ok(()));
    }

    #[test]
    fn one_owner_of_many_ipv6_addresses_is_one_place() {
        let attempts = Attempts::default();
        let mut passed = 0;
        for n in 0..100 {
            passed += usize::from(
                attempts
                    .begin("ann", stranger(&format!("2001:db8::{n:x}")), at(1))
                    .is_ok(),
            );
        }
        assert_eq!(passed, MAX_FROM_ONE);
    }

    #[test]
    fn a_try_that_was_right_counts_for_nothing() {
        let attempts = Attempts::default();
        for second in 0..100 {
            assert_eq!(attempts.begin("ann", stranger("192.0.2.1"), at(second)), Ok(()));
            attempts.succeeded("ann", stranger("192.0.2.1"), at(second));
        }
        assert!(attempts.tries.lock().unwrap().is_empty());
    }
}
