//! Frames that nobody should send, by the thousand, at every door: the house refuses them, keeps its memory, and goes on
//! serving everybody else.
//!
//! `HOSTILE_FRAMES` sets how many are made up; `HOSTILE_SEED` makes up those of an earlier run again.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};
use teahouse_testkit::{AppBot, House, Pass};
use teahouse_wire::app::{ClientMessage, PeopleFind, ServerMessage};

use crate::PROGRAM;
use crate::process::resident_kib;
use crate::raw::{Heard, RawSocket, frame};

const FRAMES: u64 = 3_000;
/// A connection that hears nothing bad is given a new one after so many frames, so that none hides behind another.
const PER_CONNECTION: u64 = 50;
const ID: &str = "0123456789abc";

/// A well-formed message of each kind of field there is; the made-up ones are these with something wrong.
fn patterns() -> Vec<Value> {
    let mentions = json!({"all": true, "users": [ID]});
    vec![
        json!({"type": "message.send", "re": 1, "room": ID, "client_id": "c", "text": "t", "reply_to": ID,
               "mentions": mentions, "files": [ID], "forward_of": {"room": ID, "message": ID}}),
        json!({"type": "message.edit", "re": 1, "room": ID, "message": ID, "text": "t", "mentions": mentions}),
        json!({"type": "message.react", "re": 1, "room": ID, "message": ID, "key": "🫖", "on": true}),
        json!({"type": "messages.hide", "re": 1, "room": ID, "messages": [ID]}),
        json!({"type": "messages.search", "re": 1, "text": "t", "room": ID, "sender": ID, "since": 1, "until": 2,
               "kind": "image", "before": {"at": 1, "room": ID, "seq": 1}, "limit": 10}),
        json!({"type": "history.read", "re": 1, "room": ID, "after": 1, "limit": 10}),
        json!({"type": "changes.read", "re": 1, "room": ID, "since": 1, "limit": 10}),
        json!({"type": "rooms.list", "re": 1, "before": {"at": 1, "room": ID}, "limit": 10}),
        json!({"type": "group.create", "re": 1, "name": "n", "members": [ID]}),
        json!({"type": "room.set", "re": 1, "room": ID, "name": "n", "picture": ID, "announcement": true}),
        json!({"type": "room.mark", "room": ID, "delivered": 1, "read": 1}),
        json!({"type": "own.set", "re": 1, "room": ID, "muted_until": 1, "pinned": true}),
        json!({"type": "draft.set", "re": 1, "room": ID, "text": "t", "reply_to": ID}),
        json!({"type": "contact.set", "re": 1, "user": ID, "listed": true, "blocked": true, "remark": "r"}),
        json!({"type": "profile.set", "re": 1, "name": "n", "about": "a", "avatar": ID}),
        json!({"type": "invite.use", "re": 1, "code": "abcdefghijkl"}),
        json!({"type": "people.find", "re": 1, "query": "q", "limit": 10}),
        json!({"type": "presence.watch", "users": [ID]}),
        json!({"type": "call.invite", "re": 1, "callee": ID, "media": "voice", "offer": {"type": "offer", "sdp": ""}}),
        json!({"type": "call.signal", "call": ID, "candidate": {"candidate": "c"}}),
        json!({"type": "call.resume", "re": 1, "call": ID, "peer": ID}),
    ]
}

/// Frames that each go wrong in a way of their own, whole as they go over the line.
fn handmade() -> Vec<Vec<u8>> {
    let text = |text: &str| frame(0x81, text.as_bytes());
    let head = r#"{"type":"people.find","re":1,"limit":1,"query":"#;
    let mut frames = vec![
        text(""),
        text("{"),
        text("null"),
        text("\u{feff}{}"),
        text(&"[".repeat(60_000)),
        text(&r#"{"a":"#.repeat(10_000)),
        text(&format!("{head}{}}}", "9".repeat(400))),
        text(&format!("{head}1e400}}")),
        text(&format!(r#"{head}"\ud800"}}"#)),
        text(&format!(r#"{head}"\u0000"}}"#)),
        text(&format!(r#"{head}"a","query":"b"}}"#)),
        text(&format!(
            r#"{head}"a","__proto__":{{"x":1}},"constructor":1,"toString":2}}"#
        )),
        text(r#"{"type":"__proto__","re":1}"#),
        text(r#"{"type":"constructor","re":4294967296}"#),
        text(r#"{"type":"people.find","re":-1}"#),
        frame(0x81, b"\xff\xfe\xfd"),
        frame(0x81, b"{\"type\":\"\xc3\x28\"}"),
        frame(0x82, b"{}"),
        frame(0x83, b"reserved opcode"),
        frame(0xc1, b"reserved bit"),
        frame(0x80, b"continues nothing"),
        frame(0x09, b"a ping in pieces"),
        frame(0x89, &[b'p'; 126]),
        frame(0x88, b"\x03"),
        frame(0x88, b"\x03\xec"),
        vec![0x81, 0x05, b'b', b'a', b'r', b'e', b'!'],
        vec![0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
        vec![0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0],
    ];
    // Many small ones that each cost something: pings, empty pieces, pieces of one byte.
    frames.push(frame(0x89, b"ping").repeat(2_000));
    frames.push([frame(0x01, b""), frame(0x00, b"").repeat(2_000)].concat());
    frames.push([frame(0x01, b"{"), frame(0x00, b" ").repeat(2_000), frame(0x80, b"}")].concat());
    frames
}

#[test]
fn thousands_of_hostile_frames_leave_the_house_as_it_was() {
    let count = std::env::var("HOSTILE_FRAMES").map_or(FRAMES, |count| count.parse().expect("a number"));
    let mut random = seed();
    println!("seed {random}");
    let house = House::start(Path::new(PROGRAM));
    let pass = Pass::enter(house.address(), "Mallory");
    let mut tally = BTreeMap::new();
    // Buffers and tables grow once; what is measured is what grows with hostility.
    throw(&house, &pass, handmade(), &mut tally);
    let before = resident_kib(house.pid());

    let patterns = patterns();
    let made_up = (0..count).map(|_| make_up(&patterns, &mut random));
    throw(&house, &pass, handmade().into_iter().chain(made_up), &mut tally);

    let after = resident_kib(house.pid());
    println!("{count} made-up frames at three doors; answers: {tally:?}; {before} KiB before, {after} after");
    let mut bot = AppBot::connect(house.address(), &pass).expect("the house stands");
    let (query, limit) = ("Mallory".to_owned(), 1);
    let answer = bot.ask(|re| ClientMessage::PeopleFind(PeopleFind { re, query, limit }));
    assert!(matches!(answer, Ok(ServerMessage::PeoplePage(_))), "{answer:?}");
    assert!(!house.log().contains("panicked"), "{}", house.log());
    assert!(
        after <= before + before / 20 + 4_096,
        "{before} KiB before, {after} after"
    );
}

/// Sends each frame over the doors in turn, and counts what comes back.
fn throw(house: &House, pass: &Pass, frames: impl IntoIterator<Item = Vec<u8>>, tally: &mut BTreeMap<String, u64>) {
    for path in ["/api/v1/socket", "/signal", "/socket.io/?EIO=4&transport=websocket"] {
        tally.entry(format!("closed at {path}")).or_default();
    }
    let mut doors = [
        Door::new("/api/v1/socket", Some(pass)),
        Door::new("/signal", None),
        Door::new("/socket.io/?EIO=4&transport=websocket", None),
    ];
    for bytes in frames {
        for door in &mut doors {
            door.throw(house, &bytes, tally);
        }
    }
}

struct Door<'a> {
    path: &'a str,
    pass: Option<&'a Pass>,
    socket: Option<RawSocket>,
    thrown: u64,
}

impl<'a> Door<'a> {
    fn new(path: &'a str, pass: Option<&'a Pass>) -> Door<'a> {
        Door {
            path,
            pass,
            socket: None,
            thrown: 0,
        }
    }

    /// Sends a frame with a ping behind it, and reads until the pong or the end.
    fn throw(&mut self, house: &House, bytes: &[u8], tally: &mut BTreeMap<String, u64>) {
        let mut socket = self.socket.take().unwrap_or_else(|| self.open(house));
        socket.write(bytes);
        socket.write(&frame(0x89, b"still there?"));
        loop {
            match socket.hear() {
                Heard::Text(text) => *tally.entry(kind(&text)).or_default() += 1,
                Heard::Pong(payload) if payload == b"still there?" => break,
                Heard::Pong(_) | Heard::Other(_) => {}
                Heard::Close(_) | Heard::End => {
                    *tally.entry(format!("closed at {}", self.path)).or_default() += 1;
                    return;
                }
            }
        }
        self.thrown += 1;
        if !self.thrown.is_multiple_of(PER_CONNECTION) {
            self.socket = Some(socket);
        }
    }

    fn open(&self, house: &House) -> RawSocket {
        let origin = format!("Origin: http://{}\r\n", house.address());
        let cookie = self.pass.map(|pass| format!("Cookie: {}\r\n", pass.cookie()));
        let (socket, head) = RawSocket::try_open(house.address(), self.path, &(origin + &cookie.unwrap_or_default()));
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        socket
    }
}

/// The type of an answer, and its code if it is a refusal.
fn kind(text: &str) -> String {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let part = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    match (part("type"), part("code")) {
        (kind, code) if code.is_empty() => kind,
        (kind, code) => format!("{kind} {code}"),
    }
}

/// A pattern with something wrong in it, as one text frame.
fn make_up(patterns: &[Value], random: &mut u64) -> Vec<u8> {
    let mut message = pick(patterns, random)
        .as_object()
        .expect("patterns are objects")
        .clone();
    for _ in 0..=next(random) % 3 {
        spoil(&mut message, random);
    }
    let mut text = Value::Object(message).to_string();
    match next(random) % 8 {
        0 => {
            let cut = next(random) as usize % (text.len() + 1);
            text.truncate((0..=cut).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0));
        }
        1 => text.push_str(&text.clone()),
        2 => text = text.replacen('"', "'", 1),
        _ => {}
    }
    frame(0x81, text.as_bytes())
}

/// Puts a value of another kind into a field, takes the field away, or adds one.
fn spoil(message: &mut Map<String, Value>, random: &mut u64) {
    let values = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5e300),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}\u{202e}\u{200b}"),
        json!("x".repeat(20_000)),
        json!([]),
        json!([[[[[[[[]]]]]]]]),
        json!(vec![ID; 2_000]),
        json!({"__proto__": {"admin": true}}),
        json!({"all": ID, "users": 1}),
        json!("9".repeat(13)),
    ];
    let names: Vec<String> = message.keys().cloned().collect();
    let Some(name) = names.get(next(random) as usize % names.len().max(1)) else {
        return;
    };
    match next(random) % 6 {
        0 => drop(message.remove(name)),
        1 => drop(message.insert("constructor".into(), pick(&values, random).clone())),
        _ => drop(message.insert(name.clone(), pick(&values, random).clone())),
    }
}

fn pick<'a, T>(from: &'a [T], random: &mut u64) -> &'a T {
    &from[next(random) as usize % from.len()]
}

fn seed() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    let given = std::env::var("HOSTILE_SEED").map(|seed| seed.parse().expect("a number"));
    given.unwrap_or_else(|_| std::hash::RandomState::new().build_hasher().finish())
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
