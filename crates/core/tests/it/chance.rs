//! The hub under chance: whatever clients, lines and the store do, and in whatever order, what each connection hears
//! makes sense, nothing is lost or doubled, and nothing stays behind when everybody has gone.

mod device;
mod rooms;
mod schedule;
mod witness;

use std::panic::catch_unwind;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::world::{self, Fault};

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600,
        max_shrink_iters: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_schedule_makes_the_hub_contradict_itself(steps in prop::collection::vec(any::<[u8; 4]>(), 0..400)) {
        schedule::run(&steps);
    }
}

/// Whoever is signed out while a request is on its way is not owed an answer.
#[test]
fn a_page_that_the_house_has_closed_is_owed_nothing() {
    schedule::run(&[
        [144, 0, 0, 167],
        [72, 171, 0, 91],
        [0, 0, 17, 8],
        [51, 0, 62, 0],
        [104, 117, 0, 19],
    ]);
}

/// How many schedules of rooms are run: more by the environment.
fn schedules() -> u32 {
    let asked = option_env!("TEAHOUSE_SCHEDULES");
    asked.and_then(|text| text.parse().ok()).unwrap_or(10_000)
}

fn steps_of_a_room() -> impl Strategy<Value = Vec<[u8; 4]>> {
    prop::collection::vec(any::<[u8; 4]>(), 0..120)
}

/// A check that finds nothing proves nothing: what is wrong on purpose must be found.
#[test]
fn what_is_wrong_on_purpose_is_found() {
    for fault in Fault::ALL {
        let mut chance = TestRunner::deterministic();
        let is_found = (0..3_000).any(|_| {
            let steps = steps_of_a_room().new_tree(&mut chance).expect("any steps do").current();
            catch_unwind(|| rooms::run(&steps, Some(fault))).is_err()
        });
        assert!(is_found, "{fault:?} was not found");
    }
}

/// An owner leaves a group that nobody has said anything in, and comes again by its link before her list is there.
#[test]
fn what_is_still_to_be_asked_is_not_settled_by_an_older_list() {
    let steps = [
        [208, 108, 0, 0],
        [163, 0, 0, 0],
        [14, 228, 0, 64],
        [0, 44, 0, 225],
        [8, 0, 0, 0],
        [115, 0, 0, 0],
        [16, 5, 0, 0],
        [2, 0, 8, 0],
        [19, 0, 0, 0],
        [69, 0, 0, 134],
    ];
    rooms::run(&steps, None);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: schedules(),
        max_shrink_iters: 4_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_happens_a_device_that_resumes_shows_what_a_fresh_one_loads(steps in steps_of_a_room()) {
        rooms::run(&steps, None);
    }
}
