//! Calls: who hears what, and when.

mod candidates;
mod devices;
mod guests;
mod lines;
mod loss;
mod restart;
mod ringing;
mod table;
