//! Folded text that knows where each of its letters comes from, so that what was found can be shown as it was written.

use std::ops::Range;

use super::fold::{fold, is_plain};

/// Characters that are folded together at most: what is longer is no letter with its marks.
const MAX_CLUSTER: usize = 16;

/// A text, folded, and its way back.
pub(super) struct Traced {
    folded: String,
    /// Ascending: a place in the folded text, and where in the text itself what stands there begins. The last pair are
    /// both ends.
    places: Vec<(usize, usize)>,
}

impl Traced {
    /// Folds `text`, each character with the marks that belong to it.
    pub(super) fn of(text: &str) -> Traced {
        let mut traced = Traced {
            folded: String::with_capacity(text.len()),
            places: Vec::with_capacity(text.len() / 2),
        };
        let mut start = 0;
        while start < text.len() {
            let end = start + cluster(&text[start..]);
            traced.places.push((traced.folded.len(), start));
            traced.folded.push_str(&fold(&text[start..end]));
            start = end;
        }
        traced.places.push((traced.folded.len(), text.len()));
        traced
    }

    /// What [`fold`] makes of the text.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// Where in the text stands what `place` of the folded text holds: whole characters, with what is invisible behind
    /// them.
    pub(super) fn back(&self, place: Range<usize>) -> Range<usize> {
        let first = self.places.partition_point(|(folded, _)| *folded <= place.start);
        let behind = self.places.partition_point(|(folded, _)| *folded < place.end);
        // Of several pieces at one place all but the last are folded to nothing.
        let end = self.places[behind..]
            .iter()
            .take_while(|(folded, _)| *folded == self.places[behind].0)
            .last();
        let text_of = |pair: Option<&(usize, usize)>| pair.map_or(0, |(_, text)| *text);
        text_of(self.places.get(first.saturating_sub(1)))..text_of(end)
    }
}

/// The length of the first character of `text` with those behind it that cannot be folded without it.
fn cluster(text: &str) -> usize {
    let mut ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    let mut end = ends.next().unwrap_or(text.len());
    if text.starts_with(is_plain) {
        return end;
    }
    for next in ends.take(MAX_CLUSTER) {
        if fold(&text[..next]) == fold(&text[..end]) + &fold(&text[end..next]) {
            break;
        }
        end = next;
    }
    end
}

/// Ranges in any order, as ascending ones that do not touch.
pub(super) fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_way_back_leads_to_whole_characters() {
        for (text, place, wanted) in [
            ("Tea", 1..2, "e"),
            ("Straße", 4..5, "ß"),
            ("Straße", 5..6, "ß"),
            ("e\u{301}a", 0..1, "e\u{301}"),
            ("ガ", 0..3, "ガ"),
            ("한", 0..3, "한"),
            ("<\u{338}", 0..3, "<\u{338}"),
            ("👍🏽!", 0..4, "👍🏽"),
            ("\u{200b}茶\u{200b}", 0..3, "茶\u{200b}"),
        ] {
            let traced = Traced::of(text);
            assert_eq!(&text[traced.back(place)], wanted, "{text}");
        }
    }

    #[test]
    fn ranges_that_touch_are_one() {
        assert_eq!(joined(vec![4..6, 0..2, 1..3, 3..4, 8..9]), [0..6, 8..9]);
    }

    proptest! {
        #[test]
        fn piece_by_piece_is_as_good_as_at_once(text in "[ -~茶館가-힣ᄀ-ᇿ\u{300}-\u{36f}\u{3041}-\u{30ff}\u{ff00}-\u{ffef}éß\u{200d}👍🏽]{0,20}") {
            let traced = Traced::of(&text);
            prop_assert_eq!(traced.folded(), fold(&text));
        }
    }
}
