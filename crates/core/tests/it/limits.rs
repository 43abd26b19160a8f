//! How often somebody may ask, and that a refusal says when to try again.

use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::effect::CloseReason;
use teahouse_core::event::Event;
use teahouse_core::hub::Opening;
use teahouse_core::limit::Rate;
use teahouse_core::refusal::Refusal;
use teahouse_core::settings::Rates;

use crate::world::World;
use crate::world::words::*;

const SECOND: Duration = Duration::from_secs(1);

/// Two at once, then one a second.
const TWO: Option<Rate> = Some(Rate {
    burst: 2,
    every: SECOND,
});

#[test]
fn messages_past_the_limit_are_refused_and_told_when_to_come_again() {
    let mut world = World::with(Rates {
        messages: TWO,
        ..Rates::off()
    });
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, Command::OpenRoom { peer: world.id("Bob") });
    world.heard(ann);
    let room = world.room("Ann", "Bob");
    for n in 0..3 {
        world.say(ann, send(room, &n.to_string(), "m"));
    }
    let raw = world.raw(ann);
    let refused = Event::Refused(Refusal::TooMany { retry_after_ms: 1000 });
    assert_eq!(*raw[2].1, refused);
    world.advance(SECOND);
    world.say(ann, send(room, "2", "m"));
    assert_eq!(world.heard(ann), ["re #3 Ann: m"]);
    assert_eq!(world.heard(bob).len(), 3);
}

#[test]
fn the_limit_is_a_persons_and_not_a_pages_or_anybody_elses() {
    let mut world = World::with(Rates {
        requests: TWO,
        ..Rates::off()
    });
    let ann = world.person("Ann");
    let other = world.page("Ann");
    let bob = world.person("Bob");
    let list = || Command::ListRooms { before: None, limit: 1 };
    world.say(ann, list());
    world.say(other, list());
    world.say(ann, list());
    world.say(other, list());
    world.say(bob, list());
    assert_eq!(world.heard(ann)[1], "re refused too_many");
    assert_eq!(world.heard(other)[1], "re refused too_many");
    assert_eq!(world.heard(bob), ["re rooms []"]);
}

#[test]
fn no_limit_keeps_anybody_from_hanging_up_or_from_connecting() {
    let mut world = World::with(Rates {
        requests: TWO,
        ..Rates::off()
    });
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, invite(world.id("Bob")));
    let call = world.call();
    world.say(bob, accept(call));
    for _ in 0..5 {
        world.say(ann, Command::ListRooms { before: None, limit: 1 });
    }
    for n in 0..100 {
        world.say(ann, candidate(call, &n.to_string()));
    }
    world.say(ann, hang_up(call));
    assert!(world.heard(ann).contains(&"re done".to_owned()));
    assert_eq!(world.heard(bob).len(), 2 + 100 + 2);
}

#[test]
fn calls_past_the_limit_are_refused_and_new_offers_within_a_call_are_not_calls() {
    let mut world = World::with(Rates {
        calls: TWO,
        ..Rates::off()
    });
    let ann = world.person("Ann");
    world.person("Bob");
    let bob = world.id("Bob");
    world.say(ann, invite(bob));
    for _ in 0..50 {
        world.say(ann, invite_with(bob, "again"));
    }
    assert_eq!(world.heard(ann), ["re invited Bob"; 51]);
    world.say(ann, hang_up(world.call()));
    world.say(ann, invite(bob));
    world.say(ann, hang_up(world.call()));
    world.heard(ann);
    world.say(ann, invite(bob));
    assert_eq!(world.heard(ann), ["re refused too_many"]);
}

#[test]
fn another_name_is_no_way_around_the_limit() {
    let mut world = World::with(Rates {
        calls: TWO,
        ..Rates::off()
    });
    world.person("Ann");
    let guest = world.open(Opening::Plain);
    for n in 0..5 {
        world.say(guest, Command::TakeName { name: format!("g{n}") });
        world.say(guest, offer("Ann", "o"));
        world.say(guest, leave());
    }
    let heard = world.heard(guest);
    let rung = heard.iter().filter(|line| *line == "re invited Ann").count();
    assert_eq!(rung, 2, "{heard:?}");
}

#[test]
fn new_people_are_limited_over_the_whole_house() {
    let mut world = World::with(Rates {
        registrations: TWO,
        ..Rates::off()
    });
    world.person("Ann");
    world.person("Bob");
    assert_eq!(world.register("Carl", "Carl"), ["re refused too_many"]);
    world.advance(SECOND);
    world.person("Carl");
}

#[test]
fn who_never_waits_is_sent_away() {
    let mut world = World::with(Rates {
        requests: TWO,
        ..Rates::off()
    });
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    let list = || Command::ListRooms { before: None, limit: 1 };
    for _ in 0..900 {
        world.say(ann, list());
    }
    assert_eq!(world.closed_by_house(), [], "an outbox in a hurry");
    let closed = (0..200).find_map(|_| {
        world.say(ann, list());
        Some(world.closed_by_house()).filter(|closed| !closed.is_empty())
    });
    assert_eq!(closed, Some(vec![(ann, CloseReason::Abuse)]));
    world.say(bob, list());
    assert!(!world.heard(bob).is_empty(), "nobody else is meant");
}
