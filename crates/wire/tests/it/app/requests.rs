//! Every message that a page can send becomes just this command.

use teahouse_core::command::{CallRef, Callee, Command, Opaque, Signal};
use teahouse_core::id::{CallId, FileId, MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{ClientId, Media, Mentions, RoomCursor, Seq, Span};
use teahouse_wire::app::{Asked, decode};

const ID: &str = "000000000000a";

fn opaque(text: &str) -> Opaque {
    Opaque(text.into())
}

fn asks(text: &str, re: Option<u32>, command: Command) {
    assert_eq!(decode(text), Ok(Asked { command, re }), "{text}");
}

#[test]
fn calls() {
    let (call, id) = (CallRef::Id(CallId(10)), CallId(10));
    asks(
        &format!(r#"{{"type":"call.accept","re":1,"call":"{ID}","answer":{{"sdp":"x"}}}}"#),
        Some(1),
        Command::Accept {
            call: call.clone(),
            answer: opaque(r#"{"sdp":"x"}"#),
        },
    );
    asks(
        &format!(r#"{{"type":"call.decline","re":2,"call":"{ID}"}}"#),
        Some(2),
        Command::Decline { call: call.clone() },
    );
    asks(
        &format!(r#"{{"type":"call.hangup","re":3,"call":"{ID}"}}"#),
        Some(3),
        Command::Hangup {
            call: call.clone(),
            seconds: None,
        },
    );
    asks(
        &format!(r#"{{"type":"call.hangup","re":4294967295,"call":"{ID}","seconds":75}}"#),
        Some(u32::MAX),
        Command::Hangup {
            call,
            seconds: Some(75),
        },
    );
    for (word, media) in [("voice", Media::Voice), ("video", Media::Video)] {
        asks(
            &format!(r#"{{"type":"call.invite","re":4,"callee":"{ID}","media":"{word}","offer":{{}}}}"#),
            Some(4),
            Command::Invite {
                callee: Callee::User(UserId(10)),
                media,
                offer: opaque("{}"),
            },
        );
    }
    asks(
        &format!(r#"{{"type":"call.resume","re":5,"call":"{ID}","peer":"{ID}"}}"#),
        Some(5),
        Command::ResumeCall {
            call: id,
            peer: UserId(10),
        },
    );
    asks(
        &format!(r#"{{"type":"call.ring","call":"{ID}"}}"#),
        None,
        Command::Ring { call: id },
    );
}

#[test]
fn signals() {
    let cases = [
        (r#""candidate":null"#, Signal::Candidate(opaque("null"))),
        (
            r#""candidate":{"candidate":"x"}"#,
            Signal::Candidate(opaque(r#"{"candidate":"x"}"#)),
        ),
        (
            r#""description":{"type":"offer","sdp":"x"}"#,
            Signal::Offer(opaque(r#"{"type":"offer","sdp":"x"}"#)),
        ),
        (
            r#""description":{"sdp":"x","type":"answer"}"#,
            Signal::Answer(opaque(r#"{"sdp":"x","type":"answer"}"#)),
        ),
        (r#""description":null,"candidate":1"#, Signal::Candidate(opaque("1"))),
    ];
    for (fields, signal) in cases {
        asks(
            &format!(r#"{{"type":"call.signal","call":"{ID}",{fields}}}"#),
            None,
            Command::Signal {
                call: CallRef::Id(CallId(10)),
                signal,
            },
        );
    }
}

#[test]
fn rooms_and_messages() {
    let room = RoomId(10);
    for (fields, span) in [
        ("", Span::Latest),
        (r#","after":7"#, Span::After(Seq(7))),
        (r#","before":7"#, Span::Before(Seq(7))),
        (r#","around":7"#, Span::Around(Seq(7))),
        (r#","before":null,"after":0"#, Span::After(Seq(0))),
    ] {
        asks(
            &format!(r#"{{"type":"history.read","re":1,"room":"{ID}","limit":50{fields}}}"#),
            Some(1),
            Command::ReadHistory { room, span, limit: 50 },
        );
    }
    asks(
        &format!(r#"{{"type":"message.send","re":1,"room":"{ID}","client_id":"c-1","text":"h\u00e9 🫖\n"}}"#),
        Some(1),
        Command::SendMessage {
            room,
            client_id: ClientId::new("c-1").expect("a client id"),
            text: "hé 🫖\n".into(),
            reply_to: None,
            mentions: Mentions::default(),
            files: vec![],
            forward_of: None,
        },
    );
    asks(
        &format!(
            r#"{{"type":"message.send","re":1,"room":"{ID}","client_id":"c-2","reply_to":"{ID}",
                "mentions":{{"all":true,"users":["{ID}"]}},"files":["{ID}"],
                "forward_of":{{"room":"{ID}","message":"{ID}"}}}}"#
        ),
        Some(1),
        Command::SendMessage {
            room,
            client_id: ClientId::new("c-2").expect("a client id"),
            text: String::new(),
            reply_to: Some(MessageId(10)),
            mentions: Mentions {
                all: true,
                users: vec![UserId(10)],
            },
            files: vec![FileId(10)],
            forward_of: Some((room, MessageId(10))),
        },
    );
    asks(
        &format!(r#"{{"type":"room.mark","room":"{ID}","delivered":3,"read":2}}"#),
        None,
        Command::Mark {
            room,
            delivered: Seq(3),
            read: Seq(2),
        },
    );
    asks(
        &format!(r#"{{"type":"room.open","re":9,"peer":"{ID}"}}"#),
        Some(9),
        Command::OpenRoom { peer: UserId(10) },
    );
    asks(
        &format!(r#"{{"type":"room.typing","room":"{ID}"}}"#),
        None,
        Command::SetTyping { room },
    );
    asks(
        r#"{"type":"rooms.list","re":1,"limit":20}"#,
        Some(1),
        Command::ListRooms {
            before: None,
            limit: 20,
        },
    );
    asks(
        &format!(r#"{{"type":"rooms.list","re":1,"limit":20,"before":{{"at":-5,"room":"{ID}"}}}}"#),
        Some(1),
        Command::ListRooms {
            before: Some(RoomCursor {
                at: UnixMillis(-5),
                room,
            }),
            limit: 20,
        },
    );
}

#[test]
fn people() {
    asks(
        r#"{"type":"people.watch","limit":50}"#,
        None,
        Command::WatchPeople { limit: 50 },
    );
    asks(
        &format!(r#"{{"type":"presence.watch","users":["{ID}","0000000000001"]}}"#),
        None,
        Command::WatchPresence {
            users: vec![UserId(10), UserId(1)],
        },
    );
    asks(
        r#"{"type":"presence.watch","users":[]}"#,
        None,
        Command::WatchPresence { users: vec![] },
    );
}

#[test]
fn fields_may_stand_in_any_order_and_unknown_ones_are_passed_over() {
    asks(
        r#" { "users":[], "future":{"type":"x"}, "type":"presence.\u0077atch" , "re": 8 } "#,
        Some(8),
        Command::WatchPresence { users: vec![] },
    );
}
