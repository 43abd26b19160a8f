//! What a bot sees, sent to its program: signed, again until it is taken, and through the death of the house.

mod changes;
mod program;

use std::path::Path;

use serde_json::json;
use teahouse_testkit::{House, Launch};

use super::{Caller, text};
use crate::PROGRAM;
use program::{Program, SECRET};

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

/// Says something; gives the message's path.
fn say(who: &Caller, room: &str, words: &str) -> String {
    let said = json!({ "client_id": words, "text": words });
    let (status, message) = who.ask("POST", &format!("{room}/messages"), &said);
    assert_eq!(status, 201, "{message}");
    format!("{room}/messages/{}", text(&message["id"]))
}

/// What the next message says, which is new; it is taken.
fn next_words(program: &Program) -> String {
    let (kind, words) = program.take(200).says();
    assert_eq!(kind, "message.posted");
    words
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
    assert_eq!(program.take(500).says().1, "two");
    assert_eq!(program.take(200).says().1, "two", "again, since it was not taken");
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
    assert_eq!(program.take(503).says().1, "two");
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
