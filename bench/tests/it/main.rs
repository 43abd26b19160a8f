//! The load generator against the floor: what it counts must be what happened.

mod floor;
