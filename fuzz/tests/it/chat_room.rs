//! The chat-room dialect: three guests say the lines of an input in one lobby. The first byte of a line chooses who
//! speaks and how.

use std::sync::Arc;
use std::time::Duration;

use bolero::check;
use serde::de::IgnoredAny;
use serde_json::Value;
use teahouse_core::id::ConnId;
use teahouse_core::lobby::{Lobby, LobbyCommand, MAX_BOOTHS, Presence, PublicId};
use teahouse_core::now::Mono;
use teahouse_wire::chat_room::{Moment, Opening, Parcel, Session, Settings};
use teahouse_wire::engineio::{Frame, TransportName, Version, WsOutput};
use teahouse_wire::socketio::Header;

const GUESTS: usize = 3;

#[test]
fn whatever_is_said_others_hear_only_packets_in_the_speakers_name() {
    check!().for_each(|input: &[u8]| {
        let lines = input.split(|&byte| byte == b'\n');
        let said = lines.filter_map(|line| line.split_first());
        play(said.map(|(&choice, said)| (usize::from(choice) % GUESTS, choice / GUESTS as u8 % 4, said.to_vec())));
    });
}

#[test]
fn whatever_guests_do_in_whatever_order_nothing_is_left_behind() {
    check!().with_type::<Vec<(u8, u8, u8)>>().for_each(|steps| {
        play(steps.iter().map(|&(guest, what, whom)| {
            let (how, said) = step(what, whom);
            (usize::from(guest) % GUESTS, how, said.into_bytes())
        }));
    });
}

/// Lets guests say things, then go.
fn play(said: impl Iterator<Item = (usize, u8, Vec<u8>)>) {
    let mut room = Room::new();
    for (guest, how, said) in said {
        room.say(guest, how, &said);
    }
    assert!(room.lobby.booths() <= GUESTS * MAX_BOOTHS);
    for (guest, session) in room.sessions.iter_mut().enumerate() {
        if session.closed().is_none() {
            session.handle_ws_closed();
        }
        room.lobby.handle_leave(room.at.now, ConnId(guest as u64));
    }
    assert!(
        room.lobby.is_empty() && room.lobby.booths() == 0,
        "nothing is left behind"
    );
}

/// One of the things that programs do, and how it travels.
fn step(what: u8, whom: u8) -> (u8, String) {
    let ids = ["\"p0\"", "\"s1\"", "\"s2\"", "\"tea\"", "7", "\"7\"", "[]", "null"];
    let id = ids[usize::from(whom) % ids.len()];
    let text = match what % 14 {
        0 => format!(r#"42["message",{{"to":{id},"from":{id}}}]"#),
        1 => format!(r#"423["message",{{"a":[1],"to":{id}}}]"#),
        2 => format!(r#"424["create",{id}]"#),
        3 => format!(r#"425["join",{id}]"#),
        4 => format!(r#"42["meeting",{{"from":{id}}}]"#),
        5 => format!(
            r#"451-["message",{{"to":{id},"x":{{"_placeholder":true,"num":{}}}}}]"#,
            whom % 2
        ),
        6 => return (2, "\u{4}bytes".to_owned()),
        7 => return (3, "x".repeat(usize::from(whom))),
        8 => "41".to_owned(),
        9 => "40".to_owned(),
        10 => format!("40/{whom},"),
        11 => r#"429["ipaddr"]"#.to_owned(),
        12 => format!(r#"428["{whom}"]"#),
        _ => ["2", "3", "1", "5", "6"][usize::from(whom) % 5].to_owned(),
    };
    (0, text)
}

struct Room {
    lobby: Lobby,
    at: Moment,
    sessions: Vec<Session>,
}

impl Room {
    fn new() -> Self {
        let mut room = Room {
            lobby: Lobby::new(Presence::On),
            at: Moment::default(),
            sessions: Vec::new(),
        };
        for guest in 0..GUESTS {
            let version = if guest == 0 { Version::V4 } else { Version::V3 };
            let id = |prefix: &str| PublicId::new(&format!("{prefix}{guest}")).expect("short and plain");
            let opening = Opening {
                version,
                transport: TransportName::WebSocket,
                b64: guest == 2,
                sid: id("s"),
                public_id: id("p"),
                reached_by: None,
            };
            let mut asked = Vec::new();
            room.sessions.push(Session::open(
                room.at,
                opening,
                Arc::new(Settings::default()),
                &mut asked,
            ));
            room.carry_out(guest, asked);
        }
        room.say(0, 0, b"40");
        room
    }

    fn say(&mut self, guest: usize, how: u8, said: &[u8]) {
        let mut asked = Vec::new();
        let session = &mut self.sessions[guest];
        match how {
            0 | 1 => session.handle_ws_text(self.at, &String::from_utf8_lossy(said), &mut asked),
            2 => session.handle_ws_binary(self.at, said, &mut asked),
            _ => {
                self.at.now.mono = Mono(self.at.now.mono.0 + Duration::from_millis(said.len() as u64));
                session.handle_timeout(self.at.now.mono);
                self.lobby.handle_timeout(self.at.now);
            }
        }
        self.carry_out(guest, asked);
    }

    fn carry_out(&mut self, speaker: usize, asked: Vec<LobbyCommand>) {
        let now = self.at.now;
        for command in asked {
            self.lobby.handle_command(now, ConnId(speaker as u64), command);
        }
        while let Some((audience, event)) = self.lobby.poll_event() {
            let parcel = Parcel::of(&event);
            for conn in audience.iter() {
                self.sessions[conn.0 as usize].deliver(now.mono, &parcel);
            }
        }
        let from = self
            .sessions
            .get(speaker)
            .map(|session| session.public_id().to_string());
        for (guest, session) in self.sessions.iter_mut().enumerate() {
            while let Some(output) = session.poll_ws(now.mono) {
                if let WsOutput::Frame(Frame::Text(chunk)) = output {
                    let text = std::str::from_utf8(chunk.as_ref()).expect("text is UTF-8");
                    judge(text, guest == speaker, from.as_deref());
                }
            }
        }
    }
}

/// A text of the server is a packet with good JSON; a message is never one's own and names its sender.
fn judge(text: &str, is_speaker: bool, from: Option<&str>) {
    let Some(packet) = text.strip_prefix('4') else { return };
    let header = Header::parse(packet).expect("the server speaks Socket.IO");
    assert!(
        header.data.is_empty() || serde_json::from_str::<IgnoredAny>(header.data).is_ok(),
        "{text}"
    );
    if header.data.starts_with("[\"message\",") {
        assert!(!is_speaker, "{text}");
        // What a tree cannot hold, such as a lone surrogate, passes as it is.
        if let Ok(event) = serde_json::from_str::<Value>(header.data) {
            assert_eq!(event[1]["from"].as_str(), from, "{text}");
            assert!(event[1]["time"].is_string(), "{text}");
        }
    }
}
