//! The way from polling to a WebSocket, and the socket itself.

use std::sync::Arc;
use std::time::Duration;

use teahouse_core::lobby::Payload;
use teahouse_wire::engineio::{BadRequest, CloseReason, Data, Engine, Poll, TransportName, Version};

use super::{BOTH, at, engine, engine_with, polling, sent, text};

fn noop(version: Version) -> &'static str {
    match version {
        Version::V3 => "1:6",
        Version::V4 => "6",
    }
}

/// A session whose client has been answered `3probe` and has no GET hanging.
fn probed(version: Version) -> Engine {
    let mut engine = polling(version);
    assert_eq!(engine.handle_poll(at(1)), Poll::Wait);
    assert_eq!(engine.attach_ws(at(1), false), Ok(()));
    assert_eq!(engine.handle_ws_text(at(1), "2probe"), None);
    assert_eq!(sent(&mut engine, at(1)), ["3probe"]);
    assert_eq!(text(engine.poll_body(at(1)).expect("the GET is let go")), noop(version));
    engine
}

#[test]
fn an_upgrade_moves_the_session_and_loses_nothing() {
    for version in BOTH {
        let mut engine = probed(version);
        engine.send_fixed(at(1), "42[1]");
        assert_eq!(sent(&mut engine, at(1)), Vec::<String>::new());
        assert_eq!(engine.handle_ws_text(at(1), "5"), None);
        engine.send_fixed(at(1), "42[2]");
        assert!(engine.is_on_websocket());
        assert_eq!(sent(&mut engine, at(1)), ["42[1]", "42[2]"]);
        assert_eq!(engine.handle_ws_text(at(1), "42[]"), Some(Data::Text("2[]".into())));
    }
}

#[test]
fn a32_after_the_upgrade_polling_is_refused_and_harms_nothing() {
    for version in BOTH {
        let mut engine = probed(version);
        engine.handle_ws_text(at(1), "5");
        assert_eq!(engine.handle_poll(at(2)), Poll::Refuse(BadRequest::Malformed));
        assert_eq!(engine.handle_post(at(2), b"1:1", false), Err(BadRequest::Malformed));
        engine.handle_poll_aborted();
        assert_eq!(engine.attach_ws(at(2), false), Err(BadRequest::Malformed));
        assert_eq!(engine.closed(), None);
    }
}

#[test]
fn a_get_that_hangs_at_the_upgrade_is_let_go() {
    let mut engine = probed(Version::V4);
    assert_eq!(engine.handle_poll(at(1)), Poll::Wait);
    engine.handle_ws_text(at(1), "5");
    assert_eq!(text(engine.poll_body(at(1)).expect("an answer")), "6");
    assert_eq!(engine.poll_body(at(1)), None);
}

#[test]
fn while_an_upgrade_runs_a_get_hangs_only_a_moment() {
    let mut engine = probed(Version::V4);
    assert_eq!(engine.handle_poll(at(2)), Poll::Wait);
    let due = engine.poll_timeout().expect("the noop");
    assert_eq!(due.since(at(2)), Duration::from_millis(100));
    assert_eq!(engine.poll_body(at(2)), None);
    assert_eq!(text(engine.poll_body(due).expect("a noop")), "6");
}

#[test]
fn what_is_said_before_the_upgrade_is_done_still_goes_by_polling() {
    let mut engine = probed(Version::V4);
    assert_eq!(engine.handle_poll(at(1)), Poll::Wait);
    engine.send_fixed(at(1), "42[1]");
    assert_eq!(text(engine.poll_body(at(1)).expect("an answer")), "42[1]");
}

#[test]
fn m3_a_socket_that_does_not_probe_is_closed_and_the_session_goes_on_polling() {
    for version in BOTH {
        for first in ["5", "42[]", "2", "2prob", "x", ""] {
            let mut engine = polling(version);
            engine.attach_ws(at(1), false).expect("a first try");
            assert_eq!(engine.handle_ws_text(at(1), first), None, "{first}");
            assert_eq!(sent(&mut engine, at(1)), ["close 1002"], "{first}");
            engine.handle_ws_closed();
            assert_eq!(engine.closed(), None);
            assert_eq!(engine.handle_poll(at(2)), Poll::Wait);
            assert_eq!(engine.attach_ws(at(2), false), Ok(()));
        }
    }
}

#[test]
fn an_upgrade_that_takes_too_long_is_given_up() {
    let mut engine = polling(Version::V3);
    engine.attach_ws(at(1), false).expect("a first try");
    assert_eq!(engine.attach_ws(at(1), false), Err(BadRequest::Malformed));
    assert_eq!(engine.poll_timeout(), Some(at(11)));
    engine.handle_timeout(at(11));
    assert_eq!(sent(&mut engine, at(11)), ["close 1002"]);
    assert_eq!(engine.closed(), None);
}

#[test]
fn a_socket_lost_during_the_upgrade_is_no_loss() {
    let mut engine = probed(Version::V3);
    engine.handle_ws_closed();
    engine.send_fixed(at(2), "42[1]");
    assert!(matches!(engine.handle_poll(at(2)), Poll::Answer(_)));
    assert_eq!(engine.closed(), None);
}

#[test]
fn a_session_may_begin_on_its_socket() {
    let open = [
        r#"0{"sid":"s1","upgrades":[],"pingInterval":25000,"pingTimeout":60000}"#,
        r#"0{"sid":"s1","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#,
    ];
    for (version, open) in BOTH.into_iter().zip(open) {
        let mut engine = engine(version, TransportName::WebSocket);
        assert_eq!(sent(&mut engine, at(0)), [open]);
        engine.handle_ws_closed();
        assert_eq!(engine.closed(), Some(CloseReason::SocketClosed));
        assert_eq!(sent(&mut engine, at(0)), Vec::<String>::new());
    }
}

#[test]
fn bytes_travel_on_the_socket_as_each_version_frames_them() {
    let payload = Arc::new(Payload {
        text: "451-[]".into(),
        attachments: vec![Box::from([1, 2])],
    });
    let cases = [
        (Version::V3, false, "<[4, 1, 2]>"),
        (Version::V3, true, "b4AQI="),
        (Version::V4, false, "<[1, 2]>"),
    ];
    for (version, b64, expected) in cases {
        let mut engine = engine_with(version, TransportName::WebSocket, b64);
        sent(&mut engine, at(0));
        engine.send_shared(at(0), &payload);
        assert_eq!(sent(&mut engine, at(0)), ["451-[]", expected]);
    }
    let mut v3 = engine(Version::V3, TransportName::WebSocket);
    assert_eq!(v3.handle_ws_binary(at(0), &[4, 9]), Some(Data::Binary([9][..].into())));
    assert_eq!(v3.handle_ws_text(at(0), "b4CQ=="), Some(Data::Binary([9][..].into())));
    let mut v4 = engine(Version::V4, TransportName::WebSocket);
    assert_eq!(v4.handle_ws_binary(at(0), &[9]), Some(Data::Binary([9][..].into())));
}

#[test]
fn m3_what_is_no_packet_ends_the_session_with_1002() {
    for version in BOTH {
        for text in ["", "x", "9", "é", "b4!!"] {
            let mut engine = engine(version, TransportName::WebSocket);
            sent(&mut engine, at(0));
            assert_eq!(engine.handle_ws_text(at(0), text), None);
            assert_eq!(engine.closed(), Some(CloseReason::Malformed), "{text}");
            assert_eq!(sent(&mut engine, at(0)), ["close 1002"]);
        }
    }
}

#[test]
fn a_house_that_closes_says_what_it_had_to_say_first() {
    let mut engine = engine(Version::V4, TransportName::WebSocket);
    sent(&mut engine, at(0));
    engine.send_fixed(at(0), "42[1]");
    engine.close(CloseReason::Shutdown);
    engine.send_fixed(at(0), "42[2]");
    assert_eq!(sent(&mut engine, at(0)), ["42[1]", "close 1001"]);
}
