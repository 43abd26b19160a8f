//! The Socket.IO door: sessions that come by long polling, by a WebSocket, or by the first and then the second.
//!
//! Each session is one small task that owns its machine and, once it has one, its socket. Requests of polling find it
//! in a table and put what they bring into its outbox; a session that began on a WebSocket is in no table, since no
//! request can speak for it.

mod requests;
mod session;
mod stream;
mod table;

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

use teahouse_core::lobby::PublicId;
use teahouse_core::now::Now;
use teahouse_wire::chat_room::{Moment, Settings};
use teahouse_wire::{engineio, frame};

pub use requests::{answer, is_socket_io};
pub use stream::Stream;

use crate::gate::Turnstile;
use table::Table;

/// How long the house's offset from UTC is taken for unchanged.
const OFFSET_SECONDS: u64 = 60;

/// What all sessions share.
pub struct Guests {
    settings: Arc<Settings>,
    limits: frame::Limits,
    table: Table,
    /// Sessions begun by polling, by address: they last without a connection.
    turnstile: Arc<Turnstile>,
    utc_offset: AtomicI32,
    offset_read_at: AtomicU64,
}

impl Guests {
    /// A door without sessions.
    #[must_use]
    pub fn new(settings: Settings, turnstile: Arc<Turnstile>) -> Self {
        let size = u32::try_from(engineio::MAX_FRAME).expect("the cap fits");
        Guests {
            settings: Arc::new(settings),
            limits: frame::Limits {
                frame: size,
                message: size,
                ..frame::Limits::default()
            },
            table: Table::default(),
            turnstile,
            utc_offset: AtomicI32::new(utc_offset()),
            offset_read_at: AtomicU64::new(0),
        }
    }

    /// The time with the zone that the house lives in.
    fn moment(&self, now: Now) -> Moment {
        let second = now.mono.0.as_secs();
        if second >= self.offset_read_at.load(Ordering::Relaxed) + OFFSET_SECONDS {
            self.offset_read_at.store(second, Ordering::Relaxed);
            self.utc_offset.store(utc_offset(), Ordering::Relaxed);
        }
        Moment {
            now,
            utc_offset: self.utc_offset.load(Ordering::Relaxed),
        }
    }
}

/// Seconds by which this machine's zone is ahead of UTC now.
fn utc_offset() -> i32 {
    jiff::Zoned::now().offset().seconds()
}

fn fresh_id() -> PublicId {
    engineio::sid(entropy())
}

fn entropy<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
