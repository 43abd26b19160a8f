//! What the other end said, lent from the buffer it arrived in.

use super::{CloseCode, Opcode, Violation, close};

/// One complete message or control frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incoming<'a> {
    /// A message of text.
    Text(&'a str),
    /// A message of bytes.
    Binary(&'a [u8]),
    /// A question to be answered by a pong with the same payload.
    Ping(&'a [u8]),
    /// An answer to a ping, or a sign of life.
    Pong(&'a [u8]),
    /// The end, with a code and a reason if the peer gave them; nothing follows.
    Close(Option<(CloseCode, &'a str)>),
}

impl<'a> Incoming<'a> {
    /// Reads a whole payload; a continuation must have been given the opcode of its message.
    pub(super) fn read(opcode: Opcode, payload: &'a [u8]) -> Result<Self, Violation> {
        match opcode {
            Opcode::Text => std::str::from_utf8(payload)
                .map(Self::Text)
                .map_err(|_| Violation::NotUtf8),
            Opcode::Binary => Ok(Self::Binary(payload)),
            Opcode::Ping => Ok(Self::Ping(payload)),
            Opcode::Pong => Ok(Self::Pong(payload)),
            Opcode::Close => close::read(payload).map(Self::Close),
            Opcode::Continuation => Err(Violation::NothingToContinue),
        }
    }
}
