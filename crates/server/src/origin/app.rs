//! The strict rule, for the app's own socket and API.

use super::{Authority, HostRules, Origin, OriginRefusal, Scheme};
use crate::proxy::{Transport, Visitor};

/// What the strict rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct AppRequest<'a> {
    /// The `Host` line, if it is text.
    pub host: Option<&'a str>,
    /// The `Origin` line; one that is not text is `Some("")`.
    pub origin: Option<&'a str>,
    /// The `Sec-Fetch-Site` line: no page can forge it.
    pub fetch_site: Option<&'a str>,
    /// Whether the request carries the session cookie.
    pub has_cookie: bool,
    /// Who asks.
    pub visitor: Visitor,
}

/// Admits our own pages, and programs without a cookie.
///
/// # Errors
/// Why the request must be answered 403.
pub fn may_use_app(request: &AppRequest<'_>, rules: &HostRules) -> Result<(), OriginRefusal> {
    let host = own_host(request.host, request.visitor, rules)?;
    match request.origin {
        Some(origin) => match origin.parse::<Origin>() {
            Ok(origin) if is_own(&origin, &host, request.visitor.transport) => Ok(()),
            _ => Err(OriginRefusal::ForeignOrigin),
        },
        // Browsers leave Origin out of a page's plain GETs to its own house, and say this instead.
        None if request.fetch_site == Some("same-origin") => Ok(()),
        None if request.has_cookie => Err(OriginRefusal::MissingOrigin),
        None => Ok(()),
    }
}

/// Admits whatever is addressed to this house, wherever it comes from: for requests with a token that no browser adds
/// by itself, and for what is open to all.
///
/// # Errors
/// Why the request must be answered 403.
pub fn check_host(host: Option<&str>, visitor: Visitor, rules: &HostRules) -> Result<(), OriginRefusal> {
    own_host(host, visitor, rules).map(|_| ())
}

fn own_host(host: Option<&str>, visitor: Visitor, rules: &HostRules) -> Result<Authority, OriginRefusal> {
    host.and_then(|host| host.parse().ok())
        .filter(|host| rules.allow(host, visitor.is_proxied))
        .ok_or(OriginRefusal::ForeignHost)
}

/// Whether the page came from the very address that it now asks.
fn is_own(origin: &Origin, host: &Authority, transport: Transport) -> bool {
    let is_same_scheme = match transport {
        Transport::Plain => origin.scheme == Scheme::Http,
        Transport::Secure => origin.scheme == Scheme::Https,
        Transport::Unsaid => true,
    };
    let port = host.port().unwrap_or(origin.scheme.default_port());
    is_same_scheme && origin.host() == host.host() && origin.port() == port
}

#[cfg(test)]
mod tests {
    use super::{AppRequest, HostRules, OriginRefusal, may_use_app};
    use crate::proxy::{Transport, Visitor};

    const PLAIN: Visitor = Visitor {
        address: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        transport: Transport::Plain,
        is_proxied: false,
    };
    const SECURE: Visitor = Visitor {
        transport: Transport::Secure,
        ..PLAIN
    };
    const PROXIED: Visitor = Visitor {
        transport: Transport::Unsaid,
        is_proxied: true,
        ..PLAIN
    };

    fn asked(visitor: Visitor, host: &str, origin: Option<&str>, has_cookie: bool) -> Result<(), OriginRefusal> {
        let request = AppRequest {
            host: Some(host),
            origin,
            fetch_site: None,
            has_cookie,
            visitor,
        };
        let rules = HostRules {
            hostname: "attic".into(),
            origins: vec!["https://chat.example.org".parse().unwrap()],
            ..HostRules::default()
        };
        may_use_app(&request, &rules)
    }

    #[test]
    fn only_the_very_same_origin_may_use_the_app() {
        use OriginRefusal::{ForeignHost, ForeignOrigin};
        for (visitor, host, origin, verdict) in [
            (PLAIN, "localhost:3000", "http://localhost:3000", Ok(())),
            (PLAIN, "localhost:3000", "https://localhost:3000", Err(ForeignOrigin)),
            (PLAIN, "localhost:3000", "http://localhost:3001", Err(ForeignOrigin)),
            (PLAIN, "localhost:3000", "http://localhost", Err(ForeignOrigin)),
            (PLAIN, "localhost", "http://localhost", Ok(())),
            (PLAIN, "localhost:3000", "http://127.0.0.1:3000", Err(ForeignOrigin)),
            (PLAIN, "localhost:3000", "null", Err(ForeignOrigin)),
            (PLAIN, "localhost:3000", "", Err(ForeignOrigin)),
            (SECURE, "192.168.1.5:3000", "https://192.168.1.5:3000", Ok(())),
            (
                SECURE,
                "192.168.1.5:3000",
                "http://192.168.1.5:3000",
                Err(ForeignOrigin),
            ),
            (SECURE, "attic.local", "https://attic.local", Ok(())),
            (SECURE, "attic.local", "https://attic.local:443", Ok(())),
            (SECURE, "[fd00::2]:3000", "https://[fd00::2]:3000", Ok(())),
            // A listed origin names this house; its pages elsewhere are still strangers to the app.
            (SECURE, "attic.local", "https://chat.example.org", Err(ForeignOrigin)),
            (SECURE, "chat.example.org", "https://chat.example.org", Ok(())),
            // Rebound: page and Host agree on a name that is not ours.
            (PLAIN, "evil.example:3000", "http://evil.example:3000", Err(ForeignHost)),
            (PROXIED, "tea.example", "https://tea.example", Ok(())),
            (PROXIED, "tea.example", "http://tea.example", Ok(())),
            (PROXIED, "tea.example:8443", "https://tea.example:8443", Ok(())),
            (PROXIED, "tea.example", "https://evil.example", Err(ForeignOrigin)),
        ] {
            for has_cookie in [true, false] {
                assert_eq!(
                    asked(visitor, host, Some(origin), has_cookie),
                    verdict,
                    "{origin} at {host}"
                );
            }
        }
    }

    #[test]
    fn a_cookie_without_an_origin_has_no_authority() {
        assert_eq!(
            asked(SECURE, "attic.local", None, true),
            Err(OriginRefusal::MissingOrigin)
        );
        assert_eq!(asked(SECURE, "attic.local", None, false), Ok(()));
    }

    #[test]
    fn a_pages_own_plain_get_is_known_by_its_fetch_site() {
        let request = |site| AppRequest {
            host: Some("attic.local"),
            origin: None,
            fetch_site: Some(site),
            has_cookie: true,
            visitor: SECURE,
        };
        let rules = HostRules::default();
        assert_eq!(may_use_app(&request("same-origin"), &rules), Ok(()));
        for site in ["cross-site", "same-site", "none"] {
            assert_eq!(may_use_app(&request(site), &rules), Err(OriginRefusal::MissingOrigin));
        }
    }

    #[test]
    fn a_request_without_a_host_is_refused() {
        let request = AppRequest {
            host: None,
            origin: None,
            fetch_site: None,
            has_cookie: false,
            visitor: PLAIN,
        };
        assert_eq!(
            may_use_app(&request, &HostRules::default()),
            Err(OriginRefusal::ForeignHost)
        );
    }
}
