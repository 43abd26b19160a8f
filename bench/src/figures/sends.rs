//! What durability costs: messages that are acknowledged after they were flushed to the disk, as many as 64 people can
//! send, and the delay of each at a fixed rate; beside them what one flush of this disk costs.

use std::fs::{self, File};
use std::io::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::open_loop::due_of;
use super::rooms::{check, is_acknowledgement, open_pairs, send};
use super::stopwatch::Stopwatch;
use super::{Figure, Scale, Setup};
use crate::crowd::{Crowd, Dialect, Patience};
use crate::enter::enter;
use crate::reading::{Quantity, Reach, Reading, percentile};
use crate::subject::{Presence, Running, Subject};

/// Who sends.
const CLIENTS: usize = 64;
/// Messages that each has under way: what a page that empties its outbox has.
const WINDOW: usize = 16;
/// Messages per second at the fixed rate, all together.
const RATE: u64 = 1_000;
/// How long a late acknowledgement is waited for.
const STRAGGLERS: Duration = Duration::from_secs(2);
/// Flushes that are timed.
const FLUSHES: usize = 200;

/// As fast as they can, each with a window of messages.
pub(super) fn closed(scale: &Scale) -> Figure {
    Figure {
        name: "app.sends.64".to_owned(),
        work: format!("{CLIENTS} people send, {WINDOW} messages each under way, acknowledged after the flush"),
        subjects: vec![Subject::Teahouse(Dialect::App)],
        runs: scale.runs,
        quantities: vec![
            Quantity::new("acknowledged per second", "1/s").reaching(Reach::AtLeast(20_000.0)),
            Quantity::new("server CPU per message", "µs"),
            Quantity::new("server busy", "share"),
            Quantity::new("load generator busy", "share"),
            Quantity::new("one flush of this disk, median", "µs"),
        ],
        run: Box::new(run_closed),
    }
}

/// At a fixed rate, whatever the server does.
pub(super) fn open(scale: &Scale) -> Figure {
    Figure {
        name: "app.sends.rate".to_owned(),
        work: format!("{RATE} messages per second of {CLIENTS} people, from when each is due to its acknowledgement"),
        subjects: vec![Subject::Teahouse(Dialect::App)],
        runs: scale.runs,
        quantities: vec![
            Quantity::new("delay p50", "ms").reaching(Reach::AtMost(3.0)),
            Quantity::new("delay p99", "ms").reaching(Reach::AtMost(10.0)),
            Quantity::new("messages late or lost", "share"),
            Quantity::new("one flush of this disk, median", "µs"),
        ],
        run: Box::new(run_open),
    }
}

fn talkers(subject: Subject, setup: &Setup<'_>) -> Result<(Running, Crowd, Vec<String>)> {
    let running = subject.start(setup.programs, Presence::On)?;
    let cookies = enter(running.door.address, CLIENTS)?;
    let mut crowd = Crowd::new(&running.door)?.with_cookies(cookies);
    crowd.gather(CLIENTS, 16)?;
    let rooms = open_pairs(&mut crowd)?;
    Ok((running, crowd, rooms))
}

fn run_closed(subject: Subject, setup: &Setup<'_>) -> Result<Reading> {
    let (running, mut crowd, rooms) = talkers(subject, setup)?;
    let mut sent = 0;
    for person in (0..CLIENTS).cycle().take(CLIENTS * WINDOW) {
        sent += 1;
        send(crowd.outbox(), person, &rooms[person], sent, "");
    }
    send_for(&mut crowd, &rooms, &mut sent, setup.scale.warm_up)?;
    let watch = Stopwatch::start(&running.server)?;
    let acknowledged = send_for(&mut crowd, &rooms, &mut sent, setup.scale.span)?;
    let lap = watch.lap(&running.server)?;
    Ok(Reading::from([
        ("acknowledged per second", lap.rate(acknowledged)),
        ("server CPU per message", lap.cpu_each(acknowledged)),
        ("server busy", lap.busy()),
        ("load generator busy", lap.load_busy()),
        ("one flush of this disk, median", flush_micros(&running)?),
    ]))
}

/// Each acknowledgement lets its sender send the next; answers how many there were.
fn send_for(crowd: &mut Crowd, rooms: &[String], sent: &mut u64, span: Duration) -> Result<u64> {
    let until = Instant::now() + span;
    let mut acknowledged = 0;
    let mut patience = Patience::new();
    while Instant::now() < until || acknowledged == 0 {
        patience.check(acknowledged as usize, "acknowledgements")?;
        crowd.turn(Duration::from_millis(10), &mut |person, text, outbox| {
            check(text.bytes)?;
            if is_acknowledgement(text.bytes) {
                acknowledged += 1;
                *sent += 1;
                send(outbox, person, &rooms[person], *sent, "");
            }
            Ok(())
        })?;
    }
    Ok(acknowledged)
}

fn run_open(subject: Subject, setup: &Setup<'_>) -> Result<Reading> {
    let (running, mut crowd, rooms) = talkers(subject, setup)?;
    let epoch = Instant::now();
    let mut number = 0;
    at_rate(&mut crowd, &rooms, &mut number, epoch, setup.scale.warm_up)?;
    let (sent, mut delays) = at_rate(&mut crowd, &rooms, &mut number, epoch, setup.scale.span)?;
    ensure!(!delays.is_empty(), "nothing was acknowledged");
    delays.sort_unstable();
    Ok(Reading::from([
        ("delay p50", percentile(&delays, 0.50) as f64 / 1e6),
        ("delay p99", percentile(&delays, 0.99) as f64 / 1e6),
        ("messages late or lost", 1.0 - delays.len() as f64 / sent as f64),
        ("one flush of this disk, median", flush_micros(&running)?),
    ]))
}

/// Sends at the rate for a while; answers how many were sent, and the delay of each acknowledgement in nanoseconds.
fn at_rate(
    crowd: &mut Crowd,
    rooms: &[String],
    number: &mut u64,
    epoch: Instant,
    span: Duration,
) -> Result<(u64, Vec<u64>)> {
    let now = || epoch.elapsed().as_nanos() as u64;
    let interval = 1_000_000_000 / RATE;
    let total = ((span.as_secs_f64() * RATE as f64) as u64).max(1);
    let (start, mut sent, mut delays) = (now(), 0, Vec::new());
    let end = start + (span + STRAGGLERS).as_nanos() as u64;
    while (delays.len() as u64) < total && now() < end {
        while sent < total && start + sent * interval <= now() {
            let person = sent as usize % CLIENTS;
            let due = format!("due@{:016}", start + sent * interval);
            *number += 1;
            send(crowd.outbox(), person, &rooms[person], *number, &due);
            sent += 1;
        }
        crowd.turn(Duration::ZERO, &mut |_, text, _| {
            check(text.bytes)?;
            let due = due_of(text.bytes)?.filter(|due| is_acknowledgement(text.bytes) && *due >= start);
            delays.extend(due.map(|due| now() - due));
            Ok(())
        })?;
    }
    Ok((sent, delays))
}

/// The median of writing one page to the end of a file and flushing it, on the disk that the server writes to.
fn flush_micros(running: &Running) -> Result<f64> {
    let folder = running
        .folder
        .as_ref()
        .map_or_else(std::env::temp_dir, |folder| folder.path().to_owned());
    let path = folder.join("flush");
    let mut file = File::create(&path)?;
    let mut times = Vec::with_capacity(FLUSHES);
    for _ in 0..FLUSHES {
        let begin = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        times.push(begin.elapsed().as_nanos() as u64);
    }
    fs::remove_file(&path)?;
    times.sort_unstable();
    Ok(percentile(&times, 0.5) as f64 / 1e3)
}
