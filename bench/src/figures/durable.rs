//! What one message in the app costs, which is committed to disk before anybody hears of it.
//!
//! Pairs write to each other in rooms of two: whoever hears a message from the other sends the next. The sender's own
//! acknowledgement is not counted.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::direct::PAIRS;
use super::rooms::{check, is_message, open_pairs, send};
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
        rooms: open_pairs(&mut crowd)?,
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

struct Writers {
    rooms: Vec<String>,
    sent: u64,
}

impl Writers {
    fn send(&mut self, person: usize, outbox: &mut Outbox) {
        self.sent += 1;
        send(outbox, person, &self.rooms[person], self.sent, "");
    }

    /// Lets the pairs write for a while; answers how many messages the other side heard.
    fn write_for(&mut self, crowd: &mut Crowd, span: Duration) -> Result<u64> {
        let until = Instant::now() + span;
        let mut heard = 0;
        let mut patience = Patience::new();
        while Instant::now() < until || heard == 0 {
            patience.check(heard as usize, "messages to come through")?;
            crowd.turn(Duration::from_millis(10), &mut |person, text, outbox| {
                check(text.bytes)?;
                if is_message(text.bytes) {
                    heard += 1;
                    self.send(person, outbox);
                }
                Ok(())
            })?;
        }
        Ok(heard)
    }
}
