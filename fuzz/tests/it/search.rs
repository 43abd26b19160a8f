//! What people look for, in texts and names that other people wrote.

use bolero::check;
use teahouse_core::search::{NameKeys, NameQuery, Term, TextQuery, fold, index_text};

/// A text and a query, in the two halves of the input, or in pieces of scripts that mean much to searches.
fn halves(input: &[u8]) -> [(String, String); 2] {
    const PIECES: [&str; 24] = [
        "茶", "馆", "館", "喝", "张", "伟", "单", "吕", "tea", "Tea", "a", "é", "ß", " ", "…", "\"", "*", "カ", "が",
        "ﾃ", "안", "👍🏽", "\u{301}", "\u{200b}",
    ];
    let (left, right) = input.split_at(input.len() / 2);
    let plain = |half| String::from_utf8_lossy(half).into_owned();
    let pieced = |half: &[u8]| {
        half.iter()
            .map(|byte| PIECES[usize::from(*byte) % PIECES.len()])
            .collect()
    };
    [
        (plain(left), plain(right)),
        (pieced(left), pieced(&right[..right.len().min(6)])),
    ]
}

/// Folding is done once, an index holds all that is found, and a query asks it for a bounded number of things.
#[test]
fn any_query_is_answered_by_the_index() {
    check!().for_each(|input: &[u8]| {
        for (text, query) in halves(input) {
            let folded = fold(&text);
            assert_eq!(fold(&folded), folded, "{text:?}");
            let pieces = index_text(&text);
            assert!(!pieces.contains(['"', '*', '(', ')', '\0']), "{pieces:?}");
            let Some(query) = TextQuery::parse(&query) else {
                continue;
            };
            let terms: Vec<Term<'_>> = query.terms().collect();
            assert!((1..=TextQuery::MAX_CHARS).contains(&terms.len()));
            let holds = |term: &Term<'_>| {
                pieces.split(' ').any(|piece| match term {
                    Term::Whole(whole) => piece == *whole,
                    Term::Beginning(beginning) => piece.starts_with(beginning),
                })
            };
            assert!(
                !query.finds([text.as_str()]) || terms.iter().all(holds),
                "found, but not by the index"
            );
        }
    });
}

/// Whoever types a name finds it, and no query or name takes more than the time of its length.
#[test]
fn any_name_is_found_by_itself() {
    check!().for_each(|input: &[u8]| {
        for (name, query) in halves(input) {
            let keys = NameKeys::of(&name);
            if let Some(itself) = NameQuery::parse(&name) {
                assert!(keys.rank(&itself).is_some(), "{name:?}");
            }
            if let Some(query) = NameQuery::parse(&query) {
                let _how_well = keys.rank(&query);
            }
        }
    });
}
