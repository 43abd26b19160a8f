//! What every answer tells the browser to forbid.

use axum::http::HeaderMap;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

use crate::origin::Authority;

const CROSS_ORIGIN_EMBEDDER_POLICY: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");

/// What a call needs of this page alone, and nothing else of anybody.
const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), fullscreen=(self), \
     picture-in-picture=(self), screen-wake-lock=(self), autoplay=(self), clipboard-write=(self), geolocation=(), \
     payment=(), usb=(), serial=(), bluetooth=(), hid=(), midi=()",
);

// Two years, the least that browsers' own lists accept.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// The headers of the app and its API. HSTS is for a certificate that the world trusts: with the
/// local authority's it would lock out whoever has not installed it yet.
#[must_use]
pub fn security_headers(host: Option<&Authority>, is_hsts: bool) -> HeaderMap {
    let mut headers = common();
    // Older Safari does not count the page's own WebSocket as 'self'.
    let socket = host.and_then(in_policy).map_or_else(String::new, |host| {
        let port = host.1.map_or_else(String::new, |port| format!(":{port}"));
        format!(" wss://{}{port}", host.0)
    });
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; \
         img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'{socket}; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types th-worker svelte-trusted-html"
    );
    headers.insert(CONTENT_SECURITY_POLICY, value(&policy));
    headers.insert(CROSS_ORIGIN_OPENER_POLICY, SAME_ORIGIN);
    headers.insert(CROSS_ORIGIN_EMBEDDER_POLICY, HeaderValue::from_static("require-corp"));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, SAME_ORIGIN);
    if is_hsts {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    headers
}

/// Gives an answer that says nothing about what the browser shall forbid the headers of the app: what was never meant
/// for a page must not become one.
pub fn forbid(headers: &mut HeaderMap, host: Option<&Authority>, is_hsts: bool) {
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        for (name, value) in &security_headers(host, is_hsts) {
            headers.entry(name).or_insert_with(|| value.clone());
        }
    }
}

/// The headers of the example pages, which speak to this host's guest doors on any port.
pub(super) fn example_headers(host: Option<&Authority>) -> HeaderMap {
    let mut headers = common();
    let (scripts, doors) = host.and_then(in_policy).map_or_else(Default::default, |(host, _)| {
        (
            format!(" http://{host}:* https://{host}:*"),
            format!(" ws://{host}:* wss://{host}:*"),
        )
    });
    let policy = format!(
        "default-src 'none'; script-src 'self'{scripts}; style-src 'self'; img-src 'self' blob:; \
         media-src 'self' blob:; connect-src 'self'{scripts}{doors}; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    headers.insert(CONTENT_SECURITY_POLICY, value(&policy));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, SAME_ORIGIN);
    headers
}

/// The headers of scripts that guests' pages of other origins load from here.
pub(super) fn guest_client_headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    headers
}

fn common() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(PERMISSIONS_POLICY, PERMISSIONS);
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers
}

/// A host as a policy can name it (CSP 3 §2.3.1 knows no IPv6 addresses).
fn in_policy(host: &Authority) -> Option<(&str, Option<u16>)> {
    (!host.host().contains(':')).then_some((host.host(), host.port()))
}

fn value(policy: &str) -> HeaderValue {
    HeaderValue::from_str(policy).expect("a parsed host holds no character that a header cannot")
}

#[cfg(test)]
mod tests {
    use super::{example_headers, security_headers};
    use crate::origin::Authority;

    fn policy(headers: &axum::http::HeaderMap) -> &str {
        headers["content-security-policy"].to_str().unwrap()
    }

    #[test]
    fn the_app_may_speak_to_its_own_host_alone() {
        let host: Authority = "tea.example:8443".parse().unwrap();
        let headers = security_headers(Some(&host), false);
        assert!(policy(&headers).contains("connect-src 'self' wss://tea.example:8443;"));
        assert!(policy(&headers).starts_with("default-src 'none';"));
        assert_eq!(headers["cross-origin-embedder-policy"], "require-corp");
        assert!(policy(&security_headers(None, false)).contains("connect-src 'self';"));
        let v6: Authority = "[fd00::2]:3000".parse().unwrap();
        assert!(policy(&security_headers(Some(&v6), false)).contains("connect-src 'self';"));
    }

    #[test]
    fn only_a_certificate_of_the_world_brings_hsts() {
        assert!(!security_headers(None, false).contains_key("strict-transport-security"));
        assert_eq!(
            security_headers(None, true)["strict-transport-security"],
            "max-age=63072000"
        );
    }

    #[test]
    fn an_example_may_reach_the_guest_doors_of_its_own_host() {
        let host: Authority = "192.168.1.5:3000".parse().unwrap();
        assert!(policy(&example_headers(Some(&host))).contains(" wss://192.168.1.5:*"));
        assert!(!policy(&example_headers(Some(&host))).contains("unsafe"));
    }
}
