//! Finding people by what they are called: by letters, by pinyin, by initials.

use std::ops::Range;

use super::fold::fold;
use super::script::{is_gram, is_word};
use super::segment::first_chars;
use super::sound::{Walk, spelled};
use super::traced::{Traced, joined};

/// A name, made ready to be found. About as large as the name itself with its pinyin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameKeys {
    folded: Box<str>,
    /// How the name sounds, as [`spell`] writes it.
    spelling: Box<str>,
    /// A bit for each letter that some unit begins with, and one for all others.
    initials: u32,
}

/// What somebody types to find a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameQuery {
    folded: Box<str>,
    /// Without spaces and punctuation.
    joined: Box<str>,
}

/// How well a name fits: the less, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is the name.
    Whole,
    /// The name begins so.
    Beginning,
    /// The whole name sounds so.
    Sound,
    /// The name begins to sound so, or these are initials.
    SoundBeginning,
    /// So it goes on from the beginning of a word or character within.
    Within,
    /// It is somewhere in the name.
    Somewhere,
}

impl NameQuery {
    /// As many characters as the longest name spelled out has.
    const MAX_BYTES: usize = 127;

    /// Understands `text`; `None` if there is nothing in it to find, or more than a name can hold.
    pub fn parse(text: &str) -> Option<NameQuery> {
        let folded = fold(first_chars(text, Self::MAX_BYTES + 1));
        let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
        let joined: String = folded.chars().filter(|c| is_word(*c) || is_gram(*c)).collect();
        let fits = (1..=Self::MAX_BYTES).contains(&folded.len()) && !joined.is_empty();
        fits.then(|| NameQuery {
            folded: folded.into(),
            joined: joined.into(),
        })
    }

    /// The bytes of `name` for which it was found: ascending, apart from each other; none if it is not meant.
    pub fn marks(&self, name: &str) -> Vec<Range<usize>> {
        let traced = Traced::of(name);
        let folded = traced.folded();
        if let Some(start) = folded.find(&*self.folded) {
            return vec![traced.back(start..start + self.folded.len())];
        }
        let units = spelled(folded);
        let way = (0..units.len()).find_map(|first| Walk::along(self.joined.as_bytes(), &units[first..]));
        let places = way.unwrap_or_default().into_iter().map(|place| traced.back(place));
        joined(places.collect())
    }
}

impl NameKeys {
    /// Takes a name, a handle or a remark.
    pub fn of(name: &str) -> NameKeys {
        let folded = fold(name).split_whitespace().collect::<Vec<_>>().join(" ");
        let spelling = spell(&folded);
        let initials = units(&spelling)
            .flat_map(readings)
            .fold(0, |bits, reading| bits | bit_of(reading));
        NameKeys {
            folded: folded.into(),
            spelling: spelling.into(),
            initials,
        }
    }

    /// How well the name fits what was typed, if it does.
    pub fn rank(&self, query: &NameQuery) -> Option<Rank> {
        if *self.folded == *query.folded {
            return Some(Rank::Whole);
        }
        if self.folded.starts_with(&*query.folded) {
            return Some(Rank::Beginning);
        }
        self.rank_by_sound(&query.joined)
            .or_else(|| self.folded.contains(&*query.folded).then_some(Rank::Somewhere))
    }

    fn rank_by_sound(&self, query: &str) -> Option<Rank> {
        if self.initials & bit_of(query) == 0 {
            return None;
        }
        let units: Vec<&str> = units(&self.spelling).collect();
        (0..units.len())
            .filter_map(|first| go_along(query.as_bytes(), &units[first..]).map(|end| (first, end)))
            .map(|found| match found {
                (0, End::Last) => Rank::Sound,
                (0, End::Before) => Rank::SoundBeginning,
                _ => Rank::Within,
            })
            .min()
    }
}

/// How the name sounds: its units with spaces between, the readings of each with slashes between.
fn spell(folded: &str) -> String {
    let units = spelled(folded).into_iter().map(|unit| unit.readings.join("/"));
    units.collect::<Vec<_>>().join(" ")
}

fn units(spelling: &str) -> impl Iterator<Item = &str> {
    spelling.split(' ').filter(|unit| !unit.is_empty())
}

fn readings(unit: &str) -> impl Iterator<Item = &str> {
    unit.split('/')
}

fn bit_of(text: &str) -> u32 {
    match text.bytes().next() {
        Some(letter @ b'a'..=b'z') => 1 << (letter - b'a'),
        _ => 1 << 26,
    }
}

/// Where the letters of a query end in the units of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// With the last letter of the last one, none left out on the way.
    Last,
    /// Before.
    Before,
}

/// Whether `query` is made of beginnings of the units, one after the other from the first one on.
fn go_along(query: &[u8], units: &[&str]) -> Option<End> {
    // A set bit is a place in the query that can be reached: by beginnings of units, by whole units.
    let (mut begun, mut whole) = (1_u128, 1_u128);
    let goal = 1 << query.len();
    let mut found = None;
    for (index, unit) in units.iter().enumerate() {
        let (mut next_begun, mut next_whole) = (0, 0);
        for at in (0..query.len()).filter(|at| begun & 1 << at != 0) {
            for reading in readings(unit) {
                let common = reading.bytes().zip(&query[at..]).take_while(|(a, b)| a == *b).count();
                (1..=common).for_each(|letters| next_begun |= 1 << (at + letters));
                if common == reading.len() && whole & 1 << at != 0 {
                    next_whole |= 1 << (at + common);
                }
            }
        }
        (begun, whole) = (next_begun, next_whole);
        if whole & goal != 0 && index + 1 == units.len() {
            return Some(End::Last);
        }
        if begun & goal != 0 {
            found = Some(End::Before);
        }
        if begun == 0 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rank(query: &str, name: &str) -> Option<Rank> {
        NameKeys::of(name).rank(&NameQuery::parse(query).expect("something to find"))
    }

    #[test]
    fn a_chinese_name_is_found_by_character_pinyin_and_initials() {
        for (query, best) in [
            ("张伟", Rank::Whole),
            ("張偉", Rank::Whole),
            ("张", Rank::Beginning),
            ("伟", Rank::Within),
            ("张w", Rank::SoundBeginning),
            ("zhangwei", Rank::Sound),
            ("Zhang Wei", Rank::Sound),
            ("zhang'wei", Rank::Sound),
            ("zhang", Rank::SoundBeginning),
            ("zw", Rank::SoundBeginning),
            ("zhw", Rank::SoundBeginning),
            ("zhangw", Rank::SoundBeginning),
            ("wei", Rank::Within),
            ("w", Rank::Within),
        ] {
            assert_eq!(rank(query, "张伟"), Some(best), "{query}");
        }
        for query in ["wz", "hang", "zhangweix", "zz", "李"] {
            assert_eq!(rank(query, "张伟"), None, "{query}");
        }
    }

    #[test]
    fn every_reading_counts() {
        for query in ["zengdan", "cengdan", "shan", "danyu", "chanyu"] {
            let name = if query.ends_with("yu") { "单于" } else { "曾单" };
            assert!(rank(query, name).is_some(), "{query} for {name}");
        }
        for query in ["lv", "lu", "lvbu", "lb"] {
            assert!(rank(query, "吕布").is_some(), "{query}");
        }
    }

    #[test]
    fn names_of_other_scripts_are_found_by_their_letters() {
        for (query, name, best) in [
            ("ann", "Ann Lee", Rank::Beginning),
            ("lee", "Ann Lee", Rank::Within),
            ("al", "Ann Lee", Rank::SoundBeginning),
            ("annlee", "Ann Lee", Rank::Sound),
            ("muller", "Jörg Müller", Rank::Within),
            ("さくら", "サクラ", Rank::Whole),
            ("민", "김민수", Rank::Somewhere),
            ("иван", "Иван Петров", Rank::Beginning),
            ("🍵", "tea 🍵", Rank::Within),
            ("王tea", "王 Tea", Rank::Sound),
        ] {
            assert_eq!(rank(query, name), Some(best), "{query} for {name}");
        }
    }

    #[test]
    fn what_is_nothing_or_too_much_finds_nobody() {
        for text in ["", "  ", "…", "\u{200b}", &"a".repeat(10_000), &"茶".repeat(43)] {
            assert_eq!(NameQuery::parse(text), None, "{text}");
        }
        assert!(NameQuery::parse(&"茶".repeat(42)).is_some());
    }

    #[test]
    fn a_name_that_begins_the_same_at_every_unit_is_tried_in_bounded_time() {
        let name = "a a a a a a a a a a a a a a a a".repeat(4);
        assert_eq!(
            rank(&"a".repeat(100), &name),
            None,
            "more letters than units that count"
        );
        assert_eq!(rank(&"a".repeat(30), &name), Some(Rank::SoundBeginning));
    }

    #[test]
    fn what_was_typed_is_marked_in_the_name() {
        for (query, name, wanted) in [
            ("张偉", "张伟", "[张伟]"),
            ("zhangwei", "張偉明", "[張偉]明"),
            ("zw", "张伟明", "[张伟]明"),
            ("wei", "张伟", "张[伟]"),
            ("zm", "张伟明", "张伟明"),
            ("MULLER", "Jörg Müller", "Jörg [Müller]"),
            ("al", "Ann Lee", "[A]nn [L]ee"),
            ("wangte", "王 Tea", "[王] [Te]a"),
            ("nle", "Ann Lee", "Ann Lee"),
            ("nn l", "Ann Lee", "A[nn L]ee"),
            ("民", "김민수", "김민수"),
        ] {
            let mut out = String::new();
            let mut end = 0;
            for mark in NameQuery::parse(query).expect("something to find").marks(name) {
                out.extend([&name[end..mark.start], "[", &name[mark.clone()], "]"]);
                end = mark.end;
            }
            assert_eq!(out + &name[end..], wanted, "{query}");
        }
    }

    proptest! {
        /// Whoever is found has a mark, and each mark holds characters of the name.
        #[test]
        fn who_is_found_is_marked(query in "[a-cwz张伟 é]{1,6}", name in "[a-cw张偉单 É\u{301}-]{1,12}") {
            if let Some(query) = NameQuery::parse(&query) {
                let marks = query.marks(&name);
                prop_assert!(NameKeys::of(&name).rank(&query).is_none() || !marks.is_empty());
                prop_assert!(marks.iter().all(|mark| name.get(mark.clone()).is_some_and(|piece| !piece.is_empty())));
            }
        }

        #[test]
        fn nobody_breaks_it(query in any::<String>(), name in any::<String>()) {
            if let Some(query) = NameQuery::parse(&query) {
                NameKeys::of(&name).rank(&query);
                query.marks(&name);
            }
        }
    }
}
