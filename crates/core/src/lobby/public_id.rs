//! What others call a person in the lobby.

use std::fmt;
use std::hash::{Hash, Hasher};

const CAPACITY: usize = 23;

/// A short word without meaning, told to everybody. It opens nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicId {
    bytes: [u8; CAPACITY],
    len: u8,
}

impl PublicId {
    /// Takes 1 to 23 visible ASCII characters without quotation mark and backslash, so that every dialect can write
    /// the id as it stands.
    pub fn new(text: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_graphic() && b != b'"' && b != b'\\';
        if text.is_empty() || text.len() > CAPACITY || !text.bytes().all(plain) {
            return None;
        }
        let mut bytes = [0; CAPACITY];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Some(PublicId {
            bytes,
            len: text.len() as u8,
        })
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).expect("only ASCII is let in")
    }
}

impl Hash for PublicId {
    /// In words: a map of our own ids hashes a word at a time.
    fn hash<H: Hasher>(&self, state: &mut H) {
        for word in self.bytes.chunks(8) {
            let mut bytes = [0; 8];
            bytes[..word.len()].copy_from_slice(word);
            state.write_u64(u64::from_le_bytes(bytes));
        }
    }
}

impl fmt::Debug for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicId({})", self.as_str())
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
