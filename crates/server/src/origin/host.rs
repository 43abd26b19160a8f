//! Host names: what stands in `Host`, and which of them are ours.

use std::net::IpAddr;
use std::str::FromStr;

use super::Origin;

/// A host with an optional port, as in a `Host` line (RFC 9112 §3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    host: String,
    address: Option<IpAddr>,
    port: Option<u16>,
}

impl Authority {
    /// The name in lower case without its final dot, or the address without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, if one was written.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// The host as it stands in a URL.
    #[must_use]
    pub fn bracketed(&self) -> String {
        match self.address {
            Some(IpAddr::V6(address)) => format!("[{address}]"),
            _ => self.host.clone(),
        }
    }

    /// Whether browsers take pages from this host for trustworthy even over plain HTTP
    /// (Secure Contexts §3.1).
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.address {
            Some(address) => address.to_canonical().is_loopback(),
            None => self.host == "localhost" || self.host.ends_with(".localhost"),
        }
    }
}

impl FromStr for Authority {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (host, port) = if let Some(inner) = text.strip_prefix('[') {
            let (host, rest) = inner.split_once(']').ok_or(())?;
            let address: std::net::Ipv6Addr = host.parse().map_err(|_| ())?;
            (
                address.to_string(),
                rest.strip_prefix(':').or((rest.is_empty()).then_some("")).ok_or(())?,
            )
        } else {
            let (host, port) = text.split_once(':').unwrap_or((text, ""));
            (host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase(), port)
        };
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let address = host.parse::<IpAddr>().ok();
        let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_name);
        if host.len() > 253 || (address.is_none() && !host.split('.').all(is_label)) {
            return Err(());
        }
        let port = match port {
            "" => None,
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(digits.parse().map_err(|_| ())?),
            _ => return Err(()),
        };
        Ok(Self { host, address, port })
    }
}

/// The names that this house answers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostRules {
    /// This machine's own name, in lower case.
    pub hostname: String,
    /// This machine's own addresses, for telling its other names from foreign ones.
    pub addresses: Vec<IpAddr>,
    /// Names that the operator listed.
    pub origins: Vec<Origin>,
    /// Names in the operator's certificate; `*.` stands for one label (RFC 6125 §6.4.3).
    pub certificate_names: Vec<String>,
}

impl HostRules {
    /// Whether a request to this host is meant for this house.
    ///
    /// Addresses cannot be rebound; reserved names cannot be registered; behind a trusted proxy the
    /// proxy has chosen its names already.
    #[must_use]
    pub fn allow(&self, host: &Authority, is_proxied: bool) -> bool {
        let name = host.host();
        is_proxied
            || host.address.is_some()
            || host.is_loopback()
            || name.ends_with(".local")
            || name == self.hostname
            || self.origins.iter().any(|origin| origin.host() == name)
            || self.certificate_names.iter().any(|pattern| covers(pattern, name))
    }

    /// Whether a host is this machine under one of its own addresses or names.
    #[must_use]
    pub(super) fn is_this_machine(&self, host: &Authority) -> bool {
        match host.address {
            Some(address) => self.addresses.contains(&address.to_canonical()),
            None => {
                let name = host.host().strip_suffix(".local").unwrap_or(host.host());
                !self.hostname.is_empty() && name == self.hostname
            }
        }
    }
}

/// Whether a name in a certificate stands for this host.
pub(crate) fn covers(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(parent) => name
            .split_once('.')
            .is_some_and(|(label, rest)| !label.is_empty() && rest.eq_ignore_ascii_case(parent)),
        None => pattern.eq_ignore_ascii_case(name),
    }
}

#[cfg(test)]
mod tests {
    use super::{Authority, HostRules};

    fn rules() -> HostRules {
        HostRules {
            hostname: "attic".into(),
            addresses: Vec::new(),
            origins: vec!["https://chat.example.org".parse().unwrap()],
            certificate_names: vec!["tea.example.net".into(), "*.tea.example.net".into()],
        }
    }

    #[test]
    fn only_names_of_this_house_are_answered() {
        for (host, ours) in [
            ("192.168.1.5:3000", true),
            ("8.8.8.8", true),
            ("[fd00::2]:3000", true),
            ("localhost:3000", true),
            ("LocalHost.", true),
            ("attic", true),
            ("attic.local:3000", true),
            ("other.local", true),
            ("chat.example.org", true),
            ("chat.example.org:8443", true),
            ("tea.example.net", true),
            ("a.tea.example.net", true),
            ("a.b.tea.example.net", false),
            ("evil.example", false),
            ("local", false),
            ("attic.evil.example", false),
            ("localhost.evil.example", false),
            ("192.168.1.5.evil.example", false),
        ] {
            let authority: Authority = host.parse().unwrap();
            assert_eq!(rules().allow(&authority, false), ours, "{host}");
            assert!(rules().allow(&authority, true), "{host} behind a proxy");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for text in [
            "", ":3000", "a b", "a:b", "a:99999", "[::1", "[::1]x", "[x]:1", "a/b", "<a>", "ü.org", "a:1:2", ".",
            "a..", "a..b", ".a",
        ] {
            assert!(text.parse::<Authority>().is_err(), "{text}");
        }
    }

    #[test]
    fn loopback_hosts_are_told_apart() {
        for (host, loopback) in [
            ("localhost", true),
            ("app.localhost:3000", true),
            ("127.0.0.1", true),
            ("127.9.9.9:1", true),
            ("[::1]:3000", true),
            ("192.168.1.5", false),
            ("notlocalhost", false),
        ] {
            assert_eq!(host.parse::<Authority>().unwrap().is_loopback(), loopback, "{host}");
        }
    }
}
