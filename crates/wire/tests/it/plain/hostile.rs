//! Text that is meant to break something.

use super::words::*;
use crate::house::House;

/// What passes between the two ends, byte for byte.
const PAYLOADS: [&str; 12] = [
    "null",
    "1e400",
    "-0.0",
    "12345678901234567890123456789012345678901234567890",
    r#""""#,
    r#""\ud800""#,
    r#""\u0000\u0001""#,
    r#"{"b":1,"a":2,"a":3}"#,
    r#"{"__proto__":{"x":1},"constructor":null,"toString":[]}"#,
    "[ 1 ,\t2 ,\n{ } ]",
    r#""</script> \" \\ \/ 你好 🫖""#,
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
];

#[test]
fn what_is_passed_on_is_not_touched() {
    for payload in PAYLOADS {
        let mut house = House::new();
        let ann = house.person("Ann");
        let [bob, eve] = ["bob", "eve"].map(|name| house.guest(name));
        for callee in ["eve", "Ann"] {
            house.say(
                bob,
                &format!(r#"{{"type":"offer","name":"{callee}","offer":{payload}}}"#),
            );
            house.say(bob, LEAVE);
        }
        let passed = format!(r#"{{"type":"offer","offer":{payload},"name":"bob"}}"#);
        assert_eq!(house.heard(eve), [&passed, LEAVE]);
        let heard = house.heard(ann);
        assert!(heard[0].ends_with(&format!(r#""offer":{payload}}}"#)), "{heard:?}");
    }
}

#[test]
fn text_that_is_nested_too_deep_is_refused_before_it_is_parsed() {
    let mut house = House::new();
    let [bob, eve] = ["bob", "eve"].map(|name| house.guest(name));
    let deep = format!(
        r#"{{"type":"offer","name":"eve","offer":{}{}}}"#,
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let open = format!(r#"{{"type":"offer","name":"eve","offer":{}"#, "{\"a\":".repeat(200_000));
    for text in [deep, open, "[".repeat(262_000)] {
        house.say(bob, &text);
        assert_eq!(house.heard(bob), [error("Message refused: nested deeper than 64")]);
    }
    assert_eq!(house.heard(eve), NOTHING);
}

#[test]
fn a_string_has_an_end() {
    let mut house = House::new();
    let [bob, eve] = ["bob", "eve"].map(|name| house.guest(name));
    let sdp = |length| format!(r#"{{"type":"offer","name":"eve","offer":"{}"}}"#, "x".repeat(length));
    house.say(bob, &sdp(64 * 1024));
    assert_eq!(house.heard(bob), NOTHING);
    assert_eq!(house.heard(eve)[0].len(), 64 * 1024 + 40);
    house.say(bob, &sdp(64 * 1024 + 1));
    assert_eq!(house.heard(bob), [error("Message refused: a string over 64 KiB")]);
}

#[test]
fn of_equal_keys_the_last_counts() {
    let mut house = House::new();
    let [bob, eve] = ["bob", "eve"].map(|name| house.guest(name));
    let carl = house.guest("carl");
    house.say(
        bob,
        r#"{"type":"leave","type":"offer","name":"carl","offer":1,"offer":2,"name":"eve"}"#,
    );
    assert_eq!(house.heard(eve), [r#"{"type":"offer","offer":2,"name":"bob"}"#]);
    assert_eq!(house.heard(carl), NOTHING);
}

#[test]
fn keys_may_be_escaped_unknown_or_many() {
    let mut house = House::new();
    let conn = house.plain();
    let many: String = (0..10_000).map(|n| format!(r#""k{n}":{n},"#)).collect();
    house.say(
        conn,
        &format!(r#"{{{many}"\u0074ype":"login","n\u0061me":"b\u006fb"}}"#),
    );
    assert_eq!(house.heard(conn), ["Hello world", LOGIN_TRUE]);
    house.say(conn, r#"{"type":"login","name":"bob","x":{"type":"leave"}}"#);
    assert_eq!(house.heard(conn), [LOGIN_FALSE]);
}

#[test]
fn names_of_a_language_are_names() {
    for name in [
        "__proto__",
        "constructor",
        "toString",
        "hasOwnProperty",
        "valueOf",
        "undefined",
        "null",
        "$&",
    ] {
        let mut house = House::new();
        let [caller, callee] = ["bob", name].map(|name| house.guest(name));
        house.say(caller, &format!(r#"{{"type":"offer","name":"{name}","offer":1}}"#));
        assert_eq!(house.heard(callee), [r#"{"type":"offer","offer":1,"name":"bob"}"#]);
        house.say(callee, r#"{"type":"answer","name":"bob","answer":1}"#);
        assert_eq!(house.heard(caller), [r#"{"type":"answer","answer":1}"#]);
        house.say(caller, &format!(r#"{{"type":"leave","name":"{name}"}}"#));
        assert_eq!(house.heard(callee), [LEAVE]);
    }
}

#[test]
fn a_name_with_quotes_and_control_characters_is_escaped() {
    let mut house = House::new();
    let eve = house.guest("eve");
    let caller = house.guest("a\"b\\c\u{0}\u{1f}\n<x>");
    house.say(caller, r#"{"type":"offer","name":"eve","offer":1}"#);
    assert_eq!(
        house.heard(eve),
        [r#"{"type":"offer","offer":1,"name":"a\"b\\c\u0000\u001f\n<x>"}"#]
    );
}

#[test]
fn what_is_nearly_json_is_no_command() {
    let mut house = House::new();
    let conn = house.guest("bob");
    let texts = [
        "\u{feff}{\"type\":\"leave\"}",
        "{\"type\":\"leave\"}\u{0}",
        "{\"type\":\"leave\",}",
        "{'type':'leave'}",
        "{\"type\":\"leave\"} x",
        "{\"type\":\"leave\",\"x\":01}",
        "{\"type\":\"leave\",\"x\":NaN}",
        "{\"type\":\"le\nave\"}",
        "{\"type\":\"leave\"",
        "{\"type\":\"leave\",\"\\ud800\":1}",
        "// \n{\"type\":\"leave\"}",
    ];
    for text in texts {
        house.say(conn, text);
        assert_eq!(house.heard(conn), [not_found("undefined")], "{text:?}");
    }
}
