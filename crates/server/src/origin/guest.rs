//! The lenient rule, for the guest doors: no cookie counts there, and the tutorials' pages come from
//! files, other ports and static servers.

use std::net::IpAddr;

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, VARY,
};
use axum::http::{HeaderMap, HeaderValue};

use super::{Authority, HostRules, Origin, OriginRefusal};

/// What the lenient rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct GuestRequest<'a> {
    /// The `Host` line, if it is text.
    pub host: Option<&'a str>,
    /// The `Origin` line; one that is not text is `Some("")`.
    pub origin: Option<&'a str>,
    /// The visitor's own address.
    pub address: IpAddr,
    /// Whether a trusted proxy brought the request.
    pub is_proxied: bool,
    /// Whether the operator opened this door to other machines.
    pub is_open_to_network: bool,
}

/// How a guest was admitted, which decides what its browser must be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuestAdmission {
    /// No browser page: nothing to tell.
    NoOrigin,
    /// A page of this origin, which is repeated to the browser as it came.
    Page(HeaderValue),
}

/// Admits programs, pages of this very machine, and pages that the operator listed.
///
/// # Errors
/// Why the request must be answered 403.
pub fn may_use_guest_door(request: &GuestRequest<'_>, rules: &HostRules) -> Result<GuestAdmission, OriginRefusal> {
    let Some(origin) = request.origin else {
        return Ok(GuestAdmission::NoOrigin);
    };
    if !is_admitted(origin, request, rules) {
        return Err(OriginRefusal::ForeignOrigin);
    }
    HeaderValue::from_str(origin)
        .map(GuestAdmission::Page)
        .map_err(|_| OriginRefusal::ForeignOrigin)
}

fn is_admitted(origin: &str, request: &GuestRequest<'_>, rules: &HostRules) -> bool {
    let address = request.address.to_canonical();
    if origin == "null" {
        return address.is_loopback() || (request.is_open_to_network && is_private(address));
    }
    let Ok(origin) = origin.parse::<Origin>() else {
        return false;
    };
    if rules.origins.contains(&origin) || (address.is_loopback() && origin.authority.is_loopback()) {
        return true;
    }
    let host = request.host.and_then(|host| host.parse::<Authority>().ok());
    host.is_some_and(|host| {
        let is_same_host = origin.host() == host.host();
        let is_both_ours = rules.is_this_machine(&origin.authority) && rules.is_this_machine(&host);
        (is_same_host || is_both_ours) && rules.allow(&host, request.is_proxied)
    })
}

/// Addresses that only the own network can have.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

impl GuestAdmission {
    /// What every answer to this guest carries (Fetch §3.2.3). Old clients send credentials, for
    /// which `*` would not do.
    #[must_use]
    pub fn response_headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(VARY, HeaderValue::from_static("Origin"));
        if let Self::Page(origin) = self {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
        headers
    }

    /// What the answer to a preflight carries; `asked` is its `Access-Control-Request-Headers`.
    #[must_use]
    pub fn preflight_headers(&self, asked: Option<&HeaderValue>) -> HeaderMap {
        let mut headers = self.response_headers();
        if matches!(self, Self::Page(_)) {
            headers.insert(
                ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_static("GET, POST, OPTIONS"),
            );
            headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
            let names = asked.cloned().unwrap_or(HeaderValue::from_static("Content-Type"));
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names);
        }
        headers
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use axum::http::header::{ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN};

    use super::{GuestAdmission, GuestRequest, HostRules, may_use_guest_door};

    const LOCAL: &str = "127.0.0.1";
    const LAN: &str = "192.168.1.9";
    const FAR: &str = "203.0.113.9";

    fn admits(host: &str, origin: &str, address: &str, is_open_to_network: bool) -> bool {
        let request = GuestRequest {
            host: Some(host),
            origin: Some(origin),
            address: address.parse().unwrap(),
            is_proxied: false,
            is_open_to_network,
        };
        let rules = HostRules {
            hostname: "attic".into(),
            addresses: vec!["192.168.1.5".parse().unwrap()],
            origins: vec!["https://chat.example.org".parse().unwrap()],
            ..HostRules::default()
        };
        may_use_guest_door(&request, &rules).is_ok()
    }

    #[test]
    fn pages_of_this_machine_and_listed_ones_are_admitted_and_no_others() {
        for (host, origin, address, open, admitted) in [
            // The same host on any port and scheme.
            ("192.168.1.5:9090", "http://192.168.1.5:6000", LAN, true, true),
            ("192.168.1.5:9090", "https://192.168.1.5", FAR, true, true),
            ("attic.local:9090", "http://attic.local:8000", LAN, true, true),
            // The same machine under another of its names.
            ("192.168.1.5:9090", "http://attic.local:8000", LAN, true, true),
            ("attic:9090", "http://192.168.1.5:8000", LAN, true, true),
            ("192.168.1.5:9090", "http://192.168.1.77:8000", LAN, true, false),
            // Loopback pages count on loopback only.
            ("127.0.0.1:9090", "http://localhost:8000", LOCAL, false, true),
            ("localhost:6100", "http://127.0.0.1:6000", LOCAL, false, true),
            ("localhost:6100", "http://[::1]:6000", "::1", false, true),
            ("192.168.1.5:9090", "http://localhost:8000", LAN, true, false),
            // Files.
            ("localhost:9090", "null", LOCAL, false, true),
            ("192.168.1.5:9090", "null", LAN, true, true),
            ("192.168.1.5:9090", "null", LAN, false, false),
            ("198.51.100.1:9090", "null", FAR, true, false),
            // Listed by the operator, to the letter.
            ("192.168.1.5:9090", "https://chat.example.org", FAR, false, true),
            ("192.168.1.5:9090", "http://chat.example.org", FAR, false, false),
            ("192.168.1.5:9090", "https://chat.example.org:8443", FAR, false, false),
            // Everybody else, rebound names included.
            ("localhost:9090", "https://evil.example", LOCAL, true, false),
            ("192.168.1.5:9090", "https://evil.example", LAN, true, false),
            ("evil.example:9090", "http://evil.example", LAN, true, false),
            ("localhost:9090", "", LOCAL, true, false),
            ("localhost:9090", "garbage", LOCAL, true, false),
            ("localhost:9090", "chrome-extension://abcdef", LOCAL, true, false),
        ] {
            let verdict = admits(host, origin, address, open);
            assert_eq!(verdict, admitted, "{origin} from {address} at {host}, open: {open}");
        }
    }

    #[test]
    fn programs_without_an_origin_are_admitted_under_any_host() {
        let request = GuestRequest {
            host: None,
            origin: None,
            address: FAR.parse().unwrap(),
            is_proxied: false,
            is_open_to_network: true,
        };
        let admission = may_use_guest_door(&request, &HostRules::default()).unwrap();
        assert_eq!(admission, GuestAdmission::NoOrigin);
        assert!(admission.response_headers().get(ACCESS_CONTROL_ALLOW_ORIGIN).is_none());
    }

    #[test]
    fn a_page_behind_a_proxy_is_admitted_under_the_proxys_name() {
        let request = GuestRequest {
            host: Some("tea.example"),
            origin: Some("https://tea.example"),
            address: FAR.parse().unwrap(),
            is_proxied: true,
            is_open_to_network: false,
        };
        assert!(may_use_guest_door(&request, &HostRules::default()).is_ok());
        let unproxied = GuestRequest {
            is_proxied: false,
            ..request
        };
        assert!(may_use_guest_door(&unproxied, &HostRules::default()).is_err());
    }

    #[test]
    fn an_admitted_page_hears_its_own_origin_and_may_send_credentials() {
        let admission = GuestAdmission::Page(HeaderValue::from_static("null"));
        let headers = admission.preflight_headers(Some(&HeaderValue::from_static("x-a, x-b")));
        assert_eq!(headers[ACCESS_CONTROL_ALLOW_ORIGIN], "null");
        assert_eq!(headers[ACCESS_CONTROL_ALLOW_CREDENTIALS], "true");
        assert_eq!(headers["access-control-allow-headers"], "x-a, x-b");
    }
}
