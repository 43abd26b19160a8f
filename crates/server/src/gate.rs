//! What one address may do, counted before anything of it is read: connections at once, and how often.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use teahouse_core::limit::{Meter, Rate};
use teahouse_core::now::Mono;

use crate::config::{self, Limits};

/// Addresses remembered at most for a rate; then all start anew, which only ever lets more through.
const MAX_ADDRESSES: usize = 100_000;

/// A rate for each address. IPv6 visitors own their /64, so that counts as one address.
#[derive(Debug)]
pub struct Gate {
    rate: Option<Rate>,
    meters: Mutex<HashMap<IpAddr, Meter>>,
}

impl Gate {
    /// A gate with this rate for each address; `None` lets everything through.
    #[must_use]
    pub fn new(rate: Option<config::Rate>) -> Self {
        Gate {
            rate: rate.map(of_setting),
            meters: Mutex::default(),
        }
    }

    /// Takes one from the address's credit.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&self, address: IpAddr, now: Mono) -> Result<(), Duration> {
        if self.rate.is_none() {
            return Ok(());
        }
        let mut meters = lock(&self.meters);
        if meters.len() >= MAX_ADDRESSES {
            meters.clear();
        }
        meters.entry(network_of(address)).or_default().take(self.rate, now)
    }
}

/// The rate of the core that a setting means.
#[must_use]
pub fn of_setting(rate: config::Rate) -> Rate {
    Rate {
        burst: rate.burst.get(),
        every: rate.per / rate.count.get(),
    }
}

/// How many connections each address has open.
#[derive(Debug)]
pub struct Turnstile {
    public: Option<u32>,
    private: Option<u32>,
    open: Mutex<HashMap<IpAddr, u32>>,
}

/// One open connection; dropping it gives the place back.
#[derive(Debug)]
pub struct Place {
    turnstile: Arc<Turnstile>,
    address: IpAddr,
}

impl Turnstile {
    /// A turnstile with the house's limits.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Turnstile {
            public: limits.connections_per_address.map(Into::into),
            private: limits.connections_per_private_address.map(Into::into),
            open: Mutex::default(),
        }
    }

    /// Takes a place for a connection of this address, if there is one.
    #[must_use]
    pub fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = network_of(address);
        let limit = if is_public(address) { self.public } else { self.private };
        let mut open = lock(&self.open);
        let count = open.entry(address).or_default();
        if limit.is_some_and(|limit| *count >= limit) {
            return None;
        }
        *count += 1;
        Some(Place {
            turnstile: Arc::clone(self),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = lock(&self.turnstile.open);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The address that stands for all of one owner's: an IPv6 visitor owns its /64.
pub(crate) fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) if !v6.is_loopback() => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
        }
        other => other,
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => !(v4.is_private() || v4.is_loopback() || v4.is_link_local()),
        IpAddr::V6(v6) => !(v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local()),
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;
    use std::sync::Arc;
    use std::time::Duration;

    use teahouse_core::now::Mono;

    use super::{Gate, Turnstile};
    use crate::config::{Limits, Rate};

    fn limits(count: u32) -> Limits {
        Limits {
            connections_per_address: NonZeroU32::new(count),
            connections_per_private_address: None,
            ..Limits::default()
        }
    }

    #[test]
    fn a_place_is_free_again_when_its_connection_ends() {
        let turnstile = Arc::new(Turnstile::new(&limits(1)));
        let far = "203.0.113.9".parse().unwrap();
        let place = turnstile.enter(far);
        assert!(place.is_some() && turnstile.enter(far).is_none());
        drop(place);
        assert!(turnstile.enter(far).is_some());
    }

    #[test]
    fn a_class_behind_one_private_address_is_not_counted_as_one_visitor() {
        let turnstile = Arc::new(Turnstile::new(&limits(1)));
        let near = "192.168.1.2".parse().unwrap();
        let places: Vec<_> = (0..300).map(|_| turnstile.enter(near)).collect();
        assert!(places.iter().all(Option::is_some));
    }

    #[test]
    fn one_owner_of_many_ipv6_addresses_is_one_visitor() {
        let turnstile = Arc::new(Turnstile::new(&limits(1)));
        let _place = turnstile.enter("2001:db8::1".parse().unwrap());
        assert!(turnstile.enter("2001:db8::2".parse().unwrap()).is_none());
        assert!(turnstile.enter("2001:db8:0:1::1".parse().unwrap()).is_some());
    }

    #[test]
    fn past_its_rate_an_address_waits_and_others_do_not() {
        let rate = Rate {
            count: NonZeroU32::MIN,
            per: Duration::from_secs(1),
            burst: NonZeroU32::MIN,
        };
        let gate = Gate::new(Some(rate));
        let (a, b) = ("203.0.113.1".parse().unwrap(), "203.0.113.2".parse().unwrap());
        assert_eq!(gate.take(a, Mono::default()), Ok(()));
        assert!(gate.take(a, Mono::default()).is_err());
        assert_eq!(gate.take(b, Mono::default()), Ok(()));
    }
}
