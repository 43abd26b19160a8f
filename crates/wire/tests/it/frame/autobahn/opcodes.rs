//! Group 4: the reserved opcodes.

use super::case::{Case, play, text};
use crate::frame::raw::{PING, TEXT, frame};

#[test]
fn a_reserved_opcode_ends_the_connection_after_what_came_before() {
    play(&cases());
}

pub fn cases() -> Vec<Case> {
    let alone = |id, opcode, payload| Case::fails(id, &[frame(opcode, payload)], vec![], 1002);
    let after_hello = |id, opcode, payload| {
        let frames = [frame(TEXT, "Hello, world!"), frame(opcode, payload), frame(PING, "")];
        Case::fails(id, &frames, vec![text("Hello, world!")], 1002)
    };
    vec![
        alone("4.1.1", 3, ""),
        alone("4.1.2", 4, "reserved opcode payload"),
        after_hello("4.1.3", 5, ""),
        after_hello("4.1.4", 6, "Hello, world!"),
        after_hello("4.1.5", 7, "Hello, world!"),
        alone("4.2.1", 11, ""),
        alone("4.2.2", 12, "reserved opcode payload"),
        after_hello("4.2.3", 13, ""),
        after_hello("4.2.4", 14, "Hello, world!"),
        after_hello("4.2.5", 15, "Hello, world!"),
    ]
}
