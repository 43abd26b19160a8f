//! Protocol 3, text: each packet behind its length in UTF-16 code units and a colon.
//!
//! Clients 1.x spell text twice in UTF-8 and expect it so; clients 2.x spell it once; nothing in a request tells them
//! apart. What we send is therefore ASCII: everything beyond stands inside JSON strings, where `\uXXXX` means the same
//! to both. What we receive is looked at (see [`Spelling`]).

use std::fmt::Write as _;

use super::super::Version;
use super::super::chunk::Piece;
use super::super::packet::{Malformed, Packet, push_base64};
use super::Spelling;

/// More digits than any body has characters.
const MAX_DIGITS: usize = 8;

pub(super) fn decode<'a>(mut body: &'a str, spelling: &mut Spelling) -> Result<Vec<Packet<'a>>, Malformed> {
    let mut packets = Vec::new();
    while !body.is_empty() {
        let colon = body
            .bytes()
            .take(MAX_DIGITS + 1)
            .position(|b| b == b':')
            .ok_or(Malformed)?;
        let units = number(&body[..colon])?;
        body = &body[colon + 1..];
        let (packet, rest) = split_units(body, units)?;
        body = rest;
        // The reference writes an empty payload as an empty packet and skips it when reading.
        if !packet.is_empty() {
            super::push(&mut packets, spelling.read(packet)?)?;
        }
    }
    Ok(packets)
}

pub(super) fn encode(pieces: &[Piece]) -> Vec<u8> {
    let mut out = String::with_capacity(pieces.iter().map(|piece| piece.len() + 8).sum());
    let mut packet = String::new();
    for piece in pieces {
        packet.clear();
        match piece.as_text() {
            Some(text) => push_ascii(text, &mut packet),
            None => push_base64(Version::V3, piece.as_bytes(), &mut packet),
        }
        let _ = write!(out, "{}:", packet.len());
        out.push_str(&packet);
    }
    out.into_bytes()
}

fn number(digits: &str) -> Result<usize, Malformed> {
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        digits.parse().map_err(|_| Malformed)
    } else {
        Err(Malformed)
    }
}

/// Cuts off the first `units` UTF-16 code units.
fn split_units(text: &str, units: usize) -> Result<(&str, &str), Malformed> {
    // A run of ASCII, the ordinary case, is one unit a byte.
    if text.len() >= units && text.as_bytes()[..units].is_ascii() {
        return Ok(text.split_at(units));
    }
    let mut left = units;
    let mut end = 0;
    for c in text.chars() {
        if left == 0 {
            break;
        }
        left = left.checked_sub(c.len_utf16()).ok_or(Malformed)?;
        end += c.len_utf8();
    }
    if left == 0 {
        Ok(text.split_at(end))
    } else {
        Err(Malformed)
    }
}

fn push_ascii(text: &str, out: &mut String) {
    if text.is_ascii() {
        return out.push_str(text);
    }
    let mut units = [0; 2];
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
}
