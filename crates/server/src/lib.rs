//! Runs the machines: everything of the `teahouse` binary that can be called from a test.

pub mod account;
pub mod app;
pub mod banner;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conn;
pub mod control;
pub mod data_dir;
pub mod embedded;
pub mod files;
pub mod gate;
pub mod guests;
pub mod hooks;
pub mod house;
pub mod http;
pub mod hub;
pub mod listen;
pub mod machine;
pub mod origin;
pub mod outbox;
pub mod persist;
pub mod proxy;
pub mod telemetry;
pub mod tls;
pub mod trust;
