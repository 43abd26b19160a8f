//! What the operator may set, and what the door must enforce before anything is parsed.

use std::time::Duration;

/// Longest body of a POST. A burst of a thousand ordinary messages is one body; protocol 4 clients are told
/// [`Settings::max_payload`] and split theirs, protocol 3 clients do not.
pub const MAX_POST: usize = 4 << 20;

/// Longest WebSocket message. Above the longest message of any dialect, so that one a little too long is answered
/// with an error instead of a closed connection.
pub const MAX_FRAME: usize = 1 << 20;

/// Times and sizes of every session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How often a sign of life is asked for. Told to clients.
    pub ping_interval: Duration,
    /// How long a protocol 3 client may be late with its ping. Told to clients. Browsers wake the timers of a hidden
    /// page once a minute, and in this protocol the page's timer pings.
    pub ping_timeout_v3: Duration,
    /// How long a protocol 4 client may take to answer a ping. Told to clients.
    pub ping_timeout_v4: Duration,
    /// How long an upgrade to WebSocket may take.
    pub upgrade_timeout: Duration,
    /// How long a protocol 4 client may take to connect to a namespace.
    pub connect_timeout: Duration,
    /// How long something may wait for a client that takes nothing.
    pub stall_timeout: Duration,
    /// How many bytes may wait for a client. A burst that is on its way to a client that reads must fit.
    pub max_buffered: usize,
    /// Longest body of a POST as told to protocol 4 clients.
    pub max_payload: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            ping_interval: Duration::from_secs(25),
            ping_timeout_v3: Duration::from_secs(60),
            ping_timeout_v4: Duration::from_secs(20),
            upgrade_timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(45),
            stall_timeout: Duration::from_secs(15),
            max_buffered: 16 << 20,
            max_payload: 1_000_000,
        }
    }
}
