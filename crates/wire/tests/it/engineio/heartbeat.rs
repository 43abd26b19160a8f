//! Signs of life, in virtual time.

use teahouse_wire::engineio::{CloseReason, TransportName, Version};

use super::{at, engine, sent};

#[test]
fn protocol_3_clients_ping_and_are_answered() {
    let mut engine = engine(Version::V3, TransportName::WebSocket);
    sent(&mut engine, at(0));
    assert_eq!(engine.poll_timeout(), Some(at(85)));
    engine.handle_ws_text(at(80), "2");
    assert_eq!(sent(&mut engine, at(80)), ["3"]);
    assert_eq!(engine.poll_timeout(), Some(at(165)));
}

#[test]
fn a_protocol_3_client_that_falls_silent_is_gone() {
    let mut engine = engine(Version::V3, TransportName::WebSocket);
    sent(&mut engine, at(0));
    engine.handle_timeout(at(84));
    assert_eq!(engine.closed(), None);
    engine.handle_timeout(at(85));
    assert_eq!(engine.closed(), Some(CloseReason::PingTimeout));
    assert_eq!(sent(&mut engine, at(85)), ["close 1008"]);
    assert_eq!(engine.poll_timeout(), None);
}

#[test]
fn protocol_4_clients_are_pinged_and_answer() {
    let mut engine = engine(Version::V4, TransportName::WebSocket);
    sent(&mut engine, at(0));
    for ping_at in [25, 51, 77] {
        assert_eq!(engine.poll_timeout(), Some(at(ping_at)));
        engine.handle_timeout(at(ping_at));
        assert_eq!(sent(&mut engine, at(ping_at)), ["2"]);
        assert_eq!(engine.poll_timeout(), Some(at(ping_at + 20)));
        engine.handle_ws_text(at(ping_at + 1), "3");
    }
}

#[test]
fn a_protocol_4_client_that_talks_but_never_answers_is_gone() {
    let mut engine = engine(Version::V4, TransportName::WebSocket);
    sent(&mut engine, at(0));
    engine.handle_timeout(at(25));
    sent(&mut engine, at(25));
    for second in 26..60 {
        engine.handle_ws_text(at(second), "42[]");
    }
    assert_eq!(engine.poll_timeout(), Some(at(46)));
    engine.handle_timeout(at(46));
    assert_eq!(engine.closed(), Some(CloseReason::PingTimeout));
}

#[test]
fn m3_a_heartbeat_in_the_wrong_direction_ends_a_protocol_4_session() {
    let mut engine = engine(Version::V4, TransportName::WebSocket);
    engine.handle_ws_text(at(1), "2");
    assert_eq!(engine.closed(), Some(CloseReason::Malformed));
}
