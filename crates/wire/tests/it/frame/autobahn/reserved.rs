//! Group 3: the reserved bits, which mean nothing without an extension.

use super::case::{Case, play, text};
use crate::frame::raw::{BINARY, CLOSE, PING, TEXT, frame};

#[test]
fn a_frame_with_reserved_bits_ends_the_connection_after_what_came_before() {
    play(&cases());
}

pub fn cases() -> Vec<Case> {
    let hello = || frame(TEXT, "Hello, world!");
    let after_hello = |id, rsv| {
        let frames = [hello(), hello().rsv(rsv), frame(PING, "")];
        Case::fails(id, &frames, vec![text("Hello, world!")], 1002)
    };
    vec![
        Case::fails("3.1", &[hello().rsv(1)], vec![], 1002),
        after_hello("3.2", 2),
        after_hello("3.3", 3),
        after_hello("3.4", 4),
        Case::fails(
            "3.5",
            &[frame(BINARY, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff").rsv(5)],
            vec![],
            1002,
        ),
        Case::fails("3.6", &[frame(PING, "Hello, world!").rsv(6)], vec![], 1002),
        Case::fails("3.7", &[frame(CLOSE, "").rsv(7)], vec![], 1002),
    ]
}
