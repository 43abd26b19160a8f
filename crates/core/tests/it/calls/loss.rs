//! Connections that are lost: between people of the app they end no call.

use std::time::Duration;

use teahouse_core::call::{RECORD_TIMEOUT, RESUME_GRACE, RING_TIMEOUT};
use teahouse_core::id::ConnId;

use crate::world::World;
use crate::world::store::text_of;
use crate::world::words::*;

fn talking() -> (World, ConnId, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, invite(world.id("Bob")));
    world.say(bob, accept(world.call()));
    world.heard(ann);
    world.heard(bob);
    (world, ann, bob)
}

fn lines(world: &World) -> Vec<String> {
    let rooms = world.store.rooms();
    rooms
        .flat_map(|(_, messages)| messages)
        .map(|message| text_of(&message))
        .collect()
}

#[test]
fn a_lost_connection_ends_no_call_and_what_was_meant_for_it_waits() {
    for goodbye in [false, true] {
        let (mut world, ann, bob) = talking();
        let call = world.call();
        if goodbye {
            world.leave(bob)
        } else {
            world.lose(bob)
        }
        world.advance(Duration::from_secs(600));
        world.say(ann, candidate(call, "one"));
        world.say(
            ann,
            signal(call, teahouse_core::command::Signal::Offer(opaque("restart"))),
        );
        assert_eq!(world.heard(ann), [""; 0]);
        let bob = world.page("Bob");
        assert_eq!(world.heard(bob), [""; 0], "nothing before it takes the call up");
        world.say(bob, resume(call, world.id("Ann")));
        assert_eq!(world.heard(bob), ["re resumed", "candidate one", "offer restart"]);
        world.say(bob, candidate(call, "two"));
        world.say(bob, hang_up(call));
        assert_eq!(world.heard(ann)[..2], ["candidate two", "ended HungUp"]);
    }
}

#[test]
fn the_answer_waits_for_a_caller_who_is_away_when_it_comes() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, invite(world.id("Bob")));
    let call = world.call();
    world.lose(ann);
    world.say(bob, accept(call));
    world.say(bob, candidate(call, "b"));
    let ann = world.page("Ann");
    world.say(ann, resume(call, world.id("Bob")));
    assert_eq!(world.heard(ann), ["re resumed", "accepted answer", "candidate b"]);
}

#[test]
fn a_caller_who_is_lost_while_it_rings_can_come_back_to_it_or_hang_up() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, invite(world.id("Bob")));
    world.lose(ann);
    let ann = world.page("Ann");
    world.say(ann, resume(world.call(), world.id("Bob")));
    assert_eq!(world.heard(ann), ["re resumed"]);
    world.lose(ann);
    let ann = world.page("Ann");
    world.say(ann, hang_up(world.call()));
    assert_eq!(world.heard(bob)[..2], ["incoming Ann offer", "ended Cancelled"]);
}

#[test]
fn a_callee_takes_up_no_call_that_still_rings() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, invite(world.id("Bob")));
    world.say(bob, resume(world.call(), world.id("Ann")));
    assert_eq!(world.heard(bob), ["incoming Ann offer", "re refused wrong_state"]);
}

#[test]
fn a_callee_who_goes_while_it_rings_comes_back_to_it() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, invite(world.id("Bob")));
    world.lose(bob);
    world.advance(Duration::from_secs(20));
    let bob = world.late_page("Bob");
    assert_eq!(world.heard(bob), ["welcome Bob", "incoming Ann offer"]);
    world.lose(bob);
    world.advance(RING_TIMEOUT);
    assert_eq!(world.heard(ann)[1..], ["ended NoAnswer", "#1 Ann: call Missed 0s"]);
}

#[test]
fn resuming_names_the_right_call_and_the_right_peer() {
    let (mut world, ann, bob) = talking();
    let carl = world.person("Carl");
    world.say(ann, resume(world.call(), world.id("Carl")));
    world.say(ann, resume(teahouse_core::id::CallId(1), world.id("Bob")));
    assert_eq!(world.heard(ann), ["re refused no_call"; 2]);
    assert_eq!((world.heard(bob), world.heard(carl)), (vec![], vec![]));
}

#[test]
fn an_abandoned_call_stops_making_busy() {
    let (mut world, ann, bob) = talking();
    let carl = world.person("Carl");
    world.lose(bob);
    let bob = world.page("Bob");
    world.advance(RESUME_GRACE - Duration::from_millis(1));
    world.say(carl, invite(world.id("Bob")));
    assert_eq!(world.heard(carl)[0], "re refused busy");
    world.advance(Duration::from_millis(1));
    world.say(carl, invite(world.id("Ann")));
    assert_eq!(world.heard(carl)[0], "re refused busy", "she still holds her end");
    world.say(carl, invite(world.id("Bob")));
    assert_eq!(world.heard(carl), ["re invited Bob"]);
    assert_eq!(world.heard(ann)[1], "ended Lost");
    assert_eq!(
        world.heard(bob)[1..3],
        ["incoming Carl offer", "#1 Ann: call Completed 60s"]
    );
}

#[test]
fn calling_somebody_who_is_away_ends_no_call_of_hers() {
    let (mut world, ann, bob) = talking();
    let call = world.call();
    let carl = world.person("Carl");
    world.lose(bob);
    world.advance(RESUME_GRACE * 2);
    world.say(carl, invite(world.id("Bob")));
    assert_eq!(world.heard(carl)[0], "re refused unreachable");
    assert_eq!(world.heard(ann), [""; 0]);
    let bob = world.page("Bob");
    world.say(bob, resume(call, world.id("Ann")));
    assert_eq!(world.heard(bob)[0], "re resumed");
}

#[test]
fn whoever_abandoned_a_call_may_begin_another() {
    let (mut world, ann, bob) = talking();
    let carl = world.person("Carl");
    world.lose(bob);
    let bob = world.page("Bob");
    world.advance(RESUME_GRACE);
    world.say(bob, invite(world.id("Carl")));
    assert_eq!(world.heard(bob)[0], "re invited Carl");
    assert_eq!(world.heard(carl), ["incoming Bob offer"]);
    assert_eq!(world.heard(ann)[0], "ended Lost");
}

#[test]
fn a_call_taken_up_again_is_not_abandoned() {
    let (mut world, _, bob) = talking();
    let carl = world.person("Carl");
    world.lose(bob);
    world.advance(RESUME_GRACE);
    let bob = world.page("Bob");
    world.say(bob, resume(world.call(), world.id("Ann")));
    world.advance(RESUME_GRACE * 2);
    world.say(carl, invite(world.id("Bob")));
    assert_eq!(world.heard(carl)[0], "re refused busy");
}

#[test]
fn the_record_of_a_call_that_both_have_left_is_closed_after_a_time() {
    let (mut world, ann, bob) = talking();
    world.advance(Duration::from_secs(30));
    world.lose(ann);
    world.advance(Duration::from_secs(12));
    world.lose(bob);
    world.advance(RECORD_TIMEOUT - Duration::from_millis(1));
    assert_eq!(world.store.calls().len(), 1);
    world.advance(Duration::from_millis(1));
    assert_eq!(world.store.calls().len(), 0);
    assert_eq!(
        lines(&world),
        ["call Completed 42s"],
        "nobody claims that they talked on in the dark"
    );
    let ann = world.page("Ann");
    world.say(ann, resume(world.call(), world.id("Bob")));
    assert_eq!(world.heard(ann), ["re refused no_call"]);
}

#[test]
fn a_call_with_one_end_left_is_never_closed_by_time() {
    let (mut world, ann, bob) = talking();
    world.lose(bob);
    world.advance(RECORD_TIMEOUT * 2);
    assert_eq!(world.heard(ann), [""; 0]);
    let bob = world.page("Bob");
    world.say(bob, resume(world.call(), world.id("Ann")));
    assert_eq!(world.heard(bob), ["re resumed"]);
}

#[test]
fn what_waits_for_a_lost_end_is_bounded() {
    let (mut world, ann, bob) = talking();
    let call = world.call();
    world.lose(bob);
    for n in 0..1_000 {
        world.say(ann, candidate(call, &n.to_string()));
    }
    let bob = world.page("Bob");
    world.say(bob, resume(call, world.id("Ann")));
    assert_eq!(world.heard(bob).len(), 1 + 256);
}
