//! Offer, answer, candidate, leave.

use std::time::Duration;

use teahouse_core::call::{GUEST_GRACE, RING_TIMEOUT};
use teahouse_core::hub::Closing;
use teahouse_core::id::ConnId;

use super::words::*;
use crate::house::House;

fn offer(name: &str, offer: &str) -> String {
    format!(r#"{{"type":"offer","name":"{name}","offer":{offer}}}"#)
}

fn answer(name: &str, answer: &str) -> String {
    format!(r#"{{"type":"answer","name":"{name}","answer":{answer}}}"#)
}

fn candidate(name: &str, candidate: &str) -> String {
    format!(r#"{{"type":"candidate","name":"{name}","candidate":{candidate}}}"#)
}

/// bob calls eve; both have heard the frames of it.
fn ringing() -> (House, ConnId, ConnId) {
    let mut house = House::new();
    let [bob, eve] = ["bob", "eve"].map(|name| house.guest(name));
    house.say(bob, &offer("eve", r#"{"type":"offer","sdp":"v=0"}"#));
    assert_eq!(house.heard(bob), NOTHING);
    let heard = r#"{"type":"offer","offer":{"type":"offer","sdp":"v=0"},"name":"bob"}"#;
    assert_eq!(house.heard(eve), [heard]);
    (house, bob, eve)
}

fn talking() -> (House, ConnId, ConnId) {
    let (mut house, bob, eve) = ringing();
    house.say(eve, &answer("bob", r#"{"type":"answer","sdp":"v=0"}"#));
    let heard = r#"{"type":"answer","answer":{"type":"answer","sdp":"v=0"}}"#;
    assert_eq!(house.heard(bob), [heard]);
    assert_eq!(house.heard(eve), NOTHING);
    (house, bob, eve)
}

#[test]
fn a_call_from_offer_to_leave() {
    let (mut house, bob, eve) = talking();
    house.say(bob, &candidate("eve", r#"{"candidate":"a"}"#));
    house.say(eve, &candidate("bob", r#"{"candidate":"b"}"#));
    assert_eq!(
        house.heard(eve),
        [r#"{"type":"candidate","candidate":{"candidate":"a"}}"#]
    );
    assert_eq!(
        house.heard(bob),
        [r#"{"type":"candidate","candidate":{"candidate":"b"}}"#]
    );
    house.say(bob, r#"{"type":"leave","name":"eve"}"#);
    assert_eq!(house.heard(eve), [LEAVE]);
    assert_eq!(house.heard(bob), NOTHING);
}

#[test]
fn candidates_before_the_answer_follow_it_from_both_sides() {
    let (mut house, bob, eve) = ringing();
    for n in 0..64 {
        house.say(bob, &candidate("eve", &n.to_string()));
        house.say(eve, &candidate("bob", &n.to_string()));
    }
    house.say(bob, &candidate("eve", "null"));
    assert_eq!((house.heard(bob), house.heard(eve)), (vec![], vec![]));
    house.say(eve, &answer("bob", "1"));
    let numbered: Vec<String> = (0..64)
        .map(|n| format!(r#"{{"type":"candidate","candidate":{n}}}"#))
        .collect();
    let heard = house.heard(bob);
    assert_eq!(heard[0], r#"{"type":"answer","answer":1}"#);
    assert_eq!(heard[1..], numbered);
    let heard = house.heard(eve);
    assert_eq!(heard[..64], numbered);
    assert_eq!(heard[64..], [r#"{"type":"candidate","candidate":null}"#]);
}

#[test]
fn a_second_offer_replaces_the_first_and_the_answer_is_to_it() {
    let (mut house, bob, eve) = ringing();
    house.say(bob, &offer("eve", "2"));
    assert_eq!(house.heard(eve), [r#"{"type":"offer","offer":2,"name":"bob"}"#]);
    house.say(eve, &answer("bob", "2"));
    assert_eq!(house.heard(bob), [r#"{"type":"answer","answer":2}"#]);
}

#[test]
fn an_offer_within_the_call_and_its_answer_pass_in_both_directions() {
    let (mut house, bob, eve) = talking();
    for ((from, name), (to, peer)) in [((bob, "bob"), (eve, "eve")), ((eve, "eve"), (bob, "bob"))] {
        house.say(from, &offer(peer, "3"));
        assert_eq!(
            house.heard(to),
            [format!(r#"{{"type":"offer","offer":3,"name":"{name}"}}"#)]
        );
        house.say(to, &answer(name, "4"));
        assert_eq!(house.heard(from), [r#"{"type":"answer","answer":4}"#]);
    }
}

#[test]
fn a_third_person_hears_an_error_and_a_leave_and_the_two_hear_nothing() {
    for talks in [false, true] {
        let (mut house, bob, eve) = if talks { talking() } else { ringing() };
        let carl = house.guest("carl");
        for name in ["bob", "eve"] {
            house.say(carl, &offer(name, "1"));
            let heard = house.heard(carl);
            assert_eq!(heard, [error("This person is in another call."), LEAVE.into()]);
        }
        assert_eq!((house.heard(bob), house.heard(eve)), (vec![], vec![]));
    }
}

#[test]
fn whoever_has_a_call_hears_of_a_refused_offer_by_an_error_alone() {
    let (mut house, bob, eve) = talking();
    house.guest("carl");
    for name in ["carl", "nobody", "bob"] {
        house.say(bob, &offer(name, "1"));
        let heard = house.heard(bob);
        assert_eq!(heard.len(), 1, "a leave would end the call that stands: {heard:?}");
        assert!(heard[0].starts_with(r#"{"type":"error""#));
    }
    assert_eq!(house.heard(eve), NOTHING);
}

#[test]
fn of_two_that_call_each_other_at_once_the_first_stands() {
    let (mut house, bob, eve) = ringing();
    house.say(eve, &offer("bob", "1"));
    assert_eq!(house.heard(eve), [error("This person is in another call.")]);
    assert_eq!(house.heard(bob), NOTHING);
    house.say(eve, &answer("bob", "1"));
    assert_eq!(house.heard(bob), [r#"{"type":"answer","answer":1}"#]);
}

#[test]
fn an_offer_that_cannot_ring_is_told_so_and_ended() {
    let mut house = House::new();
    let bob = house.guest("bob");
    let mute = house.plain();
    house.heard(mute);
    let cases = [
        (bob, offer("nobody", "1"), "There is no such person."),
        (bob, offer("", "1"), "There is no such person."),
        (bob, r#"{"type":"offer","offer":1}"#.into(), "There is no such person."),
        (
            bob,
            r#"{"type":"offer","name":5,"offer":1}"#.into(),
            "There is no such person.",
        ),
        (bob, offer("bob", "1"), "That is yourself."),
        (mute, offer("bob", "1"), "Sign in first."),
    ];
    for (conn, text, why) in cases {
        house.say(conn, &text);
        assert_eq!(house.heard(conn), [error(why), LEAVE.into()], "{text}");
    }
}

#[test]
fn a_person_who_is_away_cannot_be_rung() {
    let mut house = House::new();
    let bob = house.guest("bob");
    let ann = house.person("Ann");
    house.world.leave(ann);
    house.world.advance(Duration::from_secs(5));
    house.say(bob, &offer("Ann", "1"));
    assert_eq!(house.heard(bob), [error("This person is not here."), LEAVE.into()]);
}

#[test]
fn a_payload_that_is_missing_is_named() {
    let (mut house, bob, _) = talking();
    for kind in ["offer", "answer", "candidate"] {
        house.say(bob, &format!(r#"{{"type":"{kind}","name":"eve"}}"#));
        assert_eq!(house.heard(bob), [error(&format!("No {kind} in the message"))]);
    }
}

#[test]
fn answers_and_candidates_out_of_place_are_errors() {
    let mut house = House::new();
    let [bob, eve] = ["bob", "eve"].map(|name| house.guest(name));
    house.say(bob, &answer("eve", "1"));
    house.say(bob, &candidate("eve", "1"));
    assert_eq!(
        house.heard(bob),
        [error("There is no such call."), error("There is no such call.")]
    );
    house.say(bob, &offer("eve", "1"));
    house.say(bob, &answer("eve", "1"));
    assert_eq!(house.heard(bob), [error("The call is not in a state for that.")]);
    house.say(eve, &answer("carl", "1"));
    assert_eq!(house.heard(eve)[1..], [error("There is no such call.")]);
}

#[test]
fn leave_cancels_declines_and_hangs_up_whatever_name_it_has() {
    for text in [
        LEAVE,
        r#"{"type":"leave","name":"carl"}"#,
        r#"{"type":"leave","name":null}"#,
    ] {
        let (mut house, bob, eve) = ringing();
        house.say(bob, text);
        assert_eq!(house.heard(eve), [LEAVE], "it cancels");
        house.say(bob, &offer("eve", "1"));
        house.heard(eve);
        house.say(eve, text);
        assert_eq!(house.heard(bob), [LEAVE], "it declines");
        let (mut house, bob, eve) = talking();
        house.say(eve, text);
        assert_eq!(house.heard(bob), [LEAVE], "it hangs up");
        assert_eq!(house.heard(eve), NOTHING);
    }
}

#[test]
fn leave_without_a_call_is_silent() {
    let (mut house, bob, eve) = talking();
    house.say(bob, LEAVE);
    house.say(eve, LEAVE);
    house.say(eve, LEAVE);
    assert_eq!(house.heard(bob), NOTHING);
    assert_eq!(house.heard(eve), [LEAVE]);
    let mute = house.plain();
    house.say(mute, LEAVE);
    assert_eq!(house.heard(mute), ["Hello world"], "even before a name");
}

#[test]
fn a_call_that_nobody_answers_ends_for_both() {
    let (mut house, bob, eve) = ringing();
    house.world.advance(RING_TIMEOUT);
    assert_eq!(house.heard(bob), [LEAVE]);
    assert_eq!(house.heard(eve), [LEAVE]);
}

#[test]
fn a_close_frame_means_leave_at_once_and_a_lost_line_within_ten_seconds() {
    let (mut house, bob, eve) = talking();
    house.world.close(bob, Closing::Clean);
    assert_eq!(house.heard(eve), [LEAVE]);
    let (mut house, bob, eve) = talking();
    house.world.close(bob, Closing::Lost);
    assert_eq!(house.heard(eve), NOTHING);
    let other = house.guest("bob");
    house.world.advance(Duration::from_secs(10));
    assert_eq!(house.heard(eve), [LEAVE]);
    assert_eq!(house.heard(other), NOTHING, "whoever took the name inherits no call");
    assert!(GUEST_GRACE < Duration::from_secs(10));
}

#[test]
fn a_guest_calls_the_app_by_handle_and_is_called_by_it() {
    let mut house = House::new();
    let ann = house.person("Ann");
    let bob = house.guest("bob");
    house.say(bob, &offer("Ann", r#"{"sdp":"x"}"#));
    let call = house.world.call().to_string();
    let bob_id = house.world.id("bob").to_string();
    assert_eq!(house.heard(bob), NOTHING);
    let names = [("CALL", call.clone()), ("BOB", bob_id)];
    assert_eq!(
        house.heard_by_name(ann, &names),
        [
            r#"{"type":"call.incoming","call":"CALL","caller":{"id":"BOB","name":"bob","call_only":true},"media":"video","offer":{"sdp":"x"}}"#
        ]
    );
    house.say(
        ann,
        &format!(r#"{{"type":"call.signal","call":"{call}","candidate":{{"c":1}}}}"#),
    );
    house.say(
        ann,
        &format!(r#"{{"type":"call.accept","re":1,"call":"{call}","answer":{{"sdp":"y"}}}}"#),
    );
    assert_eq!(
        house.heard(bob),
        [
            r#"{"type":"answer","answer":{"sdp":"y"}}"#,
            r#"{"type":"candidate","candidate":{"c":1}}"#
        ]
    );
    house.say(
        ann,
        &format!(r#"{{"type":"call.signal","call":"{call}","description":{{"type":"offer","sdp":"z"}}}}"#),
    );
    assert_eq!(
        house.heard(bob),
        [r#"{"type":"offer","offer":{"type":"offer","sdp":"z"},"name":"Ann"}"#]
    );
    house.say(ann, &format!(r#"{{"type":"call.hangup","re":2,"call":"{call}"}}"#));
    assert_eq!(house.heard(bob), [LEAVE]);
}
