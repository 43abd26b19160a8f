//! Where log lines go: to standard error, from the level that the operator chose.

use tracing_subscriber::EnvFilter;

use crate::config::LogLevel;

/// Starts logging. Only our own lines; libraries speak from `warn` on.
pub fn start(level: LogLevel) {
    let level = level.as_str();
    let filter = format!(
        "{}{level},teahouse={level},teahouse_store={level}",
        if level == "off" { "" } else { "warn," }
    );
    let filter = filter
        .replace("warn,off", "off")
        .replace(&format!("warn,{level},"), "warn,");
    let subscriber = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::new(filter));
    let _already_started = subscriber.try_init();
}
