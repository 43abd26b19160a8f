//! Group 7: how a conversation ends.

use super::case::{Case, play, text};
use crate::frame::echo::Heard;
use crate::frame::raw::{CLOSE, CONTINUATION, PING, TEXT, close, frame};

/// Codes that a peer may send.
const ALLOWED: [u16; 13] = [
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999,
];

/// Codes that no peer may send.
const FORBIDDEN: [u16; 9] = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];

/// Codes outside every range; the suite leaves the answer open, ours is the same as to the forbidden ones.
const OUT_OF_RANGE: [u16; 2] = [5000, 65535];

#[test]
fn a_close_is_answered_in_kind_and_nothing_is_heard_after_it() {
    play(&cases());
}

pub fn cases() -> Vec<Case> {
    [after_the_end(), payloads(), codes()].concat()
}

fn after_the_end() -> Vec<Case> {
    let bye = || close(1000, "");
    let goodbye = || Heard::Close(Some(1000));
    let hello = || frame(TEXT, "Hello World!");
    let long = "BAsd7&jh23".chars().cycle().take(256 * 1024).collect::<String>();
    let both_heard = vec![text(&long), text("Hello World!"), goodbye()];
    vec![
        Case::exact(
            "7.1.1",
            &[hello(), bye(), hello()],
            vec![text("Hello World!"), goodbye()],
        ),
        Case::exact("7.1.2", &[bye(), frame(CLOSE, "")], vec![goodbye()]),
        Case::exact("7.1.3", &[bye(), frame(PING, "")], vec![goodbye()]),
        Case::exact("7.1.4", &[bye(), hello()], vec![goodbye()]),
        Case::exact(
            "7.1.5",
            &[
                frame(TEXT, "fragment1").fin(false),
                bye(),
                frame(CONTINUATION, "fragment2"),
            ],
            vec![goodbye()],
        ),
        Case::exact(
            "7.1.6",
            &[frame(TEXT, long), hello(), bye(), frame(PING, "")],
            both_heard,
        ),
    ]
}

fn payloads() -> Vec<Case> {
    let reason = |reason: &str| close(1000, reason);
    let ends = |id, frame, code| Case::exact(id, &[frame], vec![Heard::Close(code)]);
    let not_utf8 = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited";
    vec![
        ends("7.3.1", frame(CLOSE, ""), None),
        ends("7.3.2", frame(CLOSE, "a"), Some(1002)),
        ends("7.3.3", reason(""), Some(1000)),
        ends("7.3.4", reason("Hello World!"), Some(1000)),
        ends("7.3.5", reason(&"*".repeat(123)), Some(1000)),
        ends("7.3.6", reason(&"*".repeat(124)), Some(1002)),
        ends("7.5.1", close(1000, not_utf8), Some(1007)),
    ]
}

fn codes() -> Vec<Case> {
    let answers = |group: &'static str, codes: &'static [u16], answer: fn(u16) -> u16| {
        codes.iter().zip(1..).map(move |(&code, number)| {
            let heard = vec![Heard::Close(Some(answer(code)))];
            Case::exact(format!("{group}.{number}"), &[close(code, "")], heard)
        })
    };
    answers("7.7", &ALLOWED, |code| code)
        .chain(answers("7.9", &FORBIDDEN, |_| 1002))
        .chain(answers("7.13", &OUT_OF_RANGE, |_| 1002))
        .collect()
}
