//! What somebody looks for in messages.

use std::ops::Range;

use super::fold::fold;
use super::segment::{Segment, first_chars, grams, placed_segments, segments};
use super::traced::{Traced, joined};

/// One thing that a message has to say to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// A whole word.
    Word(String),
    /// The beginning of a word: the last of a query may not be finished.
    Prefix(String),
    /// Characters one after the other.
    Run(String),
}

impl Part {
    fn is_in(&self, segment: Segment<'_>) -> bool {
        match (self, segment) {
            (Part::Word(wanted), Segment::Word(word)) => word == wanted,
            (Part::Prefix(wanted), Segment::Word(word)) => word.starts_with(wanted.as_str()),
            (Part::Run(wanted), Segment::Run(run)) => run.contains(wanted.as_str()),
            _ => false,
        }
    }

    /// Where in a segment it stands.
    fn places(&self, segment: Segment<'_>) -> Vec<Range<usize>> {
        match (self, segment) {
            (Part::Run(wanted), Segment::Run(run)) => {
                let places = run.match_indices(wanted.as_str());
                places.map(|(start, found)| start..start + found.len()).collect()
            }
            (Part::Word(wanted) | Part::Prefix(wanted), _) if self.is_in(segment) => {
                std::iter::once(0..wanted.len()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A piece that an index has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term<'a> {
    /// The piece itself.
    Whole(&'a str),
    /// Any piece that begins like this.
    Beginning(&'a str),
}

/// A text that somebody looks for: every part of it has to be in a message, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextQuery {
    parts: Vec<Part>,
}

impl TextQuery {
    /// Longer ones are looked for by their beginning: nobody remembers more of a message.
    pub const MAX_CHARS: usize = 200;
    /// Nobody looks at more places of one text.
    pub const MAX_MARKS: usize = 100;

    /// Understands `text`; `None` if there is nothing in it that could be found.
    pub fn parse(text: &str) -> Option<TextQuery> {
        let folded = fold(first_chars(text, Self::MAX_CHARS));
        let open_end = folded.chars().next_back().is_some_and(char::is_alphanumeric);
        let folded = first_chars(&folded, Self::MAX_CHARS);
        let mut parts: Vec<Part> = segments(folded)
            .map(|segment| match segment {
                Segment::Word(word) => Part::Word(word.to_owned()),
                Segment::Run(run) => Part::Run(run.to_owned()),
            })
            .collect();
        if let Some(Part::Word(word)) = parts.last_mut()
            && open_end
        {
            let begun = std::mem::take(word);
            parts.pop();
            parts.push(Part::Prefix(begun));
        }
        (!parts.is_empty()).then_some(TextQuery { parts })
    }

    /// What an index has to hold for a message to be found. A message for which it holds all of it may still be a wrong
    /// one: [`Self::finds`] decides.
    pub fn terms(&self) -> impl Iterator<Item = Term<'_>> {
        self.parts.iter().flat_map(|part| {
            let (single, run) = match part {
                Part::Word(word) => (Some(Term::Whole(word)), ""),
                Part::Prefix(word) => (Some(Term::Beginning(word)), ""),
                Part::Run(run) => match run.char_indices().nth(1) {
                    None => (Some(Term::Beginning(run)), ""),
                    Some(_) => (None, run.as_str()),
                },
            };
            let pairs = grams(run).filter(|gram| gram.chars().nth(1).is_some());
            single.into_iter().chain(pairs.map(Term::Whole))
        })
    }

    /// Whether `texts`, which belong to one message, say all that is looked for.
    pub fn finds<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let folded: Vec<String> = texts.into_iter().map(fold).collect();
        self.parts.iter().all(|part| {
            folded
                .iter()
                .flat_map(|text| segments(text))
                .any(|segment| part.is_in(segment))
        })
    }

    /// The bytes of `text` in which something stands that is looked for: ascending, apart from each other, at most
    /// [`Self::MAX_MARKS`].
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let traced = Traced::of(text);
        let places = placed_segments(traced.folded()).flat_map(|(start, segment)| {
            let within = self.parts.iter().flat_map(move |part| part.places(segment));
            within.map(move |place| start + place.start..start + place.end)
        });
        let mut marks = joined(places.map(|place| traced.back(place)).collect());
        marks.truncate(Self::MAX_MARKS);
        marks
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::index_text;

    fn finds(query: &str, text: &str) -> bool {
        TextQuery::parse(query).expect("something to find").finds([text])
    }

    /// Whether an index of `text` alone would hold all terms of `query`.
    fn is_in_index(query: &TextQuery, text: &str) -> bool {
        let pieces = index_text(text);
        query.terms().all(|term| {
            pieces.split(' ').any(|piece| match term {
                Term::Whole(whole) => piece == whole,
                Term::Beginning(beginning) => piece.starts_with(beginning),
            })
        })
    }

    #[test]
    fn one_character_is_enough() {
        for (query, text) in [
            ("茶", "我們喝茶"),
            ("们", "我們喝茶"),
            ("我", "我們喝茶"),
            ("カ", "すいか"),
            ("녕", "안녕"),
            ("🍵", "time for 🍵!"),
            ("t", "green tea"),
            ("7", "room 7"),
        ] {
            assert!(finds(query, text), "{query} in {text}");
            let query = TextQuery::parse(query).expect("something to find");
            assert!(is_in_index(&query, text));
        }
    }

    #[test]
    fn every_part_has_to_be_there() {
        assert!(finds("tea green", "Green tea"));
        assert!(!finds("tea black", "Green tea"));
        assert!(finds("明天 tea", "明天去 Teahouse 吗"));
        assert!(!finds("喝茶喝", "喝茶，茶喝"), "pairs alone are not the run");
    }

    #[test]
    fn only_the_last_word_may_be_unfinished() {
        assert!(finds("green te", "green tea"));
        assert!(!finds("gree tea", "green tea"));
        assert!(!finds("te ", "tea"), "a space ends the word");
    }

    #[test]
    fn what_holds_nothing_is_no_query() {
        for text in ["", "   ", "\"*()^:", "…。，", "\u{200b}"] {
            assert_eq!(TextQuery::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_query_without_end_is_cut() {
        for letter in ["a", "茶", "a ", "茶 ", "\u{fdfa}"] {
            let query = TextQuery::parse(&letter.repeat(10_000)).expect("something to find");
            assert!(query.terms().count() <= TextQuery::MAX_CHARS);
        }
    }

    /// `text` with brackets around what `query` marks.
    fn marked(query: &str, text: &str) -> String {
        let mut out = String::new();
        let mut end = 0;
        for mark in TextQuery::parse(query).expect("something to find").marks(text) {
            out.extend([&text[end..mark.start], "[", &text[mark.clone()], "]"]);
            end = mark.end;
        }
        out + &text[end..]
    }

    #[test]
    fn what_was_found_is_marked_as_it_was_written() {
        for (query, text, wanted) in [
            ("龙井", "今天的龍井很好喝", "今天的[龍井]很好喝"),
            ("们", "我們和他們", "我[們]和他[們]"),
            ("tea hou", "Tea in the TEAHOUSE, teas", "[Tea] in the TEAHOUSE, teas"),
            ("tea", "Tea in the TEAHOUSE", "[Tea] in the [TEA]HOUSE"),
            ("jose", "José, Jose\u{301}!", "[José], [Jose\u{301}]!"),
            ("strasse", "Die Straße.", "Die [Straße]."),
            ("カメラ", "デジタルかめら", "デジタル[かめら]"),
            ("ﾃｨｰ", "ティー", "[ティー]"),
            ("👍", "ok 👍🏽 done", "ok [👍🏽] done"),
            ("喝茶茶喝", "喝茶茶喝茶", "[喝茶茶喝]茶"),
            ("茶茶", "茶茶茶茶", "[茶茶茶茶]"),
            ("house", "tea", "tea"),
        ] {
            assert_eq!(marked(query, text), wanted, "{query}");
        }
    }

    #[test]
    fn a_text_full_of_hits_has_a_bounded_number_of_marks() {
        let query = TextQuery::parse("茶").expect("something to find");
        assert_eq!(query.marks(&"茶 ".repeat(5_000)).len(), TextQuery::MAX_MARKS);
    }

    proptest! {
        /// Whatever is found is in the index, so that nothing is missed by asking the index first.
        #[test]
        fn an_index_misses_nothing(text in "[ab茶館喝 ,]{1,30}", query in "[ab茶馆喝 ]{1,4}") {
            if let Some(query) = TextQuery::parse(&query) {
                prop_assert!(!query.finds([text.as_str()]) || is_in_index(&query, &text));
            }
        }

        /// What is found has a mark, and each mark holds characters of the text.
        #[test]
        fn what_is_found_is_marked(text in "[abéß茶館喝 ,カ\u{301}]{1,30}", query in "[abe茶馆喝か ]{1,4}") {
            if let Some(query) = TextQuery::parse(&query) {
                let marks = query.marks(&text);
                prop_assert!(!query.finds([text.as_str()]) || !marks.is_empty());
                prop_assert!(marks.iter().all(|mark| text.get(mark.clone()).is_some_and(|piece| !piece.is_empty())));
                prop_assert!(marks.windows(2).all(|two| two[0].end < two[1].start));
            }
        }

        #[test]
        fn no_query_is_too_hostile(text in any::<String>(), query in any::<String>()) {
            if let Some(query) = TextQuery::parse(&query) {
                query.finds([text.as_str()]);
                query.marks(&text);
            }
        }
    }
}
