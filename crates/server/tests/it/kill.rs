//! `kill -9` under load: what was acknowledged is kept, once, in order, and everybody is shown the same.
//!
//! `KILL_ROUNDS` sets how often the house is killed; `KILL_SEED` plays the moments of an earlier run again.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::path::Path;
use std::time::{Duration, Instant};

use teahouse_testkit::{House, Launch, Outage};

use crate::PROGRAM;
use crate::story::{BUSY, PATIENT, Story};

const ROUNDS: u64 = 20;

#[test]
fn nothing_acknowledged_is_lost_doubled_or_swapped_when_the_house_is_killed() {
    let rounds = std::env::var("KILL_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().expect("a number"));
    let story = Story::play(Launch::of(Path::new(PROGRAM)), BUSY, |house, outage| {
        kill(house, outage, rounds, 300)
    });
    println!("{story}");
    story.assert_clean();
}

#[test]
fn nothing_acknowledged_is_lost_when_the_house_is_killed_right_after_an_answer() {
    let story = Story::play(Launch::of(Path::new(PROGRAM)), PATIENT, |house, outage| {
        kill(house, outage, ROUNDS, 20);
    });
    println!("{story}");
    story.assert_clean();
}

/// The control: a house that answers before it commits has to be found out.
#[cfg(feature = "planted-bugs")]
#[test]
fn a_house_that_answers_before_the_commit_is_found_out() {
    let launch = Launch::of(Path::new(PROGRAM)).with_variable("PLANTED_BUG", "answer-before-commit");
    let story = Story::play(launch, PATIENT, |house, outage| kill(house, outage, ROUNDS, 20));
    println!("{story}");
    assert!(!story.verdict.lost.is_empty(), "{story}");
}

/// Kills the house and starts it again, each time after one to `acks` acknowledgements.
fn kill(house: &mut House, outage: &Outage, rounds: u64, acks: u64) {
    let mut random = seed();
    println!("seed {random}");
    let mut starts = Vec::new();
    for _ in 0..rounds {
        outage.wait_for_acks(1 + next(&mut random) % acks);
        house.kill();
        let begin = Instant::now();
        house.restart();
        starts.push(begin.elapsed());
        outage.over();
    }
    starts.sort();
    let p95 = starts.get(starts.len() * 95 / 100).copied().unwrap_or(Duration::ZERO);
    println!("killed {rounds} times; serves again after {p95:?} (p95)");
}

/// Another one in each run, unless one is given.
fn seed() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    let given = std::env::var("KILL_SEED").map(|seed| seed.parse().expect("a number"));
    given.unwrap_or_else(|_| std::hash::RandomState::new().build_hasher().finish())
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
