//! Translates bytes of a dialect into commands of the core and events of the core into bytes.
pub mod app;
pub mod frame;
pub mod plain;
pub mod shape;
