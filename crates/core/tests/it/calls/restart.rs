//! The house stops and starts again: who talked can go on, or say afterwards how long it was.

use teahouse_core::call::RESUME_GRACE;
use teahouse_core::hub::Hub;
use teahouse_core::id::{CallId, ConnId, NodeId};
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{CallRecord, Media};

use crate::world::World;
use crate::world::store::text_of;
use crate::world::words::*;

/// Ann and Bob have talked for ten seconds when the house stops; it is back after twenty.
fn back() -> (World, ConnId, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, invite(world.id("Bob")));
    world.say(bob, accept(world.call()));
    world.now.wall.0 += 30_000;
    world.restart();
    let ann = world.page("Ann");
    let bob = world.page("Bob");
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
fn a_call_is_taken_up_and_hung_up_after_a_restart() {
    let (mut world, ann, bob) = back();
    let call = world.call();
    world.say(ann, resume(call, world.id("Bob")));
    world.say(ann, candidate(call, "a"));
    assert_eq!(world.heard(ann), ["re resumed"]);
    world.say(bob, resume(call, world.id("Ann")));
    assert_eq!(world.heard(bob), ["re resumed", "candidate a"]);
    world.say(bob, hang_up(call));
    assert_eq!(world.heard(ann), ["ended HungUp", "#1 Ann: call Completed 30s"]);
    assert_eq!(world.store.calls(), []);
}

#[test]
fn a_page_that_hung_up_while_the_house_was_away_says_so_afterwards() {
    let (mut world, ann, bob) = back();
    let call = world.call();
    world.say(bob, hang_up_after(call, 17));
    assert_eq!(world.heard(bob), ["re done", "#1 Ann: call Completed 17s"]);
    world.say(ann, hang_up_after(call, 18));
    assert_eq!(world.heard(ann), ["#1 Ann: call Completed 17s", "re refused no_call"]);
    assert_eq!(lines(&world), ["call Completed 17s"]);
}

#[test]
fn a_call_that_only_rang_is_gone_after_a_restart() {
    let mut world = World::new();
    let ann = world.person("Ann");
    world.person("Bob");
    world.say(ann, invite(world.id("Bob")));
    world.restart();
    let ann = world.page("Ann");
    let bob = world.late_page("Bob");
    assert_eq!(world.heard(bob), ["welcome Bob"]);
    world.say(ann, resume(world.call(), world.id("Bob")));
    assert_eq!(world.heard(ann), ["re refused no_call"]);
}

#[test]
fn a_call_that_nobody_takes_up_after_a_restart_stops_making_busy() {
    let (mut world, ann, bob) = back();
    let carl = world.person("Carl");
    world.say(carl, invite(world.id("Ann")));
    assert_eq!(world.heard(carl)[0], "re refused busy");
    world.advance(RESUME_GRACE);
    world.say(carl, invite(world.id("Ann")));
    assert_eq!(world.heard(carl).last().map(String::as_str), Some("re invited Ann"));
    world.heard(ann);
    world.heard(bob);
}

#[test]
fn nobody_else_takes_up_or_hangs_up_a_call_after_a_restart() {
    let (mut world, _, _) = back();
    let eve = world.person("Eve");
    world.say(eve, resume(world.call(), world.id("Bob")));
    world.say(eve, hang_up_after(world.call(), 5));
    assert_eq!(world.heard(eve), ["re refused no_call"; 2]);
}

#[test]
fn a_record_that_was_left_behind_does_not_stand_beside_the_newer_call() {
    let (mut world, ..) = back();
    let (ann_id, bob_id) = (world.id("Ann"), world.id("Bob"));
    world.person("Carl");
    let carl_id = world.id("Carl");
    let mut directory = world.store.directory();
    let record = |call, caller, callee, at| CallRecord {
        call: CallId(call),
        caller,
        callee,
        media: Media::Video,
        started_at: UnixMillis(at),
    };
    let day = 1_700_000_000_000;
    directory.calls = vec![record(2, ann_id, carl_id, day + 9_000), record(1, bob_id, ann_id, day)];
    let mut hub = Hub::new(
        NodeId(1),
        teahouse_core::settings::Settings::default(),
        [9; 32],
        directory,
        world.now,
    );
    let asked: Vec<String> = std::iter::from_fn(|| hub.poll_effect())
        .map(|effect| format!("{effect:?}"))
        .collect();
    assert!(
        asked
            .iter()
            .any(|effect| effect.contains("EndCall { call: CallId(0000000000001)")),
        "{asked:?}"
    );
    assert_eq!(hub.stats().calls, 1);
    assert_eq!(hub.stats().people_in_calls, 2);
}
