//! The hub: random schedules of everything that clients, lines and the store can do, four bytes a step.

#[path = "../../../crates/core/tests/it/chance/schedule.rs"]
mod schedule;
#[path = "../../../crates/core/tests/it/chance/witness.rs"]
mod witness;
#[path = "../../../crates/core/tests/it/world.rs"]
mod world;

use bolero::check;

#[test]
fn no_schedule_makes_the_hub_contradict_itself() {
    check!().for_each(|input: &[u8]| schedule::run(input.as_chunks().0));
}
