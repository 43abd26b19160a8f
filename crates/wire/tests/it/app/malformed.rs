//! Messages that cannot be understood: what is wrong is told, under the request's number where that can be read.

use teahouse_wire::app::decode;

use crate::house::House;

const ID: &str = "000000000000a";

/// How a message is refused.
fn refused(text: &str) -> (Option<u32>, &'static str) {
    let why = decode(text).expect_err(text);
    (why.re, why.code)
}

#[test]
fn what_is_no_object_with_a_type_is_a_bad_request() {
    let texts = [
        "",
        "x",
        "null",
        "5",
        "[]",
        "{}",
        r#"{"type":5}"#,
        r#"{"type":null}"#,
        r#"{"re":1}"#,
        r#"{"type":"a"} x"#,
        r#"{"type":"a","type":"b"}"#,
        "\u{feff}{\"type\":\"people.watch\",\"limit\":1}",
        r#"{"type":"\ud800"}"#,
    ];
    for text in texts {
        assert_eq!(refused(text), (None, "bad_request"), "{text}");
    }
}

#[test]
fn a_number_that_is_none_makes_the_whole_message_bad() {
    for re in ["-1", "1.5", "\"1\"", "4294967296", "{}", "1e400"] {
        let text = format!(r#"{{"type":"room.open","re":{re},"peer":"{ID}"}}"#);
        assert_eq!(refused(&text), (None, "bad_request"), "{text}");
    }
}

#[test]
fn a_type_that_nobody_knows_is_told() {
    for kind in [
        "",
        "Call.invite",
        "call.invited",
        "session.welcomed",
        "__proto__",
        "room.delete",
    ] {
        let text = format!(r#"{{"type":"{kind}","re":7}}"#);
        assert_eq!(refused(&text), (Some(7), "unknown_type"), "{text}");
    }
    assert_eq!(refused(r#"{"type":"x"}"#), (None, "unknown_type"));
}

#[test]
fn a_field_that_is_missing_or_of_the_wrong_kind_is_told_under_the_requests_number() {
    let fields = [
        r#""type":"call.accept","call":"ID""#,
        r#""type":"call.accept","answer":{}"#,
        r#""type":"call.accept","call":5,"answer":{}"#,
        r#""type":"call.decline""#,
        r#""type":"call.hangup","call":"ID","seconds":-1"#,
        r#""type":"call.hangup","call":"ID","seconds":1.5"#,
        r#""type":"call.hangup","call":"ID","seconds":4294967296"#,
        r#""type":"call.invite","callee":"ID","media":"hologram","offer":{}"#,
        r#""type":"call.invite","callee":"ID","media":"video""#,
        r#""type":"call.invite","callee":"bob","media":"video","offer":{}"#,
        r#""type":"call.resume","call":"ID""#,
        r#""type":"call.resume","call":"ID","peer":"""#,
        r#""type":"call.ring","call":"IDx""#,
        r#""type":"call.signal","call":"ID""#,
        r#""type":"call.signal","call":"ID","description":{"type":"offer"},"candidate":null"#,
        r#""type":"call.signal","call":"ID","description":{"type":"rollback"}"#,
        r#""type":"call.signal","call":"ID","description":"offer""#,
        r#""type":"history.read","room":"ID""#,
        r#""type":"history.read","room":"ID","limit":65536"#,
        r#""type":"history.read","room":"ID","limit":-1"#,
        r#""type":"history.read","room":"ID","limit":1,"after":1,"before":9"#,
        r#""type":"history.read","room":"ID","limit":1,"after":-1"#,
        r#""type":"history.read","room":"zzzzzzzzzzzzz","limit":1"#,
        r#""type":"message.send","room":"ID","text":"x""#,
        r#""type":"message.send","room":"ID","client_id":"","text":"x""#,
        r#""type":"message.send","room":"ID","client_id":"a b","text":"x""#,
        r#""type":"message.send","room":"ID","client_id":"é","text":"x""#,
        r#""type":"message.send","room":"ID","client_id":"c","text":["x"]"#,
        r#""type":"message.send","room":"ID","client_id":"c","text":"\ud800""#,
        r#""type":"message.send","room":"ID","room":"ID","client_id":"c","text":"x""#,
        r#""type":"people.watch""#,
        r#""type":"people.watch","limit":"10""#,
        r#""type":"presence.watch","users":"ID""#,
        r#""type":"presence.watch","users":["ID",5]"#,
        r#""type":"presence.watch","users":["ID","x"]"#,
        r#""type":"room.mark","room":"ID","read":1"#,
        r#""type":"room.mark","room":"ID","delivered":-1,"read":1"#,
        r#""type":"room.open","peer":null"#,
        r#""type":"room.typing""#,
        r#""type":"rooms.list""#,
        r#""type":"rooms.list","limit":1,"before":{"at":1}"#,
        r#""type":"rooms.list","limit":1,"before":{"at":1,"room":"x"}"#,
    ];
    for fields in fields {
        let text = format!(r#"{{{},"re":7}}"#, fields.replace("ID", ID));
        assert_eq!(refused(&text), (Some(7), "bad_request"), "{text}");
    }
}

#[test]
fn a_request_has_a_number() {
    let text = format!(r#"{{"type":"room.open","peer":"{ID}"}}"#);
    assert_eq!(refused(&text), (None, "bad_request"));
}

#[test]
fn a_client_id_of_64_characters_is_taken_and_of_65_is_not() {
    let text = |length| {
        format!(
            r#"{{"type":"message.send","re":1,"room":"{ID}","client_id":"{}","text":"x"}}"#,
            "c".repeat(length)
        )
    };
    assert!(decode(&text(64)).is_ok());
    assert_eq!(refused(&text(65)), (Some(1), "bad_request"));
}

#[test]
fn what_is_nested_too_deep_or_too_long_is_refused_before_it_is_parsed() {
    for text in [
        "[".repeat(200_000),
        "{\"a\":".repeat(200_000),
        format!("{{\"type\":\"{}\"}}", "x".repeat(65_537)),
    ] {
        assert_eq!(refused(&text), (None, "bad_request"));
    }
}

#[test]
fn a_refusal_repeats_nothing_and_breaks_nothing_off() {
    let mut house = House::new();
    let ann = house.person("Ann");
    house.say(ann, r#"{"type":"<script>","re":3}"#);
    house.say(ann, "not json");
    house.say(ann, r#"{"type":"room.open","re":4,"peer":"<script>"}"#);
    house.say(ann, r#"{"type":"rooms.list","re":5,"limit":1}"#);
    assert_eq!(
        house.heard(ann),
        [
            r#"{"type":"refused","re":3,"code":"unknown_type","message":"There is no message of this type."}"#,
            r#"{"type":"refused","code":"bad_request","message":"The message is no JSON object with a type."}"#,
            r#"{"type":"refused","re":4,"code":"bad_request","message":"A field does not hold what it should."}"#,
            r#"{"type":"rooms.page","re":5,"rooms":[]}"#,
        ]
    );
}
