//! Why a connection ends: the codes of RFC 6455 §7.4 and the payload of a close frame.

use super::Violation;

/// A status code that may stand in a close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CloseCode(u16);

impl CloseCode {
    /// The purpose of the connection is fulfilled.
    pub const NORMAL: Self = Self(1000);
    /// The server stops, or the page was left.
    pub const GOING_AWAY: Self = Self(1001);
    /// The peer broke the framing.
    pub const PROTOCOL_ERROR: Self = Self(1002);
    /// The kind of data cannot be accepted.
    pub const UNSUPPORTED: Self = Self(1003);
    /// The text was not UTF-8.
    pub const INVALID_PAYLOAD: Self = Self(1007);
    /// A rule other than those of framing was broken.
    pub const POLICY: Self = Self(1008);
    /// A frame or message was bigger than is accepted.
    pub const TOO_BIG: Self = Self(1009);
    /// Something unexpected went wrong on the server.
    pub const INTERNAL: Self = Self(1011);
    /// The server restarts and will be back.
    pub const RESTART: Self = Self(1012);
    /// The server is overloaded; a later attempt may succeed.
    pub const TRY_LATER: Self = Self(1013);

    /// Takes a number if it may be sent in a close frame.
    pub const fn new(code: u16) -> Option<Self> {
        // RFC 6455 §7.4.1: 1004 is reserved, 1005, 1006 and 1015 MUST NOT be set in a frame. 1012 to 1014 stand in the
        // registry of §11.7. §7.4.2: below 1000 is not used, 1016 to 2999 waits for the protocol's own future, 3000 to
        // 4999 is free for frameworks and applications.
        match code {
            1000..=1003 | 1007..=1014 | 3000..=4999 => Some(Self(code)),
            _ => None,
        }
    }

    /// The number on the wire.
    pub const fn value(self) -> u16 {
        self.0
    }
}

/// Reads the payload of a close frame: nothing, or a code and a reason (RFC 6455 §5.5.1).
pub(super) fn read(payload: &[u8]) -> Result<Option<(CloseCode, &str)>, Violation> {
    let (code, reason) = match payload {
        [] => return Ok(None),
        [_] => return Err(Violation::HalfCloseCode),
        [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
    };
    let code = CloseCode::new(code).ok_or(Violation::BadCloseCode)?;
    let reason = std::str::from_utf8(reason).map_err(|_| Violation::NotUtf8)?;
    Ok(Some((code, reason)))
}
