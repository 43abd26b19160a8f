//! What a peer did that ends the connection, and the close code that tells it so.

use thiserror::Error;

use super::CloseCode;

/// A rule of RFC 6455, or a limit of ours, that the peer broke.
///
/// The text is stable and short enough to travel as the reason of a close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Violation {
    /// A reserved bit is set although no extension was agreed (RFC 6455 §5.2).
    #[error("reserved bits are set")]
    ReservedBits,
    /// The opcode has no meaning (RFC 6455 §5.2).
    #[error("reserved opcode")]
    ReservedOpcode,
    /// A control frame without its final bit (RFC 6455 §5.5).
    #[error("fragmented control frame")]
    FragmentedControl,
    /// A control frame of more than 125 bytes (RFC 6455 §5.5).
    #[error("control frame longer than 125 bytes")]
    LongControl,
    /// A continuation without a message to continue (RFC 6455 §5.4).
    #[error("continuation of nothing")]
    NothingToContinue,
    /// A new message before the last fragment of the one before (RFC 6455 §5.4).
    #[error("message begun inside another")]
    MessageInterrupted,
    /// A client sent a frame without a mask (RFC 6455 §5.1).
    #[error("frame is not masked")]
    Unmasked,
    /// A server sent a frame with a mask (RFC 6455 §5.1).
    #[error("frame is masked")]
    Masked,
    /// A length written in more bytes than it needs (RFC 6455 §5.2).
    #[error("length is not in its shortest form")]
    PaddedLength,
    /// A 64-bit length with its top bit set (RFC 6455 §5.2).
    #[error("length out of range")]
    LengthOutOfRange,
    /// A close frame with a single byte, half a code (RFC 6455 §5.5.1).
    #[error("close code is cut off")]
    HalfCloseCode,
    /// A close code that may not stand in a frame (RFC 6455 §7.4).
    #[error("close code may not be sent")]
    BadCloseCode,
    /// Text or the reason of a close that is not UTF-8 (RFC 6455 §8.1).
    #[error("text is not UTF-8")]
    NotUtf8,
    /// One message in too many empty pieces.
    #[error("too many empty fragments")]
    EmptyFragments,
    /// A frame beyond [`Limits::frame`](super::Limits::frame).
    #[error("frame too big")]
    FrameTooBig,
    /// A message beyond [`Limits::message`](super::Limits::message).
    #[error("message too big")]
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
}
