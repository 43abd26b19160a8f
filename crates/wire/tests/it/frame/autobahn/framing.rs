//! Group 1: text and binary messages at the edges of the three forms of a length.

use super::case::{Case, binary, play, text};
use crate::frame::raw::{BINARY, TEXT, frame};

/// Cases 8 repeat 65,536 bytes in chops, which every case here gets.
const SIZES: [usize; 8] = [0, 125, 126, 127, 128, 65535, 65536, 65536];

#[test]
fn messages_of_every_length_form_come_back() {
    play(&cases());
}

pub fn cases() -> Vec<Case> {
    let texts = SIZES.iter().zip(1..).map(|(&size, number)| {
        let payload = "*".repeat(size);
        Case::clean(format!("1.1.{number}"), &[frame(TEXT, &payload)], vec![text(payload)])
    });
    let binaries = SIZES.iter().zip(1..).map(|(&size, number)| {
        let payload = vec![0xfe; size];
        Case::clean(
            format!("1.2.{number}"),
            &[frame(BINARY, &payload)],
            vec![binary(payload)],
        )
    });
    texts.chain(binaries).collect()
}
