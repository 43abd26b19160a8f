//! Clients 1.x encode text as UTF-8, take each byte for a character, and let the browser encode that as UTF-8 again.

use std::borrow::Cow;

use super::super::Version;
use super::super::packet::{Malformed, Packet};

/// How often a protocol 3 client encodes text, as far as it has shown.
///
/// Text of a 1.x client has no character above U+00FF, and those characters taken as bytes are UTF-8 again. A 2.x
/// client would have to write mojibake on purpose to look like that, and stops being taken for the other the first
/// time it writes anything else beyond ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spelling {
    /// Nothing beyond ASCII yet.
    #[default]
    Unknown,
    /// As 2.x does.
    Once,
    /// As 1.x does.
    Twice,
}

impl Spelling {
    /// Reads a packet as the client meant it.
    pub(super) fn read<'a>(&mut self, text: &'a str) -> Result<Packet<'a>, Malformed> {
        if *self == Spelling::Once || text.is_ascii() {
            return Packet::from_text(Version::V3, text);
        }
        let Some(once) = undo(text) else {
            *self = Spelling::Once;
            return Packet::from_text(Version::V3, text);
        };
        *self = Spelling::Twice;
        let Packet { kind, data: _ } = Packet::from_text(Version::V3, text)?;
        Ok(Packet {
            kind,
            data: super::super::Data::Text(Cow::Owned(once[1..].to_owned())),
        })
    }
}

/// The text whose UTF-8 bytes are the characters of `text`, if there is one.
fn undo(text: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    String::from_utf8(bytes?).ok()
}
