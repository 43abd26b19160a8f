//! The order of what one connection sends: nothing behind a refused message is kept before its client knows.

use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::id::{ConnId, RoomId};
use teahouse_core::limit::Rate;
use teahouse_core::outcome::StoreFailure;
use teahouse_core::settings::Rates;

use crate::world::World;
use crate::world::words::*;

/// Ann and Bob with a room; each may send `burst` messages at once, then one a second.
fn two(burst: u32) -> (World, ConnId, RoomId) {
    let mut world = World::with(Rates {
        messages: Some(Rate {
            burst,
            every: Duration::from_secs(1),
        }),
        ..Rates::off()
    });
    let ann = world.person("Ann");
    world.person("Bob");
    world.say(ann, Command::OpenRoom { peer: world.id("Bob") });
    world.heard(ann);
    let room = world.room("Ann", "Bob");
    (world, ann, room)
}

fn texts(world: &World, room: RoomId) -> Vec<String> {
    let found = world.store.rooms().find(|(id, _)| *id == room);
    let (_, messages) = found.expect("the room is kept");
    messages
        .iter()
        .map(|message| crate::world::store::text_of(message))
        .collect()
}

#[test]
fn of_a_thousand_messages_sent_at_once_none_overtakes_a_refused_one() {
    let (mut world, ann, room) = two(500);
    for n in 0..1_000 {
        if n == 700 {
            // There is credit again while the client is still writing.
            world.advance(Duration::from_secs(10));
        }
        world.say(ann, send(room, &n.to_string(), &n.to_string()));
    }
    let heard = world.heard(ann);
    let refused = heard.iter().filter(|line| *line == "re refused too_many").count();
    assert_eq!(refused, 500, "the five hundred behind the first wait with it");
    let mut next = 500;
    while next < 1_000 {
        world.say(ann, send(room, &next.to_string(), &next.to_string()));
        match world.heard(ann)[0].as_str() {
            "re refused too_many" => world.advance(Duration::from_secs(1)),
            _ => next += 1,
        }
    }
    let kept: Vec<String> = (0..1_000).map(|n| n.to_string()).collect();
    assert_eq!(texts(&world, room), kept);
}

#[test]
fn a_client_that_gives_a_message_up_is_heard_again() {
    let (mut world, ann, room) = two(1);
    world.say(ann, send(room, "1", "one"));
    world.say(ann, send(room, "2", "two"));
    world.advance(Duration::from_secs(2));
    world.say(ann, send(room, "3", "three"));
    world.advance(Duration::from_secs(30));
    world.say(ann, send(room, "3", "three"));
    assert_eq!(
        world.heard(ann),
        [
            "re #1 Ann: one",
            "re refused too_many",
            "re refused too_many",
            "re #2 Ann: three"
        ]
    );
}

#[test]
fn other_rooms_and_other_connections_do_not_wait() {
    let (mut world, ann, room) = two(1);
    world.person("Carl");
    world.say(ann, Command::OpenRoom { peer: world.id("Carl") });
    let other = world.room("Ann", "Carl");
    let desk = world.page("Ann");
    world.say(ann, send(room, "1", "one"));
    world.say(ann, send(room, "2", "two"));
    world.advance(Duration::from_secs(2));
    world.say(ann, send(other, "3", "three"));
    world.advance(Duration::from_secs(2));
    world.say(desk, send(room, "4", "four"));
    assert_eq!(texts(&world, room), ["one", "four"]);
    assert_eq!(texts(&world, other), ["three"]);
}

#[test]
fn a_message_behind_one_that_the_disk_refused_waits_for_it() {
    let (mut world, ann, room) = two(100);
    world.store.failing = Some(StoreFailure::Full);
    world.say(ann, send(room, "1", "one"));
    world.store.failing = None;
    world.say(ann, send(room, "2", "two"));
    world.say(ann, send(room, "1", "one"));
    world.say(ann, send(room, "2", "two"));
    assert_eq!(
        world.heard(ann),
        [
            "re refused storage_full",
            "re refused too_many",
            "re #1 Ann: one",
            "re #2 Ann: two"
        ]
    );
}

#[test]
fn a_message_behind_one_that_is_wrong_does_not_wait() {
    let (mut world, ann, room) = two(100);
    world.say(ann, send(room, "1", " "));
    world.say(ann, send(room, "2", "two"));
    assert_eq!(world.heard(ann), ["re refused text_length", "re #1 Ann: two"]);
}

#[test]
fn a_client_id_stands_for_its_message_for_ever() {
    let (mut world, ann, room) = two(100);
    world.say(ann, send(room, "1", "one"));
    let message = world.store.id_at(room, 1);
    world.say(ann, edit(room, message, "uno"));
    world.heard(ann);
    world.advance(Duration::from_secs(365 * 24 * 60 * 60));
    world.restart();
    let ann = world.page("Ann");
    world.say(ann, send(room, "1", "one"));
    world.say(ann, send(room, "1", "another"));
    assert_eq!(
        world.heard(ann),
        ["re #1 Ann: uno", "re refused client_id_reused"],
        "a repetition meets the message as it stands"
    );
}
