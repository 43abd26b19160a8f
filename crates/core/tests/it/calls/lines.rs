//! The line that a call leaves in the chat: exactly one, whatever happens.

use std::time::Duration;

use teahouse_core::call::RING_TIMEOUT;
use teahouse_core::id::ConnId;
use teahouse_core::outcome::StoreFailure;

use crate::world::World;
use crate::world::store::text_of;
use crate::world::words::*;

fn two() -> (World, ConnId, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    (world, ann, bob)
}

/// Every message that is kept.
fn kept(world: &World) -> Vec<String> {
    let rooms = world.store.rooms();
    rooms
        .flat_map(|(_, messages)| messages)
        .map(|message| text_of(&message))
        .collect()
}

#[test]
fn each_way_to_end_leaves_its_own_line_once() {
    let (mut world, ann, bob) = two();
    let peer = world.id("Bob");
    world.say(ann, invite(peer));
    world.say(bob, decline(world.call()));
    world.say(bob, decline(world.call()));
    world.say(ann, invite(peer));
    world.say(ann, hang_up(world.call()));
    world.say(ann, invite(peer));
    world.advance(RING_TIMEOUT * 3);
    world.say(ann, invite(peer));
    world.say(bob, accept(world.call()));
    world.advance(Duration::from_secs(7));
    world.say(ann, hang_up(world.call()));
    world.say(bob, hang_up(world.call()));
    world.leave(bob);
    world.advance(Duration::from_secs(5));
    world.say(ann, invite(peer));
    assert_eq!(
        kept(&world),
        [
            "call Declined 0s",
            "call Cancelled 0s",
            "call Missed 0s",
            "call Completed 7s",
            "call Missed 0s"
        ]
    );
}

#[test]
fn a_line_is_told_to_every_page_of_both_once_it_is_kept() {
    let (mut world, ann, bob) = two();
    let desk = world.page("Bob");
    world.say(ann, invite(world.id("Bob")));
    world.store.is_held = true;
    world.say(bob, decline(world.call()));
    assert_eq!(world.heard(ann)[1..], ["ended Declined"]);
    assert_eq!(world.heard(bob)[1..], ["re done"]);
    assert_eq!(world.heard(desk)[1..], ["ended Declined"]);
    world.store.is_held = false;
    world.settle();
    for conn in [ann, bob, desk] {
        assert_eq!(world.heard(conn), ["#1 Ann: call Declined 0s"]);
    }
}

#[test]
fn a_store_that_fails_keeps_no_call_from_ending() {
    for failure in [StoreFailure::Full, StoreFailure::Unavailable] {
        let (mut world, ann, bob) = two();
        world.store.failing = Some(failure);
        world.say(ann, invite(world.id("Bob")));
        world.say(bob, accept(world.call()));
        world.say(ann, hang_up(world.call()));
        assert_eq!(world.heard(ann), ["re invited Bob", "accepted answer", "re done"]);
        assert_eq!(world.heard(bob)[1..], ["re answered", "ended HungUp"]);
        world.store.failing = None;
        world.say(bob, invite(world.id("Ann")));
        assert_eq!(world.heard(bob), ["re invited Ann"]);
    }
}

#[test]
fn what_the_store_fails_to_keep_of_a_call_is_tried_again_until_it_is_kept() {
    for failure in [StoreFailure::Full, StoreFailure::Unavailable] {
        let (mut world, ann, bob) = two();
        world.say(ann, invite(world.id("Bob")));
        world.say(bob, accept(world.call()));
        world.advance(Duration::from_secs(7));
        world.store.failing = Some(failure);
        world.say(ann, hang_up(world.call()));
        let ended_at = world.now.wall;
        world.store.asked();
        world.advance(Duration::from_secs(600));
        let asked = world.store.asked().len();
        assert!((10..40).contains(&asked), "neither once nor for ever: {asked}");
        assert_eq!((world.store.calls().len(), kept(&world).len()), (1, 0));
        world.store.failing = None;
        world.advance(Duration::from_secs(60));
        assert_eq!(world.store.calls(), []);
        assert_eq!(kept(&world), ["call Completed 7s"]);
        let room = world.room("Ann", "Bob");
        let line = world.store.message(room, teahouse_core::record::Seq(1));
        assert_eq!(line.map(|line| line.at), Some(ended_at), "it says when the call ended");
        world.advance(Duration::from_secs(600));
        assert_eq!(kept(&world).len(), 1);
    }
}

#[test]
fn a_page_may_say_how_long_it_was_but_not_longer_than_it_can_have_been() {
    for (claimed, line) in [
        (3, "call Completed 3s"),
        (9, "call Completed 9s"),
        (4_000, "call Completed 10s"),
    ] {
        let (mut world, ann, bob) = two();
        world.say(ann, invite(world.id("Bob")));
        world.say(bob, accept(world.call()));
        world.advance(Duration::from_secs(10));
        world.say(ann, hang_up_after(world.call(), claimed));
        assert_eq!(kept(&world), [line]);
    }
}

#[test]
fn a_clock_that_is_set_back_makes_no_call_last_for_ever() {
    let (mut world, ann, bob) = two();
    world.say(ann, invite(world.id("Bob")));
    world.say(bob, accept(world.call()));
    world.now.wall.0 -= 3_600_000;
    world.say(ann, hang_up(world.call()));
    assert_eq!(kept(&world), ["call Completed 0s"]);
}
