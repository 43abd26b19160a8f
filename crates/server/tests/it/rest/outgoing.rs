//! What a bot sees, sent to its program: signed, again until it is taken, and through the death of the house.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use teahouse::hooks::signature;
use teahouse_testkit::{House, Launch};

use super::{Caller, text};
use crate::PROGRAM;

const SECRET: &str = "sixteen letters or more";

/// A bot's program: takes one request after the other, and answers as it is told.
struct Program(TcpListener);

impl Program {
    fn start() -> Program {
        Program(TcpListener::bind("127.0.0.1:0").expect("a port is free"))
    }

    fn url(&self) -> String {
        format!("http://{}/in?x=1", self.0.local_addr().expect("it is bound"))
    }

    /// The next message, answered with this status.
    fn take(&self, status: u16) -> Value {
        let (mut stream, _) = self.0.accept().expect("somebody connects");
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .expect("a socket takes timeouts");
        let (head, body) = read(&mut stream);
        write!(stream, "HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n").expect("the house reads");
        assert!(head.starts_with("POST /in?x=1 HTTP/1.1\r\n"), "{head}");
        let line = |name: &str| {
            let found = head
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            found.unwrap_or_else(|| panic!("no {name} in {head}")).to_owned()
        };
        let timestamp: i64 = line("teahouse-timestamp").parse().expect("seconds");
        assert_eq!(
            line("teahouse-signature"),
            signature(SECRET, timestamp, body.as_bytes())
        );
        assert_eq!(line("content-type"), "application/json");
        serde_json::from_str(&body).expect("JSON")
    }
}

fn read(stream: &mut TcpStream) -> (String, String) {
    let (mut all, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut piece).expect("the house writes");
        all.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.and_then(|text| text.parse().ok()).expect("a length");
            if body.len() >= length {
                return (format!("{head}\r\n"), body.to_owned());
            }
        }
        assert!(count > 0, "the request broke off");
    }
}

fn house(reach: &str) -> House {
    let settings = ["--limits", "off", "--log", "debug", "--outgoing-hooks", reach];
    Launch::of(Path::new(PROGRAM)).with_settings(&settings).start()
}

/// A bot in a group of Ann's, its way out set; the group's path.
fn sent_to(house: &House, url: &str) -> (Caller, Caller, String) {
    let (ann, bot) = (Caller::account(house, "ann", "admin"), Caller::bot(house, "Kettle"));
    let outgoing = format!("/api/v1/bots/{}/outgoing", bot.id());
    let (status, set) = ann.ask("PUT", &outgoing, &json!({ "url": url, "secret": SECRET }));
    assert_eq!(status, 201, "{set}");
    let room = ann.group("Tea", &[bot.id()]);
    (ann, bot, room)
}

fn say(who: &Caller, room: &str, words: &str) {
    let said = json!({ "client_id": words, "text": words });
    assert_eq!(who.ask("POST", &format!("{room}/messages"), &said).0, 201);
}

/// What the next message says; it is taken.
fn next_words(program: &Program) -> String {
    let heard = program.take(200);
    assert_eq!(heard["type"], json!("message.posted"));
    text(&heard["message"]["text"])
}

#[test]
fn what_others_say_is_sent_in_order_until_it_is_taken_and_what_the_bot_says_is_not() {
    let house = house("any");
    let program = Program::start();
    let (ann, bot, room) = sent_to(&house, &program.url());
    say(&ann, &room, "one");
    assert_eq!(next_words(&program), "one");
    say(&bot, &room, "mine");
    say(&ann, &room, "two");
    say(&ann, &room, "three");
    assert_eq!(text(&program.take(500)["message"]["text"]), "two");
    assert_eq!(
        text(&program.take(200)["message"]["text"]),
        "two",
        "again, since it was not taken"
    );
    assert_eq!(next_words(&program), "three");
}

#[test]
fn a_house_that_was_killed_sends_what_it_had_not_sent() {
    let mut house = house("any");
    let program = Program::start();
    let (ann, _, room) = sent_to(&house, &program.url());
    say(&ann, &room, "one");
    assert_eq!(next_words(&program), "one");
    say(&ann, &room, "two");
    assert_eq!(text(&program.take(503)["message"]["text"]), "two");
    house.kill();
    house.restart();
    loop {
        // At least once: the mark of what was taken last may have died with the house.
        match next_words(&program).as_str() {
            "one" => {}
            words => return assert_eq!(words, "two"),
        }
    }
}

#[test]
fn by_itself_a_house_sends_nothing_into_its_own_network() {
    let house = house("public");
    let program = Program::start();
    let (ann, _, room) = sent_to(&house, &program.url());
    say(&ann, &room, "one");
    while !house.log().contains("may not reach") {
        std::thread::yield_now();
    }
    program.0.set_nonblocking(true).expect("a socket can");
    assert!(program.0.accept().is_err(), "nobody has connected");
}
