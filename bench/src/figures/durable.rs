//! What one message in the app costs, which is committed to disk before anybody hears of it.
//!
//! Pairs write to each other in rooms of two: whoever hears a message from the other sends the next. The sender's own
//! acknowledgement is not counted.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::direct::PAIRS;
use super::stopwatch::Stopwatch;
use super::{Figure, Scale, Setup};
use crate::crowd::{Crowd, Dialect, Patience};
use crate::enter::enter;
use crate::reading::{Quantity, Reading};
use crate::subject::{Presence, Subject};
use crate::swarm::Outbox;

pub(super) fn app(in_flight: usize, scale: &Scale) -> Figure {
    Figure {
        name: format!("app.direct.{in_flight}"),
        work: format!("`message.send` in rooms of two, committed before told, {PAIRS} pairs, {in_flight} in flight"),
        subjects: vec![Subject::Teahouse(Dialect::App)],
        runs: scale.runs,
        quantities: vec![
            Quantity::new("server CPU per message", "µs"),
            Quantity::new("messages per second", "1/s"),
            Quantity::new("server busy", "share"),
            Quantity::new("load generator busy", "share"),
        ],
        run: Box::new(move |subject, setup| run(subject, setup, in_flight)),
    }
}

fn run(subject: Subject, setup: &Setup<'_>, in_flight: usize) -> Result<Reading> {
    let running = subject.start(setup.programs, Presence::On)?;
    let cookies = enter(running.door.address, 2 * PAIRS)?;
    let mut crowd = Crowd::new(&running.door)?.with_cookies(cookies);
    crowd.gather(2 * PAIRS, 16)?;
    let mut writers = Writers {
        rooms: open_rooms(&mut crowd)?,
        sent: 0,
    };
    for token in 0..in_flight {
        let person = token % crowd.len();
        writers.send(person, crowd.outbox());
    }
    writers.write_for(&mut crowd, setup.scale.warm_up)?;
    let watch = Stopwatch::start(&running.server)?;
    let heard = writers.write_for(&mut crowd, setup.scale.span)?;
    let lap = watch.lap(&running.server)?;
    Ok(Reading::from([
        ("server CPU per message", lap.cpu_each(heard)),
        ("messages per second", lap.rate(heard)),
        ("server busy", lap.busy()),
        ("load generator busy", lap.load_busy()),
    ]))
}

/// Opens the room of each pair; answers each person's.
fn open_rooms(crowd: &mut Crowd) -> Result<Vec<String>> {
    for person in 0..crowd.len() {
        let open = format!(r#"{{"type":"room.open","re":2,"peer":"{}"}}"#, crowd.name(person ^ 1));
        crowd.outbox().text(person, open.as_bytes());
    }
    let mut rooms = vec![String::new(); crowd.len()];
    let mut opened = 0;
    let mut patience = Patience::new();
    while opened < rooms.len() {
        crowd.turn(Duration::from_millis(100), &mut |person, text, _| {
            if text.bytes.starts_with(br#"{"type":"room.opened""#) {
                rooms[person] = string_after(text.bytes, br#""room":{"id":""#).context("a room without an id")?;
                opened += 1;
            }
            Ok(())
        })?;
        patience.check(opened, "rooms to be opened")?;
    }
    Ok(rooms)
}

struct Writers {
    rooms: Vec<String>,
    sent: u64,
}

impl Writers {
    fn send(&mut self, person: usize, outbox: &mut Outbox) {
        self.sent += 1;
        let (room, number) = (&self.rooms[person], self.sent);
        let text = "x".repeat(64);
        let message =
            format!(r#"{{"type":"message.send","re":3,"room":"{room}","client_id":"m{number}","text":"{text}"}}"#);
        outbox.text(person, message.as_bytes());
    }

    /// Lets the pairs write for a while; answers how many messages the other side heard.
    fn write_for(&mut self, crowd: &mut Crowd, span: Duration) -> Result<u64> {
        let until = Instant::now() + span;
        let mut heard = 0;
        let mut patience = Patience::new();
        while Instant::now() < until || heard == 0 {
            patience.check(heard as usize, "messages to come through")?;
            crowd.turn(Duration::from_millis(10), &mut |person, text, outbox| {
                ensure!(
                    !text.bytes.starts_with(br#"{"type":"refused""#),
                    "a message was refused: {}",
                    String::from_utf8_lossy(text.bytes)
                );
                // With `re` it would be the acknowledgement of one's own.
                if text.bytes.starts_with(br#"{"type":"message.posted","message""#) {
                    heard += 1;
                    self.send(person, outbox);
                }
                Ok(())
            })?;
        }
        Ok(heard)
    }
}

/// The JSON string that begins behind a mark; ids hold nothing that is escaped.
fn string_after(text: &[u8], mark: &[u8]) -> Option<String> {
    let rest = &text[memchr::memmem::find(text, mark)? + mark.len()..];
    let end = memchr::memchr(b'"', rest)?;
    Some(String::from_utf8_lossy(&rest[..end]).into_owned())
}
