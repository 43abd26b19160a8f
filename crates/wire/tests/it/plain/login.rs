//! The greeting, types that nobody knows, and names.

use teahouse_core::hub::Closing;

use super::words::*;
use crate::house::House;

fn login(name: &str) -> String {
    format!(r#"{{"type":"login","name":{}}}"#, serde_json::Value::from(name))
}

#[test]
fn the_greeting_is_text_and_no_json_and_comes_first() {
    let mut house = House::new();
    let conn = house.plain();
    house.say(conn, &login("bob"));
    assert_eq!(house.heard(conn), ["Hello world", LOGIN_TRUE]);
}

#[test]
fn what_has_no_type_is_a_command_called_undefined() {
    let mut house = House::new();
    let conn = house.guest("bob");
    let texts = [
        "",
        "hello",
        "{",
        "{}",
        "[]",
        "5",
        "null",
        "true",
        "\"login\"",
        "{\"name\":\"x\"}",
        "{} {}",
        "[{\"type\":\"leave\"}]",
    ];
    for text in texts {
        house.say(conn, text);
        assert_eq!(house.heard(conn), [not_found("undefined")], "{text}");
    }
}

#[test]
fn an_unknown_type_is_said_back_cut_and_without_control_characters() {
    let mut house = House::new();
    let conn = house.guest("bob");
    let long = "x".repeat(200);
    let cases = [
        ("null", "null"),
        ("5", "5"),
        ("true", "true"),
        ("{\"toString\":1}", "[object Object]"),
        ("\"Login\"", "Login"),
        ("\"\"", ""),
        ("\"a\\nb\\u0000c\\u0007\"", "abc"),
        ("\"你好\"", "你好"),
        (&format!("\"{long}\""), &long[..64]),
    ];
    for (kind, said) in cases {
        house.say(conn, &format!("{{\"type\":{kind}}}"));
        assert_eq!(house.heard(conn), [not_found(said)], "{kind}");
    }
}

#[test]
fn a_name_is_taken_once_and_free_again_when_its_owner_goes() {
    let mut house = House::new();
    let bob = house.guest("bob");
    let other = house.plain();
    house.say(other, &login("bob"));
    assert_eq!(house.heard(other), ["Hello world", LOGIN_FALSE]);
    house.world.close(bob, Closing::Lost);
    house.say(other, &login("bob"));
    assert_eq!(house.heard(other), [LOGIN_TRUE]);
}

#[test]
fn the_same_name_again_is_refused_and_another_frees_the_first() {
    let mut house = House::new();
    let bob = house.guest("bob");
    house.say(bob, &login("bob"));
    house.say(bob, &login("rob"));
    assert_eq!(house.heard(bob), [LOGIN_FALSE, LOGIN_TRUE]);
    house.guest("bob");
    house.say(bob, &login("bob"));
    assert_eq!(house.heard(bob), [LOGIN_FALSE], "and the refusal costs nothing");
    let eve = house.guest("eve");
    house.say(eve, r#"{"type":"offer","name":"rob","offer":1}"#);
    assert_eq!(house.heard(bob), [r#"{"type":"offer","offer":1,"name":"eve"}"#]);
}

#[test]
fn names_differ_by_case_and_blanks() {
    let mut house = House::new();
    for name in ["bob", "Bob", " bob", "bob ", "böb", "你好"] {
        house.guest(name);
    }
}

#[test]
fn what_is_no_name_is_refused() {
    let mut house = House::new();
    let conn = house.plain();
    house.heard(conn);
    for name in [
        "\"\"",
        "\"  \"",
        "0",
        "5",
        "false",
        "true",
        "null",
        "[]",
        "[\"bob\"]",
        "{}",
        "\"\\u200b\"",
        "\"\\ud800\"",
    ] {
        house.say(conn, &format!(r#"{{"type":"login","name":{name}}}"#));
        assert_eq!(house.heard(conn), [LOGIN_FALSE], "{name}");
    }
    house.say(conn, r#"{"type":"login"}"#);
    assert_eq!(house.heard(conn), [LOGIN_FALSE]);
}

#[test]
fn a_persons_name_is_refused_even_while_the_person_is_away() {
    let mut house = House::new();
    let ann = house.person("Ann");
    house.world.leave(ann);
    house.world.advance(std::time::Duration::from_secs(60));
    let conn = house.plain();
    for name in ["Ann", "ann", "ＡＮＮ"] {
        house.say(conn, &login(name));
    }
    assert_eq!(
        house.heard(conn),
        ["Hello world", LOGIN_FALSE, LOGIN_FALSE, LOGIN_FALSE]
    );
}

#[test]
fn no_name_changes_during_a_call() {
    let mut house = House::new();
    let [bob, eve] = ["bob", "eve"].map(|name| house.guest(name));
    house.say(bob, r#"{"type":"offer","name":"eve","offer":1}"#);
    for conn in [bob, eve] {
        house.heard(conn);
        house.say(conn, &login("x"));
        assert_eq!(house.heard(conn), [LOGIN_FALSE]);
    }
    house.say(bob, LEAVE);
    house.say(bob, &login("x"));
    assert_eq!(house.heard(bob), [LOGIN_TRUE]);
}
