//! Golden frames of every event, in both protocols and between them.

use std::time::Duration;

use teahouse_wire::engineio::{CloseReason, TransportName, Version};

use super::world::{BOTH, World};

#[test]
fn protocol_3_clients_are_connected_and_greeted_at_once() {
    let mut world = World::new();
    let ann = world.knock(Version::V3, TransportName::WebSocket, false);
    let expected = [
        r#"0{"sid":"s1","upgrades":[],"pingInterval":25000,"pingTimeout":60000}"#,
        "40",
        r#"42["ready","s1",[{"id":"s1","seq":1}]]"#,
    ];
    assert_eq!(world.heard(ann), expected);
}

#[test]
fn protocol_4_clients_are_connected_when_they_ask_and_greeted_then() {
    for connect in ["40", r#"40{"token":"x"}"#] {
        let mut world = World::new();
        let ann = world.knock(Version::V4, TransportName::WebSocket, false);
        assert_eq!(world.heard(ann).len(), 1);
        assert!(world.lobby.is_empty());
        world.say(ann, connect);
        assert_eq!(
            world.heard(ann),
            [r#"40{"sid":"p1"}"#, r#"42["ready","p1",[{"id":"p1","seq":1}]]"#]
        );
    }
}

#[test]
fn the_others_hear_a_change_and_the_newcomer_only_ready() {
    let mut world = World::new();
    let ann = world.guest(Version::V3);
    let bob = world.knock(Version::V4, TransportName::WebSocket, false);
    world.heard(bob);
    world.say(bob, "40");
    let persons = r#"[{"id":"s1","seq":1},{"id":"p2","seq":2}]"#;
    assert_eq!(world.heard(ann), [format!(r#"42["change",{persons}]"#)]);
    assert_eq!(
        world.heard(bob),
        [r#"40{"sid":"p2"}"#.to_owned(), format!(r#"42["ready","p2",{persons}]"#)]
    );
    world.advance(Duration::from_secs(1));
    assert_eq!(world.heard(bob), Vec::<String>::new());
}

#[test]
fn a_message_to_an_id_arrives_with_from_and_time_and_otherwise_untouched() {
    for (from, to) in [(Version::V3, Version::V4), (Version::V4, Version::V3)] {
        let mut world = World::new();
        let (ann, bob, cat) = (world.guest(from), world.guest(to), world.guest(from));
        let (a, b) = (world.name(ann), world.name(bob));
        world.rest();
        world.say(
            ann,
            &format!(r#"42["message",{{ "z":1.50,"to":"{b}" ,"n":1e400,"k":"你\u00e9\ud800","a":[{{"from":1}}]}}]"#),
        );
        let expected = format!(
            r#"42["message",{{ "z":1.50,"to":"{b}" ,"n":1e400,"k":"你\u00e9\ud800","a":[{{"from":1}}],"from":"{a}","time":"9:5:3"}}]"#
        );
        assert_eq!(world.heard(bob), [expected]);
        assert_eq!((world.heard(ann), world.heard(cat)), (vec![], vec![]));
    }
}

#[test]
fn a10_nobody_speaks_in_anothers_name() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V3), world.guest(Version::V4));
    world.say(
        ann,
        r#"42["message",{"from":"p2","to":"p2","time":"0:0:0","fr\u006fm":"p2"}]"#,
    );
    assert_eq!(
        world.heard(bob),
        [r#"42["message",{"from":"s1","to":"p2","time":"9:5:3","fr\u006fm":"s1"}]"#]
    );
    world.say(ann, r#"42["meeting",{"from":"p2","sdp":"v=0\r\n"}]"#);
    assert_eq!(world.heard(bob), [r#"42["meeting",{"from":"s1","sdp":"v=0\r\n"}]"#]);
}

#[test]
fn a10_a_meeting_goes_to_everybody_else_as_the_known_limit_says() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob, cat) = (world.guest(version), world.guest(Version::V3), world.guest(Version::V4));
        world.say(ann, r#"42["create","tea"]"#);
        world.say(ann, r#"42["meeting",{"n":1.0,"x":{"from":1}}]"#);
        for other in [bob, cat] {
            assert_eq!(world.heard(other), [r#"42["meeting",{"n":1.0,"x":{"from":1}}]"#]);
        }
        for (said, heard) in [(r#""text""#, r#""text""#), ("[1,2]", "[1,2]"), ("null", "null")] {
            world.say(ann, &format!(r#"42["meeting",{said}]"#));
            assert_eq!(world.heard(bob), [format!(r#"42["meeting",{heard}]"#)]);
        }
        world.say(ann, r#"42["meeting"]"#);
        assert_eq!(world.heard(bob), [r#"42["meeting",null]"#]);
        assert_eq!(world.heard(ann), Vec::<String>::new());
    }
}

#[test]
fn every_event_that_asks_for_an_answer_gets_one() {
    for version in BOTH {
        let mut world = World::new();
        let (ann, bob) = (world.guest(version), world.guest(version));
        let b = world.name(bob);
        let cases = [
            (format!(r#"4217["message",{{"to":"{b}"}}]"#), vec!["4317[]"]),
            (r#"420["meeting",{}]"#.into(), vec!["430[]"]),
            (r#"421["create","tea"]"#.into(), vec![r#"431[{"id":"tea","count":0}]"#]),
            (
                r#"422["ipaddr"]"#.into(),
                vec![r#"42["ipaddr","192.168.1.5"]"#, "432[]"],
            ),
            (r#"423["no such event",{"a":1}]"#.into(), vec!["433[]"]),
            (r#"424[5]"#.into(), vec!["434[]"]),
            (r#"42["no such event"]"#.into(), vec![]),
        ];
        for (said, heard) in cases {
            world.say(ann, &said);
            assert_eq!(world.heard(ann), heard, "{said}");
        }
    }
}

#[test]
fn a2_ipaddr_tells_the_one_address_that_the_client_came_by() {
    for version in BOTH {
        let mut world = World::new();
        let ann = world.guest(version);
        world.say(ann, r#"42["ipaddr"]"#);
        assert_eq!(world.heard(ann), [r#"42["ipaddr","192.168.1.5"]"#]);
    }
}

#[test]
fn bytes_arrive_in_the_receivers_framing() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V3), world.guest(Version::V4));
    let body = r#""blob":{"_placeholder":true,"num":0},"more":[{"num":1,"_placeholder":true}]}"#;
    world.say(ann, &format!(r#"452-5["message",{{"to":"p2",{body}]"#));
    world.say_bytes(ann, &[4, 1, 255]);
    assert_eq!(world.heard(bob), Vec::<String>::new());
    world.say_bytes(ann, &[4]);
    let heard = |from: &str, to: &str| {
        format!(
            r#"452-["message",{{"to":"{to}",{},"from":"{from}","time":"9:5:3"}}]"#,
            &body[..body.len() - 1]
        )
    };
    assert_eq!(
        world.heard(bob),
        [heard("s1", "p2"), "<[1, 255]>".into(), "<[]>".into()]
    );
    assert_eq!(world.heard(ann), ["435[]"]);
    world.say(bob, &format!(r#"452-["message",{{"to":"s1",{body}]"#));
    world.say_bytes(bob, &[1, 255]);
    world.say_bytes(bob, &[]);
    assert_eq!(
        world.heard(ann),
        [heard("p2", "s1"), "<[4, 1, 255]>".into(), "<[4]>".into()]
    );
    world.say(bob, r#"451-["meeting",{"_placeholder":true,"num":0}]"#);
    world.say_bytes(bob, &[7]);
    assert_eq!(
        world.heard(ann),
        [r#"451-["meeting",{"_placeholder":true,"num":0}]"#, "<[4, 7]>"]
    );
}

#[test]
fn a_burst_arrives_whole_and_in_order() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V3), world.guest(Version::V4));
    for n in 0..1_000 {
        world.say(ann, &format!(r#"42["message",{{"to":"p2","n":{n}}}]"#));
    }
    let heard = world.heard(bob);
    assert_eq!(heard.len(), 1_000);
    for (n, text) in heard.iter().enumerate() {
        assert!(text.contains(&format!(r#""n":{n},"#)), "{text}");
    }
    assert_eq!(world.sessions[&ann].may_read_at(world.at.now.mono), None);
}

#[test]
fn a17_a_flood_is_read_more_slowly_and_nothing_of_it_is_dropped() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V3), world.guest(Version::V4));
    for n in 0..3_000 {
        world.say(ann, &format!(r#"42["message",{{"to":"p2","n":{n}}}]"#));
    }
    assert_eq!(world.heard(bob).len(), 3_000);
    let now = world.at.now.mono;
    let again = world.sessions[&ann].may_read_at(now).expect("a pause");
    assert_eq!(again.since(now), Duration::from_secs(5));
    world.advance(Duration::from_secs(5));
    assert_eq!(world.sessions[&ann].may_read_at(again), None);
}

#[test]
fn only_the_default_namespace_is_served() {
    for (version, refusal) in [
        (Version::V3, r#"44/other,"Invalid namespace""#),
        (Version::V4, r#"44/other,{"message":"Invalid namespace"}"#),
    ] {
        let mut world = World::new();
        let ann = world.guest(version);
        world.say(ann, "40/other?a=b,");
        assert_eq!(world.heard(ann), [refusal]);
        assert_eq!(world.closed(ann), None);
    }
}

#[test]
fn one_may_leave_and_come_back_in_on_one_transport() {
    let mut world = World::new();
    let (ann, bob) = (world.guest(Version::V4), world.guest(Version::V3));
    world.say(ann, "41");
    assert_eq!(world.heard(bob), [r#"42["change",[{"id":"s2","seq":2}]]"#]);
    assert_eq!(world.closed(ann), None);
    world.say(ann, "40");
    assert_eq!(
        world.heard(ann),
        [
            r#"40{"sid":"p1"}"#,
            r#"42["ready","p1",[{"id":"s2","seq":2},{"id":"p1","seq":1}]]"#
        ]
    );
}

#[test]
fn a_protocol_4_client_that_never_connects_is_closed() {
    let mut world = World::new();
    let ann = world.knock(Version::V4, TransportName::WebSocket, false);
    world.heard(ann);
    for _ in 0..60 {
        world.advance(Duration::from_secs(1));
        if world.heard(ann).contains(&"2".to_owned()) {
            world.say(ann, "3");
        }
    }
    assert_eq!(world.closed(ann), Some(CloseReason::NotConnected));
}

#[test]
fn answers_of_a_client_are_nobodys_business() {
    for version in BOTH {
        let mut world = World::new();
        let ann = world.guest(version);
        world.say(ann, "4317[1]");
        assert_eq!((world.heard(ann), world.closed(ann)), (vec![], None));
    }
}
