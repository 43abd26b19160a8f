//! Candidates wait for the answer, all of them, in order, and go nowhere else.

use teahouse_core::command::Signal;
use teahouse_core::id::ConnId;

use crate::world::World;
use crate::world::words::*;

fn ringing() -> (World, ConnId, ConnId, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let phone = world.person("Bob");
    let desk = world.page("Bob");
    world.say(ann, invite(world.id("Bob")));
    for conn in [ann, phone, desk] {
        world.heard(conn);
    }
    (world, ann, phone, desk)
}

fn numbered(from: &str, count: usize) -> Vec<String> {
    (0..count).map(|n| format!("candidate {from}{n}")).collect()
}

#[test]
fn candidates_of_both_sides_wait_for_the_answer_and_follow_it_in_order() {
    let (mut world, ann, phone, desk) = ringing();
    let call = world.call();
    for n in 0..100 {
        world.say(ann, candidate(call, &format!("a{n}")));
        world.say(desk, candidate(call, &format!("b{n}")));
        world.say(phone, candidate(call, &format!("other{n}")));
    }
    for conn in [ann, phone, desk] {
        assert_eq!(world.heard(conn), [""; 0], "before the answer nobody hears any");
    }
    world.say(desk, accept(call));
    let heard = world.heard(ann);
    assert_eq!(heard[0], "accepted answer");
    assert_eq!(heard[1..], numbered("b", 100));
    let heard = world.heard(desk);
    assert_eq!(heard[0], "re answered");
    assert_eq!(heard[1..], numbered("a", 100));
    assert_eq!(world.heard(phone), ["ended AnsweredElsewhere"]);
}

#[test]
fn candidates_after_the_answer_pass_at_once() {
    let (mut world, ann, phone, desk) = ringing();
    let call = world.call();
    world.say(phone, accept(call));
    world.say(ann, candidate(call, "a"));
    world.say(phone, candidate(call, "b"));
    world.say(ann, candidate(call, "null"));
    assert_eq!(world.heard(phone), ["re answered", "candidate a", "candidate null"]);
    assert_eq!(world.heard(ann), ["accepted answer", "candidate b"]);
    assert_eq!(world.heard(desk), ["ended AnsweredElsewhere"]);
}

#[test]
fn what_waits_is_bounded_on_both_sides() {
    let (mut world, ann, phone, _) = ringing();
    let call = world.call();
    for n in 0..1_000 {
        world.say(ann, candidate(call, &format!("a{n}")));
        world.say(phone, candidate(call, &format!("b{n}")));
    }
    world.say(phone, accept(call));
    let (to_bob, to_ann) = (world.heard(phone), world.heard(ann));
    assert_eq!(to_bob[1..], numbered("a", 256));
    assert_eq!(to_ann[1..], numbered("b", 256));
}

#[test]
fn descriptions_do_not_pass_before_the_answer() {
    let (mut world, ann, phone, _) = ringing();
    let call = world.call();
    for conn in [ann, phone] {
        world.say(conn, signal(call, Signal::Offer(opaque("o"))));
        world.say(conn, signal(call, Signal::Answer(opaque("a"))));
        assert_eq!(world.heard(conn), ["refused wrong_state"; 2]);
    }
}

#[test]
fn candidates_of_a_call_that_is_over_reach_nobody() {
    let (mut world, ann, phone, _) = ringing();
    let call = world.call();
    world.say(phone, decline(call));
    world.say(ann, invite(world.id("Bob")));
    world.heard(phone);
    world.heard(ann);
    world.say(ann, candidate(call, "late"));
    world.say(phone, candidate(call, "late"));
    assert_eq!(world.heard(ann), ["refused no_call"]);
    assert_eq!(world.heard(phone), ["refused no_call"]);
}
