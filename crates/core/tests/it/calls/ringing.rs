//! From the first ring to the end, between two people with one page each.

use std::time::Duration;

use teahouse_core::call::RING_TIMEOUT;
use teahouse_core::command::{Callee, Command, Signal};
use teahouse_core::id::{ConnId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::record::Media;

use crate::world::World;
use crate::world::words::*;

/// Ann and Bob, each with a page.
fn two() -> (World, ConnId, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    (world, ann, bob)
}

/// Ann and Bob, and her call rings at his.
fn ringing() -> (World, ConnId, ConnId) {
    let (mut world, ann, bob) = two();
    world.say(ann, invite(world.id("Bob")));
    assert_eq!(world.heard(ann), ["re invited Bob"]);
    assert_eq!(world.heard(bob), ["incoming Ann offer"]);
    (world, ann, bob)
}

/// Ann and Bob, talking.
fn talking() -> (World, ConnId, ConnId) {
    let (mut world, ann, bob) = ringing();
    world.say(bob, accept(world.call()));
    assert_eq!(world.heard(ann), ["accepted answer"]);
    assert_eq!(world.heard(bob), ["re answered"]);
    (world, ann, bob)
}

#[test]
fn a_call_rings_is_answered_and_hung_up_by_the_caller() {
    let (mut world, ann, bob) = ringing();
    world.say(bob, Command::Ring { call: world.call() });
    assert_eq!(world.heard(ann), ["ringing"]);
    world.say(bob, accept(world.call()));
    assert_eq!(world.heard(bob), ["re answered"]);
    assert_eq!(world.heard(ann), ["accepted answer"]);
    world.advance(Duration::from_secs(75));
    world.say(ann, hang_up(world.call()));
    assert_eq!(world.heard(ann), ["re done", "#1 Ann: call Completed 75s"]);
    assert_eq!(world.heard(bob), ["ended HungUp", "#1 Ann: call Completed 75s"]);
}

#[test]
fn the_callee_hangs_up() {
    let (mut world, ann, bob) = talking();
    world.say(bob, hang_up(world.call()));
    assert_eq!(world.heard(ann), ["ended HungUp", "#1 Ann: call Completed 0s"]);
    assert_eq!(world.heard(bob), ["re done", "#1 Ann: call Completed 0s"]);
}

#[test]
fn the_callee_declines() {
    let (mut world, ann, bob) = ringing();
    world.say(bob, decline(world.call()));
    assert_eq!(world.heard(ann), ["ended Declined", "#1 Ann: call Declined 0s"]);
    assert_eq!(world.heard(bob), ["re done", "#1 Ann: call Declined 0s"]);
}

#[test]
fn hanging_up_what_rings_is_declining_for_the_callee_and_cancelling_for_the_caller() {
    let (mut world, ann, bob) = ringing();
    world.say(bob, hang_up(world.call()));
    assert_eq!(world.heard(ann)[0], "ended Declined");
    world.say(ann, invite(world.id("Bob")));
    world.say(ann, hang_up(world.call()));
    assert_eq!(world.heard(bob)[2..4], ["incoming Ann offer", "ended Cancelled"]);
}

#[test]
fn nobody_picks_up_in_time() {
    let (mut world, ann, bob) = ringing();
    world.advance(RING_TIMEOUT - Duration::from_millis(1));
    assert_eq!(world.heard(ann), [""; 0]);
    world.advance(Duration::from_millis(1));
    assert_eq!(world.heard(ann)[0], "ended NoAnswer");
    assert_eq!(world.heard(bob), ["ended NoAnswer", "#1 Ann: call Missed 0s"]);
    world.say(bob, accept(world.call()));
    assert_eq!(world.heard(bob), ["re refused no_call"]);
}

#[test]
fn an_answered_call_does_not_time_out() {
    let (mut world, ann, bob) = talking();
    world.advance(Duration::from_secs(3 * 24 * 60 * 60));
    assert_eq!((world.heard(ann), world.heard(bob)), (vec![], vec![]));
}

#[test]
fn whoever_calls_again_is_called_again() {
    let (mut world, ann, bob) = ringing();
    world.say(bob, decline(world.call()));
    let first = world.call();
    world.say(ann, invite(world.id("Bob")));
    assert_ne!(world.call(), first);
    world.say(bob, accept(first));
    world.say(bob, accept(world.call()));
    let heard = world.heard(bob);
    assert_eq!(heard[2..], ["incoming Ann offer", "re refused no_call", "re answered"]);
}

#[test]
fn nobody_calls_oneself_a_stranger_or_somebody_who_is_away() {
    let (mut world, ann, bob) = two();
    world.say(ann, invite(world.id("Ann")));
    world.say(ann, invite(UserId(12345)));
    assert_eq!(world.heard(ann), ["re refused oneself", "re refused no_person"]);
    world.leave(bob);
    world.advance(Duration::from_secs(5));
    world.say(ann, invite(world.id("Bob")));
    assert_eq!(world.heard(ann), ["re refused unreachable", "#1 Ann: call Missed 0s"]);
}

#[test]
fn somebody_whose_page_is_loading_anew_can_be_rung() {
    let (mut world, ann, bob) = two();
    world.leave(bob);
    world.say(ann, invite(world.id("Bob")));
    assert_eq!(world.heard(ann), ["re invited Bob"]);
    let bob = world.late_page("Bob");
    assert_eq!(world.heard(bob), ["welcome Bob", "incoming Ann offer"]);
}

#[test]
fn a_third_person_hears_that_both_are_busy_and_they_hear_nothing_but_its_line() {
    for talks in [false, true] {
        let (mut world, ann, bob) = if talks { talking() } else { ringing() };
        let carl = world.person("Carl");
        for name in ["Ann", "Bob"] {
            world.say(carl, invite(world.id(name)));
            assert_eq!(world.heard(carl), ["re refused busy", "#1 Carl: call Busy 0s"]);
        }
        assert_eq!(world.heard(ann), ["#1 Carl: call Busy 0s"]);
        assert_eq!(world.heard(bob), ["#1 Carl: call Busy 0s"]);
    }
}

#[test]
fn whoever_has_a_call_begins_no_other() {
    for talks in [false, true] {
        let (mut world, ann, bob) = if talks { talking() } else { ringing() };
        let carl = world.person("Carl");
        for conn in [ann, bob] {
            world.say(conn, invite(world.id("Carl")));
            assert_eq!(world.heard(conn), ["re refused in_call in call"]);
        }
        assert_eq!(world.heard(carl), [""; 0]);
    }
}

#[test]
fn of_two_who_call_each_other_at_once_the_first_stands() {
    let (mut world, ann, bob) = ringing();
    world.say(bob, invite(world.id("Ann")));
    assert_eq!(world.heard(bob), ["re refused busy in call"]);
    assert_eq!(world.heard(ann), [""; 0]);
    world.say(bob, accept(world.call()));
    assert_eq!(world.heard(ann), ["accepted answer"]);
}

#[test]
fn a_second_offer_to_the_one_who_rings_replaces_the_first() {
    let (mut world, ann, bob) = ringing();
    let call = world.call();
    world.say(ann, candidate(call, "old"));
    world.say(ann, invite_with(world.id("Bob"), "newer"));
    assert_eq!(world.heard(ann), ["re invited Bob"]);
    assert_eq!(world.call(), call, "it is the same call");
    assert_eq!(world.heard(bob), ["incoming Ann newer"]);
    world.say(ann, candidate(call, "new"));
    let late = world.late_page("Bob");
    assert_eq!(world.heard(late), ["welcome Bob", "incoming Ann newer"]);
    world.say(bob, accept(call));
    assert_eq!(world.heard(bob), ["re answered", "candidate new"]);
}

#[test]
fn replacing_the_offer_rings_no_longer_than_the_first() {
    let (mut world, ann, bob) = ringing();
    world.advance(RING_TIMEOUT / 2);
    world.say(ann, invite_with(world.id("Bob"), "newer"));
    world.advance(RING_TIMEOUT / 2);
    assert_eq!(world.heard(bob)[..2], ["incoming Ann newer", "ended NoAnswer"]);
}

#[test]
fn an_offer_within_the_call_is_a_renegotiation_and_both_hear_of_it() {
    let (mut world, ann, bob) = talking();
    let call = world.call();
    world.say(bob, invite_with(world.id("Ann"), "share"));
    assert_eq!(world.heard(ann), ["offer share"]);
    assert_eq!(world.heard(bob), ["re invited Ann"]);
    world.say(ann, signal(call, Signal::Answer(opaque("fine"))));
    world.say(ann, signal(call, Signal::Offer(opaque("back"))));
    assert_eq!(world.heard(bob), ["answer fine", "offer back"]);
    assert_eq!(world.call(), call);
}

#[test]
fn a_call_may_be_of_voice_alone() {
    let (mut world, ann, bob) = two();
    world.say(
        ann,
        Command::Invite {
            callee: Callee::User(world.id("Bob")),
            media: Media::Voice,
            offer: opaque("voice"),
        },
    );
    let raw = world.raw(bob);
    assert!(format!("{raw:?}").contains("Voice"), "{raw:?}");
    world.say(bob, decline(world.call()));
    assert_line_media(&mut world, ann);
}

fn assert_line_media(world: &mut World, conn: ConnId) {
    let raw = world.raw(conn);
    let line = format!("{:?}", raw.last().expect("the line"));
    assert!(line.contains("media: Voice"), "{line}");
}

#[test]
fn a_stranger_can_neither_answer_nor_signal_nor_end_nor_resume_a_call() {
    for talks in [false, true] {
        let (mut world, ann, bob) = if talks { talking() } else { ringing() };
        let eve = world.person("Eve");
        let call = world.call();
        let tries = [
            accept(call),
            decline(call),
            hang_up(call),
            hang_up_after(call, 9),
            candidate(call, "evil"),
            signal(call, Signal::Offer(opaque("evil"))),
            Command::Ring { call },
            resume(call, world.id("Ann")),
            resume(call, world.id("Bob")),
            leave(),
            my_candidate("evil"),
            answer("Ann", "evil"),
        ];
        for command in tries {
            world.say(eve, command);
        }
        let heard = world.heard(eve);
        assert_eq!(heard.len(), 12);
        assert!(heard.iter().all(|line| line.ends_with("refused no_call")), "{heard:?}");
        assert_eq!((world.heard(ann), world.heard(bob)), (vec![], vec![]));
    }
}

#[test]
fn each_kind_of_end_leaves_one_line() {
    let (mut world, ann, bob) = ringing();
    world.say(ann, hang_up(world.call()));
    assert_eq!(world.heard(bob), ["ended Cancelled", "#1 Ann: call Cancelled 0s"]);
    assert_eq!(world.heard(ann), ["re done", "#1 Ann: call Cancelled 0s"]);
    world.say(ann, hang_up(world.call()));
    world.say(bob, hang_up(world.call()));
    assert_eq!(world.heard(ann), ["re refused no_call"]);
    assert_eq!(world.heard(bob), ["re refused no_call"]);
    world.say(bob, invite(world.id("Ann")));
    world.advance(RING_TIMEOUT * 2);
    world.heard(ann);
    world.heard(bob);
    let late = world.page("Ann");
    world.say(late, latest(world.room("Ann", "Bob"), 9));
    assert_eq!(
        world.heard(late),
        ["re history [#1 call Cancelled 0s, #2 call Missed 0s]"]
    );
}

#[test]
fn a_call_to_somebody_who_is_not_to_be_disturbed_rings_nowhere() {
    let (mut world, ann, bob) = two();
    let hour = UnixMillis(world.now.wall.0 + 3_600_000);
    world.say(bob, Command::SetQuiet { until: Some(hour) });
    world.heard(bob);
    world.say(ann, invite(world.id("Bob")));
    assert_eq!(world.heard(bob), Vec::<String>::new());
    let late = world.page("Bob");
    assert!(!world.heard(late).iter().any(|line| line.starts_with("incoming")));
    world.advance(Duration::from_secs(60));
    assert!(!world.heard(bob).is_empty(), "the line of the call that was missed");
}
