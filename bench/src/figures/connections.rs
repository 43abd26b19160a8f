//! How fast people connect, what a connection costs, and what an idle one keeps in memory.

use anyhow::Result;

use super::stopwatch::Stopwatch;
use super::{CHAT_ROOM, Figure, PLAIN, Scale, Setup};
use crate::crowd::{Crowd, Dialect};
use crate::reading::{Quantity, Reach, Reading};
use crate::subject::{Presence, Subject};

/// Handshakes under way at a time: enough to keep a server busy, within every server's backlog.
const WINDOW: usize = 128;

const PLAIN_WORK: &str = "connect and hear the greeting, then log in, then are idle";

pub(super) fn plain(scale: &Scale) -> Figure {
    figure(
        "plain.connections",
        PLAIN_WORK,
        &PLAIN,
        with_logins(quantities(Some([2.5, 2.5]))),
        scale,
    )
}

pub(super) fn plain_over_tls(scale: &Scale) -> Figure {
    let subjects = [Subject::TeahouseTls(Dialect::Plain), Subject::Teahouse(Dialect::Plain)];
    figure(
        "plain-tls.connections",
        PLAIN_WORK,
        &subjects,
        with_logins(quantities(None)),
        scale,
    )
}

pub(super) fn chat_room(scale: &Scale) -> Figure {
    let work = "connect and hear `ready` (no presence on either side), then are idle";
    figure(
        "chat-room.connections",
        work,
        &CHAT_ROOM,
        quantities(Some([4.0, 3.0])),
        scale,
    )
}

fn figure(name: &str, work: &str, subjects: &[Subject], quantities: Vec<Quantity>, scale: &Scale) -> Figure {
    Figure {
        name: name.to_owned(),
        work: format!("{} clients {work}", scale.connections),
        subjects: subjects.to_vec(),
        runs: scale.runs,
        quantities,
        run: Box::new(run),
    }
}

fn quantities(reach: Option<[f64; 2]>) -> Vec<Quantity> {
    let [mut rate, mut memory] = [
        Quantity::new("connections per second", "1/s"),
        Quantity::new("memory per idle connection", "kB"),
    ];
    if let Some([times, kilobytes]) = reach {
        (rate, memory) = (
            rate.reaching(Reach::TimesAtLeast(times)),
            memory.reaching(Reach::AtMost(kilobytes)),
        );
    }
    let load = Quantity::new("load generator busy while connecting", "share");
    let [cpu, busy] = [
        Quantity::new("server CPU per connection", "µs"),
        Quantity::new("server busy while connecting", "share"),
    ];
    vec![rate, cpu, memory, busy, load]
}

fn with_logins(mut quantities: Vec<Quantity>) -> Vec<Quantity> {
    quantities.extend([
        Quantity::new("memory per connection before its login", "kB"),
        Quantity::new("logins per second", "1/s"),
        Quantity::new("server CPU per login", "µs"),
    ]);
    quantities
}

fn run(subject: Subject, setup: &Setup<'_>) -> Result<Reading> {
    let count = setup.scale.connections;
    let running = subject.start(setup.programs, Presence::Off)?;
    let server = &running.server;
    let mut crowd = Crowd::new(&running.door)?;
    crowd.idle(setup.scale.settling)?;
    let before = server.resident_kb()?;

    let watch = Stopwatch::start(server)?;
    crowd.connect(count, WINDOW)?;
    let lap = watch.lap(server)?;
    let mut reading = Reading::from([
        ("connections per second", lap.rate(count as u64)),
        ("server CPU per connection", lap.cpu_each(count as u64)),
        ("server busy while connecting", lap.busy()),
        ("load generator busy while connecting", lap.load_busy()),
    ]);

    if running.door.dialect == Dialect::Plain {
        crowd.idle(setup.scale.settling)?;
        reading.insert(
            "memory per connection before its login",
            (server.resident_kb()? - before) / count as f64,
        );
        let watch = Stopwatch::start(server)?;
        crowd.sign_in(WINDOW)?;
        let lap = watch.lap(server)?;
        reading.insert("logins per second", lap.rate(count as u64));
        reading.insert("server CPU per login", lap.cpu_each(count as u64));
    }

    crowd.idle(setup.scale.settling)?;
    reading.insert(
        "memory per idle connection",
        (server.resident_kb()? - before) / count as f64,
    );
    Ok(reading)
}
