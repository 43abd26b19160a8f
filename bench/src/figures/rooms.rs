//! What figures of the app share: rooms opened, messages sent in them, answers read.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::crowd::{Crowd, Patience};
use crate::swarm::Outbox;

/// Opens the room of each pair of neighbors; answers each person's.
pub(super) fn open_pairs(crowd: &mut Crowd) -> Result<Vec<String>> {
    for person in 0..crowd.len() {
        let open = format!(r#"{{"type":"room.open","re":2,"peer":"{}"}}"#, crowd.name(person ^ 1));
        crowd.outbox().text(person, open.as_bytes());
    }
    let mut rooms = vec![String::new(); crowd.len()];
    let mut opened = 0;
    let mut patience = Patience::new();
    while opened < rooms.len() {
        crowd.turn(Duration::from_millis(100), &mut |person, text, _| {
            if let Some(room) = opened_room(text.bytes)? {
                rooms[person] = room;
                opened += 1;
            }
            Ok(())
        })?;
        patience.check(opened, "rooms to be opened")?;
    }
    Ok(rooms)
}

/// Makes one group of everybody; answers its id when all have heard of it.
pub(super) fn open_group(crowd: &mut Crowd) -> Result<String> {
    let members: Vec<String> = (1..crowd.len())
        .map(|person| format!("\"{}\"", crowd.name(person)))
        .collect();
    let create = format!(
        r#"{{"type":"group.create","re":2,"name":"Everybody","members":[{}]}}"#,
        members.join(",")
    );
    crowd.outbox().text(0, create.as_bytes());
    let (mut room, mut told) = (String::new(), 0);
    let mut patience = Patience::new();
    while told < crowd.len() {
        crowd.turn(Duration::from_millis(100), &mut |_, text, _| {
            if let Some(id) = opened_room(text.bytes)? {
                room = id;
                told += 1;
            }
            Ok(())
        })?;
        patience.check(told, "everybody to be in the group")?;
    }
    Ok(room)
}

fn opened_room(text: &[u8]) -> Result<Option<String>> {
    if !text.starts_with(br#"{"type":"room.opened""#) {
        return Ok(None);
    }
    string_after(text, br#""room":{"id":""#)
        .context("a room without an id")
        .map(Some)
}

/// Sends a message of 64 bytes, `mark` among them, under a client id of its own.
pub(super) fn send(outbox: &mut Outbox, person: usize, room: &str, number: u64, mark: &str) {
    let text = format!("{mark}{}", "x".repeat(64_usize.saturating_sub(mark.len())));
    let message =
        format!(r#"{{"type":"message.send","re":3,"room":"{room}","client_id":"m{number}","text":"{text}"}}"#);
    outbox.text(person, message.as_bytes());
}

/// Whether a text is the acknowledgement of one's own message: it stands in its room, and on the disk.
pub(super) fn is_acknowledgement(text: &[u8]) -> bool {
    text.starts_with(br#"{"type":"message.posted","re":"#)
}

/// Whether a text is somebody else's message.
pub(super) fn is_message(text: &[u8]) -> bool {
    text.starts_with(br#"{"type":"message.posted","message""#)
}

/// Fails on a refusal.
pub(super) fn check(text: &[u8]) -> Result<()> {
    anyhow::ensure!(
        !text.starts_with(br#"{"type":"refused""#),
        "a request was refused: {}",
        String::from_utf8_lossy(text)
    );
    Ok(())
}

/// The JSON string that begins behind a mark; ids hold nothing that is escaped.
pub(super) fn string_after(text: &[u8], mark: &[u8]) -> Option<String> {
    let rest = &text[memchr::memmem::find(text, mark)? + mark.len()..];
    let end = memchr::memchr(b'"', rest)?;
    Some(String::from_utf8_lossy(&rest[..end]).into_owned())
}
