//! The trust page: what a visitor sees who comes by plain HTTP from another machine, where browsers
//! hide the camera. It says why, offers the authority's certificate with steps for each platform,
//! and leads to HTTPS.

mod facts;
mod files;
mod language;
mod page;
mod platform;

use axum::http::header::{CACHE_CONTROL, HeaderValue, LOCATION, VARY};
use axum::http::{Response, StatusCode};
use bytes::Bytes;

pub use facts::{RequestFacts, wants_trust_page};
pub use files::serve_file;

use crate::origin::{Authority, HostRules, covers};
use crate::tls::Certificates;
use language::Language;
use platform::Platform;

/// The port of `http://` without one: it is the port that was reached, so HTTPS is there too.
const HTTP_PORT: u16 = 80;

/// The lines of a request for which [`wants_trust_page`] said yes.
#[derive(Debug, Clone, Copy, Default)]
pub struct TrustRequest<'a> {
    /// The path, as sent.
    pub path: &'a str,
    /// The query, without its question mark.
    pub query: Option<&'a str>,
    /// The `Host` line, parsed.
    pub host: Option<&'a Authority>,
    /// `Accept-Language`.
    pub accept_language: Option<&'a str>,
    /// `User-Agent`, only to open the right steps.
    pub user_agent: Option<&'a str>,
}

/// Answers with the trust page; or leads on, if the operator's certificate needs no trust.
#[must_use]
pub fn answer(request: &TrustRequest<'_>, certificates: &Certificates) -> Response<Bytes> {
    let rules = certificates.host_rules();
    let host = reached(request.host, &rules);
    let Some(authority) = certificates.authority() else {
        return lead_on(&address_on_https(&certified(host, &rules), request));
    };
    let language = Language::of(request.query, request.accept_language);
    page::render(&page::Page {
        language,
        platform: Platform::of(request.user_agent.unwrap_or_default()),
        https: &address_on_https(&host, request),
        origin: &format!("https://{host}"),
        path: request.path,
        authority,
    })
}

/// Host and port as the visitor wrote them; without a `Host` line, this machine's own name.
fn reached(host: Option<&Authority>, rules: &HostRules) -> String {
    match host {
        Some(host) => format!("{}:{}", host.bracketed(), host.port().unwrap_or(HTTP_PORT)),
        None => format!("{}.local:{HTTP_PORT}", rules.hostname),
    }
}

/// The same place under a name that the operator's certificate is for, if it has one.
fn certified(host: String, rules: &HostRules) -> String {
    let (name, port) = host.rsplit_once(':').unwrap_or((&host, ""));
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    if rules.certificate_names.iter().any(|pattern| covers(pattern, bare)) {
        return host;
    }
    match rules.certificate_names.iter().find(|pattern| !pattern.starts_with('*')) {
        Some(known) => format!("{known}:{port}"),
        None => host,
    }
}

fn address_on_https(host: &str, request: &TrustRequest<'_>) -> String {
    let rest: Vec<&str> = request
        .query
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !language::is_ours(pair))
        .collect();
    let query = if rest.is_empty() {
        String::new()
    } else {
        format!("?{}", rest.join("&"))
    };
    format!("https://{host}{}{query}", request.path)
}

fn lead_on(address: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("Host"));
    match HeaderValue::from_str(address) {
        Ok(location) => {
            headers.insert(LOCATION, location);
        }
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response
}

#[cfg(test)]
mod tests;
