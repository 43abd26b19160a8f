//! What becomes of messages, sent to the program that has them: as it stands, in order, through the death of the house.

use serde_json::{Value, json};

use super::super::Caller;
use super::program::{Letter, Program};
use super::{house, next_words, say, sent_to};

fn edit(who: &Caller, message: &str, words: &str) {
    let (status, answer) = who.ask("PATCH", message, &json!({ "text": words }));
    assert_eq!(status, 200, "{answer}");
}

fn react(who: &Caller, message: &str) {
    let tea = format!("{message}/reactions/%F0%9F%8D%B5");
    assert_eq!(who.ask("PUT", &tea, &Value::Null).0, 204);
}

/// The next request, which tells of a change; it is taken.
fn next_change(program: &Program) -> Letter {
    let letter = program.take(200);
    assert_eq!(letter.body["type"], json!("message.changed"));
    let (message, number) = (letter.message(), |name: &str| letter.message()[name].to_string());
    let name = format!("{}.{}.{}", super::text(&message["room"]), number("seq"), number("rev"));
    assert_eq!(letter.delivery, name, "each change has a name of its own");
    letter
}

#[test]
fn edits_reactions_and_recalls_are_sent_as_the_message_stands() {
    let house = house("any");
    let program = Program::start();
    let (ann, bot, room) = sent_to(&house, &program.url());
    let message = say(&ann, &room, "one");
    let posted = program.take(200);
    edit(&ann, &message, "uno");
    let edited = next_change(&program);
    assert_eq!(edited.says().1, "uno");
    assert_eq!(edited.body["bot"], posted.body["bot"]);
    assert_eq!(edited.message()["id"], posted.message()["id"]);
    react(&ann, &message);
    let reactions = next_change(&program).message()["reactions"].clone();
    assert_eq!(reactions, json!([{ "key": "🍵", "users": [ann.id()] }]));
    let own = say(&bot, &room, "mine");
    react(&ann, &own);
    assert_eq!(
        next_change(&program).says().1,
        "mine",
        "what becomes of its own is sent, too"
    );
    assert_eq!(ann.ask("DELETE", &message, &Value::Null).0, 200);
    assert_eq!(next_change(&program).message()["recalled_by"], json!(ann.id()));
}

#[test]
fn what_is_nobody_elses_business_is_not_sent() {
    let house = house("any");
    let program = Program::start();
    let (ann, _, room) = sent_to(&house, &program.url());
    let message = say(&ann, &room, "one");
    assert_eq!(next_words(&program), "one");
    let marks = json!({ "seq": 1 });
    assert!(ann.ask("PUT", &format!("{room}/read"), &marks).0 < 300);
    let id = message.rsplit('/').next().expect("a path");
    let (status, hidden) = ann.ask("POST", &format!("{room}/hidden"), &json!({ "messages": [id] }));
    assert!(status < 300, "{hidden}");
    say(&ann, &room, "two");
    assert_eq!(next_words(&program), "two", "and nothing before it");
}

#[test]
fn edits_while_the_program_is_away_are_one_change() {
    let house = house("any");
    let program = Program::start();
    let (ann, _, room) = sent_to(&house, &program.url());
    let message = say(&ann, &room, "one");
    assert_eq!(next_words(&program), "one");
    for words in ["uno", "eins", "一"] {
        edit(&ann, &message, words);
    }
    // The first try may have begun before the last edit.
    program.take(503);
    assert_eq!(next_change(&program).says().1, "一");
    say(&ann, &room, "two");
    assert_eq!(next_words(&program), "two");
}

#[test]
fn a_house_that_is_killed_again_and_again_tells_everything_in_order() {
    let mut house = house("any");
    let program = Program::start();
    let (ann, _, room) = sent_to(&house, &program.url());
    let first = say(&ann, &room, "0");
    let mut known = vec![program.take(200).says().1];
    for round in 1..=4 {
        say(&ann, &room, &round.to_string());
        edit(&ann, &first, &format!("0, {round} times"));
        take(&program, &mut known);
        house.kill();
        house.restart();
    }
    while known != ["0, 4 times", "1", "2", "3", "4"] {
        take(&program, &mut known);
    }
}

/// Takes one request, and knows more.
fn take(program: &Program, known: &mut Vec<String>) {
    let letter = program.take(200);
    let (kind, words) = letter.says();
    let place = letter.message()["seq"].as_u64().expect("a place") as usize;
    assert!(place <= known.len() + 1, "{place} comes too early: {known:?}");
    if place > known.len() {
        assert_eq!(kind, "message.posted");
        known.push(words);
    } else {
        // At least once: how far it was told may have died with the house.
        known[place - 1] = words;
    }
}
