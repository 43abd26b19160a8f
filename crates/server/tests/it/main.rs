//! The real program, from outside: started, spoken to, stopped, killed.

mod kill;
mod plain_door;
mod raw;
mod start;
