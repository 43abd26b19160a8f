//! What people are called, and when two names are one.

use std::fmt;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::look::{Look, composed, is_invisible, is_unseen, look_alike, looks};

/// A name as it is shown. One space for people of the app and plain guests.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Arc<str>);

/// What two spellings of one name have in common: NFKC, lower case, white space folded, nothing that is not seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey(Arc<str>);

/// Names that would speak for the house. Only the operator, at the machine itself, may give them to somebody.
const RESERVED: [&str; 7] = [
    "Admin",
    "Administrator",
    "Moderator",
    "Operator",
    "Root",
    "System",
    "Teahouse",
];

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// Nothing visible in it.
    Empty,
    /// Over [`Name::MAX_CHARS`] characters or [`Name::MAX_BYTES`] bytes.
    TooLong,
    /// Control characters, line breaks, or characters that turn or hide text.
    Unprintable,
}

impl Name {
    /// Long enough for any person's name in any script, short enough for one line of a list.
    pub const MAX_CHARS: usize = 32;
    /// [`Self::MAX_CHARS`] of four bytes each.
    pub const MAX_BYTES: usize = 128;
    /// Plain guests name themselves as their programs like; this bounds what a list has to show.
    pub const MAX_PLAIN_CHARS: usize = 256;

    /// The name of a person of the app: trimmed, inner white space folded to single spaces.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_person(text: &str) -> Result<Name, BadName> {
        if text.len() > 4 * Self::MAX_BYTES {
            return Err(BadName::TooLong);
        }
        let name = text
            .nfc()
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if name.chars().any(|c| c.is_control() || is_invisible(c)) {
            return Err(BadName::Unprintable);
        }
        if name.chars().all(is_unseen) {
            return Err(BadName::Empty);
        }
        if name.len() > Self::MAX_BYTES || name.chars().count() > Self::MAX_CHARS {
            return Err(BadName::TooLong);
        }
        Ok(Name(name.into()))
    }

    /// The name of a plain guest: kept to the letter, since the guest's program compares letters.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_plain_guest(text: &str) -> Result<Name, BadName> {
        if text.chars().nth(Self::MAX_PLAIN_CHARS).is_some() {
            return Err(BadName::TooLong);
        }
        if text.chars().all(is_unseen) {
            return Err(BadName::Empty);
        }
        Ok(Name(text.into()))
    }

    /// The name as the store kept it.
    pub fn from_store(text: &str) -> Name {
        Name(text.into())
    }

    /// The text to show.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What decides whether two spellings are one name.
    pub fn key(&self) -> NameKey {
        NameKey(composed(&self.0).to_lowercase().into())
    }

    /// What decides whether somebody else's name could be taken for this one.
    pub fn looks(&self) -> [Look; 3] {
        looks(&self.0)
    }

    /// Whether it looks like the name of whoever runs the house.
    pub fn is_reserved(&self) -> bool {
        RESERVED.iter().any(|reserved| look_alike(reserved, &self.0))
    }

    /// The same name with a number behind it, cut so that it stays a name.
    pub fn numbered(&self, number: u32) -> Name {
        let tail = format!(" {number}");
        let mut head: String = self.0.chars().take(Self::MAX_CHARS - tail.len()).collect();
        while head.len() + tail.len() > Self::MAX_BYTES {
            head.pop();
        }
        Name(format!("{}{tail}", head.trim_end()).into())
    }
}

impl NameKey {
    /// The key as text, for the store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_folded_and_trimmed() {
        assert_eq!(
            Name::of_person("  Li \t Si\n").map(|n| n.as_str().to_owned()),
            Ok("Li Si".to_owned())
        );
    }

    #[test]
    fn what_shows_nothing_is_no_name() {
        for text in ["", "   ", "\n"] {
            assert_eq!(Name::of_person(text), Err(BadName::Empty), "{text:?}");
            assert_eq!(Name::of_plain_guest(text), Err(BadName::Empty), "{text:?}");
        }
        for text in ["\u{200d}", "\u{fe0f}\u{fe0f}", "\u{2800}", "\u{2800} \u{200d}"] {
            assert_eq!(Name::of_person(text), Err(BadName::Empty), "{text:?}");
            assert_eq!(Name::of_plain_guest(text), Err(BadName::Empty), "{text:?}");
        }
        assert_eq!(Name::of_plain_guest("\u{200b}\u{feff}"), Err(BadName::Empty));
        assert_eq!(Name::of_plain_guest("\u{0}\u{1}"), Err(BadName::Empty));
    }

    #[test]
    fn text_that_turns_or_hides_is_no_name() {
        for text in ["ann\u{202e}", "a\u{200b}nn", "a\u{0}nn", "\u{feff}ann"] {
            assert_eq!(Name::of_person(text), Err(BadName::Unprintable), "{text:?}");
        }
    }

    #[test]
    fn length_is_bounded() {
        assert!(Name::of_person(&"茶".repeat(32)).is_ok());
        assert_eq!(Name::of_person(&"茶".repeat(33)), Err(BadName::TooLong));
        assert_eq!(Name::of_person(&" ".repeat(4_000_000)), Err(BadName::TooLong));
        assert_eq!(Name::of_plain_guest(&"a".repeat(257)), Err(BadName::TooLong));
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        let key = |text| Name::of_person(text).expect("a name").key();
        assert_eq!(key("Ann  Lee"), key("ａｎｎ lee"));
        assert_ne!(key("Ann"), key("Anna"));
    }

    #[test]
    fn what_is_not_seen_makes_no_other_name() {
        let ann = Name::of_person("Ann Lee").expect("a name").key();
        for text in [
            "ann\u{200d} lee",
            "ann\u{fe0f} lee",
            "\u{0}ann\u{200b} \u{1}lee\u{7f}",
            "ann\t\nlee",
            "ann lee\u{2800}",
        ] {
            assert_eq!(
                Name::of_plain_guest(text).expect("a guest's name").key(),
                ann,
                "{text:?}"
            );
        }
    }

    #[test]
    fn names_that_speak_for_the_house_are_reserved_in_every_disguise() {
        let is_reserved = |text| Name::of_person(text).expect("a name").is_reserved();
        for text in ["admin", "\u{410}dmin", "Adrnin", "TEAHOUSE", "ｒｏｏｔ", "r00t"] {
            assert!(is_reserved(text), "{text}");
        }
        assert!(!is_reserved("Adam") && !is_reserved("Tea"));
    }

    #[test]
    fn a_numbered_name_is_still_a_name() {
        for text in ["Ann", &"茶".repeat(32), &"𠮷".repeat(32)] {
            let name = Name::of_person(text).expect("a name").numbered(12);
            assert_eq!(Name::of_person(name.as_str()), Ok(name));
        }
    }
}
