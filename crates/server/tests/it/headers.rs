//! What every answer forbids the browser, and whose requests are answered at all.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use teahouse_testkit::{House, request};

use crate::PROGRAM;

/// An answer to a request written out by hand: its status line and headers, names in lower case.
fn ask(house: SocketAddr, first: &str, lines: &[String], body: &str) -> (u16, Vec<(String, String)>) {
    let mut stream = TcpStream::connect(house).expect("it listens");
    let length = body.len();
    let head = format!(
        "{first} HTTP/1.1\r\n{}\r\nContent-Length: {length}\r\n\r\n{body}",
        lines.join("\r\n")
    );
    stream.write_all(head.as_bytes()).expect("it listens");
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    while !answer.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut chunk).expect("it answers") {
            0 => break,
            count => answer.extend_from_slice(&chunk[..count]),
        }
    }
    let text = String::from_utf8_lossy(&answer);
    let mut head = text.split("\r\n\r\n").next().unwrap_or_default().lines();
    let status = head.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
    let headers = head.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    (status.parse().expect("a number"), headers.collect())
}

fn policy_of_app(house: SocketAddr) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; \
         img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self' wss://{house}; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types th-worker svelte-trusted-html"
    )
}

const PERMISSIONS: &str = "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), \
    fullscreen=(self), picture-in-picture=(self), screen-wake-lock=(self), autoplay=(self), clipboard-write=(self), \
    geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), hid=(), midi=()";

#[test]
fn every_kind_of_answer_has_the_exact_headers() {
    let house = House::start(Path::new(PROGRAM));
    let at = house.address();
    let page = request(at, "GET", "/", &[], "").expect("it answers");
    let script = page
        .body
        .split('"')
        .find(|part| part.ends_with(".js"))
        .expect("the page has a script");
    for (method, path, status) in [
        ("GET", "/", 200),
        ("GET", "/rooms/of/the/app", 200),
        ("GET", script, 200),
        ("GET", "/api/v1/session", 401),
        ("POST", "/api/v1/session", 400),
        ("PATCH", "/api/v1/session", 405),
        ("GET", "/api/openapi.json", 200),
        ("GET", "/api/v1/socket", 401),
        ("GET", "/api/nowhere", 404),
        ("GET", "/nowhere.txt", 404),
        ("GET", "/healthz", 200),
    ] {
        let answer = request(at, method, path, &[], "").expect("it answers");
        assert_eq!(answer.status, status, "{method} {path}");
        for (name, value) in [
            ("content-security-policy", policy_of_app(at).as_str()),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
            ("permissions-policy", PERMISSIONS),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name} of {method} {path}");
        }
        assert_eq!(
            answer.header("strict-transport-security"),
            None,
            "only with a certificate of the world"
        );
    }
}

#[test]
fn an_example_has_a_policy_of_its_own_and_scripts_for_guests_may_go_anywhere() {
    let house = House::start(Path::new(PROGRAM));
    let at = house.address();
    let page = request(at, "GET", "/examples/plain/", &[], "").expect("it answers");
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").expect("it has one");
    assert!(
        policy.contains(" ws://127.0.0.1:*") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(page.header("cross-origin-embedder-policy"), None);
    let script = request(at, "GET", "/socket.io/socket.io.js", &[], "").expect("it answers");
    assert_eq!(script.header("cross-origin-resource-policy"), Some("cross-origin"));
    assert_eq!(script.header("content-security-policy"), None);
}

/// A session's token, which a page has in its cookie and a program in its `Authorization` line.
fn token(house: SocketAddr) -> String {
    let json = [("content-type", "application/json")];
    let answer = request(house, "POST", "/api/v1/session", &json, "{\"name\":\"Ann\"}").expect("it answers");
    let cookie = answer
        .header("set-cookie")
        .and_then(|line| line.split(';').next())
        .expect("a cookie");
    cookie.split_once('=').expect("a value").1.to_owned()
}

#[test]
fn no_foreign_page_reaches_the_api_or_the_socket_with_a_cookie() {
    let house = House::start(Path::new(PROGRAM));
    let at = house.address();
    let token = token(at);
    let port = at.port();
    let own = format!("http://{at}");
    let origins = [
        (Some(own.clone()), true),
        (None, false),
        (Some("null".to_owned()), false),
        (Some(String::new()), false),
        (Some("http://evil.example".to_owned()), false),
        (Some(format!("http://evil.example:{port}")), false),
        (Some(format!("http://127.0.0.1.evil.example:{port}")), false),
        (Some(format!("http://evil.127.0.0.1:{port}")), false),
        (Some(format!("http://sub.localhost:{port}")), false),
        (Some(format!("http://localhost:{port}")), false),
        (Some(format!("https://127.0.0.1:{port}")), false),
        (Some(format!("http://127.0.0.1:{}", port ^ 1)), false),
        (Some("http://127.0.0.1".to_owned()), false),
        (Some(format!("{own}.evil.example")), false),
        (Some(format!("{own}@evil.example")), false),
        (Some("file://".to_owned()), false),
    ];
    let upgrade = [
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ];
    let plain = ["Connection: close", "Content-Type: text/plain"];
    let doors: [(&str, &[&str], &str, u16); 5] = [
        ("GET /api/v1/socket", &upgrade, "", 101),
        ("GET /api/v1/events", &upgrade, "", 101),
        ("GET /api/v1/session", &plain, "", 200),
        ("POST /api/v1/session", &plain, "{\"name\":\"Ann\"}", 409),
        ("POST /api/v1/conversations", &plain, "{\"kind\":\"group\"}", 0),
    ];
    let mut refused = 0;
    for (first, more, body, good) in doors {
        for (origin, is_own) in &origins {
            for host in [at.to_string(), "evil.example".to_owned()] {
                let mut lines: Vec<String> = more.iter().map(|line| (*line).to_owned()).collect();
                lines.push(format!("Host: {host}"));
                lines.push(format!("Cookie: th={token}"));
                lines.extend(origin.as_ref().map(|origin| format!("Origin: {origin}")));
                let (status, _) = ask(at, first, &lines, body);
                if *is_own && host == at.to_string() {
                    assert!(
                        status == good || (good == 0 && status != 403),
                        "{first} of our own page: {status}"
                    );
                } else {
                    assert_eq!(status, 403, "{first} from {origin:?} at {host}");
                    refused += 1;
                }
            }
        }
    }
    assert_eq!(refused, doors.len() * (origins.len() * 2 - 1));
}

#[test]
fn a_rebound_page_that_agrees_with_its_host_is_refused_whatever_it_carries() {
    let house = House::start(Path::new(PROGRAM));
    let at = house.address();
    let token = token(at);
    for credential in [
        None,
        Some(format!("Cookie: th={token}")),
        Some(format!("Authorization: Bearer {token}")),
    ] {
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""] {
            let mut lines = vec![
                format!("Host: {host}"),
                format!("Origin: http://{host}"),
                "Sec-Fetch-Site: same-origin".to_owned(),
                "Connection: close".to_owned(),
            ];
            lines.extend(credential.clone());
            let (status, _) = ask(at, "GET /api/v1/session", &lines, "");
            assert!([400, 403].contains(&status), "{host:?} with {credential:?}: {status}");
        }
    }
}

#[test]
fn a_header_that_names_another_method_changes_nothing() {
    let house = House::start(Path::new(PROGRAM));
    let at = house.address();
    let token = token(at);
    for line in [
        "X-HTTP-Method-Override: DELETE",
        "X-HTTP-Method: DELETE",
        "X-Method-Override: DELETE",
    ] {
        let lines = [
            format!("Host: {at}"),
            format!("Origin: http://{at}"),
            format!("Cookie: th={token}"),
            line.to_owned(),
            "Connection: close".to_owned(),
        ];
        assert_eq!(ask(at, "GET /api/v1/session", &lines, "").0, 200, "{line}");
        ask(at, "GET /api/v1/session?_method=DELETE", &lines, "");
        assert_eq!(
            ask(at, "GET /api/v1/session", &lines, "").0,
            200,
            "she is still signed in"
        );
    }
}

#[test]
fn no_answer_of_the_api_may_be_read_by_a_foreign_page() {
    let house = House::start(Path::new(PROGRAM));
    let at = house.address();
    let bearer = format!("Authorization: Bearer {}", token(at));
    for first in [
        "GET /api/v1/session",
        "OPTIONS /api/v1/session",
        "GET /api/openapi.json",
    ] {
        let lines = [
            format!("Host: {at}"),
            "Origin: http://evil.example".to_owned(),
            "Access-Control-Request-Method: DELETE".to_owned(),
            "Connection: close".to_owned(),
            bearer.clone(),
        ];
        let (_, headers) = ask(at, first, &lines, "");
        let is_open = headers.iter().any(|(name, _)| name.starts_with("access-control-"));
        assert!(!is_open, "{first}: {headers:?}");
    }
}
