//! What the local authority may vouch for: its name constraints (RFC 5280 §4.2.1.10).
//!
//! Whoever steals the authority's key can impersonate nothing but this list: private networks,
//! names that cannot be registered, and this machine as it was when the authority was made.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rcgen::{CidrSubnet, GeneralSubtree};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;

use crate::machine::Machine;
use crate::proxy::Network;

const NAMES: [&str; 3] = ["local", "localhost", "home.arpa"];

const NETWORKS: [&str; 9] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "127.0.0.0/8",
    "169.254.0.0/16",
    // Shared address space (RFC 6598), which home VPNs hand out.
    "100.64.0.0/10",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
];

/// Names and addresses that certificates of an authority may carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Permitted {
    names: Vec<String>,
    networks: Vec<Network>,
}

impl Permitted {
    /// The fixed list, and this machine where the list does not hold it.
    pub(super) fn to(machine: &Machine) -> Self {
        let networks = NETWORKS
            .iter()
            .map(|text| text.parse().expect("the list is well formed"));
        let mut permitted = Self {
            names: NAMES.iter().map(|&name| name.to_owned()).collect(),
            networks: networks.collect(),
        };
        if !permitted.allows_name(&machine.hostname) {
            permitted.names.push(machine.hostname.clone());
        }
        for &address in &machine.addresses {
            if !permitted.allows_address(address) {
                let bits = if address.is_ipv4() { 32 } else { 128 };
                permitted.networks.extend(Network::new(address, bits));
            }
        }
        permitted
    }

    /// Reads the list back from an authority's certificate; `None` if it is not constrained.
    pub(super) fn of(certificate: &X509Certificate<'_>) -> Option<Self> {
        let constraints = certificate.name_constraints().ok()??.value;
        let (mut names, mut networks) = (Vec::new(), Vec::new());
        for subtree in constraints.permitted_subtrees.as_deref()? {
            match &subtree.base {
                GeneralName::DNSName(name) => names.push((*name).to_owned()),
                GeneralName::IPAddress(bytes) => networks.push(network(bytes)?),
                _ => {}
            }
        }
        Some(Self { names, networks })
    }

    /// The list as it stands in the certificate.
    pub(super) fn subtrees(&self) -> Vec<GeneralSubtree> {
        let names = self.names.iter().cloned().map(GeneralSubtree::DnsName);
        let networks = self.networks.iter().map(|network| {
            let (address, bits) = network.parts();
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, bits))
        });
        names.chain(networks).collect()
    }

    pub(super) fn allows_name(&self, name: &str) -> bool {
        self.names.iter().any(|permitted| {
            name.strip_suffix(permitted.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }

    pub(super) fn allows_address(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }
}

/// An address followed by its mask.
fn network(bytes: &[u8]) -> Option<Network> {
    if let Ok([a, b, c, d, mask @ ..]) = <[u8; 8]>::try_from(bytes) {
        let bits = u32::from_be_bytes(mask).leading_ones();
        return Network::new(Ipv4Addr::new(a, b, c, d).into(), u8::try_from(bits).ok()?);
    }
    let (address, mask) = bytes.split_at_checked(16)?;
    let address = Ipv6Addr::from(<[u8; 16]>::try_from(address).ok()?);
    let bits = u128::from_be_bytes(mask.try_into().ok()?).leading_ones();
    Network::new(address.into(), u8::try_from(bits).ok()?)
}

#[cfg(test)]
mod tests {
    use super::Permitted;
    use crate::machine::Machine;

    #[test]
    fn private_networks_reserved_names_and_this_machine_are_permitted_and_nothing_else() {
        let machine = Machine::new("attic", vec!["203.0.113.9".parse().unwrap()]);
        let permitted = Permitted::to(&machine);
        for (name, allowed) in [
            ("localhost", true),
            ("attic.local", true),
            ("attic", true),
            ("x.home.arpa", true),
            ("example.org", false),
            ("notlocal", false),
            ("xattic", false),
        ] {
            assert_eq!(permitted.allows_name(name), allowed, "{name}");
        }
        for (address, allowed) in [
            ("192.168.1.5", true),
            ("127.0.0.1", true),
            ("fd00::2", true),
            ("::1", true),
            ("203.0.113.9", true),
            ("203.0.113.10", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(permitted.allows_address(address.parse().unwrap()), allowed, "{address}");
        }
    }
}
