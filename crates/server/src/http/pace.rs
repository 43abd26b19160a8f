//! How often each token, or each address that has none, may use the routes of a class.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use teahouse_core::limit::{Meter, Rate};
use teahouse_core::now::Mono;
use teahouse_core::record::TokenHash;

use crate::config::{self, Limits};
use crate::gate::{network_of, of_setting};

/// Meters kept at most in a class; then all start anew, which only ever lets more through.
const MAX_METERS: usize = 100_000;

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Payer {
    /// An address, or all of one owner's in IPv6.
    Address(IpAddr),
    /// A token.
    Token(TokenHash),
}

impl Payer {
    /// The owner of an address.
    #[must_use]
    pub fn of_address(address: IpAddr) -> Payer {
        Payer::Address(network_of(address))
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $setting:ident;)+) => {
        /// A class of routes that share a rate. Each is a setting of the operator's.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Class {$(
            $(#[$doc])*
            $name,
        )+}

        impl Class {
            const ALL: &'static [Class] = &[$(Class::$name),+];

            /// The key of its rate in the table `[limits]`.
            #[must_use]
            pub fn setting(self) -> &'static str {
                match self { $(Class::$name => stringify!($setting),)+ }
            }

            fn rate(self, limits: &Limits) -> Option<config::Rate> {
                match self { $(Class::$name => limits.$setting,)+ }
            }
        }
    };
}

classes! {
    /// Messages through a hook's link.
    Hook = hooks;
    /// Messages sent and files posted.
    Message = messages;
    /// Looking things up.
    Read = api_reads;
    /// Searching.
    Search = api_searches;
    /// Signing in and up, and whatever else guesses secrets.
    SignIn = sign_ins;
    /// Changing anything.
    Write = api_writes;
}

/// The meters of all classes.
#[derive(Debug)]
pub struct Paces(Vec<Pace>);

#[derive(Debug)]
struct Pace {
    rate: Option<Rate>,
    meters: Mutex<HashMap<Payer, Meter>>,
}

impl Paces {
    /// Full credit for everybody.
    #[must_use]
    pub fn new(limits: &Limits) -> Paces {
        let pace = |class: &Class| Pace {
            rate: class.rate(limits).map(of_setting),
            meters: Mutex::default(),
        };
        Paces(Class::ALL.iter().map(pace).collect())
    }

    /// Takes one from the payer's credit in a class.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&self, class: Class, payer: Payer, now: Mono) -> Result<(), Duration> {
        let pace = &self.0[class as usize];
        if pace.rate.is_none() {
            return Ok(());
        }
        let mut meters = pace.meters.lock().unwrap_or_else(PoisonError::into_inner);
        if meters.len() >= MAX_METERS && !meters.contains_key(&payer) {
            meters.clear();
        }
        meters.entry(payer).or_default().take(pace.rate, now)
    }
}

#[cfg(test)]
mod tests {
    use teahouse_core::now::Mono;

    use super::{Class, Paces, Payer};
    use crate::config::Limits;

    #[test]
    fn each_payer_has_a_credit_of_its_own_in_each_class() {
        let rate = |text: &str| Some(text.parse().unwrap());
        let limits = Limits {
            api_reads: rate("1/s"),
            api_writes: rate("1/s"),
            ..Limits::default()
        };
        let paces = Paces::new(&limits);
        let [near, far] = ["192.0.2.1", "192.0.2.2"].map(|text| Payer::of_address(text.parse().unwrap()));
        assert_eq!(paces.take(Class::Read, near, Mono::default()), Ok(()));
        assert!(paces.take(Class::Read, near, Mono::default()).is_err());
        assert_eq!(paces.take(Class::Read, far, Mono::default()), Ok(()));
        assert_eq!(paces.take(Class::Write, near, Mono::default()), Ok(()));
    }
}
