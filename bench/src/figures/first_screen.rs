//! The app fills: everybody comes online at once, and the figure ends when everybody has a first screen.
//!
//! People take their names first; then the server is started anew with the data it left, as after a night or an update,
//! and all come back at the same time with the cookies they were given. So memory starts from a fresh process, and the
//! names and sessions have to be found again.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;

use super::stopwatch::Stopwatch;
use super::{Figure, Scale, Setup};
use crate::crowd::{Crowd, Dialect};
use crate::enter::enter;
use crate::reading::{Quantity, Reach, Reading};
use crate::subject::{Presence, Subject};

/// Handshakes under way at a time.
const WINDOW: usize = 128;

pub(super) fn app(people: usize, scale: &Scale) -> Figure {
    let reach = (people == scale.connections).then_some([Reach::AtMost(3.0), Reach::AtMost(2.5)]);
    figure(
        "app.first-screen",
        people,
        vec![Subject::Teahouse(Dialect::App)],
        reach,
        scale,
    )
}

pub(super) fn app_over_tls(scale: &Scale) -> Figure {
    let subjects = vec![Subject::TeahouseTls(Dialect::App), Subject::Teahouse(Dialect::App)];
    figure("app-tls.first-screen", scale.connections, subjects, None, scale)
}

fn figure(name: &str, people: usize, subjects: Vec<Subject>, reach: Option<[Reach; 2]>, scale: &Scale) -> Figure {
    let [mut time, mut memory] = [
        Quantity::new("time until everybody has a first screen", "s"),
        Quantity::new("memory per idle connection", "kB"),
    ];
    if let Some([within, at_most]) = reach {
        (time, memory) = (time.reaching(within), memory.reaching(at_most));
    }
    Figure {
        name: format!("{name}.{people}"),
        work: format!("{people} people come online with a session each, and each has its first screen"),
        subjects,
        runs: scale.runs,
        quantities: vec![
            time,
            memory,
            Quantity::new("server CPU per person", "µs"),
            Quantity::new("bytes to each person", "kB"),
            Quantity::new("server memory then", "MB"),
            Quantity::new("names taken per second", "1/s"),
            Quantity::new("server CPU per name taken", "µs"),
        ],
        run: Box::new(move |subject, setup| run(subject, setup, people)),
    }
}

fn run(subject: Subject, setup: &Setup<'_>, people: usize) -> Result<Reading> {
    let running = subject.start(setup.programs, Presence::On)?;
    let watch = Stopwatch::start(&running.server)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, running.door.address.port()));
    let cookies = enter(address, people)?;
    let entering = watch.lap(&running.server)?;

    let running = running.restart(subject, setup.programs, Presence::On)?;
    let server = &running.server;
    let mut crowd = Crowd::new(&running.door)?.with_cookies(cookies);
    crowd.idle(setup.scale.settling)?;
    let before = server.resident_kb()?;
    let watch = Stopwatch::start(server)?;
    crowd.gather(people, WINDOW)?;
    let lap = watch.lap(server)?;
    crowd.idle(setup.scale.settling)?;
    let after = server.resident_kb()?;
    Ok(Reading::from([
        ("time until everybody has a first screen", lap.seconds),
        ("memory per idle connection", (after - before) / people as f64),
        ("server CPU per person", lap.cpu_each(people as u64)),
        (
            "bytes to each person",
            crowd.swarm().bytes_read() as f64 / 1e3 / people as f64,
        ),
        ("server memory then", after / 1e3),
        ("names taken per second", entering.rate(people as u64)),
        ("server CPU per name taken", entering.cpu_each(people as u64)),
    ]))
}
