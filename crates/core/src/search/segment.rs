//! Folded text, cut into what an index keeps.

use super::fold::fold;
use super::script::{is_gram, is_word};

/// Letters of a word that count. Longer ones are no words but data: they are found by their beginning.
pub(super) const MAX_WORD_CHARS: usize = 64;

/// A piece of folded text. What lies between pieces is punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segment<'a> {
    /// A word or a number, cut to [`MAX_WORD_CHARS`].
    Word(&'a str),
    /// Characters of a script without spaces, or pictures, one after the other.
    Run(&'a str),
}

/// The pieces of folded text, in their order.
pub(super) fn segments(folded: &str) -> impl Iterator<Item = Segment<'_>> {
    placed_segments(folded).map(|(_, segment)| segment)
}

/// The same, each with the byte at which it begins.
pub(super) fn placed_segments(folded: &str) -> impl Iterator<Item = (usize, Segment<'_>)> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| !is_word(c) && !is_gram(c));
        let first = rest.chars().next()?;
        let place = folded.len() - rest.len();
        let same_kind: fn(char) -> bool = if is_gram(first) { is_gram } else { is_word };
        let end = rest.find(|c| !same_kind(c)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        let segment = if is_gram(first) {
            Segment::Run(piece)
        } else {
            Segment::Word(first_chars(piece, MAX_WORD_CHARS))
        };
        Some((place, segment))
    })
}

/// The first `count` characters.
pub(super) fn first_chars(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

/// Each two neighbors of a run, then its last character alone: so every character begins a piece, and one character is
/// found as the beginning of pieces.
pub(super) fn grams(run: &str) -> impl Iterator<Item = &str> {
    run.char_indices().map(|(start, _)| first_chars(&run[start..], 2))
}

/// The pieces of `text` that an index keeps, with spaces between them. They consist of letters, digits, marks of
/// scripts, and pictures: never of ASCII punctuation, control or private-use characters.
pub fn index_text(text: &str) -> String {
    let folded = fold(text);
    let mut pieces = String::with_capacity(2 * folded.len());
    for segment in segments(&folded) {
        match segment {
            Segment::Word(word) => push(&mut pieces, word),
            Segment::Run(run) => grams(run).for_each(|gram| push(&mut pieces, gram)),
        }
    }
    pieces
}

fn push(pieces: &mut String, piece: &str) {
    if !pieces.is_empty() {
        pieces.push(' ');
    }
    pieces.push_str(piece);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_cut_by_script() {
        for (text, pieces) in [
            ("", ""),
            ("…!?\"*()", ""),
            ("Tea, at 5!", "tea at 5"),
            ("喝茶吗", "喝茶 茶吗 吗"),
            ("開", "开"),
            ("買iPhone15嗎", "买 iphone15 吗"),
            ("お茶ですか。", "お茶 茶で です すか か"),
            ("안녕", "안녕 녕"),
            ("Grüße", "grusse"),
            ("👍👍🏽 ok", "👍👍 👍 ok"),
            ("don't", "don t"),
            ("https://tea.example/a-b", "https tea example a b"),
        ] {
            assert_eq!(index_text(text), pieces, "{text}");
        }
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert_eq!(index_text(&"x".repeat(10_000)).len(), MAX_WORD_CHARS);
    }

    proptest! {
        #[test]
        fn pieces_hold_nothing_that_an_index_could_take_for_its_own(text in any::<String>()) {
            let pieces = index_text(&text);
            let foreign = |c: char| matches!(c, '"' | '*' | '\u{e000}'..='\u{f8ff}');
            prop_assert!(pieces.chars().all(|c| c == ' ' || is_word(c) || is_gram(c)));
            prop_assert!(!pieces.contains(foreign));
        }
    }
}
