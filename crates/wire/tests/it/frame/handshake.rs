//! Upgrade requests of browsers, of proxies, and of people who type them.

use teahouse_wire::frame::handshake::{HandshakeError, accept, client_key};

const BROWSER: &[(&str, &str)] = &[
    ("Host", "server.example.com"),
    ("Upgrade", "websocket"),
    ("Connection", "Upgrade"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"),
];

#[test]
fn the_request_of_the_rfc_is_accepted() {
    assert_eq!(judged(BROWSER), Ok("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".into()));
}

#[test]
fn names_and_tokens_may_be_in_any_case_and_in_lists() {
    let request = [
        ("UPGRADE", "foo, WebSocket"),
        ("connection", "keep-alive"),
        ("Connection", "close ,\tuPGRADE"),
        ("sec-websocket-key", " dGhlIHNhbXBsZSBub25jZQ== "),
        ("SEC-WEBSOCKET-VERSION", " 13 "),
    ];
    assert!(judged(&request).is_ok());
}

#[test]
fn a_request_without_upgrade_is_none() {
    for changed in [
        with("Upgrade", None),
        with("Upgrade", Some("h2c")),
        with("Connection", None),
        with("Connection", Some("close")),
        with("Connection", Some("")),
        with("Connection", Some("NoUpgrade")),
    ] {
        assert_eq!(judged(&changed), Err(HandshakeError::NotAnUpgrade), "{changed:?}");
    }
    assert_eq!(HandshakeError::NotAnUpgrade.status(), 400);
}

#[test]
fn another_version_is_told_which_one_we_speak() {
    for changed in [
        with("Sec-WebSocket-Version", None),
        with("Sec-WebSocket-Version", Some("8")),
        with("Sec-WebSocket-Version", Some("13, 8")),
        with("Sec-WebSocket-Version", Some("013")),
        [BROWSER, &[("Sec-WebSocket-Version", "13")]].concat(),
    ] {
        assert_eq!(judged(&changed), Err(HandshakeError::WrongVersion), "{changed:?}");
    }
    assert_eq!(HandshakeError::WrongVersion.status(), 426);
}

#[test]
fn a_key_must_be_sixteen_bytes_in_base64() {
    for changed in [
        with("Sec-WebSocket-Key", None),
        with("Sec-WebSocket-Key", Some("")),
        with("Sec-WebSocket-Key", Some("SGVsbG8sIHdvcmxkIQ==")),
        with("Sec-WebSocket-Key", Some("dGhlIHNhbXBsZSBub25jZSE=")),
        with("Sec-WebSocket-Key", Some("dGhlIHNhbXBsZSBub25jZQ")),
        with("Sec-WebSocket-Key", Some("dGhlIHNhbXBsZSBub25jZ!==")),
        with("Sec-WebSocket-Key", Some(TOO_LONG)),
        [BROWSER, &[("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")]].concat(),
    ] {
        assert_eq!(judged(&changed), Err(HandshakeError::BadKey), "{changed:?}");
    }
    assert_eq!(HandshakeError::BadKey.status(), 400);
}

#[test]
fn noise_in_the_spare_bits_of_a_key_is_forgiven() {
    assert!(judged(&with("Sec-WebSocket-Key", Some("dGhlIHNhbXBsZSBub25jZR=="))).is_ok());
}

#[test]
fn a_key_of_ours_is_accepted() {
    let key = client_key(*b"the sample nonce");
    assert_eq!(key, "dGhlIHNhbXBsZSBub25jZQ==");
    assert!(judged(&with("Sec-WebSocket-Key", Some(&key))).is_ok());
}

const TOO_LONG: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

fn judged(headers: &[(&str, &str)]) -> Result<String, HandshakeError> {
    accept(headers.iter().copied())
}

/// The browser's request with one header changed, or left out.
fn with<'a>(name: &str, value: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
    let keep = |&(found, old): &(&'static str, &'static str)| match value {
        _ if found != name => Some((found, old)),
        Some(value) => Some((found, value)),
        None => None,
    };
    BROWSER.iter().filter_map(keep).collect()
}
