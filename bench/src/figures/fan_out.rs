//! One post to many: how fast `meeting` reaches everybody else.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::stopwatch::Stopwatch;
use super::{CHAT_ROOM, Figure, Scale, Setup};
use crate::crowd::{Crowd, Patience};
use crate::floor::FloorReach;
use crate::reading::{Quantity, Reach, Reading};
use crate::subject::{Presence, Subject};

const POST: &[u8] =
    br#"42["meeting",{"text":"the kettle is on, and whoever wants a cup comes to the table","type":"text"}]"#;

/// One post at a time: the next when the last has been heard by all.
pub(super) fn one_by_one(audience: usize, times: f64, scale: &Scale) -> Figure {
    figure(format!("chat-room.post.{audience}"), audience, 1, times, scale)
}

/// Eight posts in flight, as in a lively room: a receiver may get several with one write.
pub(super) fn lively(audience: usize, times: f64, scale: &Scale) -> Figure {
    figure(format!("chat-room.posts.{audience}"), audience, 8, times, scale)
}

fn figure(name: String, audience: usize, in_flight: u64, times: f64, scale: &Scale) -> Figure {
    Figure {
        name,
        work: format!("`meeting` heard by {audience} others, {in_flight} in flight"),
        subjects: [&CHAT_ROOM[..], &[Subject::Floor(FloorReach::Everybody)]].concat(),
        runs: scale.runs,
        quantities: vec![
            Quantity::new("deliveries per second", "1/s").reaching(Reach::TimesAtLeast(times)),
            Quantity::new("server CPU per delivery", "µs"),
            Quantity::new("time per post", "ms"),
            Quantity::new("server busy", "share"),
            Quantity::new("load generator busy", "share"),
        ],
        run: Box::new(move |subject, setup| run(subject, setup, audience, in_flight)),
    }
}

fn run(subject: Subject, setup: &Setup<'_>, audience: usize, in_flight: u64) -> Result<Reading> {
    let running = subject.start(setup.programs, Presence::Off)?;
    let mut crowd = Crowd::new(&running.door)?;
    crowd.gather(audience + 1, 128)?;
    post_for(&mut crowd, setup.scale.warm_up, in_flight)?;
    let watch = Stopwatch::start(&running.server)?;
    let posts = post_for(&mut crowd, setup.scale.span, in_flight)?;
    let lap = watch.lap(&running.server)?;
    let deliveries = posts * audience as u64;
    Ok(Reading::from([
        ("deliveries per second", lap.rate(deliveries)),
        ("server CPU per delivery", lap.cpu_each(deliveries)),
        ("time per post", lap.seconds * 1e3 / posts as f64),
        ("server busy", lap.busy()),
        ("load generator busy", lap.load_busy()),
    ]))
}

/// Posts for a while; answers how many posts everybody has heard, which is all of them.
fn post_for(crowd: &mut Crowd, span: Duration, in_flight: u64) -> Result<u64> {
    let audience = crowd.len() as u64 - 1;
    let until = Instant::now() + span;
    let (mut posted, mut heard) = (0, 0);
    let mut patience = Patience::new();
    loop {
        if Instant::now() < until || posted == 0 {
            while posted < heard / audience + in_flight {
                crowd.outbox().text(0, POST);
                posted += 1;
            }
        } else if heard == posted * audience {
            return Ok(posted);
        }
        crowd.turn(Duration::from_millis(10), &mut |_, text, _| {
            heard += u64::from(text.bytes.starts_with(b"42[\"meeting\""));
            Ok(())
        })?;
        patience.check(heard as usize, "posts to reach everybody")?;
    }
}
