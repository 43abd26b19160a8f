//! Plain guests: one connection, one name, one call, and no way back to it.

use std::time::Duration;

use teahouse_core::call::GUEST_GRACE;
use teahouse_core::command::Command;
use teahouse_core::hub::Opening;
use teahouse_core::id::ConnId;

use crate::world::World;
use crate::world::words::*;

/// The guests bob and eve; bob talks with Ann of the app, whom he called.
fn talking() -> (World, ConnId, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.guest("bob");
    world.say(bob, offer("Ann", "offer"));
    world.say(ann, accept(world.call()));
    assert_eq!(world.heard(bob), ["re invited Ann", "accepted answer"]);
    assert_eq!(world.heard(ann), ["incoming bob offer", "re answered"]);
    (world, ann, bob)
}

fn login(name: &str) -> Command {
    Command::TakeName { name: name.into() }
}

#[test]
fn guests_call_each_other_by_name() {
    let mut world = World::new();
    let bob = world.guest("bob");
    let eve = world.guest("eve");
    world.say(bob, offer("eve", "o"));
    assert_eq!(world.heard(bob), ["re invited eve", "ringing"]);
    assert_eq!(world.heard(eve), ["incoming bob o"]);
    world.say(eve, my_candidate("early"));
    world.say(eve, answer("bob", "a"));
    assert_eq!(world.heard(bob), ["accepted a", "candidate early"]);
    world.say(bob, leave());
    assert_eq!(world.heard(eve)[1..], ["ended HungUp"]);
}

#[test]
fn the_app_calls_a_guest_and_a_guest_the_app() {
    let (mut world, ann, bob) = talking();
    world.say(bob, leave());
    assert_eq!(world.heard(ann), ["ended HungUp"]);
    world.heard(bob);
    world.say(ann, offer("bob", "back"));
    assert_eq!(world.heard(ann), ["re invited bob", "ringing"]);
    assert_eq!(world.heard(bob), ["incoming Ann back"]);
    world.say(bob, answer("Ann", "yes"));
    world.say(ann, hang_up(world.call()));
    assert_eq!(world.heard(bob)[1..], ["ended HungUp"]);
}

#[test]
fn a_guest_who_says_goodbye_ends_the_call_at_once() {
    let (mut world, ann, bob) = talking();
    world.leave(bob);
    assert_eq!(world.heard(ann), ["ended HungUp"]);
    world.say(ann, hang_up(world.call()));
    assert_eq!(world.heard(ann), ["re refused no_call"]);
}

#[test]
fn a_guest_who_is_lost_ends_the_call_within_the_grace() {
    let (mut world, ann, bob) = talking();
    world.lose(bob);
    world.advance(GUEST_GRACE - Duration::from_millis(1));
    assert_eq!(world.heard(ann), [""; 0]);
    world.advance(Duration::from_millis(1));
    assert_eq!(world.heard(ann), ["ended Lost"]);
    assert!(GUEST_GRACE < Duration::from_secs(10), "what the protocol promises");
}

#[test]
fn a_guest_who_is_lost_while_it_rings_stops_the_ringing_on_either_side() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.guest("bob");
    world.say(bob, offer("Ann", "o"));
    world.lose(bob);
    world.advance(GUEST_GRACE);
    assert_eq!(world.heard(ann), ["incoming bob o", "ended Lost"]);
    let bob = world.guest("bob");
    world.say(ann, offer("bob", "o"));
    world.lose(bob);
    world.advance(GUEST_GRACE);
    assert_eq!(world.heard(ann), ["re invited bob", "ringing", "ended NoAnswer"]);
}

#[test]
fn a_page_that_loads_while_a_lost_guest_still_rings_knows_what_ends() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.guest("bob");
    world.say(bob, offer("Ann", "o"));
    world.lose(bob);
    let late = world.late_page("Ann");
    world.advance(GUEST_GRACE);
    assert_eq!(world.heard(late), ["welcome Ann", "incoming bob o", "ended Lost"]);
    assert_eq!(world.heard(ann), ["incoming bob o", "ended Lost"]);
}

#[test]
fn a_guest_who_goes_while_it_rings_declines_or_cancels() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.guest("bob");
    world.say(bob, offer("Ann", "o"));
    world.leave(bob);
    assert_eq!(world.heard(ann), ["incoming bob o", "ended Cancelled"]);
    let bob = world.guest("bob");
    world.say(ann, offer("bob", "o"));
    world.leave(bob);
    assert_eq!(world.heard(ann), ["re invited bob", "ringing", "ended Declined"]);
}

#[test]
fn a_name_is_free_when_its_guest_has_gone_and_whoever_takes_it_inherits_no_call() {
    let (mut world, ann, bob) = talking();
    world.lose(bob);
    let other = world.guest("bob");
    world.say(other, leave());
    world.say(other, my_candidate("stray"));
    assert_eq!(world.heard(other), ["re refused no_call", "refused no_call"]);
    world.say(ann, candidate(world.call(), "private"));
    assert_eq!(world.heard(other), [""; 0]);
    world.leave(other);
    assert_eq!(world.heard(ann), [""; 0], "the end of another bob is none of hers");
    let other = world.guest("bob");
    world.advance(GUEST_GRACE);
    assert_eq!(world.heard(ann), ["ended Lost"]);
    assert_eq!(world.heard(other), [""; 0]);
    world.say(ann, offer("bob", "anew"));
    assert_eq!(world.heard(other), ["incoming Ann anew"]);
}

#[test]
fn the_peer_of_a_lost_guest_calls_nobody_else_by_mistake() {
    let (mut world, ann, bob) = talking();
    world.lose(bob);
    world.say(ann, offer("bob", "again"));
    assert_eq!(
        world.heard(ann),
        ["re invited bob"],
        "it passes as a renegotiation and waits"
    );
    let other = world.guest("bob");
    world.say(ann, offer("bob", "again"));
    assert_eq!(world.heard(ann), ["re refused in_call in call"]);
    assert_eq!(world.heard(other), [""; 0]);
}

#[test]
fn the_name_in_an_answer_or_candidate_must_be_the_peers() {
    let mut world = World::new();
    let bob = world.guest("bob");
    let eve = world.guest("eve");
    world.guest("carl");
    world.say(bob, offer("eve", "o"));
    world.say(eve, answer("carl", "wrong"));
    world.say(eve, answer("Bob", "wrong"));
    assert_eq!(world.heard(eve)[1..], ["re refused no_call"; 2]);
    world.say(eve, answer("bob", "right"));
    assert_eq!(world.heard(bob)[2..], ["accepted right"]);
}

#[test]
fn a_late_answer_accepts_no_call_of_somebody_else() {
    let mut world = World::new();
    let bob = world.guest("bob");
    let eve = world.guest("eve");
    let carl = world.guest("carl");
    world.say(bob, offer("eve", "o"));
    world.say(bob, leave());
    world.say(carl, offer("eve", "o"));
    world.say(eve, answer("bob", "late"));
    assert_eq!(
        world.heard(eve),
        [
            "incoming bob o",
            "ended Cancelled",
            "incoming carl o",
            "re refused no_call"
        ]
    );
    assert_eq!(world.heard(carl), ["re invited eve", "ringing"]);
}

#[test]
fn leave_ends_only_ones_own_call() {
    let mut world = World::new();
    let [bob, eve, carl] = ["bob", "eve", "carl"].map(|name| world.guest(name));
    world.say(bob, offer("eve", "o"));
    world.say(eve, answer("bob", "a"));
    world.say(carl, leave());
    world.leave(carl);
    assert_eq!(world.heard(bob), ["re invited eve", "ringing", "accepted a"]);
    assert_eq!(world.heard(eve), ["incoming bob o", "re answered"]);
    world.say(bob, leave());
    let carl = world.guest("carl");
    world.say(carl, offer("eve", "o"));
    world.leave(bob);
    assert_eq!(
        world.heard(eve),
        ["ended HungUp", "incoming carl o"],
        "somebody's past call ends none of today's"
    );
}

#[test]
fn a_guest_changes_names_but_not_during_a_call() {
    let mut world = World::new();
    let bob = world.guest("bob");
    world.say(bob, login("bob"));
    world.say(bob, login("robert"));
    assert_eq!(world.heard(bob), ["re name refused", "re name accepted"]);
    let other = world.guest("bob");
    world.say(bob, offer("bob", "o"));
    world.say(bob, login("rob"));
    world.say(other, login("rob"));
    assert_eq!(world.heard(bob)[2..], ["re name refused"]);
    assert_eq!(world.heard(other), ["incoming robert o", "re name refused"]);
    world.say(bob, leave());
    world.say(other, login("rob"));
    assert_eq!(world.heard(other), ["ended Cancelled", "re name accepted"]);
}

#[test]
fn who_has_no_name_calls_nobody() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let mute = world.open(Opening::Plain);
    world.say(mute, offer("Ann", "o"));
    world.say(mute, answer("Ann", "a"));
    world.say(mute, my_candidate("c"));
    world.say(mute, leave());
    assert_eq!(
        world.heard(mute),
        [
            "re refused not_signed_in",
            "re refused not_signed_in",
            "refused not_signed_in",
            "re refused not_signed_in"
        ]
    );
    assert_eq!(world.heard(ann), [""; 0]);
}

#[test]
fn guests_neither_write_nor_are_written_to() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.guest("bob");
    world.say(ann, Command::WatchPeople { limit: 9 });
    world.advance(Duration::from_millis(200));
    assert_eq!(world.heard(ann), ["people: of 2", "people +Ann +bob of 2"]);
    world.say(ann, Command::OpenRoom { peer: world.id("bob") });
    world.say(bob, Command::OpenRoom { peer: world.id("Ann") });
    assert_eq!(world.heard(ann), ["re refused no_messages"]);
    assert_eq!(world.heard(bob), ["re refused not_allowed"]);
}

#[test]
fn a_call_with_a_guest_leaves_no_line_and_no_record() {
    let (mut world, ann, bob) = talking();
    world.store.asked();
    world.say(bob, leave());
    world.say(ann, offer("bob", "o"));
    world.say(bob, leave());
    assert_eq!(world.store.asked(), []);
    assert_eq!(world.store.calls(), []);
}

#[test]
fn the_app_keeps_its_call_with_a_guest_over_a_lost_connection() {
    let (mut world, ann, bob) = talking();
    world.lose(ann);
    world.advance(Duration::from_secs(30));
    world.say(bob, my_candidate("c"));
    let ann = world.page("Ann");
    world.say(ann, resume(world.call(), world.id("bob")));
    assert_eq!(world.heard(ann), ["re resumed", "candidate c"]);
    assert_eq!(world.heard(bob), [""; 0]);
}
