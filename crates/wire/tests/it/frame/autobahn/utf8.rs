//! Group 6: text that is UTF-8, text that is not, and how early the difference is noticed.

mod sequences;

use super::case::{Case, play, text};
use crate::frame::echo::hear;
use crate::frame::raw::{CONTINUATION, TEXT, fragments, frame, stream};
use sequences::FAMILIES;
use teahouse_wire::frame::{Limits, Server, Violation};

/// "κόσμε", which every family of broken text begins with.
const VALID: &[u8] = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5";
/// A number beyond Unicode; its second byte is the first that no valid text could have.
const BEYOND: &[u8] = b"\xf4\x90\x80\x80";
const REST: &[u8] = b"edited";

#[test]
fn text_comes_back_only_if_it_is_utf8() {
    play(&cases());
}

#[test]
fn nothing_is_refused_before_the_first_bad_byte() {
    for sent in [
        frame(TEXT, VALID).fin(false).bytes(),
        frame(TEXT, [VALID, b"\xf4"].concat()).fin(false).bytes(),
        frame(TEXT, [VALID, b"\xf4"].concat()).announcing(21).bytes(),
    ] {
        assert_eq!(hear::<Server>([sent.as_slice()], &Limits::default()), (vec![], None));
    }
}

#[test]
fn a_truncated_character_at_the_end_of_a_message_is_refused_there() {
    let cut = stream(&[frame(TEXT, b"\xe2\x82").fin(false), frame(CONTINUATION, "")]);
    let (heard, violation) = hear::<Server>([cut.as_slice()], &Limits::default());
    assert_eq!((heard, violation), (vec![], Some(Violation::NotUtf8)));
}

pub fn cases() -> Vec<Case> {
    [empty_fragments(), valid_text(), broken_text(), fail_fast(), families()].concat()
}

fn empty_fragments() -> Vec<Case> {
    let three = |middle: &str| {
        [
            frame(TEXT, "").fin(false),
            frame(CONTINUATION, middle).fin(false),
            frame(CONTINUATION, ""),
        ]
    };
    vec![
        Case::clean("6.1.1", &[frame(TEXT, "")], vec![text("")]),
        Case::clean("6.1.2", &three(""), vec![text("")]),
        Case::clean(
            "6.1.3",
            &three("middle frame payload"),
            vec![text("middle frame payload")],
        ),
    ]
}

fn valid_text() -> Vec<Case> {
    let (head, tail) = ("Hello-µ@ßöä", "üàá-UTF-8!!");
    let whole = format!("{head}{tail}");
    let halves = [frame(TEXT, head).fin(false), frame(CONTINUATION, tail)];
    let kosme = vec![text(String::from_utf8_lossy(VALID))];
    vec![
        Case::clean("6.2.1", &[frame(TEXT, &whole)], vec![text(&whole)]),
        Case::clean("6.2.2", &halves, vec![text(&whole)]),
        Case::clean("6.2.3", &fragments(TEXT, whole.as_bytes(), 1), vec![text(&whole)]),
        Case::clean("6.2.4", &fragments(TEXT, VALID, 1), kosme),
    ]
}

fn broken_text() -> Vec<Case> {
    let broken = [VALID, b"\xed\xa0\x80", REST].concat();
    vec![
        Case::fails("6.3.1", &[frame(TEXT, &broken)], vec![], 1007),
        Case::fails("6.3.2", &fragments(TEXT, &broken, 1), vec![], 1007),
    ]
}

/// Sent only as far as the text can still be refused early: the close must come without the rest.
fn fail_fast() -> Vec<Case> {
    let whole = [VALID, BEYOND, REST].concat();
    let bad_at = VALID.len() + 1;
    let fragments = |id, head: &[u8], bad: &[u8]| {
        let frames = [frame(TEXT, head).fin(false), frame(CONTINUATION, bad).fin(false)];
        Case::fails(id, &frames, vec![], 1007)
    };
    let chop = |id, len| {
        let begun = frame(TEXT, &whole[..len]).announcing(whole.len() as u64);
        Case::fails(id, &[begun], vec![], 1007)
    };
    vec![
        fragments("6.4.1", VALID, BEYOND),
        fragments("6.4.2", &whole[..bad_at], &whole[bad_at..=bad_at]),
        chop("6.4.3", VALID.len() + BEYOND.len()),
        chop("6.4.4", bad_at + 1),
    ]
}

fn families() -> Vec<Case> {
    let numbered = FAMILIES.iter().zip(5..).flat_map(|(family, group)| {
        family
            .iter()
            .zip(1..)
            .map(move |(sequence, number)| (format!("6.{group}.{number}"), sequence))
    });
    let case = |(id, (valid, bytes)): (String, &(bool, &[u8]))| {
        let frames = [frame(TEXT, bytes)];
        if *valid {
            let expected = std::str::from_utf8(bytes).expect("the table says it is UTF-8");
            Case::clean(id, &frames, vec![text(expected)])
        } else {
            Case::fails(id, &frames, vec![], 1007)
        }
    };
    numbered.map(case).collect()
}
