//! A chat-room fills: everybody comes online at once, and the figure ends when everybody holds the last list.
//!
//! Meanwhile two who came first send each other messages on a thread of their own, by the clock; the longest delay says
//! whether the server still answers people while it tells them about each other.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::open_loop::due_of;
use super::stopwatch::Stopwatch;
use super::{CHAT_ROOM, Figure, Scale, Setup};
use crate::crowd::{Crowd, Patience};
use crate::reading::{Quantity, Reach, Reading, percentile};
use crate::subject::{Presence, Subject};

/// Handshakes under way at a time.
const WINDOW: usize = 128;

/// Between two messages of the pair that talks meanwhile.
const PROBE_INTERVAL: Duration = Duration::from_millis(10);

/// An entry of the list without its id and with a number of one digit.
const SHORTEST_ENTRY: &str = r#"{"id":"","seq":1},"#;

pub(super) fn chat_room(scale: &Scale) -> Figure {
    Figure {
        name: "chat-room.online".to_owned(),
        work: format!(
            "{} people come online and everybody holds the last list",
            scale.arrivals
        ),
        subjects: CHAT_ROOM.to_vec(),
        runs: scale.runs,
        quantities: vec![
            Quantity::new("time until everybody holds the list", "s").reaching(Reach::TimesAtMost(0.1)),
            Quantity::new("server CPU per person", "µs"),
            Quantity::new("bytes to all per person", "kB"),
            Quantity::new("longest delay of a message meanwhile", "ms").reaching(Reach::AtMost(100.0)),
            Quantity::new("median delay of a message meanwhile", "ms"),
        ],
        run: Box::new(run),
    }
}

fn run(subject: Subject, setup: &Setup<'_>) -> Result<Reading> {
    let arrivals = setup.scale.arrivals;
    let running = subject.start(setup.programs, Presence::On)?;
    let mut talkers = Crowd::new(&running.door)?;
    talkers.gather(2, 2)?;
    let everybody = arrivals + talkers.len();
    let mut crowd = Crowd::new(&running.door)?;
    let shortest = talkers.name(0).len() + SHORTEST_ENTRY.len();
    crowd.swarm().count_objects_from((everybody * shortest) as u64);

    let over = AtomicBool::new(false);
    let watch = Stopwatch::start(&running.server)?;
    let (lap, mut delays) = thread::scope(|scope| {
        let talk = scope.spawn(|| talk(&mut talkers, &over));
        let outcome = fill(&mut crowd, arrivals, everybody).and_then(|()| watch.lap(&running.server));
        over.store(true, Ordering::Relaxed);
        let delays = talk.join().expect("the talkers do not panic");
        Ok::<_, anyhow::Error>((outcome?, delays?))
    })?;
    delays.sort_unstable();
    Ok(Reading::from([
        ("time until everybody holds the list", lap.seconds),
        ("server CPU per person", lap.cpu_each(arrivals as u64)),
        (
            "bytes to all per person",
            crowd.swarm().bytes_read() as f64 / 1e3 / arrivals as f64,
        ),
        (
            "longest delay of a message meanwhile",
            percentile(&delays, 1.0) as f64 / 1e6,
        ),
        (
            "median delay of a message meanwhile",
            percentile(&delays, 0.5) as f64 / 1e6,
        ),
    ]))
}

/// Connects everybody and returns when each has heard a list of `everybody`.
fn fill(crowd: &mut Crowd, arrivals: usize, everybody: usize) -> Result<()> {
    let mut holds_last = vec![false; arrivals];
    let mut holders = 0;
    let mut heard = |person: usize, text: crate::swarm::frame::Text<'_>| {
        let list = text.bytes.starts_with(br#"42["ready""#) || text.bytes.starts_with(br#"42["change""#);
        if list && !holds_last[person] && text.objects() == everybody {
            holds_last[person] = true;
            holders += 1;
        }
        holders
    };
    let mut last = 0;
    crowd.connect_hearing(arrivals, WINDOW, &mut |person, text, _| {
        last = heard(person, text);
        Ok(())
    })?;
    let mut patience = Patience::new();
    while last < arrivals {
        crowd.turn(Duration::from_millis(100), &mut |person, text, _| {
            last = heard(person, text);
            Ok(())
        })?;
        patience.check(crowd.swarm().bytes_read() as usize, "everybody to hold the last list")?;
    }
    Ok(())
}

/// Sends a message at each tick until it is over and all have arrived; answers the delays in nanoseconds.
fn talk(talkers: &mut Crowd, over: &AtomicBool) -> Result<Vec<u64>> {
    let receiver = talkers.name(1).to_owned();
    let started_at = Instant::now();
    let nanos = || started_at.elapsed().as_nanos() as u64;
    let mut delays = Vec::new();
    let mut sent = 0_u32;
    let mut patience = Patience::new();
    while !over.load(Ordering::Relaxed) || delays.len() < sent as usize {
        let due = PROBE_INTERVAL * sent;
        if !over.load(Ordering::Relaxed) && started_at.elapsed() >= due {
            let due = due.as_nanos();
            let text = format!(r#"42["message",{{"to":"{receiver}","type":"text","text":"due@{due:016}"}}]"#);
            talkers.outbox().text(0, text.as_bytes());
            sent += 1;
        }
        let wait = (PROBE_INTERVAL * sent).saturating_sub(started_at.elapsed());
        talkers.turn(wait, &mut |_, text, _| {
            if let Some(due) = due_of(text.bytes)? {
                delays.push(nanos() - due);
            }
            Ok(())
        })?;
        patience.check(delays.len(), "a message while people come online")?;
    }
    ensure!(!delays.is_empty(), "no message came through");
    Ok(delays)
}
