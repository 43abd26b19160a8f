//! How far the house goes when an operator names an address: not into its own network, unless she says so.
//!
//! The check is of the very address that is then connected to, after the name was looked up: a name that answers
//! differently the second time gains nothing.

use std::net::IpAddr;
use std::str::FromStr;

use super::{is_own, is_public};

/// How far outgoing hooks reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Any address: this machine's and its network's too.
    Any,
    /// Addresses of the public internet.
    #[default]
    Public,
}

impl Reach {
    /// Whether an address may be connected to.
    #[must_use]
    pub fn allows(self, address: IpAddr) -> bool {
        match self {
            Reach::Any => true,
            Reach::Public => is_public(address) && !is_own(address),
        }
    }
}

impl FromStr for Reach {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "any" => Ok(Reach::Any),
            "public" => Ok(Reach::Public),
            other => Err(format!("is neither public nor any but {other:?}; write public or any")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::Reach;

    #[test]
    fn the_public_internet_is_reached_and_what_is_inside_only_if_the_operator_says_so() {
        for (text, is_inside) in [
            ("1.1.1.1", false),
            ("2606:4700::1111", false),
            ("127.0.0.1", true),
            ("168.63.129.16", true),
        ] {
            let address: IpAddr = text.parse().expect("an address");
            assert!(Reach::Any.allows(address), "{text}");
            assert_eq!(Reach::Public.allows(address), !is_inside, "{text}");
        }
    }

    #[test]
    fn an_address_of_this_very_machine_is_inside() {
        for interface in if_addrs::get_if_addrs().expect("the system tells its addresses") {
            assert!(!Reach::Public.allows(interface.ip()), "{}", interface.ip());
        }
    }
}
