//! The chat-room tutorial's events over Socket.IO: `ready`, `change`, `message`, `meeting`, `create`, `join`, `empty`,
//! `full`, `ipaddr`, `leave`, `error`. A connection is a person of the lobby; what she says passes byte for byte but
//! for `from` and `time`. The words for client authors are in `docs/protocols/chat-room.md`.
//!
//! A [`Session`] turns what comes from one client into [`LobbyCommand`](teahouse_core::lobby::LobbyCommand)s. What the
//! lobby tells is encoded once by [`Parcel::of`] and handed to every session that hears it.

mod credit;
mod decimal;
mod moment;
mod object;
mod parcel;
mod refusal;
mod session;
mod settings;

pub use moment::Moment;
pub use parcel::Parcel;
pub use refusal::Complaint;
pub use session::{Opening, Session};
pub use settings::Settings;

/// Most bytes of JSON that a client may say at once.
pub const MAX_MESSAGE: usize = 256 << 10;
