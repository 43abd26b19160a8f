//! Requests over HTTP: what a page may ask they may ask, and each has exactly one answer.

use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::id::{ConnId, RoomId};
use teahouse_core::limit::Rate;
use teahouse_core::record::Rev;
use teahouse_core::settings::Rates;

use crate::world::World;
use crate::world::words::*;

fn two() -> (World, ConnId, RoomId) {
    let mut world = World::new();
    let ann = world.member("Ann");
    world.member("Bob");
    world.say(ann, Command::OpenRoom { peer: world.id("Bob") });
    world.heard(ann);
    let room = world.room("Ann", "Bob");
    (world, ann, room)
}

#[test]
fn each_request_about_rooms_has_one_answer() {
    let (mut world, ann, room) = two();
    world.say(ann, send(room, "a", "one"));
    let message = world.store.id_at(room, 1);
    let user = world.id("Bob");
    let list = || Command::ListRooms { before: None, limit: 9 };
    let requests = [
        send(room, "1", "hello"),
        edit(room, message, "uno"),
        react(room, message, "👍", true),
        latest(room, 9),
        changes(room, 0, 9),
        mark(room, 2, 2),
        mark(room, 2, 2),
        Command::SetTyping { room },
        Command::ReadRoom { room },
        Command::ReadEdits { room, message },
        hide(room, message),
        recall(room, message),
        list(),
        Command::OpenNotes,
        Command::OpenRoom { peer: user },
        Command::CreateGroup {
            name: "Tea".into(),
            members: vec![user],
        },
        Command::ReadUsage,
        Command::SetTyping { room: RoomId(9) },
    ];
    for request in requests {
        let heard = world.ask("Ann", request.clone());
        assert_eq!(heard.len(), 1, "{request:?}: {heard:?}");
    }
}

#[test]
fn a_page_that_numbers_what_needs_no_answer_hears_that_it_is_done() {
    let (mut world, ann, room) = two();
    world.say(ann, send(room, "a", "one"));
    world.heard(ann);
    for command in [Command::SetTyping { room }, mark(room, 1, 1), mark(room, 1, 1)] {
        let re = world.next_re();
        world.pass(ann, Some(re + 1_000), command);
        world.say(ann, changes(room, Rev(9).0, 1));
        let heard = world.heard(ann);
        assert!(heard.contains(&"re done".to_owned()), "{heard:?}");
    }
}

#[test]
fn a_known_message_is_told_apart_from_a_new_one() {
    let (mut world, _, room) = two();
    let first = world.ask("Ann", send(room, "1", "hello"));
    let again = world.ask("Ann", send(room, "1", "hello"));
    assert_eq!(first, again, "it is the same message");
    assert_eq!(world.ask("Ann", send(room, "1", "bye")), ["refused client_id_reused"]);
}

#[test]
fn who_is_not_here_has_the_same_limits() {
    let mut world = World::with(Rates {
        messages: Some(Rate {
            burst: 2,
            every: Duration::from_secs(1),
        }),
        ..Rates::off()
    });
    let ann = world.person("Ann");
    world.person("Bob");
    world.say(ann, Command::OpenRoom { peer: world.id("Bob") });
    let room = world.room("Ann", "Bob");
    world.leave(ann);
    world.advance(Duration::from_secs(10));
    for (id, heard) in [("1", "#1 Ann: m"), ("2", "#2 Ann: m"), ("3", "refused too_many")] {
        assert_eq!(world.ask("Ann", send(room, id, "m")), [heard]);
    }
    world.advance(Duration::from_secs(1));
    assert_eq!(world.ask("Ann", send(room, "3", "m")), ["#3 Ann: m"]);
}

#[test]
fn who_has_no_session_is_told_to_sign_in() {
    let (mut world, _, room) = two();
    assert_eq!(world.ask("nobody", latest(room, 9)), ["refused not_signed_in"]);
}
