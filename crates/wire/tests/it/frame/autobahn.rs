//! The cases that the Autobahn suite plays against a server, by their numbers there, as tables of our own.
//!
//! Groups 12 and 13 are about compression, which is not offered. Each case is delivered whole, byte by byte and in
//! pieces of several sizes, so that the suite's many variants of delivery all run for every case.

mod case;
mod closing;
mod fragmentation;
mod framing;
mod opcodes;
mod performance;
mod pings;
mod reserved;
mod utf8;

use std::collections::BTreeMap;

use case::Case;

#[test]
fn every_case_of_the_list_is_played() {
    let mut count_by_group = BTreeMap::<String, usize>::new();
    for case in all() {
        let (group, number) = case.id.rsplit_once('.').expect("a case has a group and a number");
        let count = count_by_group.entry(group.to_owned()).or_default();
        *count += 1;
        assert_eq!(number, count.to_string(), "{} is out of order", case.id);
    }
    let list: BTreeMap<String, usize> = CASES_BY_GROUP.iter().map(|(g, n)| ((*g).to_owned(), *n)).collect();
    assert_eq!(count_by_group, list);
}

/// How many cases the suite has in each group.
const CASES_BY_GROUP: &[(&str, usize)] = &[
    ("1.1", 8),
    ("1.2", 8),
    ("2", 11),
    ("3", 7),
    ("4.1", 5),
    ("4.2", 5),
    ("5", 20),
    ("6.1", 3),
    ("6.2", 4),
    ("6.3", 2),
    ("6.4", 4),
    ("6.5", 5),
    ("6.6", 11),
    ("6.7", 4),
    ("6.8", 2),
    ("6.9", 4),
    ("6.10", 3),
    ("6.11", 5),
    ("6.12", 8),
    ("6.13", 5),
    ("6.14", 10),
    ("6.15", 1),
    ("6.16", 3),
    ("6.17", 5),
    ("6.18", 5),
    ("6.19", 5),
    ("6.20", 7),
    ("6.21", 8),
    ("6.22", 34),
    ("6.23", 7),
    ("7.1", 6),
    ("7.3", 6),
    ("7.5", 1),
    ("7.7", 13),
    ("7.9", 9),
    ("7.13", 2),
    ("9.1", 6),
    ("9.2", 6),
    ("9.3", 9),
    ("9.4", 9),
    ("9.5", 6),
    ("9.6", 6),
    ("9.7", 6),
    ("9.8", 6),
    ("10.1", 1),
];

fn all() -> Vec<Case> {
    [
        framing::cases(),
        pings::cases(),
        reserved::cases(),
        opcodes::cases(),
        fragmentation::cases(),
        utf8::cases(),
        closing::cases(),
        performance::cases(),
    ]
    .concat()
}
