//! Engine.IO through its door: payloads, polling, upgrade, signs of life, and who may speak for a session.

mod binding;
mod heartbeat;
mod payload;
mod polling;
mod request;
mod upgrade;

use std::sync::Arc;
use std::time::Duration;

use teahouse_core::lobby::PublicId;
use teahouse_core::now::Mono;
use teahouse_wire::engineio::{Engine, Frame, Poll, Settings, TransportName, Version, WsOutput};

const BOTH: [Version; 2] = [Version::V3, Version::V4];

fn at(seconds: u64) -> Mono {
    Mono(Duration::from_secs(seconds))
}

fn engine(version: Version, transport: TransportName) -> Engine {
    engine_with(version, transport, false)
}

fn engine_with(version: Version, transport: TransportName, b64: bool) -> Engine {
    let sid = PublicId::new("s1").expect("short and plain");
    Engine::open(at(0), version, transport, b64, &sid, Arc::new(Settings::default()))
}

/// A polling session that has been told its open packet.
fn polling(version: Version) -> Engine {
    let mut engine = engine(version, TransportName::Polling);
    assert!(matches!(engine.handle_poll(at(0)), Poll::Answer(_)));
    engine
}

fn text(body: teahouse_wire::engineio::PollBody) -> String {
    assert!(!body.is_binary);
    String::from_utf8(body.bytes).expect("text")
}

/// Everything that goes out on the socket, bytes as `<…>`.
fn sent(engine: &mut Engine, now: Mono) -> Vec<String> {
    std::iter::from_fn(|| engine.poll_ws(now))
        .map(|output| show(&output))
        .collect()
}

fn show(output: &WsOutput) -> String {
    match output {
        WsOutput::Frame(Frame::Text(chunk)) => std::str::from_utf8(chunk.as_ref()).expect("text").to_owned(),
        WsOutput::Frame(Frame::Binary(chunk)) => format!("<{:?}>", chunk.as_ref()),
        WsOutput::Close(code) => format!("close {code}"),
    }
}
