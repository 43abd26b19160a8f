//! Protocol 4: packets as text, separated by U+001E.

use super::super::Version;
use super::super::chunk::Piece;
use super::super::packet::{Malformed, Packet, push_base64};

const SEPARATOR: char = '\u{1e}';

pub(super) fn decode(body: &str) -> Result<Vec<Packet<'_>>, Malformed> {
    let mut packets = Vec::new();
    for text in body.split(SEPARATOR) {
        super::push(&mut packets, Packet::from_text(Version::V4, text)?)?;
    }
    Ok(packets)
}

pub(super) fn encode(pieces: &[Piece]) -> Vec<u8> {
    let mut out = String::with_capacity(pieces.iter().map(|piece| piece.len() + 1).sum());
    for (i, piece) in pieces.iter().enumerate() {
        if i > 0 {
            out.push(SEPARATOR);
        }
        match piece.as_text() {
            Some(text) => out.push_str(text),
            None => push_base64(Version::V4, piece.as_bytes(), &mut out),
        }
    }
    out.into_bytes()
}
