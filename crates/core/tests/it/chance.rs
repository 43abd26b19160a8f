//! The hub under chance: whatever clients, lines and the store do, and in whatever order, what each connection hears
//! makes sense, nothing is lost or doubled, and nothing stays behind when everybody has gone.

mod schedule;
mod witness;

use proptest::prelude::*;

use crate::world;

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
