//! Every message that the house can send, as JSON to the letter, in dialogues. Ids stand as what they are of.

use std::time::Duration;

use teahouse_core::effect::CloseReason;
use teahouse_core::event::Event;
use teahouse_core::id::ConnId;
use teahouse_core::refusal::Refusal;
use teahouse_wire::app;

use crate::house::{House, texts};

/// Ann and Bob, each with a page.
fn two() -> (House, ConnId, ConnId) {
    let mut house = House::new();
    let ann = house.person("Ann");
    let bob = house.person("Bob");
    (house, ann, bob)
}

/// What a page has heard, with the ids of people, the room and the call as words.
fn heard(house: &mut House, conn: ConnId) -> Vec<String> {
    let world = &house.world;
    let mut names: Vec<(&str, String)> = vec![
        ("ANN", world.id("Ann").to_string()),
        ("BOB", world.id("Bob").to_string()),
    ];
    let ids = [world.id("Ann"), world.id("Bob")];
    if let Some(room) = world.store.room_of(ids) {
        names.push(("ROOM", room.to_string()));
    }
    for (_, messages) in world.store.rooms() {
        names.extend(
            messages
                .iter()
                .zip(["M1", "M2"])
                .map(|(message, name)| (name, message.id.to_string())),
        );
    }
    if let Some(call) = world.heard_of_call() {
        names.push(("CALL", call.to_string()));
    }
    house.heard_by_name(conn, &names)
}

fn say(house: &mut House, conn: ConnId, text: &str) {
    let world = &house.world;
    let mut text = text
        .replace("ANN", &world.id("Ann").to_string())
        .replace("BOB", &world.id("Bob").to_string());
    if let Some(room) = world.store.room_of([world.id("Ann"), world.id("Bob")]) {
        text = text.replace("ROOM", &room.to_string());
    }
    if let Some(call) = world.heard_of_call() {
        text = text.replace("CALL", &call.to_string());
    }
    house.say(conn, &text);
}

#[test]
fn a_session_begins_and_ends() {
    let (mut house, ..) = two();
    let page = house.page("Ann");
    let welcome = r#"{"type":"session.welcomed","you":{"id":"ANN","name":"Ann"},"account":{"role":"guest","privacy":{"online":"everybody","last_seen":"everybody"},"session":"SESSION"},"at":1700000000000,"recall_window_ms":120000}"#;
    let heard_first = heard(&mut house, page).concat();
    let session = heard_first
        .split(r#""session":""#)
        .nth(1)
        .and_then(|rest| rest.get(..13));
    let session = session.expect("an id of the session");
    assert_eq!(heard_first, welcome.replace("SESSION", session));
    let token = crate::world::token("Ann");
    house.world.request(teahouse_core::command::Command::SignOut { token });
    assert_eq!(heard(&mut house, page), [r#"{"type":"session.ended"}"#]);
    assert!(house.world.closed_by_house().contains(&(page, CloseReason::NoSession)));
}

#[test]
fn people_and_presence() {
    let (mut house, ann, bob) = two();
    house.world.advance(Duration::from_millis(200));
    say(&mut house, ann, r#"{"type":"people.watch","limit":1}"#);
    say(&mut house, bob, r#"{"type":"people.watch","limit":9}"#);
    say(
        &mut house,
        ann,
        r#"{"type":"presence.watch","users":["BOB","0000000000001"]}"#,
    );
    assert_eq!(
        heard(&mut house, ann),
        [
            r#"{"type":"people.changed","fresh":true,"came":[{"id":"ANN","name":"Ann"}],"went":[],"total":2}"#,
            r#"{"type":"presence.changed","online":["BOB"],"offline":[{"user":"0000000000001"}]}"#,
        ]
    );
    let gil = house.guest("gil");
    house.world.advance(Duration::from_millis(200));
    let came = heard(&mut house, bob);
    let gil_id = house.world.id("gil");
    assert_eq!(
        came[1..],
        [format!(
            r#"{{"type":"people.changed","fresh":false,"came":[{{"id":"{gil_id}","name":"gil","call_only":true}}],"went":[],"total":3}}"#
        )]
    );
    house.world.leave(gil);
    house.world.advance(Duration::from_millis(200));
    assert_eq!(
        heard(&mut house, bob),
        [format!(
            r#"{{"type":"people.changed","fresh":false,"came":[],"went":["{gil_id}"],"total":2}}"#
        )]
    );
}

#[test]
fn a_conversation() {
    let (mut house, ann, bob) = two();
    say(&mut house, ann, r#"{"type":"room.open","re":1,"peer":"BOB"}"#);
    assert_eq!(
        heard(&mut house, ann),
        [
            r#"{"type":"room.opened","re":1,"room":{"id":"ROOM","kind":"direct","member_count":2,"peer":{"id":"BOB","name":"Bob"},"role":"member","last_seq":0,"rev":0,"unread":0,"delivered":0,"read":0,"peer_delivered":0,"peer_read":0,"own":{},"created_at":0}}"#
        ]
    );
    say(
        &mut house,
        ann,
        r#"{"type":"message.send","re":2,"room":"ROOM","client_id":"c1","text":"hi \"<b>\" 🫖"}"#,
    );
    let message = r#"{"id":"M1","room":"ROOM","seq":1,"rev":1,"sender":"ANN","client_id":"c1","sent_at":1700000000000,"text":"hi \"<b>\" 🫖"}"#;
    assert_eq!(
        heard(&mut house, ann),
        [format!(r#"{{"type":"message.posted","re":2,"message":{message}}}"#)]
    );
    assert_eq!(
        heard(&mut house, bob),
        [format!(r#"{{"type":"message.posted","message":{message}}}"#)]
    );
    say(&mut house, bob, r#"{"type":"rooms.list","re":1,"limit":10}"#);
    assert_eq!(
        heard(&mut house, bob),
        [format!(
            r#"{{"type":"rooms.page","re":1,"rooms":[{{"id":"ROOM","kind":"direct","member_count":2,"peer":{{"id":"ANN","name":"Ann"}},"role":"member","last_seq":1,"rev":1,"last":{message},"unread":1,"delivered":0,"read":0,"peer_delivered":0,"peer_read":0,"own":{{}},"created_at":0}}]}}"#
        )]
    );
    say(
        &mut house,
        bob,
        r#"{"type":"room.mark","room":"ROOM","delivered":1,"read":1}"#,
    );
    assert_eq!(
        heard(&mut house, bob),
        [r#"{"type":"room.marked","room":"ROOM","user":"BOB","delivered":1,"read":1,"unread":0}"#]
    );
    assert_eq!(
        heard(&mut house, ann),
        [r#"{"type":"room.marked","room":"ROOM","user":"BOB","delivered":1,"read":1}"#]
    );
    say(&mut house, bob, r#"{"type":"room.typing","room":"ROOM"}"#);
    assert_eq!(
        heard(&mut house, ann),
        [r#"{"type":"typing.noticed","room":"ROOM","user":"BOB"}"#]
    );
    say(
        &mut house,
        bob,
        r#"{"type":"history.read","re":2,"room":"ROOM","limit":1}"#,
    );
    assert_eq!(
        heard(&mut house, bob),
        [format!(
            r#"{{"type":"history.page","re":2,"room":"ROOM","messages":[{message}],"more":false}}"#
        )]
    );
}

#[test]
fn a_page_of_rooms_names_where_the_next_begins() {
    let (mut house, ann, _) = two();
    house.person("Carl");
    for name in ["Bob", "Carl"] {
        let peer = house.world.id(name);
        house.say(ann, &format!(r#"{{"type":"room.open","re":1,"peer":"{peer}"}}"#));
        let room = house.world.room("Ann", name);
        house.say(
            ann,
            &format!(r#"{{"type":"message.send","re":2,"room":"{room}","client_id":"{name}","text":"x"}}"#),
        );
        house.world.advance(Duration::from_millis(5));
    }
    house.heard(ann);
    house.say(ann, r#"{"type":"rooms.list","re":3,"limit":1}"#);
    let page = house.heard(ann).concat();
    let carl = house.world.room("Ann", "Carl");
    let cursor = format!(r#"{{"at":1700000000005,"room":"{carl}"}}"#);
    assert!(page.ends_with(&format!(r#"],"cursor":{cursor}}}"#)), "{page}");
    house.say(
        ann,
        &format!(r#"{{"type":"rooms.list","re":4,"limit":1,"before":{cursor}}}"#),
    );
    let page = house.heard(ann).concat();
    assert!(page.contains(r#""name":"Bob""#) && !page.contains("cursor"), "{page}");
}

#[test]
fn a_call() {
    let (mut house, ann, bob) = two();
    let desk = house.page("Bob");
    heard(&mut house, desk);
    say(
        &mut house,
        ann,
        r#"{"type":"call.invite","re":1,"callee":"BOB","media":"voice","offer":{"type":"offer","sdp":"v=0\r\n"}}"#,
    );
    assert_eq!(
        heard(&mut house, ann),
        [r#"{"type":"call.invited","re":1,"call":"CALL","peer":{"id":"BOB","name":"Bob"}}"#]
    );
    let incoming = r#"{"type":"call.incoming","call":"CALL","caller":{"id":"ANN","name":"Ann"},"media":"voice","offer":{"type":"offer","sdp":"v=0\r\n"}}"#;
    assert_eq!(heard(&mut house, bob), [incoming]);
    assert_eq!(heard(&mut house, desk), [incoming]);
    say(&mut house, bob, r#"{"type":"call.ring","call":"CALL"}"#);
    assert_eq!(heard(&mut house, ann), [r#"{"type":"call.ringing","call":"CALL"}"#]);
    say(
        &mut house,
        ann,
        r#"{"type":"call.signal","call":"CALL","candidate":{"candidate":"a"}}"#,
    );
    say(
        &mut house,
        ann,
        r#"{"type":"call.signal","call":"CALL","candidate":null}"#,
    );
    say(
        &mut house,
        bob,
        r#"{"type":"call.accept","re":1,"call":"CALL","answer":{"type":"answer","sdp":""}}"#,
    );
    assert_eq!(
        heard(&mut house, bob),
        [
            r#"{"type":"call.answered","re":1,"call":"CALL"}"#,
            r#"{"type":"call.signaled","call":"CALL","candidate":{"candidate":"a"}}"#,
            r#"{"type":"call.signaled","call":"CALL","candidate":null}"#,
        ]
    );
    assert_eq!(
        heard(&mut house, ann),
        [r#"{"type":"call.accepted","call":"CALL","answer":{"type":"answer","sdp":""}}"#]
    );
    assert_eq!(
        heard(&mut house, desk),
        [r#"{"type":"call.ended","call":"CALL","reason":"answered_elsewhere"}"#]
    );
    say(
        &mut house,
        ann,
        r#"{"type":"call.signal","call":"CALL","description":{"type":"offer","sdp":"2"}}"#,
    );
    assert_eq!(
        heard(&mut house, bob),
        [r#"{"type":"call.signaled","call":"CALL","description":{"type":"offer","sdp":"2"}}"#]
    );
    house.world.lose(bob);
    let bob = house.page("Bob");
    say(
        &mut house,
        bob,
        r#"{"type":"call.resume","re":1,"call":"CALL","peer":"ANN"}"#,
    );
    assert_eq!(
        heard(&mut house, bob)[1..],
        [r#"{"type":"call.resumed","re":1,"call":"CALL"}"#]
    );
    house.world.advance(Duration::from_secs(60));
    say(
        &mut house,
        bob,
        r#"{"type":"call.hangup","re":2,"call":"CALL","seconds":42}"#,
    );
    assert_eq!(heard(&mut house, bob)[0], r#"{"type":"done","re":2}"#);
    assert_eq!(
        heard(&mut house, ann),
        [
            r#"{"type":"call.ended","call":"CALL","reason":"hung_up"}"#,
            r#"{"type":"message.posted","message":{"id":"M1","room":"ROOM","seq":1,"rev":1,"sender":"ANN","client_id":"call:CALL","sent_at":1700000060000,"call":{"call":"CALL","media":"voice","outcome":"completed","seconds":42}}}"#,
        ]
    );
}

#[test]
fn each_end_and_outcome_has_its_word() {
    let ends: [(&str, &str, &str); 3] = [
        (
            r#"{"type":"call.decline","re":1,"call":"CALL"}"#,
            "declined",
            "declined",
        ),
        (r#"{"type":"call.hangup","re":1,"call":"CALL"}"#, "declined", "declined"),
        ("", "no_answer", "missed"),
    ];
    for (text, reason, outcome) in ends {
        let (mut house, ann, bob) = two();
        say(
            &mut house,
            ann,
            r#"{"type":"call.invite","re":1,"callee":"BOB","media":"video","offer":{}}"#,
        );
        if text.is_empty() {
            house.world.advance(Duration::from_secs(45));
        } else {
            say(&mut house, bob, text);
        }
        let heard = heard(&mut house, ann);
        assert_eq!(
            heard[1],
            format!(r#"{{"type":"call.ended","call":"CALL","reason":"{reason}"}}"#)
        );
        assert!(heard[2].contains(&format!(r#""outcome":"{outcome}""#)), "{}", heard[2]);
    }
    let (mut house, ann, bob) = two();
    say(
        &mut house,
        ann,
        r#"{"type":"call.invite","re":1,"callee":"BOB","media":"video","offer":{}}"#,
    );
    say(&mut house, ann, r#"{"type":"call.hangup","re":2,"call":"CALL"}"#);
    let heard = heard(&mut house, bob);
    assert_eq!(heard[1], r#"{"type":"call.ended","call":"CALL","reason":"cancelled"}"#);
    assert!(heard[2].contains(r#""outcome":"cancelled""#));
}

#[test]
fn a_refusal_has_a_code_and_says_when_to_try_again() {
    let refusals = [
        (
            Event::Refused(Refusal::TooMany { retry_after_ms: 250 }),
            r#"{"type":"refused","re":5,"code":"too_many","message":"Too many requests; try again later.","retry_after_ms":250}"#,
        ),
        (
            Event::InviteRefused {
                refusal: Refusal::Busy,
                in_call: false,
            },
            r#"{"type":"refused","re":5,"code":"busy","message":"This person is in another call."}"#,
        ),
    ];
    for (event, json) in refusals {
        let mut out = Vec::new();
        app::encode(&mut out, Some(5), &event);
        assert_eq!(texts(&out), [json]);
    }
}

#[test]
fn what_the_app_has_no_word_for_is_not_told() {
    let mut out = Vec::new();
    app::encode(&mut out, Some(5), &Event::NameAnswered { accepted: true });
    assert_eq!(out, [0u8; 0]);
}

#[test]
fn a_bot_reads_what_the_house_writes() {
    let (mut house, ann, _) = two();
    say(&mut house, ann, r#"{"type":"rooms.list","re":1,"limit":1}"#);
    for text in house.heard(ann) {
        let message = app::decode_server(&text).expect("it is one of ours");
        assert_eq!(serde_json::to_string(&message).expect("it is JSON"), text);
    }
    assert!(app::decode_server(r#"{"type":"never.heard"}"#).is_none());
}
