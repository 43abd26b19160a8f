//! Where log lines go: to standard error, from the level that the operator chose.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::config::LogLevel;

/// Starts logging: our own lines from `level` on, libraries' warnings.
pub fn start(level: LogLevel) {
    let filter = match level {
        LogLevel::Off => "off".to_owned(),
        level => format!("warn,teahouse={0},teahouse_store={0}", level.as_str()),
    };
    let subscriber = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(EnvFilter::new(filter));
    let _already_started = subscriber.try_init();
}
