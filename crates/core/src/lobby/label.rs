//! A word that a client chose to mean a booth or a person: text or a number.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// Longest label in bytes. Long enough for any id or address that a program makes up; with
/// [`MAX_BOOTHS`](super::MAX_BOOTHS) it bounds what one connection can make the house keep.
pub const MAX_LABEL_LEN: usize = 512;

/// Text or a number, never read by the core. `5` and `"5"` are one label, and each keeps the spelling it came in.
#[derive(Clone)]
pub struct Label {
    key: Arc<str>,
    is_number: bool,
}

impl Label {
    /// A label that came as text, unless it is too long.
    pub fn text(key: &str) -> Option<Self> {
        (key.len() <= MAX_LABEL_LEN).then(|| Label {
            key: key.into(),
            is_number: false,
        })
    }

    /// A label that came as a number, in the one spelling that the dialect gives each number.
    pub fn number(key: &str) -> Option<Self> {
        Label::text(key).map(|label| Label {
            is_number: true,
            ..label
        })
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.key
    }

    /// Whether it came as a number.
    pub fn is_number(&self) -> bool {
        self.is_number
    }
}

impl PartialEq for Label {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Label {}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Label({} bytes)", self.key.len())
    }
}
