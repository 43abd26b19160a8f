//! Socket.IO packets, cut and put together.

use teahouse_wire::engineio::Version;
use teahouse_wire::socketio::{
    Assembler, EventArgs, Header, MAX_ATTACHED_BYTES, MAX_ATTACHMENTS, MAX_NAMESPACE_LEN, Malformed, PacketKind, ack,
    connect_error, connected, event_text, placeholders_fit,
};

fn header(text: &str) -> Header<'_> {
    Header::parse(text).unwrap_or_else(|_| panic!("{text}"))
}

#[test]
fn the_packets_of_real_clients_are_cut_into_their_parts() {
    let plain = Header {
        kind: PacketKind::Event,
        attachments: 0,
        namespace: "/",
        id: None,
        data: "",
    };
    let cases = [
        (
            "0",
            Header {
                kind: PacketKind::Connect,
                ..plain
            },
        ),
        (
            r#"0{"token":1}"#,
            Header {
                kind: PacketKind::Connect,
                data: r#"{"token":1}"#,
                ..plain
            },
        ),
        (
            "0/admin,",
            Header {
                kind: PacketKind::Connect,
                namespace: "/admin",
                ..plain
            },
        ),
        (
            "0/admin?a=b,",
            Header {
                kind: PacketKind::Connect,
                namespace: "/admin?a=b",
                ..plain
            },
        ),
        (
            "0/admin",
            Header {
                kind: PacketKind::Connect,
                namespace: "/admin",
                ..plain
            },
        ),
        (
            "1",
            Header {
                kind: PacketKind::Disconnect,
                ..plain
            },
        ),
        (
            r#"2["m",1]"#,
            Header {
                data: r#"["m",1]"#,
                ..plain
            },
        ),
        (
            r#"212["m",1]"#,
            Header {
                id: Some(12),
                data: r#"["m",1]"#,
                ..plain
            },
        ),
        (
            r#"2/a,0["m"]"#,
            Header {
                namespace: "/a",
                id: Some(0),
                data: r#"["m"]"#,
                ..plain
            },
        ),
        (
            "312[]",
            Header {
                kind: PacketKind::Ack,
                id: Some(12),
                data: "[]",
                ..plain
            },
        ),
        (
            r#"51-0["m",{}]"#,
            Header {
                kind: PacketKind::BinaryEvent,
                attachments: 1,
                id: Some(0),
                data: r#"["m",{}]"#,
                ..plain
            },
        ),
        (
            "62-/a,7[]",
            Header {
                kind: PacketKind::BinaryAck,
                attachments: 2,
                namespace: "/a",
                id: Some(7),
                data: "[]",
            },
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(header(text), expected, "{text}");
    }
    assert_eq!(header("0/admin?a=b,").path(), "/admin");
}

#[test]
fn m3_packets_that_are_none_are_refused() {
    let too_many = format!("5{}-[]", MAX_ATTACHMENTS + 1);
    let namespace = format!("0/{},", "n".repeat(MAX_NAMESPACE_LEN));
    let texts = [
        "",
        "7",
        "9",
        "x",
        "5[]",
        "50-[]",
        "5-[]",
        "5x-[]",
        "51[]",
        "5-1-[]",
        "510000-[]",
        "299999999999999999999[]",
        &too_many,
        &namespace,
    ];
    for text in texts {
        assert_eq!(Header::parse(text), Err(Malformed), "{text}");
    }
}

#[test]
fn an_event_is_an_array_that_begins_with_a_name() {
    let args = EventArgs::parse(r#" [ "message" , {"a": 1.50} , 2, [3] ] "#).expect("an event");
    assert_eq!(args.name(), "message");
    assert_eq!(args.first.map(|first| first.get()), Some(r#"{"a": 1.50}"#));
    assert!(EventArgs::parse(r#"["alone"]"#).expect("an event").first.is_none());
    assert_eq!(EventArgs::parse("[5]").expect("an event").name(), "");
    assert_eq!(EventArgs::parse(r#"["\u006dessage"]"#).expect("an event").name(), "");
    for text in [
        "",
        "[]",
        "{}",
        "[null]",
        "[{}]",
        r#"["a""#,
        r#"["a"]x"#,
        r#"["a",]"#,
        r#""a""#,
        r#"["a",{"b"}]"#,
        "[true]",
        "[[1]]",
    ] {
        assert_eq!(
            EventArgs::parse(text).map(|args| args.name().to_owned()),
            Err(Malformed),
            "{text}"
        );
    }
}

#[test]
fn nesting_that_would_exhaust_a_stack_is_read_or_refused_without_one() {
    let deep = format!("[\"m\",{}{}]", "[".repeat(200_000), "]".repeat(200_000));
    assert!(EventArgs::parse(&deep).is_ok());
    assert!(!placeholders_fit(&deep, 1));
}

#[test]
fn attachments_are_waited_for() {
    let mut assembler = Assembler::default();
    assert_eq!(assembler.handle_text(r#"52-3["m"]"#), Ok(None));
    assert_eq!(assembler.handle_binary(&[1]), Ok(None));
    let packet = assembler.handle_binary(&[]).expect("due").expect("complete");
    assert_eq!(packet.attachments, [Box::from([1]), Box::from([])]);
    assert_eq!(packet.header(), header(r#"52-3["m"]"#));
    assert_eq!(assembler.handle_text("2[1]"), Ok(Some(header("2[1]"))));
}

#[test]
fn m3_attachments_out_of_turn_or_too_large_are_refused() {
    assert_eq!(Assembler::default().handle_binary(&[1]), Err(Malformed));
    let mut assembler = Assembler::default();
    assembler.handle_text("51-[]").expect("a packet");
    assert_eq!(assembler.handle_text("2[]"), Err(Malformed));
    assert_eq!(
        assembler.handle_binary(&vec![0; MAX_ATTACHED_BYTES + 1]),
        Err(Malformed)
    );
    let mut assembler = Assembler::default();
    assembler.handle_text("52-[]").expect("a packet");
    assert_eq!(assembler.handle_binary(&vec![0; MAX_ATTACHED_BYTES]), Ok(None));
    assert_eq!(assembler.handle_binary(&[0]), Err(Malformed));
}

#[test]
fn m3_a_placeholder_must_name_an_attachment() {
    let fits = |json: &str| placeholders_fit(json, 2);
    assert!(fits(
        r#"{"a":{"_placeholder":true,"num":0},"b":[{"num":1,"_placeholder":true}]}"#
    ));
    assert!(fits(r#"{"_placeholder":false,"num":99}"#));
    for num in ["2", "-1", "0.5", "\"0\"", "null", "1e9", "{}", "\"splice\""] {
        assert!(
            !fits(&format!(r#"{{"a":[{{"_placeholder":true,"num":{num}}}]}}"#)),
            "{num}"
        );
    }
    assert!(!fits(r#"{"\u005fplaceholder":true,"num":7}"#));
    assert!(!fits(r#"{"_placeholder":1,"num":7}"#));
    assert!(!fits(r#"{"_placeholder":true}"#));
    assert!(!fits(r#"{"_placeholder":true,"num":0,"num":7}"#));
}

#[test]
fn the_servers_packets_are_what_each_version_expects() {
    assert_eq!(connected(Version::V3, "id"), "40");
    assert_eq!(connected(Version::V4, "id"), r#"40{"sid":"id"}"#);
    assert_eq!(
        connect_error(Version::V3, "/a").as_deref(),
        Some(r#"44/a,"Invalid namespace""#)
    );
    assert_eq!(
        connect_error(Version::V4, "/a").as_deref(),
        Some(r#"44/a,{"message":"Invalid namespace"}"#)
    );
    assert_eq!(connect_error(Version::V4, "/é"), None);
    assert_eq!(ack(7, ""), "437[]");
    assert_eq!(event_text("join", &["\"tea\"", "2"]), r#"42["join","tea",2]"#);
}
