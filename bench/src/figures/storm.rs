//! Everybody comes back within five seconds, as after an update of the house or of a router: each connects again, lists
//! her rooms, and reads what she missed.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::rooms::{check, open_group, send};
use super::{Figure, Scale, Setup};
use crate::crowd::{Crowd, Dialect, Patience};
use crate::enter::enter;
use crate::reading::{Quantity, Reach, Reading, percentile};
use crate::subject::{Presence, Subject};

/// Within which all begin to come back.
const ARRIVAL: Duration = Duration::from_secs(5);
/// Members of each group, so that everybody has something to read and nobody's list is empty.
const GROUP: usize = 50;
/// Handshakes under way at a time when there is no hurry.
const WINDOW: usize = 128;

pub(super) fn app(people: usize, scale: &Scale) -> Figure {
    Figure {
        name: format!("app.storm.{people}"),
        work: format!("{people} people come back within {ARRIVAL:?}, each with her rooms and what she missed"),
        subjects: vec![Subject::Teahouse(Dialect::App)],
        runs: scale.runs,
        quantities: vec![
            Quantity::new("time until all are back", "s").reaching(Reach::AtMost(10.0)),
            Quantity::new("each, p50", "ms"),
            Quantity::new("each, p99", "ms"),
            Quantity::new("memory per connection", "kB").reaching(Reach::AtMost(10.0)),
            Quantity::new("failures", "1").reaching(Reach::AtMost(0.0)),
        ],
        run: Box::new(move |subject, setup| run(subject, setup, people)),
    }
}

fn run(subject: Subject, setup: &Setup<'_>, people: usize) -> Result<Reading> {
    let running = subject.start(setup.programs, Presence::On)?;
    let cookies = enter(running.door.address, people)?;
    write_to_all(&running.door, &cookies)?;

    let running = running.restart(subject, setup.programs, Presence::On)?;
    let mut crowd = Crowd::new(&running.door)?.with_cookies(cookies);
    crowd.idle(setup.scale.settling)?;
    let before = running.server.resident_kb()?;
    let (all, mut each) = come_back(&mut crowd, people, arrival(setup.scale))?;
    crowd.idle(setup.scale.settling)?;
    let after = running.server.resident_kb()?;
    let failures = people - each.len();
    ensure!(!each.is_empty(), "nobody came back");
    each.sort_unstable();
    Ok(Reading::from([
        ("time until all are back", all.as_secs_f64()),
        ("each, p50", percentile(&each, 0.50) as f64 / 1e6),
        ("each, p99", percentile(&each, 0.99) as f64 / 1e6),
        ("memory per connection", (after - before) / people as f64),
        ("failures", failures as f64),
    ]))
}

/// A tiny scale does not wait.
fn arrival(scale: &Scale) -> Duration {
    if scale.span < Duration::from_secs(1) {
        scale.span
    } else {
        ARRIVAL
    }
}

/// Groups of neighbors, each with messages that nobody has read.
fn write_to_all(door: &crate::crowd::Door, cookies: &[String]) -> Result<()> {
    for (number, group) in cookies.chunks(GROUP).enumerate() {
        let mut crowd = Crowd::new(door)?.with_cookies(group.to_vec());
        crowd.gather(group.len(), WINDOW)?;
        let room = open_group(&mut crowd)?;
        let mut patience = Patience::new();
        let (mut sent, mut heard) = (0, 0);
        while heard < group.len() - 1 {
            if sent == 0 {
                send(crowd.outbox(), 0, &room, number as u64, "");
                sent += 1;
            }
            crowd.turn(Duration::from_millis(10), &mut |_, text, _| {
                check(text.bytes)?;
                heard += usize::from(super::rooms::is_message(text.bytes));
                Ok(())
            })?;
            patience.check(heard, "a group to hear its first message")?;
        }
    }
    Ok(())
}

/// Lets everybody connect at an even rate over `within`; answers how long all took, and each, in nanoseconds.
fn come_back(crowd: &mut Crowd, people: usize, within: Duration) -> Result<(Duration, Vec<u64>)> {
    let begin = Instant::now();
    let mut began = vec![begin; people];
    let mut each = vec![None; people];
    let (mut asked, mut back) = (0, 0);
    let mut patience = Patience::new();
    while back < people {
        let due = (begin.elapsed().as_secs_f64() / within.as_secs_f64() * people as f64) as usize;
        while asked < due.min(people) {
            began[asked] = Instant::now();
            crowd.open_one()?;
            asked += 1;
        }
        crowd.turn(Duration::from_millis(1), &mut |person, text, outbox| {
            check(text.bytes)?;
            if let Some(room) = first_room(text.bytes) {
                let read = format!(r#"{{"type":"history.read","re":9,"room":"{room}","limit":50}}"#);
                outbox.text(person, read.as_bytes());
            } else if text.bytes.starts_with(br#"{"type":"history.page""#) && each[person].is_none() {
                each[person] = Some(began[person].elapsed().as_nanos() as u64);
                back += 1;
            }
            Ok(())
        })?;
        patience.check(back + asked, "everybody to come back")?;
    }
    Ok((begin.elapsed(), each.into_iter().flatten().collect()))
}

/// The first room of a page of rooms.
fn first_room(text: &[u8]) -> Option<String> {
    let page = text.strip_prefix(br#"{"type":"rooms.page""#)?;
    super::rooms::string_after(page, br#""rooms":[{"id":""#)
}
