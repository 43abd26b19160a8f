//! Events that cannot be served: a stable error for the sender, nothing for anybody else, and the house stands.

use teahouse_wire::chat_room::MAX_MESSAGE;
use teahouse_wire::engineio::{CloseReason, Version};
use teahouse_wire::shape::{MAX_DEPTH, MAX_STRING};

use super::world::{BOTH, World};

/// Says something with an answer awaited; gives the code of the error, which must come as event and as answer.
fn code(world: &mut World, guest: u64, event: &str, args: &str) -> String {
    world.say(guest, &format!(r#"429["{event}",{args}]"#));
    let heard = world.heard(guest);
    let [error, answer] = &heard[..] else {
        panic!("{event}: {heard:?}")
    };
    let error = error.strip_prefix(r#"42["error","#).expect("an error event");
    assert_eq!(answer.strip_prefix("439["), Some(error));
    let error: serde_json::Value = serde_json::from_str(&error[..error.len() - 1]).expect("JSON");
    assert_eq!(error["event"], event);
    assert!(error["message"].is_string());
    error["code"].as_str().expect("a code").to_owned()
}

#[test]
fn m3_an_event_that_cannot_be_served_gets_its_error_and_nobody_hears_it() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob) = (world.guest(version), world.guest(Version::V4));
        let own = world.name(ann);
        let own_id = format!(r#"{{"to":"{own}"}}"#);
        let far = format!(r#"{{"to":"{}"}}"#, "x".repeat(4_000));
        let deep = format!(
            r#"{{"to":"p2","x":{}{}}}"#,
            "[".repeat(MAX_DEPTH as usize),
            "]".repeat(MAX_DEPTH as usize)
        );
        let string = format!(r#"{{"to":"p2","x":"{}"}}"#, "x".repeat(MAX_STRING + 1));
        let long = format!(r#"{{"to":"p2","x":[{}0]}}"#, "0,".repeat(MAX_MESSAGE / 2 + 100));
        let room = format!(r#""{}""#, "x".repeat(513));
        let cases = [
            ("message", "null", "bad_body"),
            ("message", "[]", "bad_body"),
            ("message", "5", "bad_body"),
            ("message", r#""text""#, "bad_body"),
            ("message", "{}", "bad_recipient"),
            ("message", r#"{"to":null}"#, "bad_recipient"),
            ("message", r#"{"to":[]}"#, "bad_recipient"),
            ("message", r#"{"to":["p2"]}"#, "bad_recipient"),
            ("message", r#"{"to":{"toString":1}}"#, "bad_recipient"),
            ("message", r#"{"to":true}"#, "bad_recipient"),
            ("message", r#"{"to":"p2","to":[]}"#, "bad_recipient"),
            ("message", r#"{"to":"nobody"}"#, "nobody_there"),
            ("message", r#"{"to":"__proto__"}"#, "nobody_there"),
            ("message", r#"{"to":7}"#, "nobody_there"),
            ("message", &far, "nobody_there"),
            ("message", &own_id, "oneself"),
            ("message", &deep, "too_deep"),
            ("message", &string, "string_too_long"),
            ("message", &long, "too_long"),
            ("meeting", &deep, "too_deep"),
            ("create", "null", "bad_room"),
            ("create", "[]", "bad_room"),
            ("create", "{}", "bad_room"),
            ("create", "true", "bad_room"),
            ("join", r#"{"toString":1,"valueOf":1}"#, "bad_room"),
            ("join", r#""\ud800""#, "bad_room"),
            ("create", &room, "bad_room"),
            ("join", r#""p2""#, "somebodys_id"),
        ];
        for (event, args, expected) in cases {
            assert_eq!(
                code(&mut world, ann, event, args),
                expected,
                "{event} {}",
                &args[..args.len().min(80)]
            );
        }
        assert_eq!((world.heard(bob), world.closed(ann)), (vec![], None));
        world.say(ann, r#"42["message",{"to":"p2","still":"here"}]"#);
        assert_eq!(world.heard(bob).len(), 1);
    }
}

#[test]
fn m3_an_event_without_its_argument_is_an_error_even_where_an_answer_stands_in_its_place() {
    let mut world = World::new();
    let ann = world.guest(Version::V3);
    for (said, code) in [("message", "bad_body"), ("create", "bad_room"), ("join", "bad_room")] {
        world.say(ann, &format!(r#"421["{said}"]"#));
        let heard = world.heard(ann);
        assert!(heard[0].contains(code) && heard[1].starts_with("431["), "{heard:?}");
    }
}

#[test]
fn m3_what_is_no_socket_io_ends_the_session_with_1002_and_nobody_elses() {
    for version in BOTH {
        let broken = [
            "4",
            "49",
            "4x",
            "42",
            "42{}",
            "42[]",
            "42[null]",
            "42[\"message\"",
            "42[\"m\"]x",
            "4299999999999999999999[\"m\"]",
            "450-[\"m\"]",
            "4510000-[\"message\",{}]",
            "45[\"m\"]",
            "44\"e\"",
        ];
        for text in broken {
            let mut world = World::new();
            let (ann, bob) = (world.guest(version), world.guest(version));
            world.say(ann, text);
            assert_eq!(world.closed(ann), Some(CloseReason::Malformed), "{version:?} {text}");
            assert_eq!(world.heard(ann), ["close 1002"]);
            assert_eq!(world.closed(bob), None);
        }
    }
}

#[test]
fn m3_protocol_4_events_before_the_connection_or_a_second_one_end_the_session() {
    use teahouse_wire::engineio::TransportName;
    for text in ["42[\"message\",{}]", "40[]", "40\"x\"", "40{", "44{}"] {
        let mut world = World::new();
        let ann = world.knock(Version::V4, TransportName::WebSocket, false);
        world.say(ann, text);
        assert_eq!(world.closed(ann), Some(CloseReason::Malformed), "{text}");
        assert!(world.lobby.is_empty());
    }
    let mut world = World::new();
    let ann = world.guest(Version::V4);
    world.say(ann, "40");
    assert_eq!(world.closed(ann), Some(CloseReason::Malformed));
}

#[test]
fn m3_a_placeholder_that_names_nothing_reaches_nobody() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob) = (world.guest(version), world.guest(Version::V4));
        for event in ["message", "meeting"] {
            world.say(
                ann,
                &format!(r#"451-9["{event}",{{"to":"p2","x":{{"_placeholder":true,"num":5}}}}]"#),
            );
            world.say_bytes(ann, if version == Version::V3 { &[4, 1] } else { &[1] });
            let heard = world.heard(ann);
            assert!(
                heard[0].contains("bad_attachment") && heard[1].starts_with("439["),
                "{heard:?}"
            );
        }
        assert_eq!((world.heard(bob), world.closed(ann)), (vec![], None));
    }
}

#[test]
fn m3_reserved_and_huge_event_names_are_unknown_events() {
    for version in BOTH {
        let mut world = World::new();
        let ann = world.guest(version);
        let huge = "n".repeat(100_000);
        for name in [
            "connect",
            "disconnect",
            "error",
            "disconnecting",
            "newListener",
            "__proto__",
            &huge,
        ] {
            world.say(ann, &format!(r#"421["{name}",{{}}]"#));
            assert_eq!((world.heard(ann), world.closed(ann)), (vec!["431[]".to_owned()], None));
        }
        assert_eq!(world.lobby.len(), 1);
    }
}

#[test]
fn m3_ten_thousand_namespaces_cost_ten_thousand_short_answers() {
    for version in BOTH {
        let mut world = World::new();
        let ann = world.guest(version);
        for n in 0..10_000 {
            world.say(ann, &format!("40/n{n},"));
        }
        assert_eq!(world.heard(ann).len(), 10_000);
        assert!(world.sessions[&ann].may_read_at(world.at.now.mono).is_some());
        assert_eq!((world.closed(ann), world.lobby.len()), (None, 1));
    }
}

#[test]
fn m3_events_for_a_namespace_where_one_is_not_reach_nobody() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V3), world.guest(Version::V4));
    world.say(ann, r#"42/admin,["meeting",{}]"#);
    assert_eq!((world.closed(ann), world.heard(bob)), (None, vec![]));
    world.say(bob, r#"42/admin,["meeting",{}]"#);
    assert_eq!(world.closed(bob), Some(CloseReason::Malformed));
}
