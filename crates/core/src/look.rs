//! When two names look the same to the eye, whatever characters they are made of.
//!
//! A name has three looks, and who shares any is taken for the other: as it is spelled, as it is drawn, and as it reads
//! without regard to case. One alone is not enough: `BiIl` differs from `Bill` in all but the drawing, `BILL` in the
//! drawing alone. Drawing and reading are skeletons by Unicode Technical Standard 39, so that a Cyrillic `а` is a Latin
//! `a`.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// One of the looks of a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Look {
    /// As it is drawn, case and all.
    Drawn(Arc<str>),
    /// As it reads, case aside.
    Read(Arc<str>),
    /// As it is spelled, case aside.
    Spelled(Arc<str>),
}

/// All looks of a text. Texts of people are bounded before they come here.
pub fn looks(text: &str) -> [Look; 3] {
    // A lunate sigma is drawn as a c and composed into a sigma: the skeleton comes first, and once more behind.
    let drawn = |text: &str| drawn(&composed(&drawn(text)));
    // The skeleton of a zero is a capital O.
    let read = drawn(&drawn(&text.to_lowercase()).to_lowercase());
    [Look::Drawn(drawn(text).into()), Look::Read(read.into()), spelled(text)]
}

/// The look that spellings of one name share and imitations of it do not.
pub fn spelled(text: &str) -> Look {
    Look::Spelled(composed(text).to_lowercase().into())
}

/// Whether two texts share a look.
pub fn look_alike(one: &str, other: &str) -> bool {
    looks(one).iter().zip(looks(other)).any(|(one, other)| *one == other)
}

/// NFKC, white space folded, nothing that is not seen.
pub(crate) fn composed(text: &str) -> String {
    let seen: String = text.nfkc().filter(|c| c.is_whitespace() || !is_unseen(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn drawn(text: &str) -> String {
    skeleton(text).collect()
}

/// Characters that show nothing or turn what stands beside them: zero width, bidi controls, tags, fillers.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Characters that nobody sees where they stand alone: also those that join or dress their neighbors, as in emoji.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_invisible(c)
        || matches!(c, '\u{200d}' | '\u{2800}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::look_alike;

    #[test]
    fn what_the_eye_takes_for_one_is_one() {
        for (one, other) in [
            ("admin", "\u{430}dmin"),
            ("admin", "ADMIN"),
            ("admin", "ａｄｍｉｎ"),
            ("admin", "\u{ff21}dmin"),
            ("admin", "ad\u{200b}min"),
            ("admin", "ad\u{200d}min\u{fe0f}"),
            ("admin", "\u{202e}admin"),
            ("admin", "𝐚𝐝𝐦𝐢𝐧"),
            ("admin", "ⓐⓓⓜⓘⓝ"),
            ("admin", "\u{3b1}dmin"),
            ("admin", "adrnin"),
            ("Bill", "BiIl"),
            ("Bill", "BILL"),
            ("Bill", "Bi11"),
            ("paypal", "\u{440}\u{430}\u{443}\u{440}\u{430}l"),
            ("Ann Lee", "ann\u{a0}\u{3000}lee"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("O'Neil", "O\u{2019}Neil"),
            ("scope", "\u{455}\u{441}\u{43e}\u{440}\u{435}"),
            ("\u{2f08}\u{5c0f}", "\u{4eba}\u{5c0f}"),
        ] {
            assert!(look_alike(one, other), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn what_the_eye_tells_apart_is_two() {
        for (one, other) in [
            ("Ian", "Lan"),
            ("Ann", "Anna"),
            ("Ann", "Ánn"),
            ("王", "玉"),
            ("小明", "小名"),
            ("Ann Lee", "AnnLee"),
            ("ann", "ann 2"),
            ("👍", "👎"),
        ] {
            assert!(!look_alike(one, other), "{one:?} and {other:?}");
        }
    }
}
