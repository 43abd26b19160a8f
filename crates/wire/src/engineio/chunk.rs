//! Bytes on their way out, shared where many hear the same.

use std::fmt;
use std::sync::Arc;

use teahouse_core::lobby::Payload;

/// One packet that waits to be sent: text with its kind in front, or the bytes of a message.
#[derive(Clone)]
pub(super) enum Piece {
    Fixed(&'static str),
    Own(Box<str>),
    /// The text of a shared message.
    Text(Arc<Payload>),
    /// One of its attachments.
    Attachment(Arc<Payload>, u8),
}

impl Piece {
    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Piece::Attachment(payload, i) => &payload.attachments[usize::from(*i)],
            _ => self.as_text().unwrap_or_default().as_bytes(),
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Piece::Fixed(text) => Some(text),
            Piece::Own(text) => Some(text),
            Piece::Text(payload) => Some(&payload.text),
            Piece::Attachment(..) => None,
        }
    }

    pub(super) fn is_binary(&self) -> bool {
        matches!(self, Piece::Attachment(..))
    }

    pub(super) fn len(&self) -> usize {
        self.as_bytes().len()
    }
}

/// The payload of a WebSocket message; `as_ref` gives its bytes.
pub struct Chunk(pub(super) Body);

pub(super) enum Body {
    Piece(Piece),
    Bytes(Vec<u8>),
}

impl AsRef<[u8]> for Chunk {
    fn as_ref(&self) -> &[u8] {
        match &self.0 {
            Body::Piece(piece) => piece.as_bytes(),
            Body::Bytes(bytes) => bytes,
        }
    }
}

/// One WebSocket message to send.
pub enum Frame {
    /// A text message; the bytes are UTF-8.
    Text(Chunk),
    /// A binary message.
    Binary(Chunk),
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Frame::Text(chunk) => write!(f, "Text({} bytes)", chunk.as_ref().len()),
            Frame::Binary(chunk) => write!(f, "Binary({} bytes)", chunk.as_ref().len()),
        }
    }
}
