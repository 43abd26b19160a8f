//! What a name is made of when it is said: words and Chinese characters, each with its readings.

use std::collections::BTreeSet;
use std::ops::Range;

use pinyin::ToPinyinMulti as _;

use super::fold::fold;
use super::script::{is_gram, is_han, is_word};

/// Readings of one character that count: the rarer ones only lead astray.
const MAX_READINGS: usize = 4;
/// Units of a name that count: as long as the longest name.
const MAX_UNITS: usize = 32;

/// A word, or a Chinese character, and how it sounds.
pub(super) struct Unit {
    /// Where in the folded name it stands.
    place: Range<usize>,
    /// A word's letters, or the character and its sounds.
    pub(super) readings: Vec<String>,
    is_word: bool,
}

/// The units of a folded name.
pub(super) fn spelled(folded: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut in_word = false;
    for (start, c) in folded.char_indices() {
        let sounds = if is_han(c) { spoken(c) } else { Vec::new() };
        let end = start + c.len_utf8();
        let goes_on = in_word && sounds.is_empty();
        in_word = sounds.is_empty() && (is_word(c) || is_gram(c));
        if !in_word && sounds.is_empty() {
            continue;
        }
        if let Some(word) = units.last_mut().filter(|_| goes_on) {
            word.place.end = end;
            word.readings.iter_mut().for_each(|letters| letters.push(c));
            continue;
        }
        if units.len() == MAX_UNITS {
            break;
        }
        units.push(Unit {
            place: start..end,
            readings: if in_word { vec![c.to_string()] } else { sounds },
            is_word: in_word,
        });
    }
    units
}

/// A Chinese character and its readings in the letters that people type; ü is typed v by most and u by some.
fn spoken(c: char) -> Vec<String> {
    let mut readings = vec![c.to_string()];
    for reading in c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain) {
        for typed in [reading.replace('ü', "v"), reading.replace('ü', "u")] {
            let typed = fold(&typed);
            if readings.len() <= MAX_READINGS && !readings.contains(&typed) {
                readings.push(typed);
            }
        }
    }
    readings
}

/// Looks for the way through the units on which a query is made of their beginnings, one after the other.
pub(super) struct Walk<'a> {
    query: &'a [u8],
    units: &'a [Unit],
    /// From which unit and place of the query on it was tried.
    tried: BTreeSet<(usize, usize)>,
}

impl Walk<'_> {
    /// What of the units a query is made of, in any order.
    pub(super) fn along(query: &[u8], units: &[Unit]) -> Option<Vec<Range<usize>>> {
        let mut walk = Walk {
            query,
            units,
            tried: BTreeSet::new(),
        };
        walk.go(0, 0)
    }

    fn go(&mut self, index: usize, at: usize) -> Option<Vec<Range<usize>>> {
        if at == self.query.len() {
            return Some(Vec::new());
        }
        let unit = self.units.get(index)?;
        if !self.tried.insert((index, at)) {
            return None;
        }
        for reading in &unit.readings {
            let common = reading.bytes().zip(&self.query[at..]).take_while(|(a, b)| a == *b);
            for letters in (1..=common.count()).rev() {
                if let Some(mut way) = self.go(index + 1, at + letters) {
                    let start = unit.place.start;
                    way.push(if unit.is_word {
                        start..start + letters
                    } else {
                        unit.place.clone()
                    });
                    return Some(way);
                }
            }
        }
        None
    }
}
