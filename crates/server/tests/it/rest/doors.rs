//! Who is let in: tokens, cookies and origins, wrong addresses, bodies that are too large, and rates.

use std::path::Path;

use serde_json::{Value, json};
use teahouse_testkit::Launch;

use super::{Caller, house, text};
use crate::PROGRAM;
use crate::raw::RawSocket;

fn code(body: &str) -> String {
    let view: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON: {body:?}"));
    assert!(!text(&view["message"]).is_empty());
    text(&view["code"])
}

#[test]
fn a_token_needs_no_origin_and_a_cookie_does() {
    let house = house();
    let bot = Caller::bot(&house, "Kettle");
    let foreign = ("origin", "https://evil.example");
    assert_eq!(bot.raw("GET", "/api/v1/me", &[foreign], "").status, 200);
    let cookie = format!("th={}", bot.token.clone().expect("a token"));
    let nobody = Caller::nobody(&house);
    let own = format!("http://{}", house.address());
    let mine = nobody.raw("GET", "/api/v1/me", &[("cookie", &cookie), ("origin", &own)], "");
    assert_eq!(mine.status, 200, "{}", mine.body);
    let unsaid = nobody.raw("GET", "/api/v1/me", &[("cookie", &cookie)], "");
    assert_eq!((unsaid.status, code(&unsaid.body).as_str()), (403, "missing_origin"));
    let theirs = nobody.raw("GET", "/api/v1/me", &[("cookie", &cookie), foreign], "");
    assert_eq!((theirs.status, code(&theirs.body).as_str()), (403, "foreign_origin"));
}

#[test]
fn a_request_without_or_with_a_wrong_token_hears_which_one_would_do() {
    let house = house();
    let nobody = Caller::nobody(&house);
    let answer = nobody.raw("GET", "/api/v1/me", &[], "");
    assert_eq!((answer.status, code(&answer.body).as_str()), (401, "not_signed_in"));
    assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"teahouse\""));
    let guess = nobody.raw("GET", "/api/v1/me", &[("authorization", "Bearer guess")], "");
    assert_eq!((guess.status, code(&guess.body).as_str()), (401, "not_signed_in"));
}

#[test]
fn a_wrong_address_method_or_body_is_refused_in_json_with_a_code() {
    let house = house();
    let bot = Caller::bot(&house, "Kettle");
    let long = "x".repeat(300_000);
    let long = format!("{{\"kind\":\"group\",\"name\":\"{long}\"}}");
    for (method, path, body, status, expected) in [
        ("GET", "/api/v1/teapot", "", 404, "not_found"),
        ("GET", "/api/", "", 404, "not_found"),
        ("PUT", "/api/v1/conversations", "", 405, "wrong_method"),
        ("POST", "/api/v1/conversations", "tea", 400, "bad_request"),
        ("POST", "/api/v1/conversations", "[]", 400, "bad_request"),
        (
            "POST",
            "/api/v1/conversations",
            r#"{"kind":"teapot"}"#,
            400,
            "bad_request",
        ),
        ("POST", "/api/v1/conversations", &long, 413, "too_large"),
        ("GET", "/api/v1/conversations/not-an-id", "", 404, "not_found"),
        ("GET", "/api/v1/conversations/0000000000007", "", 404, "not_member"),
        ("GET", "/api/v1/conversations?cursor=tea", "", 400, "bad_request"),
        ("GET", "/api/v1/events", "", 400, "no_websocket"),
    ] {
        let answer = bot.raw(method, path, &[], body);
        assert_eq!(code(&answer.body), expected, "{method} {path} {}", answer.body);
        if expected != "no_websocket" {
            assert_eq!(answer.status, status, "{method} {path}");
        }
        if status == 405 {
            assert_eq!(answer.header("allow"), Some("GET, HEAD, POST"));
        }
    }
}

#[test]
fn who_asks_too_often_hears_when_to_come_again() {
    let launch = Launch::of(Path::new(PROGRAM));
    let house = launch
        .with_variable("TEAHOUSE_LIMITS__API_READS", "1/min burst 3")
        .start();
    let (kettle, cup) = (Caller::bot(&house, "Kettle"), Caller::bot(&house, "Cup"));
    for _ in 0..3 {
        kettle.get("/api/v1/me");
    }
    let answer = kettle.raw("GET", "/api/v1/me", &[], "");
    assert_eq!((answer.status, code(&answer.body).as_str()), (429, "too_many"));
    let view: Value = serde_json::from_str(&answer.body).expect("JSON");
    let wait = view["retry_after"].as_u64().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(answer.header("retry-after"), Some(wait.to_string().as_str()));
    cup.get("/api/v1/me");
}

#[test]
fn the_description_is_open_to_all_and_names_what_it_speaks_of() {
    let house = house();
    let answer = Caller::nobody(&house).raw("GET", "/api/openapi.json", &[("origin", "https://evil.example")], "");
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/json"))
    );
    let document: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(document["openapi"], json!("3.1.0"));
    let mut pointers = Vec::new();
    references(&document, &mut pointers);
    assert!(pointers.len() > 50);
    for pointer in pointers {
        let found = document.pointer(pointer.strip_prefix('#').expect("within the document"));
        assert!(found.is_some(), "{pointer} leads nowhere");
    }
}

fn references(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(pointer) if name == "$ref" => into.push(pointer.clone()),
                    other => references(other, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, into)),
        _ => {}
    }
}

#[test]
fn a_bot_hears_on_the_socket_what_the_app_hears() {
    let house = house();
    let bot = Caller::bot(&house, "Kettle");
    let line = format!("Authorization: Bearer {}\r\n", bot.token.clone().expect("a token"));
    let (mut socket, head) = RawSocket::try_open(house.address(), "/api/v1/events", &line);
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    let welcome: Value = serde_json::from_str(&socket.hear_text()).expect("JSON");
    assert_eq!(
        (&welcome["type"], &welcome["you"]["name"]),
        (&json!("session.welcomed"), &json!("Kettle"))
    );
    let room = bot.group("Tea", &[]);
    let said = json!({ "client_id": "1", "text": "The water boils." });
    assert_eq!(bot.ask("POST", &format!("{room}/messages"), &said).0, 201);
    loop {
        let heard: Value = serde_json::from_str(&socket.hear_text()).expect("JSON");
        if heard["message"]["client_id"] == json!("1") {
            assert_eq!(heard["type"], json!("message.posted"));
            return;
        }
    }
}
