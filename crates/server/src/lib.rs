//! Runs the machines: everything of the `teahouse` binary that can be called from a test.

pub mod banner;
pub mod cli;
pub mod config;
pub mod data_dir;
pub mod embedded;
pub mod machine;
pub mod origin;
pub mod proxy;
pub mod tls;
pub mod trust;
