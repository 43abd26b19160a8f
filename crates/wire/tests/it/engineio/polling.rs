//! A session that polls: what each GET and POST meets.

use std::sync::Arc;

use teahouse_core::lobby::Payload;
use teahouse_wire::engineio::{BadRequest, CloseReason, Poll, TransportName, Version};

use super::{BOTH, at, engine, engine_with, polling, text};

const OPEN_V3: &str = r#"0{"sid":"s1","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":60000}"#;
const OPEN_V4: &str =
    r#"0{"sid":"s1","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#;

fn answer(poll: Poll) -> String {
    match poll {
        Poll::Answer(body) => text(body),
        other => panic!("{other:?}"),
    }
}

fn said(payload: &[&str], attachments: &[&[u8]]) -> Arc<Payload> {
    Arc::new(Payload {
        text: payload.concat().into(),
        attachments: attachments.iter().map(|&b| b.into()).collect(),
    })
}

#[test]
fn the_first_get_is_answered_with_the_open_packet_and_what_follows_it() {
    let mut v3 = engine(Version::V3, TransportName::Polling);
    v3.send_fixed(at(0), "40");
    assert_eq!(
        answer(v3.handle_poll(at(0))),
        format!("{}:{OPEN_V3}2:40", OPEN_V3.len())
    );
    let mut v4 = engine(Version::V4, TransportName::Polling);
    assert_eq!(answer(v4.handle_poll(at(0))), OPEN_V4);
}

#[test]
fn a_get_hangs_until_there_is_something_to_say() {
    for (version, expected) in [(Version::V3, "5:42[1]5:42[2]"), (Version::V4, "42[1]\u{1e}42[2]")] {
        let mut engine = polling(version);
        assert_eq!(engine.handle_poll(at(1)), Poll::Wait);
        assert_eq!(engine.poll_body(at(1)), None);
        engine.send_fixed(at(2), "42[1]");
        engine.send_fixed(at(2), "42[2]");
        assert_eq!(text(engine.poll_body(at(2)).expect("an answer")), expected);
        assert_eq!(engine.poll_body(at(2)), None);
    }
}

#[test]
fn what_is_said_while_no_get_hangs_waits_for_the_next() {
    for version in BOTH {
        let mut engine = polling(version);
        for n in 0..1_000 {
            engine.send_text(at(1), format!("42[{n}]"));
        }
        let body = answer(engine.handle_poll(at(2)));
        assert!(body.contains("42[0]") && body.ends_with("42[999]"));
        assert_eq!(engine.handle_poll(at(2)), Poll::Wait);
    }
}

#[test]
fn protocol_3_text_goes_out_in_ascii_because_1_x_and_2_x_count_differently() {
    let mut engine = polling(Version::V3);
    engine.send_fixed(at(1), "42[\"é中😀\"]");
    assert_eq!(
        answer(engine.handle_poll(at(1))),
        r#"30:42["\u00e9\u4e2d\ud83d\ude00"]"#
    );
    let mut engine = polling(Version::V4);
    engine.send_fixed(at(1), "42[\"é中😀\"]");
    assert_eq!(answer(engine.handle_poll(at(1))), "42[\"é中😀\"]");
}

#[test]
fn attachments_follow_their_text_in_each_framing() {
    let payload = said(&[r#"451-["m","中"]"#], &[&[1, 2, 255]]);
    let poll = |version, b64| {
        let mut engine = engine_with(version, TransportName::Polling, b64);
        engine.handle_poll(at(0));
        engine.send_shared(at(1), &payload);
        match engine.handle_poll(at(1)) {
            Poll::Answer(body) => body,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(text(poll(Version::V3, true)), r#"18:451-["m","\u4e2d"]6:b4AQL/"#);
    for b64 in [false, true] {
        assert_eq!(text(poll(Version::V4, b64)), "451-[\"m\",\"中\"]\u{1e}bAQL/");
    }
    let framed = poll(Version::V3, false);
    assert!(framed.is_binary);
    let mut expected = vec![0, 1, 5, 255];
    expected.extend(r#"451-["m","中"]"#.bytes());
    expected.extend([1, 4, 255, 4, 1, 2, 255]);
    assert_eq!(framed.bytes, expected);
}

#[test]
fn a_second_get_ends_the_session_and_lets_the_first_go() {
    for (version, farewell) in [(Version::V3, "1:1"), (Version::V4, "1")] {
        let mut engine = polling(version);
        assert_eq!(engine.handle_poll(at(1)), Poll::Wait);
        assert_eq!(engine.handle_poll(at(1)), Poll::Refuse(BadRequest::Malformed));
        assert_eq!(engine.closed(), Some(CloseReason::Overlap));
        assert_eq!(text(engine.poll_body(at(1)).expect("the first is let go")), farewell);
        assert_eq!(engine.handle_poll(at(1)), Poll::Refuse(BadRequest::UnknownSid));
    }
}

#[test]
fn a_client_that_says_goodbye_has_its_get_let_go() {
    for (version, goodbye, noop) in [(Version::V3, "1:1", "1:6"), (Version::V4, "1", "6")] {
        let mut engine = polling(version);
        assert_eq!(engine.handle_poll(at(1)), Poll::Wait);
        assert_eq!(engine.handle_post(at(1), goodbye.as_bytes(), false), Ok(vec![]));
        assert_eq!(engine.closed(), Some(CloseReason::ByClient));
        assert_eq!(text(engine.poll_body(at(1)).expect("an answer")), noop);
    }
}

#[test]
fn what_comes_after_a_goodbye_is_not_heard() {
    let mut engine = polling(Version::V4);
    assert_eq!(engine.handle_post(at(1), "1\u{1e}42[]".as_bytes(), false), Ok(vec![]));
    assert_eq!(engine.handle_post(at(1), b"42[]", false), Err(BadRequest::UnknownSid));
}

#[test]
fn an_aborted_get_ends_the_session_at_once() {
    for version in BOTH {
        let mut engine = polling(version);
        assert_eq!(engine.handle_poll(at(1)), Poll::Wait);
        engine.handle_poll_aborted();
        assert_eq!(engine.closed(), Some(CloseReason::PollAborted));
    }
}

#[test]
fn a_body_that_cannot_be_read_ends_the_session() {
    for version in BOTH {
        let mut engine = polling(version);
        assert_eq!(engine.handle_post(at(1), b"!", false), Err(BadRequest::Malformed));
        assert_eq!(engine.closed(), Some(CloseReason::Malformed));
    }
}

#[test]
fn a_client_that_takes_nothing_is_closed_and_never_trimmed() {
    for version in BOTH {
        let mut engine = polling(version);
        let payload = said(&["42[\"", &"x".repeat(1 << 20), "\"]"], &[]);
        for _ in 0..15 {
            engine.send_shared(at(1), &payload);
        }
        assert_eq!(engine.closed(), None);
        engine.send_shared(at(1), &payload);
        assert_eq!(engine.closed(), Some(CloseReason::SlowReader));
        let mut engine = polling(version);
        engine.send_fixed(at(1), "42[]");
        let due = engine.poll_timeout().expect("the stall");
        assert_eq!(due, at(16));
        engine.handle_timeout(due);
        assert_eq!(engine.closed(), Some(CloseReason::SlowReader));
    }
}

#[test]
fn a_session_of_its_own_socket_is_not_polled() {
    for version in BOTH {
        let mut engine = engine(version, TransportName::WebSocket);
        assert_eq!(engine.handle_poll(at(1)), Poll::Refuse(BadRequest::Malformed));
        assert_eq!(engine.handle_post(at(1), b"4", false), Err(BadRequest::Malformed));
        assert_eq!(engine.closed(), None);
    }
}
