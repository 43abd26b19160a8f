//! What a peer did that ends the connection, and the close code that tells it so.

use thiserror::Error;

use super::CloseCode;

/// A rule of RFC 6455, or a limit of ours, that the peer broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{}", self.why())]
pub enum Violation {
    /// A reserved bit is set although no extension was agreed (RFC 6455 §5.2).
    ReservedBits,
    /// The opcode has no meaning (RFC 6455 §5.2).
    ReservedOpcode,
    /// A control frame without its final bit (RFC 6455 §5.5).
    FragmentedControl,
    /// A control frame of more than 125 bytes (RFC 6455 §5.5).
    LongControl,
    /// A continuation without a message to continue (RFC 6455 §5.4).
    NothingToContinue,
    /// A new message before the last fragment of the one before (RFC 6455 §5.4).
    MessageInterrupted,
    /// A client sent a frame without a mask (RFC 6455 §5.1).
    Unmasked,
    /// A server sent a frame with a mask (RFC 6455 §5.1).
    Masked,
    /// A length written in more bytes than it needs (RFC 6455 §5.2).
    PaddedLength,
    /// A 64-bit length with its top bit set (RFC 6455 §5.2).
    LengthOutOfRange,
    /// A close frame with a single byte, half a code (RFC 6455 §5.5.1).
    HalfCloseCode,
    /// A close code that may not stand in a frame (RFC 6455 §7.4).
    BadCloseCode,
    /// Text or the reason of a close that is not UTF-8 (RFC 6455 §8.1).
    NotUtf8,
    /// One message in too many empty pieces.
    EmptyFragments,
    /// A frame beyond [`Limits::frame`](super::Limits::frame).
    FrameTooBig,
    /// A message beyond [`Limits::message`](super::Limits::message).
    MessageTooBig,
}

impl Violation {
    /// Says with which code the connection is to be closed (RFC 6455 §7.4.1).
    pub fn close_code(self) -> CloseCode {
        match self {
            Self::ReservedBits
            | Self::ReservedOpcode
            | Self::FragmentedControl
            | Self::LongControl
            | Self::NothingToContinue
            | Self::MessageInterrupted
            | Self::Unmasked
            | Self::Masked
            | Self::PaddedLength
            | Self::LengthOutOfRange
            | Self::HalfCloseCode
            | Self::BadCloseCode => CloseCode::PROTOCOL_ERROR,
            Self::NotUtf8 => CloseCode::INVALID_PAYLOAD,
            Self::EmptyFragments => CloseCode::POLICY,
            Self::FrameTooBig | Self::MessageTooBig => CloseCode::TOO_BIG,
        }
    }

    /// Says the same to people, in words that are stable and short enough for the reason of a close frame.
    pub fn why(self) -> &'static str {
        match self {
            Self::ReservedBits => "reserved bits are set",
            Self::ReservedOpcode => "reserved opcode",
            Self::FragmentedControl => "fragmented control frame",
            Self::LongControl => "control frame longer than 125 bytes",
            Self::NothingToContinue => "continuation of nothing",
            Self::MessageInterrupted => "message begun inside another",
            Self::Unmasked => "frame is not masked",
            Self::Masked => "frame is masked",
            Self::PaddedLength => "length is not in its shortest form",
            Self::LengthOutOfRange => "length out of range",
            Self::HalfCloseCode => "close code is cut off",
            Self::BadCloseCode => "close code may not be sent",
            Self::NotUtf8 => "text is not UTF-8",
            Self::EmptyFragments => "too many empty fragments",
            Self::FrameTooBig => "frame too big",
            Self::MessageTooBig => "message too big",
        }
    }
}
