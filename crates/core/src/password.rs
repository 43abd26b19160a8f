//! What a password may be: its text as it is hashed, the same from every keyboard.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// A password as it goes into its hash: RFC 8265's OpaqueString, so that one typed on another system is the same one.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// The text cannot be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadPassword;

impl Password {
    /// Eight characters that nobody guesses in the tries that a stranger has.
    pub const MIN_CHARS: usize = 8;
    /// Long enough for any sentence, short enough to hash without a thought.
    pub const MAX_CHARS: usize = 256;

    /// Takes a password that somebody chooses.
    ///
    /// # Errors
    /// It is too short or too long, or holds what cannot be typed.
    pub fn choose(text: &str) -> Result<Password, BadPassword> {
        let password = Self::read(text)?;
        let is_one_letter = password.0.chars().all(|c| password.0.starts_with(c));
        if password.0.chars().count() < Self::MIN_CHARS || is_one_letter {
            return Err(BadPassword);
        }
        Ok(password)
    }

    /// Takes what somebody gives as her password.
    ///
    /// # Errors
    /// It can be nobody's.
    pub fn read(text: &str) -> Result<Password, BadPassword> {
        if text.len() > 4 * Self::MAX_CHARS {
            return Err(BadPassword);
        }
        let is_space = |c: char| c.is_whitespace() && !c.is_control();
        let spaced = text.chars().map(|c| if is_space(c) { ' ' } else { c });
        let typed: String = spaced.nfc().collect();
        let length = typed.chars().count();
        if length == 0 || length > Self::MAX_CHARS || typed.chars().any(char::is_control) {
            return Err(BadPassword);
        }
        Ok(Password(typed))
    }

    /// The bytes to hash.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{BadPassword, Password};

    #[test]
    fn a_password_is_the_same_from_every_keyboard() {
        let read = |text| Password::read(text).expect("a password");
        assert_eq!(read("caf\u{e9} au\u{a0}lait"), read("cafe\u{301} au lait"));
        assert_ne!(read("Cafe au lait"), read("cafe au lait"));
        assert_ne!(read(" cafe"), read("cafe"), "nothing is trimmed");
        assert_ne!(read("ａ"), read("a"), "width is kept");
    }

    #[test]
    fn what_is_guessed_at_once_or_cannot_be_typed_is_not_chosen() {
        for text in [
            "",
            "1234567",
            "aaaaaaaaaaaa",
            "茶茶茶茶茶茶茶茶",
            "tea\0house1",
            "tea\nhouse1",
            &"x".repeat(4_000_000),
        ] {
            assert_eq!(Password::choose(text), Err(BadPassword), "{} bytes", text.len());
        }
        assert!(Password::choose("一杯熱茶暖心暖胃").is_ok());
        assert!(Password::choose("12345678").is_ok());
        assert!(Password::choose(&"茶水".repeat(128)).is_ok());
        assert_eq!(Password::choose(&"茶水".repeat(129)), Err(BadPassword));
    }

    #[test]
    fn a_password_never_stands_in_a_log() {
        let password = Password::read("open sesame").expect("a password");
        assert!(!format!("{password:?}").contains("sesame"));
    }
}
