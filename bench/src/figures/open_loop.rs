//! How long a message is under way at a fixed rate, whatever the server does.
//!
//! Each message carries the moment at which it was due, so a server that stalls is charged for every message that waits
//! behind the stall. The tail is read beside the floor's of the same minutes: on a shared machine it is mostly the
//! machine's own.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::direct::{message, talking_pairs};
use super::stopwatch::Stopwatch;
use super::{FLOOR, Figure, Scale, Setup};
use crate::crowd::{Crowd, Dialect};
use crate::reading::{Quantity, Reading, percentile};
use crate::subject::{Presence, Subject};

/// Messages per second, all pairs together.
const RATE: u32 = 20_000;

/// How long a late message is waited for after the last was sent.
const STRAGGLERS: Duration = Duration::from_secs(2);

/// Stands before the 16 digits of the moment at which a message was due.
const MARK: &str = "due@";

pub(super) fn plain(scale: &Scale) -> Figure {
    figure(
        "plain.open-loop",
        &[Subject::Teahouse(Dialect::Plain), FLOOR, Subject::Ws],
        scale,
    )
}

pub(super) fn chat_room(scale: &Scale) -> Figure {
    let subjects = [Subject::Teahouse(Dialect::ChatRoom), FLOOR, Subject::SocketIo];
    figure("chat-room.open-loop", &subjects, scale)
}

fn figure(name: &str, subjects: &[Subject], scale: &Scale) -> Figure {
    Figure {
        name: name.to_owned(),
        work: format!(
            "{RATE} messages per second, sent when they are due, best of {}",
            scale.runs_for_best
        ),
        subjects: subjects.to_vec(),
        runs: scale.runs_for_best,
        quantities: vec![
            Quantity::new("delay p50", "µs").lowest(),
            Quantity::new("delay p99", "µs").lowest(),
            Quantity::new("server CPU per message", "µs"),
            Quantity::new("messages late or lost", "share"),
        ],
        run: Box::new(run),
    }
}

fn run(subject: Subject, setup: &Setup<'_>) -> Result<Reading> {
    let running = subject.start(setup.programs, Presence::Off)?;
    let mut crowd = talking_pairs(&running)?;
    let schedule = Schedule::new(&crowd);
    schedule.send(&mut crowd, setup.scale.warm_up)?;
    let watch = Stopwatch::start(&running.server)?;
    let (sent, mut delays) = schedule.send(&mut crowd, setup.scale.span)?;
    let lap = watch.lap(&running.server)?;
    ensure!(!delays.is_empty(), "no message came through");
    delays.sort_unstable();
    Ok(Reading::from([
        ("delay p50", percentile(&delays, 0.50) as f64 / 1e3),
        ("delay p99", percentile(&delays, 0.99) as f64 / 1e3),
        ("server CPU per message", lap.cpu_each(sent)),
        ("messages late or lost", 1.0 - delays.len() as f64 / sent as f64),
    ]))
}

/// Who says what, and the clock by which it is due.
struct Schedule {
    parts: Vec<(String, String)>,
    epoch: Instant,
}

impl Schedule {
    fn new(crowd: &Crowd) -> Self {
        Self {
            parts: (0..crowd.len()).map(|person| parts(crowd, person)).collect(),
            epoch: Instant::now(),
        }
    }

    fn now(&self) -> u64 {
        self.epoch.elapsed().as_nanos() as u64
    }

    /// Sends at the rate for a while; answers how many were sent and the delay of each that arrived, in nanoseconds.
    /// Whatever arrives from before is none of these.
    fn send(&self, crowd: &mut Crowd, span: Duration) -> Result<(u64, Vec<u64>)> {
        let interval = (Duration::from_secs(1) / RATE).as_nanos() as u64;
        let total = (span.as_secs_f64() * f64::from(RATE)) as u64;
        let mut delays = Vec::with_capacity(total as usize);
        let mut sent = 0;
        let start = self.now();
        let end = start + (span + STRAGGLERS).as_nanos() as u64;
        while (delays.len() as u64) < total && self.now() < end {
            while sent < total && start + sent * interval <= self.now() {
                let person = sent as usize % self.parts.len();
                let (before, after) = &self.parts[person];
                let due = start + sent * interval;
                crowd
                    .outbox()
                    .text(person, format!("{before}{due:016}{after}").as_bytes());
                sent += 1;
            }
            // No waiting: the next message is due within microseconds, and this core has nothing else to do.
            crowd.turn(Duration::ZERO, &mut |_, text, _| {
                if let Some(due) = due_of(text.bytes)?.filter(|due| *due >= start) {
                    delays.push(self.now() - due);
                }
                Ok(())
            })?;
        }
        Ok((sent, delays))
    }
}

/// The message of a person, cut where the moment goes; 64 bytes of text as in the closed loop.
fn parts(crowd: &Crowd, person: usize) -> (String, String) {
    let whole = message(crowd, person, &format!("{MARK}|{}", "x".repeat(64 - MARK.len() - 16)));
    let (before, after) = whole.split_once('|').expect("the text was put in with its cut");
    (before.to_owned(), after.to_owned())
}

pub(super) fn due_of(text: &[u8]) -> Result<Option<u64>> {
    let Some(at) = memchr::memmem::find(text, MARK.as_bytes()) else {
        return Ok(None);
    };
    let digits = text
        .get(at + MARK.len()..at + MARK.len() + 16)
        .context("the moment was cut off")?;
    Ok(Some(std::str::from_utf8(digits)?.parse()?))
}
