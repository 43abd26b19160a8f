//! How much is logged.

use std::str::FromStr;

/// The least important kind of line that is still written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Nothing at all.
    Off,
    /// Somebody must act.
    Error,
    /// Something is degraded.
    Warn,
    /// Sign-ins, calls, doors.
    #[default]
    Info,
    /// Refusals and oddities of clients.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    /// The word for it, as `tracing` spells it too.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

impl FromStr for LogLevel {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Off, Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace]
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| format!("is no log level but {text:?}; write off, error, warn, info, debug or trace"))
    }
}
