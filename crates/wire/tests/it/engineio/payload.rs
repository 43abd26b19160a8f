//! Payloads as the clients of each version were seen to write them.

use std::borrow::Cow;

use teahouse_wire::engineio::payload::{MAX_PACKETS, Spelling, decode};
use teahouse_wire::engineio::{Data, Kind, Malformed, Packet, Version};

fn texts(version: Version, body: &str) -> Result<Vec<String>, Malformed> {
    let packets = decode(version, &mut Spelling::default(), false, body.as_bytes())?;
    Ok(packets.iter().map(show).collect())
}

fn show(packet: &Packet<'_>) -> String {
    match &packet.data {
        Data::Text(text) => format!("{:?} {text}", packet.kind),
        Data::Binary(bytes) => format!("{:?} {bytes:?}", packet.kind),
    }
}

/// What a 1.x client makes of text: each byte of its UTF-8 becomes a character.
fn twice(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

#[test]
fn protocol_3_counts_utf16_code_units() {
    let body = r#"24:42["hi","你好é😀",{"a":1}]1:2"#;
    assert_eq!(
        texts(Version::V3, body),
        Ok(vec![r#"Message 2["hi","你好é😀",{"a":1}]"#.into(), "Ping ".into()])
    );
}

#[test]
fn protocol_3_carries_bytes_as_base64_in_text() {
    let body = r#"6:b4AQL/17:42["m",{"t":"é"}]"#;
    assert_eq!(
        texts(Version::V3, body),
        Ok(vec!["Message [1, 2, 255]".into(), r#"Message 2["m",{"t":"é"}]"#.into()])
    );
}

#[test]
fn protocol_3_carries_bytes_in_frames_of_bytes() {
    let text = r#"42["é😀"]"#;
    let mut body = vec![0, 1, 2, 255];
    body.extend(text.bytes());
    body.extend([1, 4, 255, 4, 1, 2, 255]);
    let packets = decode(Version::V3, &mut Spelling::default(), true, &body).expect("two packets");
    assert_eq!(
        packets.iter().map(show).collect::<Vec<_>>(),
        [r#"Message 2["é😀"]"#, "Message [1, 2, 255]"]
    );
}

#[test]
fn clients_1_x_spell_text_twice_and_are_understood() {
    let packet = twice(r#"42["m",{"t":"中文 é😀"}]"#);
    let body = format!("{}:{packet}", packet.chars().count());
    assert_eq!(
        texts(Version::V3, &body),
        Ok(vec![r#"Message 2["m",{"t":"中文 é😀"}]"#.into()])
    );
}

#[test]
fn a_client_that_has_spelled_once_is_never_taken_for_one_that_spells_twice() {
    let mut spelling = Spelling::default();
    let mojibake = "5:42[\"Ã©\"]".replacen("5:", "8:", 1);
    decode(Version::V3, &mut spelling, false, "7:42[\"中\"]".as_bytes()).expect("one packet");
    let packets = decode(Version::V3, &mut spelling, false, mojibake.as_bytes()).expect("one packet");
    assert_eq!(show(&packets[0]), "Message 2[\"Ã©\"]");
}

#[test]
fn protocol_4_separates_and_carries_bytes_as_base64() {
    let body = "bAQL/\u{1e}42[\"m\",{\"t\":\"é\"}]\u{1e}2";
    let expected = ["Message [1, 2, 255]", "Message 2[\"m\",{\"t\":\"é\"}]", "Ping "];
    assert_eq!(texts(Version::V4, body), Ok(expected.map(String::from).to_vec()));
}

#[test]
fn base64_needs_no_padding() {
    for body in ["bAQ==", "bAQ"] {
        assert_eq!(texts(Version::V4, body), Ok(vec!["Message [1]".into()]));
    }
}

#[test]
fn m3_broken_payloads_are_refused_whole() {
    let v3 = [
        "",
        ":",
        "0:",
        "1",
        "x:4",
        "-1:4",
        "1.0:4",
        "+1:4",
        "99:4",
        "1:4x",
        "1:9",
        "2:1",
        "3:b4!",
        "2:bx",
        "1:b",
        " 1:4",
        "999999999999999999999:4",
        "1:😀",
    ];
    for body in v3 {
        assert_eq!(texts(Version::V3, body), Err(Malformed), "{body}");
    }
    for body in ["", "\u{1e}", "4a\u{1e}", "9", "x", "b!", "4\u{1e}\u{1e}4"] {
        assert_eq!(texts(Version::V4, body), Err(Malformed), "{body}");
    }
    let frames: [&[u8]; 9] = [
        &[],
        &[0],
        &[0, 1],
        &[2, 1, 255, b'4'],
        &[0, 10, 255, b'4'],
        &[0, 2, 255, b'4'],
        &[1, 1, 255, 7],
        &[1, 0, 255],
        &[0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 255],
    ];
    for body in frames {
        let decoded = decode(Version::V3, &mut Spelling::default(), true, body);
        assert_eq!(decoded, Err(Malformed), "{body:?}");
    }
    assert_eq!(
        decode(Version::V4, &mut Spelling::default(), true, b"4"),
        Err(Malformed)
    );
    assert_eq!(
        decode(Version::V4, &mut Spelling::default(), false, b"4\xff"),
        Err(Malformed)
    );
}

#[test]
fn m3_a_payload_of_too_many_packets_is_refused() {
    for (version, packet) in [(Version::V3, "1:6"), (Version::V4, "6\u{1e}")] {
        let body = |packets: usize| packet.repeat(packets).trim_end_matches('\u{1e}').to_owned();
        assert_eq!(
            texts(version, &body(MAX_PACKETS)).map(|packets| packets.len()),
            Ok(MAX_PACKETS)
        );
        assert_eq!(texts(version, &body(100_000)), Err(Malformed));
    }
}

#[test]
fn what_is_read_is_borrowed() {
    let packets = decode(Version::V4, &mut Spelling::default(), false, b"42[]").expect("one packet");
    assert!(matches!(
        packets[..],
        [Packet {
            kind: Kind::Message,
            data: Data::Text(Cow::Borrowed("2[]"))
        }]
    ));
}
