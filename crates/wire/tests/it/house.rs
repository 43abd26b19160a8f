//! A house whose doors speak frames: text goes through a dialect into the hub, and what the hub tells comes out as text.

use std::collections::BTreeMap;

use teahouse_core::command::Command;
use teahouse_core::effect::RequestId;
use teahouse_core::event::Event;
use teahouse_core::hub::Opening;
use teahouse_core::id::ConnId;
use teahouse_wire::{app, plain};

use crate::world::World;

#[derive(Clone, Copy)]
enum Dialect {
    App,
    Plain,
}

/// The world behind the doors.
pub struct House {
    pub world: World,
    doors: BTreeMap<ConnId, (Dialect, Vec<u8>)>,
}

impl House {
    pub fn new() -> House {
        House {
            world: World::new(),
            doors: BTreeMap::new(),
        }
    }

    /// A plain connection, before any word of its client.
    pub fn plain(&mut self) -> ConnId {
        let conn = self.world.open(Opening::Plain);
        let mut out = Vec::new();
        plain::greeting(&mut out);
        self.doors.insert(conn, (Dialect::Plain, out));
        conn
    }

    /// A plain guest who has logged in, and heard so.
    pub fn guest(&mut self, name: &str) -> ConnId {
        let conn = self.plain();
        let name = serde_json::Value::from(name);
        self.say(conn, &format!(r#"{{"type":"login","name":{name}}}"#));
        assert_eq!(self.heard(conn), ["Hello world", r#"{"type":"login","success":true}"#]);
        conn
    }

    /// A person of the app with a page, who has heard the welcome.
    pub fn person(&mut self, name: &str) -> ConnId {
        let conn = self.world.person(name);
        self.doors.insert(conn, (Dialect::App, Vec::new()));
        conn
    }

    /// One more page of a person; the welcome is still to be heard.
    pub fn page(&mut self, name: &str) -> ConnId {
        let conn = self.world.late_page(name);
        self.doors.insert(conn, (Dialect::App, Vec::new()));
        conn
    }

    /// A client sends a frame.
    pub fn say(&mut self, conn: ConnId, text: &str) {
        let dialect = self.doors[&conn].0;
        let asked: Result<(Option<RequestId>, Command), Vec<u8>> = match dialect {
            Dialect::App => app::decode(text).map(|asked| (asked.re, asked.command)).map_err(|why| {
                let mut out = Vec::new();
                app::malformed(&mut out, &why);
                out
            }),
            Dialect::Plain => plain::decode(text)
                .map(|asked| (asked.re, asked.command))
                .map_err(|message| {
                    let mut out = Vec::new();
                    plain::error(&mut out, &message);
                    out
                }),
        };
        match asked {
            Ok((re, command)) => self.world.pass(conn, re, command),
            Err(frame) => {
                self.collect(conn);
                self.doors.get_mut(&conn).expect("it is a door").1.extend(frame);
            }
        }
    }

    /// The frames that a client has received since it was asked last.
    pub fn heard(&mut self, conn: ConnId) -> Vec<String> {
        self.collect(conn);
        texts(&std::mem::take(&mut self.doors.get_mut(&conn).expect("it is a door").1))
    }

    /// A line in which ids stand as what they are of: what differs from house to house does not matter.
    pub fn heard_by_name(&mut self, conn: ConnId, names: &[(&str, String)]) -> Vec<String> {
        let mut frames = self.heard(conn);
        for frame in &mut frames {
            for (name, id) in names {
                *frame = frame.replace(id, name);
            }
        }
        frames
    }

    fn collect(&mut self, conn: ConnId) {
        let heard = self.world.raw(conn);
        let (dialect, out) = self.doors.get_mut(&conn).expect("it is a door");
        for (re, event) in heard {
            encode(*dialect, out, re, &event);
        }
    }
}

fn encode(dialect: Dialect, out: &mut Vec<u8>, re: Option<RequestId>, event: &Event) {
    match dialect {
        Dialect::App => app::encode(out, re, event),
        Dialect::Plain => plain::encode(out, re, event),
    }
}

/// The text frames in bytes from a server.
pub fn texts(mut bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    while let [0x81, len, rest @ ..] = bytes {
        let (len, rest) = match len {
            126 => (usize::from(u16::from_be_bytes([rest[0], rest[1]])), &rest[2..]),
            127 => {
                let len: [u8; 8] = rest[..8].try_into().expect("eight bytes");
                (u64::from_be_bytes(len) as usize, &rest[8..])
            }
            len => (usize::from(*len), rest),
        };
        let (text, rest) = rest.split_at(len);
        texts.push(String::from_utf8(text.to_vec()).expect("text frames are text"));
        bytes = rest;
    }
    assert_eq!(bytes, [0u8; 0], "nothing but text frames");
    texts
}
