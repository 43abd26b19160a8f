//! The ids of the house. Sixty-four random bits each; two ids of different meaning never share a type.

use std::fmt;
use std::str::FromStr;

/// Crockford's alphabet: no letter that a person takes for a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const TEXT_LEN: usize = 13;

/// The text is not an id: wrong length or a character outside the alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id")
    }
}

impl std::error::Error for NotAnId {}

fn encode(value: u64) -> [u8; TEXT_LEN] {
    let mut text = [0; TEXT_LEN];
    for (i, slot) in text.iter_mut().rev().enumerate() {
        *slot = ALPHABET[(value >> (5 * i) & 31) as usize];
    }
    text
}

fn decode(text: &str) -> Result<u64, NotAnId> {
    if text.len() != TEXT_LEN {
        return Err(NotAnId);
    }
    let mut value: u64 = 0;
    for (i, byte) in text.bytes().enumerate() {
        let digit = ALPHABET.iter().position(|&c| c == byte).ok_or(NotAnId)? as u64;
        // Thirteen digits hold 65 bits: the first may only be 0 or 1 in four bits' room.
        if i == 0 && digit > 15 {
            return Err(NotAnId);
        }
        value = value << 5 | digit;
    }
    Ok(value)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(std::str::from_utf8(&encode(self.0)).expect("the alphabet is ASCII"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                decode(text).map($name)
            }
        }
    )+};
}

ids! {
    /// One live connection of this process; counted, never reused, never told to anybody.
    ConnId;
    /// A person: kept for people of the app, fresh at each login of a plain guest.
    UserId;
    /// One sign-in of one device.
    SessionId;
    /// A conversation with its members and messages.
    RoomId;
    /// A message; its place in the room is its `seq`.
    MessageId;
    /// A file that somebody has brought or is bringing.
    FileId;
    /// A program's way in or out.
    HookId;
    /// A way into the house or a group.
    InviteId;
    /// A call between two people. The upper sixteen bits name the node that owns it.
    CallId;
    /// One question that the hub asked of the store.
    Ticket;
}

impl CallId {
    /// Makes the id of a new call owned by `node`.
    pub fn new(node: NodeId, random: u64) -> Self {
        CallId(u64::from(node.0) << 48 | random >> 16)
    }

    /// The node that owns the call.
    pub fn node(self) -> NodeId {
        NodeId((self.0 >> 48) as u16)
    }
}

/// One server process of a house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NodeId(pub u16);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text() {
        for value in [0, 1, 31, 32, u64::MAX, 0x0123_4567_89ab_cdef] {
            assert_eq!(UserId(value).to_string().parse(), Ok(UserId(value)));
        }
    }

    #[test]
    fn text_that_is_no_id_is_refused() {
        for text in [
            "",
            "0",
            "zzzzzzzzzzzzz",
            "00000000000000",
            "000000000000I",
            "00000000000 0",
            "ééééééé",
        ] {
            assert_eq!(text.parse::<UserId>(), Err(NotAnId), "{text}");
        }
    }

    #[test]
    fn a_call_names_its_node() {
        assert_eq!(CallId::new(NodeId(7), u64::MAX).node(), NodeId(7));
    }
}
