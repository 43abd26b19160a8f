//! Packets of the server, as Engine.IO text with its kind (`4`, message) in front. All speak for the namespace `/`
//! and are the same in both protocols unless they say otherwise.

use std::fmt::Write as _;

use crate::engineio::Version;

/// The answer to a connection: protocol 5 says the person's id, protocol 4 the client's id is the session's.
pub fn connected(version: Version, id: &str) -> String {
    match version {
        Version::V3 => "40".to_owned(),
        Version::V4 => format!(r#"40{{"sid":"{id}"}}"#),
    }
}

/// The answer to a connection to a namespace that is not served. `None` where the namespace cannot be repeated.
pub fn connect_error(version: Version, namespace: &str) -> Option<String> {
    let plain = |b: u8| b.is_ascii_graphic() && b != b',';
    if !namespace.bytes().all(plain) {
        return None;
    }
    Some(match version {
        Version::V3 => format!(r#"44{namespace},"Invalid namespace""#),
        Version::V4 => format!(r#"44{namespace},{{"message":"Invalid namespace"}}"#),
    })
}

/// The answer to an event: `args` is the inside of a JSON array.
pub fn ack(id: u64, args: &str) -> String {
    format!("43{id}[{args}]")
}

/// An event without attachments: `args` are JSON values, each of them one argument.
pub fn event_text(name: &str, args: &[&str]) -> String {
    let mut text = event_head(0, name, args.iter().map(|arg| arg.len() + 1).sum());
    for (i, arg) in args.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        text.push_str(arg);
    }
    text.push(']');
    text
}

/// The beginning of an event with `attachments` to follow and room for `len` bytes: up to the comma before the first
/// argument. The closing bracket is missing.
pub fn event_head(attachments: usize, name: &str, len: usize) -> String {
    let mut text = String::with_capacity(len + name.len() + 12);
    match attachments {
        0 => text.push_str("42[\""),
        n => {
            let _ = write!(text, "45{n}-[\"");
        }
    }
    text.push_str(name);
    text.push_str("\",");
    text
}
