//! Each rule, broken once: a checker that finds nothing proves nothing.

use super::*;

fn stored(messages: &[(u64, &str, &str)]) -> Vec<Stored> {
    let kept = messages.iter().map(|&(seq, author, client_id)| Stored {
        room: "room".to_owned(),
        seq,
        author: author.to_owned(),
        client_id: client_id.to_owned(),
    });
    kept.collect()
}

/// A witness by the lines of its journal.
fn witness(user: &str, lines: &[&str]) -> Witness {
    Witness {
        user: user.to_owned(),
        entries: lines.iter().map(|line| line.parse().expect("an entry")).collect(),
    }
}

const ANN: &[&str] = &[
    "intent room a1",
    "intent room a2",
    "ack room 1 a1",
    "shown room 1 ann a1",
    "shown room 2 bob b1",
    "ack room 3 a2",
    "shown room 3 ann a2",
];

fn kept() -> Vec<Stored> {
    stored(&[(1, "ann", "a1"), (2, "bob", "b1"), (3, "ann", "a2")])
}

#[test]
fn a_room_that_is_as_everybody_saw_it_is_clean() {
    let bob = [
        "intent room b1",
        "shown room 1 ann a1",
        "shown room 2 bob b1",
        "shown room 3 ann a2",
    ];
    let verdict = check(&[witness("ann", ANN), witness("bob", &bob)], &kept());
    assert!(verdict.is_clean(), "{verdict}");
    assert_eq!((verdict.intended, verdict.acked, verdict.stored), (3, 2, 3));
}

#[test]
fn an_acknowledged_message_that_is_not_kept_is_lost() {
    let verdict = check(&[witness("ann", ANN)], &stored(&[(1, "ann", "a1"), (2, "bob", "b1")]));
    assert_eq!(
        (verdict.lost, verdict.unsent),
        (vec!["a2".to_owned()], vec!["a2".to_owned()])
    );
}

#[test]
fn an_acknowledged_message_at_another_place_is_lost() {
    let verdict = check(
        &[witness("ann", &["ack room 1 a1"])],
        &stored(&[(1, "bob", "b1"), (2, "ann", "a1")]),
    );
    assert_eq!(verdict.lost, ["a1"]);
}

#[test]
fn a_message_kept_twice_is_doubled() {
    let verdict = check(&[], &stored(&[(1, "ann", "a1"), (2, "ann", "a1"), (3, "bob", "a1")]));
    assert_eq!(verdict.doubled, ["a1"]);
}

#[test]
fn a_gap_and_a_place_given_twice_are_misplaced() {
    let gap = check(&[], &stored(&[(1, "ann", "a1"), (3, "ann", "a2")]));
    assert_eq!(gap.misplaced, ["room 3"]);
    let twice = check(&[], &stored(&[(1, "ann", "a1"), (1, "ann", "a2")]));
    assert_eq!(twice.misplaced, ["room 1"]);
}

#[test]
fn messages_kept_in_another_order_than_said_are_swapped() {
    let lines = ["intent room a1", "intent room a2"];
    let verdict = check(
        &[witness("ann", &lines)],
        &stored(&[(1, "ann", "a2"), (2, "ann", "a1")]),
    );
    assert_eq!(verdict.swapped, ["a2"]);
}

#[test]
fn a_list_that_lacks_or_repeats_or_swaps_a_message_is_misshown() {
    let [lacks, repeats, swaps] = [vec![3, 4], vec![3, 4, 4, 6], vec![4, 3, 6]];
    for order in [lacks, repeats, swaps] {
        let lines: Vec<_> = order.into_iter().map(|line| ANN[line]).collect();
        let verdict = check(&[witness("ann", &lines)], &kept());
        assert_eq!(verdict.misshown.len(), 1, "{lines:?}");
    }
    let silent = check(&[witness("ann", &["intent room a1"])], &kept());
    assert_eq!(silent.misshown, ["room 1 to ann"], "nothing shown at all");
}
