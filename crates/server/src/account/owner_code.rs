//! The code that makes its first user the owner of a house: printed where the house was started, good for one time.

use std::sync::{Mutex, PoisonError};

/// Letters and digits that nobody takes for one another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Sixty bits: nobody guesses them in the tries that there are.
const LENGTH: usize = 12;

/// The code, while there is no owner.
pub struct OwnerCode(Mutex<Option<[u8; LENGTH]>>);

impl std::fmt::Debug for OwnerCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OwnerCode(…)")
    }
}

impl OwnerCode {
    /// A new code, if nobody owns the house.
    #[must_use]
    pub fn new(has_owner: bool) -> OwnerCode {
        let code = (!has_owner).then(|| {
            let mut code = [0; LENGTH];
            getrandom::fill(&mut code).expect("the system gives random bytes");
            code.map(|byte| ALPHABET[usize::from(byte % 32)])
        });
        OwnerCode(Mutex::new(code))
    }

    /// As it is printed, in groups of four.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let code = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let groups: Vec<&str> = code
            .chunks(4)
            .map(|group| std::str::from_utf8(group).expect("the alphabet is ASCII"))
            .collect();
        Some(groups.join("-"))
    }

    /// Whether a text is the code, however it was copied. Takes as long whatever is wrong with it.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let Some(code) = *self.0.lock().unwrap_or_else(PoisonError::into_inner) else {
            return false;
        };
        let mut typed = text.bytes().filter_map(plain);
        let differing = code
            .iter()
            .fold(0, |sum, wanted| sum | (wanted ^ typed.next().unwrap_or_default()));
        differing == 0 && typed.next().is_none()
    }

    /// The house has an owner: no code fits any more.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// What a typed letter stands for; hyphens and spaces for nothing.
fn plain(byte: u8) -> Option<u8> {
    match byte.to_ascii_uppercase() {
        b'-' | b' ' => None,
        b'O' => Some(b'0'),
        b'I' | b'L' => Some(b'1'),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::OwnerCode;

    #[test]
    fn the_code_fits_however_it_was_copied_and_nothing_else_does() {
        let code = OwnerCode::new(false);
        let text = code.text().unwrap();
        assert_eq!(text.len(), 14);
        for copied in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', ""),
            text.replace('-', " "),
        ] {
            assert!(code.fits(&copied), "{copied}");
        }
        let wrong = if text.ends_with('0') { "1" } else { "0" };
        for other in [
            "",
            "-",
            &text[..13],
            &format!("{text}0"),
            &format!("{}{wrong}", &text[..13]),
        ] {
            assert!(!code.fits(other), "{other}");
        }
    }

    #[test]
    fn a_house_with_an_owner_has_no_code() {
        let code = OwnerCode::new(false);
        let text = code.text().unwrap();
        code.forget();
        assert!(!code.fits(&text) && code.text().is_none());
        assert!(OwnerCode::new(true).text().is_none());
        assert!(!OwnerCode::new(true).fits(""));
    }

    #[test]
    fn each_start_has_another_code() {
        assert_ne!(OwnerCode::new(false).text(), OwnerCode::new(false).text());
    }
}
