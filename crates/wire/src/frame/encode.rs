//! One connection's voice: frames appended to a buffer, or built once and shared by many connections.
//!
//! The functions of this module speak as a server, without a mask; [`masked`] speaks as a client.

pub mod masked;

use bytes::Bytes;

use super::header::{LONGEST, LONGEST_CONTROL};
use super::mask::Mask;
use super::{CloseCode, Opcode};

/// The longest reason that fits beside its code in a close frame (RFC 6455 §5.5, §5.5.1).
const LONGEST_REASON: usize = LONGEST_CONTROL - 2;

/// Appends a message of text.
pub fn text(out: &mut Vec<u8>, text: &str) {
    frame(out, Opcode::Text, text.as_bytes());
}

/// Appends a message of bytes.
pub fn binary(out: &mut Vec<u8>, bytes: &[u8]) {
    frame(out, Opcode::Binary, bytes);
}

/// Appends a ping; of a payload longer than 125 bytes the rest is left out.
pub fn ping(out: &mut Vec<u8>, payload: &[u8]) {
    frame(out, Opcode::Ping, control(payload));
}

/// Appends a pong; of a payload longer than 125 bytes, which no ping had, the rest is left out.
pub fn pong(out: &mut Vec<u8>, payload: &[u8]) {
    frame(out, Opcode::Pong, control(payload));
}

/// Appends a close; a reason longer than 123 bytes is cut at the end of a character.
pub fn close(out: &mut Vec<u8>, why: Option<(CloseCode, &str)>) {
    frame(out, Opcode::Close, close_payload(why).as_ref());
}

/// Appends a message of text that `write` appends to the same buffer, for a serializer that needs no other.
///
/// `write` must append UTF-8 and leave what stands before it untouched.
///
/// # Panics
/// If `write` removed what stood before.
pub fn text_with(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    // The head of a message of 126 to 65,535 bytes, the most frequent by far; others move their payload once.
    const ROOM: usize = 4;
    let start = out.len();
    out.extend_from_slice(&[0; ROOM]);
    write(out);
    let head = Head::text(out.len() - start - ROOM);
    out.splice(start..start + ROOM, head.as_ref().iter().copied());
}

/// Builds a message of text that many connections may send.
pub fn shared_text(text: &str) -> Bytes {
    shared(Opcode::Text, text.as_bytes())
}

/// Builds a message of bytes that many connections may send.
pub fn shared_binary(bytes: &[u8]) -> Bytes {
    shared(Opcode::Binary, bytes)
}

/// The bytes that stand before the payload of an unfragmented frame, for a payload that is written from elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Head {
    /// Announces a message of text of `len` bytes from a server.
    pub fn text(len: usize) -> Self {
        Self::new(Opcode::Text, len, None)
    }

    /// Announces a message of `len` bytes from a server.
    pub fn binary(len: usize) -> Self {
        Self::new(Opcode::Binary, len, None)
    }

    /// RFC 6455 §5.2, with the length in its shortest form.
    fn new(opcode: Opcode, len: usize, mask: Option<Mask>) -> Self {
        let mut head = Self {
            bytes: [0; LONGEST],
            len: 0,
        };
        let masked = if mask.is_some() { 0x80 } else { 0 };
        head.push(&[0x80 | opcode.bits()]);
        if let Ok(len @ ..=125) = u8::try_from(len) {
            head.push(&[masked | len]);
        } else if let Ok(len) = u16::try_from(len) {
            head.push(&[masked | 126]);
            head.push(&len.to_be_bytes());
        } else {
            head.push(&[masked | 127]);
            head.push(&(len as u64).to_be_bytes());
        }
        if let Some(mask) = mask {
            head.push(&mask);
        }
        head
    }

    fn push(&mut self, bytes: &[u8]) {
        self.bytes[self.len..self.len + bytes.len()].copy_from_slice(bytes);
        self.len += bytes.len();
    }
}

impl AsRef<[u8]> for Head {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

fn frame(out: &mut Vec<u8>, opcode: Opcode, payload: &[u8]) {
    let head = Head::new(opcode, payload.len(), None);
    out.reserve(head.len + payload.len());
    out.extend_from_slice(head.as_ref());
    out.extend_from_slice(payload);
}

fn shared(opcode: Opcode, payload: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(Head::new(opcode, payload.len(), None).len + payload.len());
    frame(&mut out, opcode, payload);
    out.into()
}

fn control(payload: &[u8]) -> &[u8] {
    &payload[..payload.len().min(LONGEST_CONTROL)]
}

/// The payload of a close frame, which is short enough for the stack (RFC 6455 §5.5.1).
struct ClosePayload {
    bytes: [u8; LONGEST_CONTROL],
    len: usize,
}

fn close_payload(why: Option<(CloseCode, &str)>) -> ClosePayload {
    let mut payload = ClosePayload {
        bytes: [0; LONGEST_CONTROL],
        len: 0,
    };
    if let Some((code, reason)) = why {
        let reason = &reason.as_bytes()[..reason.floor_char_boundary(LONGEST_REASON)];
        payload.len = 2 + reason.len();
        payload.bytes[..2].copy_from_slice(&code.value().to_be_bytes());
        payload.bytes[2..payload.len].copy_from_slice(reason);
    }
    payload
}

impl AsRef<[u8]> for ClosePayload {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}
