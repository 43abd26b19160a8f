//! This machine as its network sees it: its name and its addresses.

use std::net::IpAddr;

const FALLBACK_NAME: &str = "teahouse";

/// Name and addresses at one moment; addresses change when a network does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// The first label of its name, in lower case.
    pub hostname: String,
    /// Every interface's addresses, loopback included, sorted.
    pub addresses: Vec<IpAddr>,
}

impl Machine {
    /// Looks at the machine as it is now. An interface list that cannot be read counts as empty.
    #[must_use]
    pub fn look() -> Self {
        let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
        let addresses = interfaces.into_iter().map(|interface| interface.ip()).collect();
        Self::new(&gethostname::gethostname().to_string_lossy(), addresses)
    }

    /// A machine with this name and these addresses.
    #[must_use]
    pub fn new(name: &str, mut addresses: Vec<IpAddr>) -> Self {
        addresses.sort_unstable();
        addresses.dedup();
        Self {
            hostname: first_label(name),
            addresses,
        }
    }

    /// The name under which multicast DNS announces it.
    #[must_use]
    pub fn local_name(&self) -> String {
        format!("{}.local", self.hostname)
    }

    /// The addresses that other machines can reach it by, IPv4 first.
    pub fn network_addresses(&self) -> impl Iterator<Item = IpAddr> {
        let reachable = |address: &&IpAddr| match address {
            IpAddr::V4(v4) => !v4.is_loopback() && !v4.is_link_local() && !v4.is_unspecified(),
            // Link-local ones need a zone, which no URL can carry.
            IpAddr::V6(v6) => !v6.is_loopback() && !v6.is_unicast_link_local() && !v6.is_unspecified(),
        };
        self.addresses.iter().filter(reachable).copied()
    }
}

/// A name as a DNS label (RFC 1123 §2.1), or a stand-in if it cannot be one.
fn first_label(name: &str) -> String {
    let label = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_label = (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
        && !label.bytes().all(|byte| byte.is_ascii_digit());
    if is_label { label } else { FALLBACK_NAME.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::Machine;

    #[test]
    fn a_machines_name_is_its_first_label() {
        for (given, taken) in [
            ("Attic.example.org", "attic"),
            ("attic", "attic"),
            ("", "teahouse"),
            ("my machine", "teahouse"),
            ("-x", "teahouse"),
            ("茶馆", "teahouse"),
            ("10", "teahouse"),
        ] {
            assert_eq!(Machine::new(given, Vec::new()).hostname, taken);
        }
    }

    #[test]
    fn only_addresses_that_others_can_type_are_shown_to_them() {
        let given = ["fe80::1", "::1", "fd00::2", "127.0.0.1", "169.254.1.1", "192.168.1.5"];
        let machine = Machine::new("attic", given.iter().map(|ip| ip.parse().unwrap()).collect());
        let shown: Vec<String> = machine.network_addresses().map(|ip| ip.to_string()).collect();
        assert_eq!(shown, ["192.168.1.5", "fd00::2"]);
    }

    #[test]
    fn this_machine_has_a_loopback_address() {
        assert!(Machine::look().addresses.iter().any(std::net::IpAddr::is_loopback));
    }
}
