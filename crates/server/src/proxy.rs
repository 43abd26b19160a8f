//! Who a visitor is when a reverse proxy stands in between: address and scheme, believed only from
//! a proxy that the operator trusts. Pure: header values in, a [`Visitor`] out.

mod network;

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, header::AsHeaderName};

pub use network::Network;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");

/// How a visitor's browser speaks to this house, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// HTTP.
    Plain,
    /// HTTPS, ended here or at a proxy that says so.
    Secure,
    /// A trusted proxy that does not say; counts as HTTPS, since a proxy is where HTTPS is ended.
    Unsaid,
}

/// Who stands at the other end of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visitor {
    /// The address of the visitor, not of the proxy.
    pub address: IpAddr,
    /// How the visitor's browser got here.
    pub transport: Transport,
    /// Whether a trusted proxy brought the request.
    pub is_proxied: bool,
}

impl Visitor {
    /// Reads the visitor off a request that came from `peer`, over our own TLS or not.
    #[must_use]
    pub fn of(peer: IpAddr, is_tls: bool, headers: &HeaderMap, trusted: &[Network]) -> Self {
        let peer = peer.to_canonical();
        let speaks_for_another = headers.contains_key(X_REAL_IP)
            || headers.contains_key(X_FORWARDED_FOR)
            || headers.contains_key(X_FORWARDED_PROTO);
        if !speaks_for_another || !is_trusted(peer, trusted) {
            let transport = if is_tls { Transport::Secure } else { Transport::Plain };
            return Self {
                address: peer,
                transport,
                is_proxied: false,
            };
        }
        let address = forwarded_for(headers, trusted)
            .or_else(|| items(headers, X_REAL_IP).next().and_then(address_of))
            .unwrap_or(peer);
        let transport = match items(headers, X_FORWARDED_PROTO).next_back() {
            Some(proto) if proto.eq_ignore_ascii_case("http") => Transport::Plain,
            Some(proto) if proto.eq_ignore_ascii_case("https") => Transport::Secure,
            // Some proxies name the socket's scheme.
            Some(proto) if proto.eq_ignore_ascii_case("ws") => Transport::Plain,
            Some(proto) if proto.eq_ignore_ascii_case("wss") => Transport::Secure,
            Some(_) | None => Transport::Unsaid,
        };
        Self {
            address,
            transport,
            is_proxied: true,
        }
    }

    /// Whether cookies for this visitor may demand HTTPS and the page is no plain-HTTP page.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.transport != Transport::Plain
    }
}

/// The rightmost address that is no trusted proxy: everything left of it is the visitor's own claim.
fn forwarded_for(headers: &HeaderMap, trusted: &[Network]) -> Option<IpAddr> {
    let mut nearest = None;
    for item in items(headers, X_FORWARDED_FOR).rev() {
        // What is no address cannot be looked behind.
        let Some(address) = address_of(item) else {
            break;
        };
        nearest = Some(address);
        if !is_trusted(address, trusted) {
            break;
        }
    }
    nearest
}

fn is_trusted(address: IpAddr, trusted: &[Network]) -> bool {
    trusted.iter().any(|network| network.contains(address))
}

/// The comma-separated items of all lines of a header, in order.
fn items(headers: &HeaderMap, name: impl AsHeaderName) -> impl DoubleEndedIterator<Item = &str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
}

/// An address as proxies write it: bare, in brackets, or with the port it came from.
fn address_of(item: &str) -> Option<IpAddr> {
    let bare = item.parse::<IpAddr>().ok();
    let bracketed = || item.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || Some(item.parse::<std::net::SocketAddr>().ok()?.ip());
    bare.or_else(bracketed)
        .or_else(with_port)
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::{Network, Transport, Visitor};
    use crate::config::Web;

    fn visitor(peer: &str, lines: &[(&'static str, &'static str)]) -> (String, Transport, bool) {
        let trusted = Web::default().trusted_proxies;
        let visitor = Visitor::of(peer.parse().unwrap(), false, &headers(lines), &trusted);
        (visitor.address.to_string(), visitor.transport, visitor.is_proxied)
    }

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_stranger_who_claims_to_be_a_proxy_is_not_believed() {
        let claim = [
            ("x-forwarded-for", "8.8.8.8"),
            ("x-real-ip", "8.8.8.8"),
            ("x-forwarded-proto", "https"),
        ];
        assert_eq!(
            visitor("203.0.113.9", &claim),
            ("203.0.113.9".into(), Transport::Plain, false)
        );
    }

    #[test]
    fn a_loopback_peer_without_forwarding_headers_is_a_local_visitor() {
        assert_eq!(visitor("127.0.0.1", &[]), ("127.0.0.1".into(), Transport::Plain, false));
        assert_eq!(
            visitor("::ffff:127.0.0.1", &[]),
            ("127.0.0.1".into(), Transport::Plain, false)
        );
    }

    #[test]
    fn the_tutorials_own_proxy_counts_as_https() {
        let lines = [("x-real-ip", "203.0.113.9"), ("x-forwarded-for", "203.0.113.9")];
        assert_eq!(
            visitor("127.0.0.1", &lines),
            ("203.0.113.9".into(), Transport::Unsaid, true)
        );
        let said = [("x-real-ip", "203.0.113.9"), ("x-forwarded-proto", "http")];
        assert_eq!(visitor("::1", &said), ("203.0.113.9".into(), Transport::Plain, true));
    }

    #[test]
    fn of_many_forwarded_addresses_the_last_untrusted_one_counts() {
        let spoofed = [
            ("x-forwarded-for", "1.1.1.1, 203.0.113.9"),
            ("x-forwarded-for", "127.0.0.1"),
        ];
        assert_eq!(visitor("127.0.0.1", &spoofed).0, "203.0.113.9");
        let all_trusted = [("x-forwarded-for", "127.0.0.7, 127.0.0.1")];
        assert_eq!(visitor("127.0.0.1", &all_trusted).0, "127.0.0.7");
    }

    #[test]
    fn what_is_no_address_hides_what_stands_left_of_it() {
        let broken = [("x-forwarded-for", "1.1.1.1, unknown"), ("x-real-ip", "203.0.113.9")];
        assert_eq!(visitor("127.0.0.1", &broken).0, "203.0.113.9");
        assert_eq!(visitor("127.0.0.1", &[("x-forwarded-for", "")]).0, "127.0.0.1");
    }

    #[test]
    fn addresses_may_carry_brackets_and_ports() {
        for (written, read) in [
            ("203.0.113.9:4711", "203.0.113.9"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
        ] {
            assert_eq!(visitor("127.0.0.1", &[("x-forwarded-for", written)]).0, read);
        }
    }

    #[test]
    fn a_trusted_network_of_the_operator_is_believed_and_no_other() {
        let trusted: Vec<Network> = vec!["10.1.0.0/16".parse().unwrap()];
        let lines = headers(&[("x-forwarded-for", "203.0.113.9"), ("x-forwarded-proto", "https")]);
        let visitor = |peer: &str| Visitor::of(peer.parse().unwrap(), false, &lines, &trusted);
        assert_eq!(visitor("10.1.2.3").transport, Transport::Secure);
        assert!(!visitor("10.2.2.3").is_proxied);
        assert!(!visitor("127.0.0.1").is_proxied);
    }
}
