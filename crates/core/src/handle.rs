//! By what an account is signed in to and found: one spelling, in letters that every keyboard has.

use std::fmt;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::look::look_alike;

/// A handle: small Latin letters, digits and `_.-`, letters or digits at both ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(Arc<str>);

/// The text is no handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadHandle;

/// Handles that would speak for the house. Only the operator, at the machine itself, may give them to somebody.
const RESERVED: [&str; 24] = [
    "admin",
    "administrator",
    "all",
    "anonymous",
    "bot",
    "channel",
    "deleted",
    "everyone",
    "guest",
    "help",
    "here",
    "house",
    "me",
    "moderator",
    "nobody",
    "notifications",
    "official",
    "operator",
    "owner",
    "root",
    "security",
    "support",
    "system",
    "teahouse",
];

impl Handle {
    /// One letter is too easily mistyped into somebody else.
    pub const MIN_CHARS: usize = 2;
    /// One line of a list.
    pub const MAX_CHARS: usize = 32;

    /// Reads what somebody typed: full width, capitals and white space around are forgiven.
    ///
    /// # Errors
    /// It is no handle.
    pub fn parse(text: &str) -> Result<Handle, BadHandle> {
        // Four bytes each and as much white space: what is longer is not worth normalizing.
        if text.len() > 8 * Self::MAX_CHARS {
            return Err(BadHandle);
        }
        let folded: String = text.trim().nfkc().flat_map(char::to_lowercase).collect();
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let is_whole = folded.starts_with(is_plain)
            && folded.ends_with(is_plain)
            && folded.chars().all(|c| is_plain(c) || matches!(c, '_' | '.' | '-'))
            && (Self::MIN_CHARS..=Self::MAX_CHARS).contains(&folded.len());
        is_whole.then(|| Handle(folded.into())).ok_or(BadHandle)
    }

    /// The handle as the store kept it.
    pub fn from_store(text: &str) -> Handle {
        Handle(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it looks like one that would speak for the house.
    pub fn is_reserved(&self) -> bool {
        is_reserved(&self.0)
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle(…)")
    }
}

/// Whether a text looks like a handle that would speak for the house.
fn is_reserved(text: &str) -> bool {
    RESERVED.iter().any(|reserved| look_alike(reserved, text))
}

#[cfg(test)]
mod tests {
    use super::{BadHandle, Handle, is_reserved};

    #[test]
    fn a_handle_has_one_spelling() {
        for text in ["ann.lee", "Ann.Lee", " ANN.LEE ", "ａｎｎ．ｌｅｅ"] {
            assert_eq!(
                Handle::parse(text).map(|h| h.as_str().to_owned()),
                Ok("ann.lee".into()),
                "{text:?}"
            );
        }
        for text in ["42", "a-b_c.d9", &"x".repeat(32)] {
            assert!(Handle::parse(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_handle_is_refused() {
        for text in [
            "",
            " ",
            "a",
            "ann lee",
            "\u{430}nn",
            "王小明",
            "_a",
            "a.",
            "-a-",
            "..",
            "a\u{200b}b",
            "\u{202e}ab",
            "a\0b",
            "a/b",
            "a@b",
            "👨\u{200d}👩",
            "ann\n.lee",
            &"x".repeat(33),
            &" ".repeat(4_000_000),
            &"x".repeat(4_000_000),
        ] {
            assert_eq!(Handle::parse(text), Err(BadHandle), "{} bytes", text.len());
        }
    }

    #[test]
    fn handles_that_speak_for_the_house_are_reserved_in_every_disguise() {
        for text in [
            "admin",
            "Admin",
            "\u{430}dmin",
            "adrnin",
            "r00t",
            "ＳＹＳＴＥＭ",
            "tea\u{200b}house",
            "all",
            "a11",
        ] {
            assert!(is_reserved(text), "{text:?}");
        }
        for text in ["adam", "rooted", "alley", "王小明"] {
            assert!(!is_reserved(text), "{text:?}");
        }
    }
}
