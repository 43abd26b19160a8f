//! What the operator may set.

use std::sync::Arc;

use teahouse_core::limit::Rate;

use crate::engineio;

/// The settings of every session of the door.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Times and sizes of the transport.
    pub engine: Arc<engineio::Settings>,
    /// How much a client may ask before it is read more slowly; see [`Session::may_read_at`](super::Session).
    pub rate: Option<Rate>,
}

impl Default for Settings {
    fn default() -> Self {
        // A burst of a thousand messages is ordinary; two hundred a second for long is no person.
        let rate = Rate {
            burst: 2_000,
            every: std::time::Duration::from_millis(5),
        };
        Settings {
            engine: Arc::default(),
            rate: Some(rate),
        }
    }
}
