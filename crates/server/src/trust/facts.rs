//! Who gets the trust page: a pure decision over a few lines of the request.

use axum::http::Method;

use super::files;
use crate::origin::Authority;
use crate::proxy::{Transport, Visitor};

/// Paths that answer programs, or must work without HTTPS.
const NEVER: [&str; 5] = ["/api", "/examples", "/healthz", "/signal", "/socket.io"];

/// What the decision looks at.
#[derive(Debug, Clone, Copy)]
pub struct RequestFacts<'a> {
    /// The method.
    pub method: &'a Method,
    /// The path, without the query.
    pub path: &'a str,
    /// The `Host` line, parsed.
    pub host: Option<&'a Authority>,
    /// Who asks, and how.
    pub visitor: Visitor,
    /// `Sec-Fetch-Mode`.
    pub fetch_mode: Option<&'a str>,
    /// `Accept`.
    pub accept: Option<&'a str>,
    /// Whether the request asks to become a socket.
    pub is_upgrade: bool,
}

/// Whether this is a page visit by plain HTTP from another machine: there the camera is hidden.
///
/// What counts is the name in the address bar, for browsers trust `localhost` by its name, also
/// through a tunnel or a container's port.
#[must_use]
pub fn wants_trust_page(facts: &RequestFacts<'_>) -> bool {
    let is_plain = facts.visitor.transport == Transport::Plain && !facts.visitor.is_proxied;
    let is_local = match facts.host {
        Some(host) => host.is_loopback(),
        None => facts.visitor.address.is_loopback(),
    };
    is_plain && !is_local && is_navigation(facts) && !is_exempt(facts.path)
}

fn is_navigation(facts: &RequestFacts<'_>) -> bool {
    if facts.is_upgrade || !matches!(*facts.method, Method::GET | Method::HEAD) {
        return false;
    }
    match facts.fetch_mode {
        Some(mode) => mode == "navigate",
        // Browsers leave the line out where the page is not trustworthy: the usual case here.
        None => facts.accept.is_some_and(|accept| accept.contains("text/html")),
    }
}

fn is_exempt(path: &str) -> bool {
    let is_under = |folder: &&str| {
        path.strip_prefix(*folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    NEVER.iter().any(is_under) || files::is_file(path)
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::{RequestFacts, wants_trust_page};
    use crate::origin::Authority;
    use crate::proxy::{Transport, Visitor};

    const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

    fn from(address: &str) -> Visitor {
        Visitor {
            address: address.parse().unwrap(),
            transport: Transport::Plain,
            is_proxied: false,
        }
    }

    /// A page visit from the network that gets the trust page, changed by `change`.
    fn asked(host: &str, change: impl FnOnce(&mut RequestFacts<'_>)) -> bool {
        let host: Authority = host.parse().unwrap();
        let mut facts = RequestFacts {
            method: &Method::GET,
            path: "/",
            host: Some(&host),
            visitor: from("192.168.1.9"),
            fetch_mode: None,
            accept: Some(HTML),
            is_upgrade: false,
        };
        change(&mut facts);
        wants_trust_page(&facts)
    }

    #[test]
    fn a_page_visit_from_the_network_gets_it_under_any_name_and_path() {
        for host in [
            "192.168.1.5:3000",
            "attic.local:3000",
            "attic",
            "[fd00::2]:3000",
            "tea.example",
        ] {
            assert!(asked(host, |_| {}), "{host}");
        }
        for path in ["/", "/people/ann", "/apiary", "/examplesque", "/index.html"] {
            assert!(asked("192.168.1.5", |facts| facts.path = path), "{path}");
        }
        assert!(asked("192.168.1.5", |facts| facts.method = &Method::HEAD));
        assert!(asked("192.168.1.5", |facts| (facts.fetch_mode, facts.accept) =
            (Some("navigate"), None)));
    }

    #[test]
    fn a_visit_under_a_loopback_name_gets_the_app() {
        for host in ["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "tea.localhost"] {
            assert!(!asked(host, |_| {}), "{host}");
        }
        assert!(
            !asked("localhost:3000", |facts| facts.visitor = from("172.17.0.1")),
            "a container's port"
        );
        assert!(!asked("x", |facts| (facts.host, facts.visitor) = (None, from("127.0.0.1"))));
        assert!(asked("x", |facts| facts.host = None));
    }

    #[test]
    fn https_and_whatever_a_trusted_proxy_brings_gets_the_app() {
        assert!(!asked("192.168.1.5", |facts| facts.visitor.transport = Transport::Secure));
        assert!(!asked("192.168.1.5", |facts| facts.visitor.transport = Transport::Unsaid));
        assert!(!asked("192.168.1.5", |facts| facts.visitor.is_proxied = true));
    }

    #[test]
    fn programs_sockets_and_the_certificate_never_get_it() {
        for path in [
            "/api",
            "/api/socket",
            "/healthz",
            "/examples",
            "/examples/plain/",
            "/signal",
            "/socket.io/",
            "/teahouse-ca.crt",
            "/teahouse-ca.der",
            "/teahouse.mobileconfig",
            "/teahouse-trusted.svg",
        ] {
            assert!(!asked("192.168.1.5", |facts| facts.path = path), "{path}");
        }
        assert!(!asked("192.168.1.5", |facts| facts.method = &Method::POST));
        assert!(!asked("192.168.1.5", |facts| facts.is_upgrade = true));
        assert!(!asked("192.168.1.5", |facts| facts.accept = Some("*/*")));
        assert!(!asked("192.168.1.5", |facts| facts.accept = None));
        assert!(!asked("192.168.1.5", |facts| facts.fetch_mode = Some("cors")));
        assert!(!asked("192.168.1.5", |facts| facts.fetch_mode = Some("no-cors")));
    }
}
