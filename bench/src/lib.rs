//! Load generators and their peers: how much work a Teahouse does, beside the tutorials' own servers in the same minutes.
//!
//! A [`figures::Figure`] names subjects that do the same work in turns; [`contest`] runs them, [`report`] writes what came
//! of it. The load comes from one thread of this process on one core, the server under test has another to itself.

pub mod contest;
pub mod cores;
pub mod crowd;
pub mod enter;
pub mod figures;
pub mod floor;
pub mod machine;
pub mod process;
pub mod reading;
pub mod report;
pub mod subject;
pub mod swarm;
