//! Group 5: messages in fragments, control frames between them, and continuations of nothing.

use super::case::{Case, play, pong, text};
use crate::frame::raw::{BINARY, CONTINUATION, PING, PONG, Raw, TEXT, frame};

#[test]
fn fragments_are_joined_and_misplaced_ones_end_the_connection() {
    play(&cases());
}

#[test]
fn a_message_of_either_kind_may_not_begin_inside_another() {
    for kind in [TEXT, BINARY] {
        let frames = [first(1), frame(kind, "fragment2")];
        play(&[Case::fails("like 5.18", &frames, vec![], 1002)]);
    }
}

pub fn cases() -> Vec<Case> {
    [control_frames(), two_fragments(), continuations_of_nothing(), mixed()].concat()
}

fn control_frames() -> Vec<Case> {
    let halves = |opcode| [frame(opcode, "fragment1").fin(false), frame(CONTINUATION, "fragment2")];
    vec![
        Case::fails("5.1", &halves(PING), vec![], 1002),
        Case::fails("5.2", &halves(PONG), vec![], 1002),
    ]
}

/// 5.3 to 5.5 and 5.6 to 5.8 differ in delivery alone.
fn two_fragments() -> Vec<Case> {
    let whole = || vec![text("fragment1fragment2")];
    let with_ping = || vec![pong("ping payload"), text("fragment1fragment2")];
    let between = [first(1), frame(PING, "ping payload"), last(2)];
    let plain = ["5.3", "5.4", "5.5"].map(|id| Case::clean(id, &[first(1), last(2)], whole()));
    let pinged = ["5.6", "5.7", "5.8"].map(|id| Case::clean(id, &between, with_ping()));
    [plain, pinged].concat()
}

fn continuations_of_nothing() -> Vec<Case> {
    let before_text = |id, fin| {
        let frames = [
            frame(CONTINUATION, "non-continuation payload").fin(fin),
            frame(TEXT, "Hello, world!"),
        ];
        Case::fails(id, &frames, vec![], 1002)
    };
    let final_ones = ["5.9", "5.10", "5.11"].map(|id| before_text(id, true));
    let others = ["5.12", "5.13", "5.14"].map(|id| before_text(id, false));
    [final_ones, others].concat()
}

fn mixed() -> Vec<Case> {
    let twice = |fin| {
        let round = [frame(CONTINUATION, "fragment1").fin(fin), first(2), last(3)];
        [round.clone(), round].concat()
    };
    let pinged = [
        first(1),
        middle(2),
        frame(PING, "pongme 1!"),
        middle(3),
        middle(4),
        frame(PING, "pongme 2!"),
        last(5),
    ];
    let answers = || {
        let joined = (1..=5).map(|number| format!("fragment{number}")).collect::<String>();
        vec![pong("pongme 1!"), pong("pongme 2!"), text(joined)]
    };
    vec![
        Case::fails(
            "5.15",
            &[first(1), last(2), middle(3), frame(TEXT, "fragment4")],
            vec![text("fragment1fragment2")],
            1002,
        ),
        Case::fails("5.16", &twice(false), vec![], 1002),
        Case::fails("5.17", &twice(true), vec![], 1002),
        Case::fails("5.18", &[first(1), frame(TEXT, "fragment2")], vec![], 1002),
        Case::clean("5.19", &pinged, answers()),
        Case::clean("5.20", &pinged, answers()),
    ]
}

fn first(number: u8) -> Raw {
    frame(TEXT, format!("fragment{number}")).fin(false)
}

fn middle(number: u8) -> Raw {
    frame(CONTINUATION, format!("fragment{number}")).fin(false)
}

fn last(number: u8) -> Raw {
    frame(CONTINUATION, format!("fragment{number}"))
}
