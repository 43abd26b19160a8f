//! The hub: random schedules of everything that clients, lines and the store can do, four bytes a step; and of devices
//! in rooms, which show in the end what a fresh one would load.

#[path = "../../../crates/core/tests/it/chance/device.rs"]
mod device;
#[path = "../../../crates/core/tests/it/chance/rooms.rs"]
mod rooms;
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

#[test]
fn no_schedule_makes_a_device_show_what_no_fresh_one_would() {
    check!().for_each(|input: &[u8]| rooms::run(input.as_chunks().0, None));
}
