//! What one message from one person to another costs the server.
//!
//! Pairs pass messages to and fro: whoever hears one sends one, so a fixed number is in flight. With one in flight each
//! message costs two sleeps and wake-ups and the figure measures the scheduler; with many it measures the server.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::stopwatch::Stopwatch;
use super::{CHAT_ROOM, Figure, PLAIN, Scale, Setup};
use crate::crowd::{Crowd, Dialect, Patience};
use crate::reading::{Quantity, Reach, Reading};
use crate::subject::{Presence, Running, Subject};
use crate::swarm::frame::append_text;

/// Pairs who talk.
pub(super) const PAIRS: usize = 50;

/// The text in each message.
const TEXT_LENGTH: usize = 64;

pub(super) fn plain(in_flight: usize, scale: &Scale) -> Figure {
    figure(
        "plain.direct",
        "candidates inside running calls",
        &PLAIN,
        Reach::TimesAtMost(0.35),
        in_flight,
        scale,
    )
}

pub(super) fn chat_room(in_flight: usize, scale: &Scale) -> Figure {
    figure(
        "chat-room.direct",
        "`message` to an id",
        &CHAT_ROOM,
        Reach::TimesAtMost(0.25),
        in_flight,
        scale,
    )
}

fn figure(name: &str, work: &str, subjects: &[Subject], reach: Reach, in_flight: usize, scale: &Scale) -> Figure {
    let cpu = Quantity::new("server CPU per message", "µs");
    Figure {
        name: format!("{name}.{in_flight}"),
        work: format!("{work}, {TEXT_LENGTH} bytes of text, {PAIRS} pairs, {in_flight} in flight"),
        subjects: subjects.to_vec(),
        runs: scale.runs,
        quantities: vec![
            if in_flight > 1 { cpu.reaching(reach) } else { cpu },
            Quantity::new("messages per second", "1/s"),
            Quantity::new("server busy", "share"),
            Quantity::new("load generator busy", "share"),
        ],
        run: Box::new(move |subject, setup| run(subject, setup, in_flight)),
    }
}

fn run(subject: Subject, setup: &Setup<'_>, in_flight: usize) -> Result<Reading> {
    let running = subject.start(setup.programs, Presence::Off)?;
    let mut crowd = talking_pairs(&running)?;
    let frames: Vec<Vec<u8>> = (0..crowd.len())
        .map(|person| {
            let mut frame = Vec::new();
            append_text(&mut frame, message(&crowd, person, &"x".repeat(TEXT_LENGTH)).as_bytes());
            frame
        })
        .collect();
    for token in 0..in_flight {
        let person = token % frames.len();
        crowd.outbox().raw(person, &frames[person]);
    }
    pass(&mut crowd, &frames, setup.scale.warm_up)?;
    let watch = Stopwatch::start(&running.server)?;
    let passed = pass(&mut crowd, &frames, setup.scale.span)?;
    let lap = watch.lap(&running.server)?;
    catch(&mut crowd, in_flight)?;
    Ok(Reading::from([
        ("server CPU per message", lap.cpu_each(passed)),
        ("messages per second", lap.rate(passed)),
        ("server busy", lap.busy()),
        ("load generator busy", lap.load_busy()),
    ]))
}

fn pass(crowd: &mut Crowd, frames: &[Vec<u8>], span: Duration) -> Result<u64> {
    let until = Instant::now() + span;
    let mut passed = 0;
    let mut patience = Patience::new();
    while Instant::now() < until || passed == 0 {
        patience.check(passed as usize, "messages to come through")?;
        crowd.turn(Duration::from_millis(10), &mut |person, text, outbox| {
            // Anything shorter is a heartbeat of the dialect.
            if text.len > TEXT_LENGTH as u64 {
                passed += 1;
                outbox.raw(person, &frames[person]);
            }
            Ok(())
        })?;
    }
    Ok(passed)
}

/// Takes what is in flight out of the air, which shows that nothing was lost on the way.
fn catch(crowd: &mut Crowd, in_flight: usize) -> Result<()> {
    let mut caught = 0;
    let mut patience = Patience::new();
    while caught < in_flight {
        crowd.turn(Duration::from_millis(100), &mut |_, text, _| {
            caught += usize::from(text.len > TEXT_LENGTH as u64);
            Ok(())
        })?;
        patience.check(caught, "the last messages")?;
    }
    Ok(())
}

/// Brings the pairs online, in the plain dialect each inside a running call, since only there candidates pass.
pub(super) fn talking_pairs(running: &Running) -> Result<Crowd> {
    let mut crowd = Crowd::new(&running.door)?;
    crowd.gather(2 * PAIRS, 16)?;
    if running.door.dialect != Dialect::Plain {
        return Ok(crowd);
    }
    let mut answered = 0;
    for caller in (0..crowd.len()).step_by(2) {
        let offer = format!(
            r#"{{"type":"offer","name":"{}","offer":{{"sdp":"v=0"}}}}"#,
            crowd.name(caller + 1)
        );
        crowd.outbox().text(caller, offer.as_bytes());
    }
    let names: Vec<String> = (0..crowd.len()).map(|person| crowd.name(person).to_owned()).collect();
    let mut patience = Patience::new();
    while answered < PAIRS {
        crowd.turn(Duration::from_millis(100), &mut |person, text, outbox| {
            if text.bytes.starts_with(br#"{"type":"offer""#) {
                let caller = &names[person ^ 1];
                let answer = format!(r#"{{"type":"answer","name":"{caller}","answer":{{"sdp":"v=0"}}}}"#);
                outbox.text(person, answer.as_bytes());
            } else if text.bytes.starts_with(br#"{"type":"answer""#) {
                answered += 1;
            }
            Ok(())
        })?;
        patience.check(answered, "calls to be answered")?;
    }
    Ok(crowd)
}

/// What a person says to the other of the pair.
pub(super) fn message(crowd: &Crowd, person: usize, text: &str) -> String {
    let other = crowd.name(person ^ 1);
    match crowd.dialect() {
        Dialect::ChatRoom => format!(r#"42["message",{{"to":"{other}","type":"text","text":"{text}"}}]"#),
        Dialect::App => unreachable!("no figure passes direct messages in the app"),
        // The floor gets the same bytes as the servers that read them.
        Dialect::Plain | Dialect::Floor => format!(
            r#"{{"type":"candidate","name":"{other}","candidate":{{"candidate":"{text}","sdpMid":"0","sdpMLineIndex":0}}}}"#
        ),
    }
}
