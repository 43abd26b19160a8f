//! How fast calls are set up in the plain dialect: offer, answer, ten candidates each way, hang up, again.
//!
//! The caller sends its candidates right behind the offer, as browsers do, and the callee its own behind the answer; a
//! call is set up when either side holds everything that the other said. The descriptions are as long as those of a
//! browser's video call.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::stopwatch::Stopwatch;
use super::{Figure, Scale, Setup};
use crate::crowd::{Crowd, Dialect, Patience};
use crate::reading::{Quantity, Reach, Reading};
use crate::subject::{Presence, Subject};
use crate::swarm::frame::append_text;

/// Pairs who call each other at the same time.
const PAIRS: usize = 10;

/// Candidates of each side.
const CANDIDATES: usize = 10;

/// Lengths of the two descriptions in bytes.
const OFFER_LENGTH: usize = 4_000;
const ANSWER_LENGTH: usize = 2_500;

/// What both sides of one set-up hear together: an offer, an answer, and all candidates.
const HEARD_PER_CALL: usize = 2 + 2 * CANDIDATES;

pub(super) fn plain(scale: &Scale) -> Figure {
    Figure {
        name: "plain.call-set-up".to_owned(),
        work: format!(
            "offer, answer, {} candidates, leave; {PAIRS} pairs at once",
            2 * CANDIDATES
        ),
        subjects: vec![Subject::Teahouse(Dialect::Plain), Subject::Ws],
        runs: scale.runs,
        quantities: vec![
            Quantity::new("call set-ups per second", "1/s").reaching(Reach::TimesAtLeast(3.0)),
            Quantity::new("server CPU per call set-up", "µs"),
            Quantity::new("server busy", "share"),
            Quantity::new("load generator busy", "share"),
        ],
        run: Box::new(run),
    }
}

fn run(subject: Subject, setup: &Setup<'_>) -> Result<Reading> {
    let running = subject.start(setup.programs, Presence::Off)?;
    let mut crowd = Crowd::new(&running.door)?;
    crowd.gather(2 * PAIRS, PAIRS)?;
    let mut calls = Calls::new(&crowd);
    for caller in (0..crowd.len()).step_by(2) {
        crowd.outbox().raw(caller, &calls.first_words[caller]);
    }
    calls.go_on(&mut crowd, setup.scale.warm_up)?;
    let watch = Stopwatch::start(&running.server)?;
    let set_up = calls.go_on(&mut crowd, setup.scale.span)?;
    let lap = watch.lap(&running.server)?;
    Ok(Reading::from([
        ("call set-ups per second", lap.rate(set_up)),
        ("server CPU per call set-up", lap.cpu_each(set_up)),
        ("server busy", lap.busy()),
        ("load generator busy", lap.load_busy()),
    ]))
}

/// The pairs' calls: even bots call the odd one after them.
struct Calls {
    /// What a side says first: the caller its offer, the callee its answer, each with candidates behind.
    first_words: Vec<Vec<u8>>,
    /// What a caller says once a call is set up: it leaves, and calls again.
    next_words: Vec<Vec<u8>>,
    heard: [usize; PAIRS],
}

impl Calls {
    fn new(crowd: &Crowd) -> Self {
        let mut first_words = Vec::new();
        let mut next_words = Vec::new();
        for person in 0..crowd.len() {
            let (kind, length) = if person % 2 == 0 {
                ("offer", OFFER_LENGTH)
            } else {
                ("answer", ANSWER_LENGTH)
            };
            let other = crowd.name(person ^ 1);
            let first = first_words_to(other, kind, length);
            let mut next = Vec::new();
            append_text(&mut next, format!(r#"{{"type":"leave","name":"{other}"}}"#).as_bytes());
            next.extend_from_slice(&first);
            first_words.push(first);
            next_words.push(next);
        }
        Self {
            first_words,
            next_words,
            heard: [0; PAIRS],
        }
    }

    /// Lets the pairs call for a while, at least once each; answers how many calls were set up.
    fn go_on(&mut self, crowd: &mut Crowd, span: Duration) -> Result<u64> {
        let until = Instant::now() + span;
        let mut set_up = [0; PAIRS];
        let mut patience = Patience::new();
        while Instant::now() < until || set_up.contains(&0) {
            patience.check(set_up.iter().sum::<u64>() as usize, "every pair to set up a call")?;
            crowd.turn(Duration::from_millis(10), &mut |person, text, outbox| {
                ensure!(
                    !text.bytes.starts_with(br#"{"type":"error""#),
                    "a call was refused: {}",
                    String::from_utf8_lossy(text.bytes)
                );
                if text.bytes.starts_with(br#"{"type":"leave""#) {
                    return Ok(());
                }
                if text.bytes.starts_with(br#"{"type":"offer""#) {
                    outbox.raw(person, &self.first_words[person]);
                }
                let pair = person / 2;
                self.heard[pair] += 1;
                if self.heard[pair] == HEARD_PER_CALL {
                    self.heard[pair] = 0;
                    set_up[pair] += 1;
                    outbox.raw(2 * pair, &self.next_words[2 * pair]);
                }
                Ok(())
            })?;
        }
        ensure!(
            set_up.iter().all(|calls| *calls > 0),
            "a pair set up no call: {set_up:?}"
        );
        Ok(set_up.iter().sum())
    }
}

fn first_words_to(other: &str, kind: &str, length: usize) -> Vec<u8> {
    let mut words = Vec::new();
    let sdp = "a=rtpmap:96 VP8/90000\\r\\n".repeat(length / 25);
    let description = format!(r#"{{"type":"{kind}","name":"{other}","{kind}":{{"type":"{kind}","sdp":"{sdp}"}}}}"#);
    append_text(&mut words, description.as_bytes());
    for number in 0..CANDIDATES {
        let candidate = format!(
            r#"{{"type":"candidate","name":"{other}","candidate":{{"candidate":"candidate:{number} 1 udp 2122260223 192.0.2.{number} 56143 typ host generation 0 ufrag aBcD network-id 1","sdpMid":"0","sdpMLineIndex":0}}}}"#
        );
        append_text(&mut words, candidate.as_bytes());
    }
    words
}
