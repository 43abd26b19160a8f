//! Whom the web side believes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::origin::Origin;
use crate::proxy::Network;

/// Which other origins and which proxies are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// Origins whose pages may use the guest doors, and whose names this house also goes by.
    pub origins: Vec<Origin>,
    /// Networks whose word about a visitor's address and scheme is taken.
    pub trusted_proxies: Vec<Network>,
}

impl Default for Web {
    fn default() -> Self {
        Self {
            origins: Vec::new(),
            trusted_proxies: vec![
                Network::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8).expect("8 bits fit IPv4"),
                Network::new(IpAddr::V6(Ipv6Addr::LOCALHOST), 128).expect("128 bits fit IPv6"),
            ],
        }
    }
}
