//! Several pages of one person: all ring, one talks.

use teahouse_core::command::{Command, Signal};
use teahouse_core::id::ConnId;

use crate::world::World;
use crate::world::words::*;

/// Ann calls Bob, who has a phone and a desk.
fn two_devices() -> (World, ConnId, ConnId, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let phone = world.person("Bob");
    let desk = world.page("Bob");
    world.say(ann, invite(world.id("Bob")));
    assert_eq!(world.heard(phone), ["incoming Ann offer"]);
    assert_eq!(world.heard(desk), ["incoming Ann offer"]);
    world.heard(ann);
    (world, ann, phone, desk)
}

#[test]
fn a_call_answered_on_one_device_stops_ringing_on_the_others() {
    let (mut world, ann, phone, desk) = two_devices();
    world.say(desk, accept(world.call()));
    assert_eq!(world.heard(desk), ["re answered"]);
    assert_eq!(world.heard(phone), ["ended AnsweredElsewhere"]);
    assert_eq!(world.heard(ann), ["accepted answer"]);
}

#[test]
fn a_declined_call_stops_ringing_everywhere() {
    let (mut world, ann, phone, desk) = two_devices();
    world.say(phone, decline(world.call()));
    assert_eq!(world.heard(phone)[0], "re done");
    assert_eq!(world.heard(desk)[0], "ended Declined");
    assert_eq!(world.heard(ann)[0], "ended Declined");
}

#[test]
fn a_cancelled_call_stops_ringing_everywhere() {
    let (mut world, ann, phone, desk) = two_devices();
    world.say(ann, hang_up(world.call()));
    assert_eq!(world.heard(phone)[0], "ended Cancelled");
    assert_eq!(world.heard(desk)[0], "ended Cancelled");
}

#[test]
fn of_two_devices_that_answer_at_once_the_first_has_the_call() {
    let (mut world, ann, phone, desk) = two_devices();
    world.say(phone, accept(world.call()));
    world.say(desk, accept(world.call()));
    world.say(desk, decline(world.call()));
    world.say(desk, hang_up(world.call()));
    world.say(desk, candidate(world.call(), "late"));
    assert_eq!(world.heard(phone), ["re answered"]);
    assert_eq!(
        world.heard(desk),
        [
            "ended AnsweredElsewhere",
            "re refused wrong_state",
            "re refused wrong_state",
            "re refused no_call",
            "refused no_call"
        ]
    );
    assert_eq!(world.heard(ann), ["accepted answer"]);
}

#[test]
fn every_device_that_rings_is_heard() {
    let (mut world, ann, phone, desk) = two_devices();
    for conn in [phone, desk] {
        world.say(conn, Command::Ring { call: world.call() });
        assert_eq!(world.heard(ann), ["ringing"]);
    }
    world.say(ann, Command::Ring { call: world.call() });
    world.say(phone, accept(world.call()));
    world.say(phone, Command::Ring { call: world.call() });
    assert_eq!(world.heard(ann), ["accepted answer"]);
}

#[test]
fn a_page_that_loads_while_it_rings_rings_too_and_stops_with_the_rest() {
    let (mut world, ann, phone, _) = two_devices();
    let late = world.late_page("Bob");
    assert_eq!(world.heard(late), ["welcome Bob", "incoming Ann offer"]);
    world.say(phone, accept(world.call()));
    assert_eq!(world.heard(late), ["ended AnsweredElsewhere"]);
    let later = world.late_page("Bob");
    assert_eq!(world.heard(later), ["welcome Bob"], "it rings no longer");
    let caller = world.late_page("Ann");
    assert_eq!(world.heard(caller), ["welcome Ann"], "a call rings at the callee's");
    world.heard(ann);
}

#[test]
fn a_device_that_goes_leaves_the_others_ringing() {
    let (mut world, ann, phone, desk) = two_devices();
    world.leave(phone);
    world.say(desk, accept(world.call()));
    assert_eq!(world.heard(desk), ["re answered"]);
    assert_eq!(world.heard(ann), ["accepted answer"]);
}

#[test]
fn the_callers_other_devices_have_no_part_in_the_call() {
    let (mut world, ann, phone, _) = two_devices();
    let other = world.page("Ann");
    world.say(other, invite(world.id("Bob")));
    world.say(other, hang_up(world.call()));
    world.say(other, candidate(world.call(), "stray"));
    world.say(phone, accept(world.call()));
    world.say(other, signal(world.call(), Signal::Offer(opaque("stray"))));
    assert_eq!(
        world.heard(other),
        [
            "re refused in_call in call",
            "re refused no_call",
            "refused no_call",
            "refused no_call"
        ]
    );
    assert_eq!(world.heard(phone), ["re answered"]);
    world.say(phone, hang_up(world.call()));
    assert_eq!(world.heard(ann)[..2], ["accepted answer", "ended HungUp"]);
    assert_eq!(world.heard(other), ["#1 Ann: call Completed 0s"], "the line is for all");
}

#[test]
fn a_page_that_takes_the_call_up_takes_it_from_the_one_that_had_it() {
    let (mut world, ann, phone, desk) = two_devices();
    let call = world.call();
    world.say(phone, accept(call));
    world.heard(desk);
    world.say(desk, resume(call, world.id("Ann")));
    assert_eq!(world.heard(desk), ["re resumed"]);
    assert_eq!(world.heard(phone), ["re answered", "ended AnsweredElsewhere"]);
    world.say(ann, candidate(call, "c"));
    world.say(phone, candidate(call, "stray"));
    assert_eq!(world.heard(desk), ["candidate c"]);
    assert_eq!(world.heard(phone), ["refused no_call"]);
    world.say(desk, resume(call, world.id("Ann")));
    assert_eq!(
        world.heard(desk),
        ["re resumed"],
        "the same page again takes nothing from itself"
    );
}
