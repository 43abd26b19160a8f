//! Renders the trust page: one HTML text that needs nothing else, in two languages.

mod words;

use axum::http::Response;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::files::PROBE_PATH;
use super::language::Language;
use super::platform::Platform;
use crate::tls::Authority;
use words::Words;

const SKELETON: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// What one visitor's page depends on.
pub(super) struct Page<'a> {
    pub(super) language: Language,
    pub(super) platform: Option<Platform>,
    /// The visited address on HTTPS.
    pub(super) https: &'a str,
    /// Its origin alone.
    pub(super) origin: &'a str,
    /// The visited path, for the link to the other language.
    pub(super) path: &'a str,
    pub(super) authority: &'a Authority,
}

/// Makes the whole answer.
pub(super) fn render(page: &Page<'_>) -> Response<Bytes> {
    let body = Bytes::from(html(page));
    let mut response = Response::new(Bytes::new());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language, Host, User-Agent"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CONTENT_SECURITY_POLICY, policy(page.origin));
    *response.body_mut() = body;
    response
}

/// Only this style, only this script, and one picture from the same place on HTTPS.
fn policy(origin: &str) -> HeaderValue {
    // Policies cannot name IPv6 addresses (CSP 3 §2.3.1).
    let pictures = if origin.contains('[') { "https:" } else { origin };
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src {pictures}; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        STANDARD.encode(Sha256::digest(STYLE)),
        STANDARD.encode(Sha256::digest(SCRIPT)),
    );
    HeaderValue::from_str(&policy).expect("a parsed host holds no character that a header cannot")
}

fn html(page: &Page<'_>) -> String {
    let words = Words::of(page.language);
    let steps: String = Platform::ALL
        .into_iter()
        .map(|platform| {
            let (name, steps) = words.steps(platform);
            let open = if page.platform == Some(platform) { " open" } else { "" };
            let items: String = steps.iter().map(|step| format!("<li>{step}</li>")).collect();
            format!("<details name=\"steps\"{open}><summary>{name}</summary><ol>{items}</ol></details>\n")
        })
        .collect();
    let (tag, name) = words.other;
    let switch = format!(
        "<a href=\"{}?lang={tag}\" lang=\"{tag}\" hreflang=\"{tag}\">{name}</a>",
        escape(page.path)
    );
    let fingerprint = page.authority.fingerprint().replace(':', ":<wbr>");
    let https = escape(page.https);
    let probe = escape(&format!("{}{PROBE_PATH}", page.origin));
    fill(
        SKELETON,
        &[
            ("style", STYLE),
            ("script", SCRIPT),
            ("lang", page.language.tag()),
            ("switch", &switch),
            ("title", words.title),
            ("why", words.why),
            ("checking", words.checking),
            ("trusted", words.trusted),
            ("untrusted", words.untrusted),
            ("open", words.open),
            ("install", words.install),
            ("download", words.download),
            ("safe", words.safe),
            ("fingerprint_label", words.fingerprint),
            ("fingerprint", &fingerprint),
            ("hurry", words.hurry),
            ("steps", &steps),
            ("https", &https),
            ("probe", &probe),
        ],
    )
}

/// Replaces each `{{name}}` of the skeleton once through; values are not looked at again.
fn fill(skeleton: &str, values: &[(&str, &str)]) -> String {
    let mut parts = skeleton.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("the skeleton is well formed");
        let (_, value) = values
            .iter()
            .find(|(known, _)| *known == name)
            .expect("every name has its value");
        filled.push_str(value);
        filled.push_str(rest);
    }
    filled
}

/// Text as it may stand between tags and in quoted attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
