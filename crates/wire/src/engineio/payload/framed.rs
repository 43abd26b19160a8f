//! Protocol 3, bytes: a kind byte (0 text, 1 bytes), the length in decimal digits as bytes 0 to 9, 255, the packet.
//! Text is plain UTF-8 here, in every client.

use super::super::Version;
use super::super::chunk::Piece;
use super::super::packet::{Malformed, Packet};

const TEXT: u8 = 0;
const BYTES: u8 = 1;
const END_OF_LENGTH: u8 = 255;
/// More digits than any body has bytes.
const MAX_DIGITS: usize = 8;
/// In front of a message in bytes.
const MESSAGE: u8 = 4;

pub(super) fn decode(mut body: &[u8]) -> Result<Vec<Packet<'_>>, Malformed> {
    let mut packets = Vec::new();
    while let Some((&kind, rest)) = body.split_first() {
        let end = rest
            .iter()
            .take(MAX_DIGITS + 1)
            .position(|&b| b == END_OF_LENGTH)
            .ok_or(Malformed)?;
        let mut len = 0;
        for &digit in &rest[..end] {
            if digit > 9 {
                return Err(Malformed);
            }
            len = len * 10 + usize::from(digit);
        }
        let (packet, rest) = rest[end + 1..].split_at_checked(len).ok_or(Malformed)?;
        body = rest;
        let packet = match kind {
            TEXT => Packet::from_text(Version::V3, std::str::from_utf8(packet).map_err(|_| Malformed)?)?,
            BYTES => Packet::from_binary(Version::V3, packet)?,
            _ => return Err(Malformed),
        };
        super::push(&mut packets, packet)?;
    }
    Ok(packets)
}

pub(super) fn encode(pieces: &[Piece]) -> Vec<u8> {
    let mut out = Vec::with_capacity(pieces.iter().map(|piece| piece.len() + 10).sum());
    for piece in pieces {
        let is_binary = piece.is_binary();
        out.push(if is_binary { BYTES } else { TEXT });
        let len = piece.as_bytes().len() + usize::from(is_binary);
        out.extend(len.to_string().bytes().map(|digit| digit - b'0'));
        out.push(END_OF_LENGTH);
        if is_binary {
            out.push(MESSAGE);
        }
        out.extend_from_slice(piece.as_bytes());
    }
    out
}
