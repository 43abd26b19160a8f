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

pub(super) fn chat_room(audience: usize, times: f64, scale: &Scale) -> Figure {
    Figure {
        name: format!("chat-room.post.{audience}"),
        work: format!("`meeting` heard by {audience} others, the next post when the last of them has heard it"),
        subjects: [&CHAT_ROOM[..], &[Subject::Floor(FloorReach::Everybody)]].concat(),
        runs: scale.runs,
        quantities: vec![
            Quantity::new("deliveries per second", "1/s").reaching(Reach::TimesAtLeast(times)),
            Quantity::new("server CPU per delivery", "µs"),
            Quantity::new("time until everybody has a post", "ms"),
            Quantity::new("server busy", "share"),
            Quantity::new("load generator busy", "share"),
        ],
        run: Box::new(move |subject, setup| run(subject, setup, audience)),
    }
}

fn run(subject: Subject, setup: &Setup<'_>, audience: usize) -> Result<Reading> {
    let running = subject.start(setup.programs, Presence::Off)?;
    let mut crowd = Crowd::new(&running.door)?;
    crowd.gather(audience + 1, 128)?;
    post_for(&mut crowd, setup.scale.warm_up)?;
    let watch = Stopwatch::start(&running.server)?;
    let posts = post_for(&mut crowd, setup.scale.span)?;
    let lap = watch.lap(&running.server)?;
    let deliveries = posts * audience as u64;
    Ok(Reading::from([
        ("deliveries per second", lap.rate(deliveries)),
        ("server CPU per delivery", lap.cpu_each(deliveries)),
        ("time until everybody has a post", lap.seconds * 1e3 / posts as f64),
        ("server busy", lap.busy()),
        ("load generator busy", lap.load_busy()),
    ]))
}

/// Posts for a while; answers how many posts everybody has heard.
fn post_for(crowd: &mut Crowd, span: Duration) -> Result<u64> {
    let audience = crowd.len() - 1;
    let until = Instant::now() + span;
    let mut posts = 0;
    while Instant::now() < until || posts == 0 {
        crowd.outbox().text(0, POST);
        let mut heard = 0;
        let mut patience = Patience::new();
        while heard < audience {
            crowd.turn(Duration::from_millis(100), &mut |_, text, _| {
                if text.bytes.starts_with(b"42[\"meeting\"") {
                    heard += 1;
                }
                Ok(())
            })?;
            patience.check(heard, "a post to reach everybody")?;
        }
        posts += 1;
    }
    Ok(posts)
}
