//! Engine.IO payloads. The first byte of an input chooses the protocol and the framing.

use bolero::check;
use teahouse_wire::engineio::payload::{MAX_PACKETS, Spelling, decode};
use teahouse_wire::engineio::{Data, Request, Version};

#[test]
fn any_payload_is_read_or_refused() {
    check!().for_each(|input: &[u8]| {
        let Some((&choice, body)) = input.split_first() else {
            return;
        };
        let version = if choice & 1 == 0 { Version::V3 } else { Version::V4 };
        let Ok(packets) = decode(version, &mut Spelling::default(), choice & 2 != 0, body) else {
            return;
        };
        assert!((1..=MAX_PACKETS).contains(&packets.len()));
        let carried = packets.iter().map(|packet| match &packet.data {
            Data::Text(text) => text.len(),
            Data::Binary(bytes) => bytes.len(),
        });
        assert!(carried.sum::<usize>() < body.len(), "nothing is made of nothing");
    });
}

#[test]
fn any_query_is_read_or_refused() {
    check!().for_each(|input: &[u8]| {
        let query = String::from_utf8_lossy(input);
        if let Ok(request) = Request::parse("GET", &query) {
            assert!(request.sid.is_none_or(|sid| !sid.is_empty() && query.contains(sid)));
        }
    });
}
