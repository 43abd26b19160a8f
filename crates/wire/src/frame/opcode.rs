//! What a frame carries (RFC 6455 §5.2, §11.8).

/// The meaning of a frame's payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opcode {
    /// The next part of the message that an earlier frame began.
    Continuation,
    /// UTF-8 text, or its first part.
    Text,
    /// Bytes, or their first part.
    Binary,
    /// The end of the conversation.
    Close,
    /// A question whether the other end is there.
    Ping,
    /// The answer to a ping, or a sign of life of its own accord.
    Pong,
}

impl Opcode {
    /// Reads the low four bits of a frame's first byte; `None` for the reserved ones.
    pub(super) fn from_bits(bits: u8) -> Option<Self> {
        Some(match bits {
            0x0 => Self::Continuation,
            0x1 => Self::Text,
            0x2 => Self::Binary,
            0x8 => Self::Close,
            0x9 => Self::Ping,
            0xa => Self::Pong,
            _ => return None,
        })
    }

    /// The low four bits of a frame's first byte.
    pub(super) fn bits(self) -> u8 {
        match self {
            Self::Continuation => 0x0,
            Self::Text => 0x1,
            Self::Binary => 0x2,
            Self::Close => 0x8,
            Self::Ping => 0x9,
            Self::Pong => 0xa,
        }
    }

    /// Whether the frame speaks about the connection and may stand between the fragments of a message (RFC 6455 §5.5).
    pub fn is_control(self) -> bool {
        self.bits() & 0x8 != 0
    }
}
