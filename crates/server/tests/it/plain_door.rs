//! What the signaling tutorial's server died of or gave away, tried on the real program: frames, sockets, the log.

use std::io::Read as _;
use std::net::TcpStream;
use std::path::Path;

use serde_json::json;
use teahouse_testkit::{House, PlainBot};

use crate::raw::{Heard, RawSocket, frame};

const PROGRAM: &str = env!("CARGO_BIN_EXE_teahouse");

fn house() -> House {
    House::start(Path::new(PROGRAM))
}

/// Somebody else is served as if nothing had happened.
fn assert_serves(house: &House, name: &str) {
    let mut guest = PlainBot::login(house.address(), name).expect("the house is there");
    guest.say(&json!({ "type": "nonsense" })).expect("the house is there");
    assert_eq!(
        guest.hear().expect("the house is there")["message"],
        "Command not found: nonsense"
    );
}

#[test]
fn b1_to_b7_no_json_value_ends_the_house() {
    let house = house();
    let mut guest = RawSocket::open(house.address(), "/signal");
    assert_eq!(guest.hear_text(), "Hello world");
    for text in [
        "null",
        r#"{"type":"leave"}"#,
        r#"{"type":"offer","name":"constructor","offer":1}"#,
        r#"{"type":"leave","name":"__proto__"}"#,
        r#"{"type":{"toString":1,"valueOf":1}}"#,
        r#"{"type":"login","name":{"toString":1,"valueOf":1}}"#,
        &format!(r#"{{"type":"offer","name":"x","offer":{}"#, "[".repeat(200_000)),
    ] {
        guest.say(text);
    }
    guest.say(r#"{"type":"last"}"#);
    loop {
        if guest.hear_text().contains("last") {
            break;
        }
    }
    assert_serves(&house, "after");
}

#[test]
fn b3_two_who_close_one_after_the_other_end_nobody_else() {
    let house = house();
    let mut ann = PlainBot::login(house.address(), "ann").expect("the house is there");
    let mut bob = PlainBot::login(house.address(), "bob").expect("the house is there");
    ann.say(&json!({ "type": "offer", "name": "bob", "offer": {} }))
        .expect("the house is there");
    bob.hear_type("offer").expect("it rings");
    drop(bob);
    drop(ann);
    assert_serves(&house, "after");
}

#[test]
fn b8_a_malformed_frame_closes_its_own_connection_alone() {
    let house = house();
    for (bytes, code) in [
        (vec![0xf1, 0x80, 0, 0, 0, 0], 1002),
        (vec![0x81, 0x01, b'x'], 1002),
        (frame(0x83, b""), 1002),
    ] {
        let mut guest = RawSocket::open(house.address(), "/signal");
        guest.write(&bytes);
        assert_eq!(guest.hear_close(), Some(code), "{bytes:?}");
    }
    assert_serves(&house, "after");
}

#[test]
fn b9_text_that_is_not_utf_8_closes_1007_in_text_and_in_binary_frames() {
    let house = house();
    for first in [0x81, 0x82] {
        let mut guest = RawSocket::open(house.address(), "/signal");
        guest.write(&frame(first, &[0xff, 0xfe]));
        assert_eq!(guest.hear_close(), Some(1007), "{first:x}");
    }
    assert_serves(&house, "after");
}

#[test]
fn json_in_a_binary_frame_is_read_as_text() {
    let house = house();
    let mut guest = RawSocket::open(house.address(), "/signal");
    assert_eq!(guest.hear_text(), "Hello world");
    guest.write(&frame(0x82, br#"{"type":"login","name":"bin"}"#));
    assert_eq!(guest.hear_text(), r#"{"type":"login","success":true}"#);
}

#[test]
fn b22_a_large_frame_is_refused_by_its_head_and_nothing_of_it_is_said_back() {
    let house = house();
    let mut guest = RawSocket::open(house.address(), "/signal");
    assert_eq!(guest.hear_text(), "Hello world");
    // Only the head of 60 MB: the answer must not wait for the rest.
    guest.write(&[0x81, 0x80 | 127, 0, 0, 0, 0, 3, 0x93, 0x87, 0, 0, 0, 0, 0]);
    assert_eq!(guest.hear(), Heard::Close(Some(1009)));
    let mut guest = RawSocket::open(house.address(), "/signal");
    guest.say(&format!(r#"{{"type":"{}"}}"#, "x".repeat(60_000)));
    assert_eq!(guest.hear_text(), "Hello world");
    assert!(guest.hear_text().len() < 200);
}

#[test]
fn b23_a_peer_that_stops_reading_costs_bounded_memory_and_its_own_connection() {
    let house = house();
    let mut ann = PlainBot::login(house.address(), "ann").expect("the house is there");
    let mut bob = PlainBot::login(house.address(), "bob").expect("the house is there");
    ann.say(&json!({ "type": "offer", "name": "bob", "offer": {} }))
        .expect("the house is there");
    bob.hear_type("offer").expect("it rings");
    bob.say(&json!({ "type": "answer", "name": "ann", "answer": {} }))
        .expect("the house is there");
    ann.hear_type("answer").expect("she picks up");
    let before = resident_kib(house.pid());
    let large = json!({ "type": "candidate", "name": "bob", "candidate": "x".repeat(60_000) });
    // From here on bob reads nothing. 60 MB are far more than the kernel and the house keep for him; that the house
    // has given him up is told to ann.
    for _ in 0..1000 {
        ann.say(&large).expect("she is served");
    }
    ann.hear_type("leave").expect("the house gives the silent one up");
    let grown = resident_kib(house.pid()).saturating_sub(before);
    assert!(grown < 40 * 1024, "the house grew by {grown} KiB");
    assert_serves(&house, "after");
}

fn resident_kib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("the process lives");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .expect("it has memory");
    line.split_whitespace()
        .nth(1)
        .expect("a number")
        .parse()
        .expect("a number")
}

#[test]
fn b25_a_page_of_another_origin_is_refused() {
    let house = house();
    let (_, head) = RawSocket::try_open(house.address(), "/signal", "Origin: https://evil.example\r\n");
    assert!(head.starts_with("HTTP/1.1 403"), "{head}");
    let (_, head) = RawSocket::try_open(house.address(), "/signal", "Origin: null\r\n");
    assert!(
        head.starts_with("HTTP/1.1 101"),
        "a page from a file on this machine: {head}"
    );
}

#[test]
fn a15_and_b26_nothing_that_is_said_stands_in_the_log() {
    let house = teahouse_testkit::Launch::of(Path::new(PROGRAM))
        .with_settings(&["--log", "trace"])
        .start();
    let mut ann = PlainBot::login(house.address(), "canary-name-ann").expect("the house is there");
    let mut bob = PlainBot::login(house.address(), "canary-name-bob").expect("the house is there");
    ann.say(&json!({ "type": "offer", "name": "canary-name-bob", "offer": { "sdp": "canary-sdp" } }))
        .expect("it is there");
    bob.hear_type("offer").expect("it rings");
    bob.say(&json!({ "type": "canary-type\n2026 ERROR forged line" }))
        .expect("it is there");
    bob.hear_type("error").expect("it answers");
    drop(ann);
    bob.hear_type("leave").expect("she is gone");
    let log = house.log();
    assert!(!log.contains("canary") && !log.contains("forged"), "{log}");
}

#[test]
fn many_connections_that_never_finish_their_first_words_keep_nobody_out() {
    let house = house();
    let idle: Vec<TcpStream> = (0..300)
        .map(|_| TcpStream::connect(house.address()).expect("the house listens"))
        .collect();
    assert_serves(&house, "after");
    drop(idle);
}

#[test]
fn a_socket_at_a_path_without_one_is_refused_in_plain_words() {
    let house = house();
    let mut stream = TcpStream::connect(house.address()).expect("the house listens");
    std::io::Write::write_all(&mut stream, b"GET /signal HTTP/1.0\r\n\r\n").expect("the house reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(
        answer.starts_with("HTTP/1.0 400") && answer.contains("no_websocket"),
        "{answer}"
    );
}
