//! Frames as a client sends them, masked (RFC 6455 §5.3); for bots and benches.
//!
//! The mask is an argument: a client that a stranger's script may drive must take each one from a strong source of
//! randomness (RFC 6455 §10.3), a load generator need not.

use super::{Head, close_payload, control};
use crate::frame::mask::{self, Mask};
use crate::frame::{CloseCode, Opcode};

/// Appends a message of text.
pub fn text(out: &mut Vec<u8>, text: &str, mask: Mask) {
    frame(out, Opcode::Text, text.as_bytes(), mask);
}

/// Appends a message of bytes.
pub fn binary(out: &mut Vec<u8>, bytes: &[u8], mask: Mask) {
    frame(out, Opcode::Binary, bytes, mask);
}

/// Appends a ping; of a payload longer than 125 bytes the rest is left out.
pub fn ping(out: &mut Vec<u8>, payload: &[u8], mask: Mask) {
    frame(out, Opcode::Ping, control(payload), mask);
}

/// Appends a pong; of a payload longer than 125 bytes, which no ping had, the rest is left out.
pub fn pong(out: &mut Vec<u8>, payload: &[u8], mask: Mask) {
    frame(out, Opcode::Pong, control(payload), mask);
}

/// Appends a close; a reason longer than 123 bytes is cut at the end of a character.
pub fn close(out: &mut Vec<u8>, why: Option<(CloseCode, &str)>, mask: Mask) {
    frame(out, Opcode::Close, close_payload(why).as_ref(), mask);
}

fn frame(out: &mut Vec<u8>, opcode: Opcode, payload: &[u8], mask: Mask) {
    let head = Head::new(opcode, payload.len(), Some(mask));
    out.reserve(head.len + payload.len());
    out.extend_from_slice(head.as_ref());
    let start = out.len();
    out.extend_from_slice(payload);
    mask::apply(mask, &mut out[start..]);
}
