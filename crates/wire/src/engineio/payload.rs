//! Payloads: the packets of one polling request or answer.
//!
//! Protocol 4 separates text packets by U+001E; bytes are base64. Protocol 3 counts: `7:42["a"]`, in UTF-16 code units,
//! because that is what JavaScript counts; or, where bytes are among the packets and the client can take them, in
//! frames of bytes.

mod counted;
mod framed;
mod separated;
mod twice;

use super::chunk::Piece;
use super::packet::{Malformed, Packet};
use super::{PollBody, Version};

pub use twice::Spelling;

/// Most packets in one payload. Far above a burst that a person's program sends, far below what makes one request
/// hold up others.
pub const MAX_PACKETS: usize = 16_384;

/// Reads the body of a POST. `is_binary` when its type is `application/octet-stream`.
///
/// # Errors
/// Any packet is broken, there are too many, or none.
pub fn decode<'a>(
    version: Version,
    spelling: &mut Spelling,
    is_binary: bool,
    body: &'a [u8],
) -> Result<Vec<Packet<'a>>, Malformed> {
    let packets = match (version, is_binary) {
        (Version::V3, false) => counted::decode(text(body)?, spelling)?,
        (Version::V3, true) => framed::decode(body)?,
        (Version::V4, false) => separated::decode(text(body)?)?,
        (Version::V4, true) => return Err(Malformed),
    };
    if packets.is_empty() {
        Err(Malformed)
    } else {
        Ok(packets)
    }
}

/// Writes the answer to a poll.
pub(super) fn encode(version: Version, takes_binary: bool, pieces: &[Piece]) -> PollBody {
    match version {
        Version::V4 => PollBody {
            bytes: separated::encode(pieces),
            is_binary: false,
        },
        Version::V3 if takes_binary && pieces.iter().any(Piece::is_binary) => PollBody {
            bytes: framed::encode(pieces),
            is_binary: true,
        },
        Version::V3 => PollBody {
            bytes: counted::encode(pieces),
            is_binary: false,
        },
    }
}

fn text(body: &[u8]) -> Result<&str, Malformed> {
    std::str::from_utf8(body).map_err(|_| Malformed)
}

/// Adds a packet unless there are too many.
fn push<'a>(packets: &mut Vec<Packet<'a>>, packet: Packet<'a>) -> Result<(), Malformed> {
    if packets.len() == MAX_PACKETS {
        return Err(Malformed);
    }
    packets.push(packet);
    Ok(())
}
