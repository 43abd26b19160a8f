//! Packets: a kind and perhaps data. As text the kind is a digit in front; binary data is always a message.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::Version;

/// JavaScript clients pad, others may not.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that are no Engine.IO. The session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not Engine.IO")]
pub struct Malformed;

/// What a packet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Says how the session is kept. Server only.
    Open,
    /// Ends the session.
    Close,
    /// Asks for a sign of life.
    Ping,
    /// Answers it.
    Pong,
    /// Carries something of the layer above.
    Message,
    /// Moves the session to the transport that it came by.
    Upgrade,
    /// Nothing; lets a waiting poll go.
    Noop,
}

/// What a packet carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data<'a> {
    /// Text, perhaps none.
    Text(Cow<'a, str>),
    /// Bytes.
    Binary(Cow<'a, [u8]>),
}

/// One packet of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet<'a> {
    /// What for.
    pub kind: Kind,
    /// With what.
    pub data: Data<'a>,
}

impl Kind {
    fn from_digit(digit: u8) -> Result<Self, Malformed> {
        Ok(match digit {
            b'0' => Kind::Open,
            b'1' => Kind::Close,
            b'2' => Kind::Ping,
            b'3' => Kind::Pong,
            b'4' => Kind::Message,
            b'5' => Kind::Upgrade,
            b'6' => Kind::Noop,
            _ => return Err(Malformed),
        })
    }
}

impl<'a> Packet<'a> {
    /// Reads a packet that came as text.
    ///
    /// # Errors
    /// It is empty, of no known kind, or broken base64.
    pub fn from_text(version: Version, text: &'a str) -> Result<Self, Malformed> {
        let bytes = text.as_bytes();
        match (*bytes.first().ok_or(Malformed)?, version) {
            (b'b', Version::V3) => {
                let kind = Kind::from_digit(*bytes.get(1).ok_or(Malformed)?)?;
                Ok(Packet {
                    kind,
                    data: Data::Binary(decode_base64(&bytes[2..])?),
                })
            }
            (b'b', Version::V4) => Ok(Packet {
                kind: Kind::Message,
                data: Data::Binary(decode_base64(&bytes[1..])?),
            }),
            (digit, _) => Ok(Packet {
                kind: Kind::from_digit(digit)?,
                data: Data::Text(text[1..].into()),
            }),
        }
    }

    /// Reads a packet that came as bytes: protocol 3 puts the kind in front, protocol 4 sends only messages so.
    ///
    /// # Errors
    /// It is empty or of no known kind.
    pub fn from_binary(version: Version, bytes: &'a [u8]) -> Result<Self, Malformed> {
        match version {
            Version::V3 => {
                let (&kind, data) = bytes.split_first().ok_or(Malformed)?;
                let kind = Kind::from_digit(kind.checked_add(b'0').ok_or(Malformed)?)?;
                Ok(Packet {
                    kind,
                    data: Data::Binary(data.into()),
                })
            }
            Version::V4 => Ok(Packet {
                kind: Kind::Message,
                data: Data::Binary(bytes.into()),
            }),
        }
    }
}

fn decode_base64(text: &[u8]) -> Result<Cow<'static, [u8]>, Malformed> {
    LENIENT.decode(text).map(Cow::Owned).map_err(|_| Malformed)
}

/// Appends a message of bytes as a text packet.
pub(super) fn push_base64(version: Version, bytes: &[u8], out: &mut String) {
    out.push_str(match version {
        Version::V3 => "b4",
        Version::V4 => "b",
    });
    LENIENT.encode_string(bytes, out);
}
