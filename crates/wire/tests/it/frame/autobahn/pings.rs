//! Group 2: pings, pongs, and what a control frame may carry.

use super::case::{Case, play, pong};
use crate::frame::echo::Heard;
use crate::frame::raw::{PING, PONG, Raw, frame};

#[test]
fn pings_are_answered_and_pongs_are_not() {
    play(&cases());
}

pub fn cases() -> Vec<Case> {
    let ping = |payload: &[u8]| [frame(PING, payload)];
    let longest = [0xfe; 125];
    let unasked = frame(PONG, "unsolicited pong payload");
    let (ten, answers) = ten_pings();
    vec![
        Case::clean("2.1", &ping(b""), vec![pong("")]),
        Case::clean("2.2", &ping(b"Hello, world!"), vec![pong("Hello, world!")]),
        Case::clean(
            "2.3",
            &ping(b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"),
            vec![pong(b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff")],
        ),
        Case::clean("2.4", &ping(&longest), vec![pong(longest)]),
        Case::fails("2.5", &ping(&[0xfe; 126]), vec![], 1002),
        Case::clean("2.6", &ping(&longest), vec![pong(longest)]),
        Case::clean("2.7", &[frame(PONG, "")], vec![]),
        Case::clean("2.8", std::slice::from_ref(&unasked), vec![]),
        Case::clean(
            "2.9",
            &[unasked, frame(PING, "ping payload")],
            vec![pong("ping payload")],
        ),
        Case::clean("2.10", &ten, answers.clone()),
        Case::clean("2.11", &ten, answers),
    ]
}

fn ten_pings() -> (Vec<Raw>, Vec<Heard>) {
    let payloads = (0..10).map(|number| format!("payload-{number}"));
    payloads.map(|payload| (frame(PING, &payload), pong(payload))).unzip()
}
