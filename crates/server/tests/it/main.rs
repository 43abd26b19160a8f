//! The real program, from outside: started, spoken to, stopped, killed.

mod accounts;
#[cfg(unix)]
mod control;
mod disk;
mod files;
mod flood;
mod headers;
mod hostile;
mod kill;
mod plain_door;
mod process;
mod raw;
mod resets;
mod rest;
mod slow;
mod start;
mod storm;
mod story;

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_teahouse");
