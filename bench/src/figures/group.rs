//! A large group, everybody online: how long after a post the last member has it.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::rooms::{check, is_acknowledgement, is_message, open_group, send};
use super::stopwatch::Stopwatch;
use super::{Figure, Scale, Setup};
use crate::crowd::{Crowd, Dialect, Patience};
use crate::enter::enter;
use crate::reading::{Quantity, Reach, Reading, percentile};
use crate::subject::{Presence, Subject};

/// Between two posts, so that each is measured alone.
const PAUSE: Duration = Duration::from_millis(20);

pub(super) fn app(members: usize, scale: &Scale) -> Figure {
    Figure {
        name: format!("app.group.{members}"),
        work: format!(
            "posts one after the other to a group of {members}, all online, from sending to the last delivery"
        ),
        subjects: vec![Subject::Teahouse(Dialect::App)],
        runs: scale.runs,
        quantities: vec![
            Quantity::new("delay to the last, p50", "ms"),
            Quantity::new("delay to the last, p99", "ms").reaching(Reach::AtMost(50.0)),
            Quantity::new("server CPU per post", "µs"),
            Quantity::new("time to make the group", "ms"),
        ],
        run: Box::new(move |subject, setup| run(subject, setup, members)),
    }
}

fn run(subject: Subject, setup: &Setup<'_>, members: usize) -> Result<Reading> {
    let running = subject.start(setup.programs, Presence::On)?;
    let cookies = enter(running.door.address, members)?;
    let mut crowd = Crowd::new(&running.door)?.with_cookies(cookies);
    crowd.gather(members, 64)?;
    let begin = Instant::now();
    let room = open_group(&mut crowd)?;
    let making = begin.elapsed();
    crowd.idle(setup.scale.settling)?;

    let watch = Stopwatch::start(&running.server)?;
    let until = Instant::now() + setup.scale.span * 2;
    let mut delays = Vec::new();
    while Instant::now() < until || delays.is_empty() {
        delays.push(post(&mut crowd, &room, delays.len() as u64)?.as_nanos() as u64);
        crowd.idle(PAUSE)?;
    }
    let lap = watch.lap(&running.server)?;
    let posts = delays.len() as u64;
    delays.sort_unstable();
    Ok(Reading::from([
        ("delay to the last, p50", percentile(&delays, 0.50) as f64 / 1e6),
        ("delay to the last, p99", percentile(&delays, 0.99) as f64 / 1e6),
        ("server CPU per post", lap.cpu_each(posts)),
        ("time to make the group", making.as_secs_f64() * 1e3),
    ]))
}

/// Posts once, by one member after the other; answers when the last of the others had it.
fn post(crowd: &mut Crowd, room: &str, number: u64) -> Result<Duration> {
    let author = number as usize % crowd.len();
    let begin = Instant::now();
    send(crowd.outbox(), author, room, number, "");
    let (mut heard, mut acknowledged) = (0, false);
    let mut patience = Patience::new();
    while heard < crowd.len() - 1 || !acknowledged {
        crowd.turn(Duration::from_millis(10), &mut |person, text, _| {
            check(text.bytes)?;
            if is_message(text.bytes) {
                ensure!(person != author, "the author was told her own message");
                heard += 1;
            }
            acknowledged |= is_acknowledgement(text.bytes);
            Ok(())
        })?;
        patience.check(heard, "a post to reach everybody")?;
    }
    Ok(begin.elapsed())
}
