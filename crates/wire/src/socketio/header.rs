//! The text of a packet, cut into its parts.

use super::{MAX_ATTACHMENTS, MAX_NAMESPACE_LEN, Malformed};

/// What a packet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PacketKind {
    /// Enter a namespace.
    Connect,
    /// Leave it.
    Disconnect,
    /// An event: an array whose first element is its name.
    Event,
    /// The answer to an event: an array.
    Ack,
    /// A connection was refused. Servers only.
    ConnectError,
    /// An event with attachments.
    BinaryEvent,
    /// An answer with attachments.
    BinaryAck,
}

/// The parts of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// What for.
    pub kind: PacketKind,
    /// How many attachments follow; only binary kinds have any.
    pub attachments: usize,
    /// Which namespace, with its slash and perhaps a query.
    pub namespace: &'a str,
    /// The number under which an answer is awaited, or given.
    pub id: Option<u64>,
    /// The JSON, not yet looked at.
    pub data: &'a str,
}

impl PacketKind {
    fn from_digit(digit: u8) -> Result<Self, Malformed> {
        Ok(match digit {
            b'0' => PacketKind::Connect,
            b'1' => PacketKind::Disconnect,
            b'2' => PacketKind::Event,
            b'3' => PacketKind::Ack,
            b'4' => PacketKind::ConnectError,
            b'5' => PacketKind::BinaryEvent,
            b'6' => PacketKind::BinaryAck,
            _ => return Err(Malformed),
        })
    }

    /// Whether attachments follow.
    pub fn is_binary(self) -> bool {
        matches!(self, PacketKind::BinaryEvent | PacketKind::BinaryAck)
    }
}

impl<'a> Header<'a> {
    /// Cuts the text.
    ///
    /// # Errors
    /// An unknown kind, no or too many attachments of a binary packet, a namespace or number that is too long.
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        let kind = PacketKind::from_digit(*text.as_bytes().first().ok_or(Malformed)?)?;
        let mut rest = &text[1..];
        let mut attachments = 0;
        if kind.is_binary() {
            let (digits, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
            attachments = digits.parse().map_err(|_| Malformed)?;
            if attachments == 0 || attachments > MAX_ATTACHMENTS {
                return Err(Malformed);
            }
            rest = after.strip_prefix('-').ok_or(Malformed)?;
        }
        let mut namespace = "/";
        if rest.starts_with('/') {
            (namespace, rest) = rest.split_once(',').unwrap_or((rest, ""));
            if namespace.len() > MAX_NAMESPACE_LEN {
                return Err(Malformed);
            }
        }
        let (digits, data) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
        let id = if digits.is_empty() {
            None
        } else {
            Some(digits.parse().map_err(|_| Malformed)?)
        };
        Ok(Header {
            kind,
            attachments,
            namespace,
            id,
            data,
        })
    }

    /// The namespace without its query.
    pub fn path(&self) -> &'a str {
        self.namespace.split('?').next().unwrap_or_default()
    }
}
