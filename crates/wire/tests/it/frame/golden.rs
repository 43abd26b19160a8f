//! The examples of RFC 6455 §5.7 and §1.3, and the edges of every length, both ways.

use super::echo::{Heard, hear};
use super::raw::MASK;
use teahouse_wire::frame::{Client, CloseCode, Limits, Role, Server, encode, handshake};

#[test]
fn an_unmasked_text_reads_and_writes_as_in_the_rfc() {
    let bytes = b"\x81\x05Hello";
    assert_eq!(heard_by::<Client>(bytes), [Heard::Text("Hello".into())]);
    assert_eq!(written(|out| encode::text(out, "Hello")), bytes);
}

#[test]
fn a_masked_text_reads_and_writes_as_in_the_rfc() {
    let bytes = b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
    assert_eq!(heard_by::<Server>(bytes), [Heard::Text("Hello".into())]);
    assert_eq!(written(|out| encode::masked::text(out, "Hello", MASK)), bytes);
}

#[test]
fn a_fragmented_text_reads_as_in_the_rfc() {
    assert_eq!(
        heard_by::<Client>(b"\x01\x03Hel\x80\x02lo"),
        [Heard::Text("Hello".into())]
    );
}

#[test]
fn a_ping_and_its_pong_read_and_write_as_in_the_rfc() {
    let masked_pong = b"\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
    assert_eq!(heard_by::<Client>(b"\x89\x05Hello"), [Heard::Ping(b"Hello".into())]);
    assert_eq!(heard_by::<Server>(masked_pong), [Heard::Pong(b"Hello".into())]);
    assert_eq!(written(|out| encode::ping(out, b"Hello")), b"\x89\x05Hello");
    assert_eq!(written(|out| encode::pong(out, b"Hello")), b"\x8a\x05Hello");
    assert_eq!(written(|out| encode::masked::pong(out, b"Hello", MASK)), masked_pong);
}

#[test]
fn longer_binary_messages_read_and_write_as_in_the_rfc() {
    for (head, len) in [
        (&b"\x82\x7e\x01\x00"[..], 256),
        (b"\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 65536),
    ] {
        let payload = vec![0xa5; len];
        let bytes = [head, &payload].concat();
        assert_eq!(heard_by::<Client>(&bytes), [Heard::Binary(payload.clone())]);
        assert_eq!(written(|out| encode::binary(out, &payload)), bytes);
        assert_eq!(encode::shared_binary(&payload), bytes);
        assert_eq!(encode::Head::binary(len).as_ref(), head);
    }
}

#[test]
fn a_length_takes_its_shortest_form_at_every_edge() {
    for (len, head) in [
        (0, &b"\x81\x00"[..]),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65535, b"\x81\x7e\xff\xff"),
        (65536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ] {
        let payload = "*".repeat(len);
        let bytes = [head, payload.as_bytes()].concat();
        assert_eq!(encode::Head::text(len).as_ref(), head);
        assert_eq!(encode::shared_text(&payload), bytes);
        let written_in_place = written(|out| {
            encode::text_with(out, |out| out.extend_from_slice(payload.as_bytes()));
        });
        assert_eq!(written_in_place, bytes, "{len} bytes");
    }
}

#[test]
fn a_text_written_in_place_leaves_what_stands_before_it() {
    let mut out = b"before".to_vec();
    encode::text_with(&mut out, |out| out.extend_from_slice(b"Hello"));
    assert_eq!(out, b"before\x81\x05Hello");
}

#[test]
fn a_close_writes_its_code_and_as_much_of_its_reason_as_fits() {
    assert_eq!(written(|out| encode::close(out, None)), b"\x88\x00");
    let going = written(|out| encode::close(out, Some((CloseCode::GOING_AWAY, "bye"))));
    assert_eq!(going, b"\x88\x05\x03\xe9bye");
    // 123 bytes are allowed: 41 characters of three, or 40 and three of one.
    let long = written(|out| encode::close(out, Some((CloseCode::NORMAL, &"茶".repeat(50)))));
    assert_eq!(long, [b"\x88\x7d\x03\xe8", "茶".repeat(41).as_bytes()].concat());
    let uneven = format!("a{}", "茶".repeat(50));
    let long = written(|out| encode::close(out, Some((CloseCode::NORMAL, &uneven))));
    assert_eq!(long, [b"\x88\x7b\x03\xe8a", "茶".repeat(40).as_bytes()].concat());
}

#[test]
fn a_ping_longer_than_a_control_frame_is_cut() {
    let ping = written(|out| encode::ping(out, &[7; 200]));
    assert_eq!(ping, [&b"\x89\x7d"[..], &[7; 125]].concat());
}

#[test]
fn the_accept_key_is_that_of_the_rfc() {
    let accept = handshake::accept_key("dGhlIHNhbXBsZSBub25jZQ==");
    assert_eq!(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

fn heard_by<R: Role>(bytes: &[u8]) -> Vec<Heard> {
    let (heard, violation) = hear::<R>([bytes], &Limits::default());
    assert_eq!(violation, None);
    heard
}

fn written(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out);
    out
}
