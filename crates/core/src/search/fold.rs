//! What the spellings of one text have in common.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::decompose_canonical;

use super::script::is_mark;
use super::simplified::simplified;

/// `text` without what a searcher does not type: NFKC, small letters, simplified Chinese characters, hiragana for
/// katakana, Latin and Greek letters without accents, nothing invisible. Folding twice changes nothing more.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, after) = rest.split_at(rest.find(|c| !is_plain(c)).unwrap_or(rest.len()));
        plain.chars().for_each(|c| push_folded(&mut folded, c));
        let (other, after) = after.split_at(after.find(is_plain).unwrap_or(after.len()));
        other.nfkc().for_each(|c| push_folded(&mut folded, c));
        rest = after;
    }
    folded
}

/// Characters that normalizing leaves as they are, and that what follows can only change by marks that are left out: most
/// of what is written in Chinese and in English need not take the slow way.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c, '\0'..=';' | '?'..='\x7f' | '\u{4e00}'..='\u{9fff}')
}

fn push_folded(folded: &mut String, c: char) {
    match c {
        '\0'..='\x7f' => folded.push(c.to_ascii_lowercase()),
        '\u{3400}'..='\u{9fff}' => folded.push(simplified(c)),
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => folded.push(hiragana(c)),
        _ if is_mark(c) || is_invisible(c) => {}
        _ => c.to_lowercase().for_each(|small| push_letter(folded, small)),
    }
}

/// Each katakana stands ninety-six places behind its hiragana.
fn hiragana(katakana: char) -> char {
    char::from_u32(u32::from(katakana) - 0x60).unwrap_or(katakana)
}

fn push_letter(folded: &mut String, small: char) {
    match small {
        '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}' => {
            decompose_canonical(small, |part| push_bare(folded, part));
        }
        _ => push_bare(folded, small),
    }
}

/// A letter without its marks, which may still be none that people type.
fn push_bare(folded: &mut String, bare: char) {
    match bare {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        'ø' => folded.push('o'),
        'đ' | 'ð' => folded.push('d'),
        'ħ' => folded.push('h'),
        'ł' => folded.push('l'),
        'ı' => folded.push('i'),
        'ς' => folded.push('σ'),
        _ if is_mark(bare) => {}
        _ => folded.push(bare),
    }
}

/// What dresses or joins its neighbors and shows nothing alone, the tones of skin among it.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20e3}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_text_are_one() {
        for (left, right) in [
            ("Tea HOUSE", "tea house"),
            ("ＴＥＡ１２", "tea12"),
            ("茶館開門", "茶馆开门"),
            ("看著", "看着"),
            ("Straße", "STRASSE"),
            ("Müller", "muller"),
            ("Ångström", "angstrom"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("ΣΊΣΥΦΟΣ", "σισυφος"),
            ("Việt Nam", "viet nam"),
            ("ガ", "が"),
            ("ﾃｨｰ", "てぃー"),
            ("Ǽǿ", "aeo"),
            ("ﬁne", "fine"),
            ("👍🏽", "👍"),
            ("❤\u{fe0f}", "❤"),
            ("te\u{ad}a", "tea"),
            ("q\u{303}", "q"),
            ("한국어", "한국어"),
        ] {
            assert_eq!(fold(left), fold(right), "{left} and {right}");
        }
    }

    #[test]
    fn different_letters_stay_different() {
        for (left, right) in [("и", "й"), ("は", "ば"), ("茶", "荼"), ("가", "각"), ("к", "k")] {
            assert_ne!(fold(left), fold(right), "{left} and {right}");
        }
    }

    #[test]
    fn the_short_way_ends_where_the_long_one_does() {
        for text in [
            "e\u{301}茶e\u{323}\u{302}",
            "<\u{338}=",
            "茶\u{3099}か\u{3099}",
            "ＡＢ，茶，ﾊﾟ",
            "a\u{327}\u{301}b",
        ] {
            let long: String = text.nfkc().collect();
            assert_eq!(fold(text), fold(&long), "{text}");
        }
    }

    #[test]
    fn nothing_is_folded_to_nothing() {
        assert_eq!(fold(""), "");
        assert_eq!(fold("\u{200b}\u{feff}\u{301}"), "");
    }

    proptest! {
        #[test]
        fn normalizing_first_changes_nothing(text in "[ -~茶館\u{300}-\u{36f}\u{3041}-\u{30ff}\u{ff00}-\u{ffef}é]{0,20}") {
            prop_assert_eq!(fold(&text), fold(&text.nfkc().collect::<String>()));
        }

        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
