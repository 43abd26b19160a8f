//! WebSocket frames (RFC 6455): bytes of a stream ⇄ messages.
//!
//! Contract, in order:
//! 1. [`handshake::accept`] judges the headers of an upgrade request; the caller answers 101 with the key it returns.
//! 2. Each time bytes arrive, [`Decoder::feed`] takes them in a buffer the caller may share between all its connections,
//!    and [`Frames::next`] is called until it answers `None`. Payloads are unmasked where they lie and lent to the caller;
//!    only what is not complete yet is copied into the decoder, which owns no memory while nothing is pending.
//! 3. What is to be sent is appended to a `Vec<u8>` by [`encode`].
//! 4. [`Incoming::Ping`] wants a pong with the same payload and [`Incoming::Close`] a close, both from the caller
//!    (RFC 6455 §5.5.1, §5.5.2). After a close or a [`Violation`] the decoder ignores every further byte; a violation is
//!    told to the peer as a close frame with [`Violation::close_code`].
//!
//! No extension is negotiated, so reserved bits are violations. There is no input that panics.
//!
//! ```
//! use teahouse_wire::frame::{Decoder, Incoming, Limits, Server, encode};
//!
//! fn handle_read(decoder: &mut Decoder<Server>, read: &mut [u8], limits: &Limits, out: &mut Vec<u8>) {
//!     let mut frames = decoder.feed(read, limits);
//!     while let Some(next) = frames.next() {
//!         match next {
//!             Ok(Incoming::Text(text)) => encode::text(out, text),
//!             Ok(Incoming::Binary(bytes)) => encode::binary(out, bytes),
//!             Ok(Incoming::Ping(payload)) => encode::pong(out, payload),
//!             Ok(Incoming::Pong(_)) => {}
//!             Ok(Incoming::Close(why)) => encode::close(out, why),
//!             Err(violation) => encode::close(out, Some((violation.close_code(), violation.why()))),
//!         }
//!     }
//! }
//! # let mut out = Vec::new();
//! # let mut read = *b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
//! # handle_read(&mut Decoder::new(), &mut read, &Limits::default(), &mut out);
//! # assert_eq!(out, b"\x81\x05Hello");
//! ```

mod close;
mod decoder;
pub mod encode;
pub mod handshake;
mod header;
mod incoming;
mod limits;
mod mask;
mod opcode;
mod role;
mod violation;

pub use close::CloseCode;
pub use decoder::{Decoder, Frames};
pub use incoming::Incoming;
pub use limits::Limits;
pub use mask::Mask;
pub use opcode::Opcode;
pub use role::{Client, Role, Server};
pub use violation::Violation;
