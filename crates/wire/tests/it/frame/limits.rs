//! What one peer can make us keep, and how soon too much is refused.

use super::echo::{Heard, hear};
use super::raw::{BINARY, CONTINUATION, PING, TEXT, close, fragments, frame, stream};
use teahouse_wire::frame::{Client, Decoder, Incoming, Limits, Server, Violation, encode};

#[test]
fn a_decoder_is_at_most_sixty_four_bytes() {
    assert!(
        size_of::<Decoder<Server>>() <= 64,
        "{} bytes",
        size_of::<Decoder<Server>>()
    );
}

#[test]
fn a_message_of_exactly_the_limit_passes() {
    let limits = Limits::default();
    let payload = vec![b'*'; limits.message as usize];
    for sent in [frame(TEXT, &payload).bytes(), stream(&fragments(TEXT, &payload, 1000))] {
        let (heard, violation) = hear::<Server>([sent.as_slice()], &limits);
        assert_eq!((heard.len(), violation), (1, None));
    }
}

#[test]
fn a_frame_that_announces_too_much_is_refused_by_its_head() {
    let limits = Limits::default();
    let announced = u64::from(limits.frame) + 1;
    for len in [announced, u64::from(u32::MAX), u64::MAX >> 1] {
        let mut head = frame(BINARY, "").announcing(len).bytes();
        head.truncate(10);
        assert_eq!(
            violation_of(&head, &limits),
            Some(Violation::FrameTooBig),
            "{len} announced"
        );
    }
}

#[test]
fn a_message_that_grows_too_big_is_refused_by_the_head_that_says_so() {
    let limits = Limits {
        frame: 1000,
        message: 2500,
        ..Limits::default()
    };
    let full = vec![b'*'; 1000];
    let mut sent = stream(&[
        frame(TEXT, &full).fin(false),
        frame(CONTINUATION, &full).fin(false),
        frame(CONTINUATION, "").announcing(501),
    ]);
    sent.truncate(sent.len() - 4);
    assert_eq!(violation_of(&sent, &limits), Some(Violation::MessageTooBig));
}

#[test]
fn too_much_closes_with_1009_and_endless_nothing_with_1008() {
    assert_eq!(Violation::FrameTooBig.close_code().value(), 1009);
    assert_eq!(Violation::MessageTooBig.close_code().value(), 1009);
    assert_eq!(Violation::EmptyFragments.close_code().value(), 1008);
}

#[test]
fn the_page_for_client_authors_names_every_reason() {
    let page = include_str!("../../../../../docs/protocols/websocket.md");
    for violation in [
        Violation::ReservedBits,
        Violation::ReservedOpcode,
        Violation::FragmentedControl,
        Violation::LongControl,
        Violation::NothingToContinue,
        Violation::MessageInterrupted,
        Violation::Unmasked,
        Violation::PaddedLength,
        Violation::LengthOutOfRange,
        Violation::HalfCloseCode,
        Violation::BadCloseCode,
        Violation::NotUtf8,
        Violation::EmptyFragments,
        Violation::FrameTooBig,
        Violation::MessageTooBig,
    ] {
        let row = |line: &&str| line.contains(violation.why());
        let row = page
            .lines()
            .find(row)
            .unwrap_or_else(|| panic!("{violation} is missing"));
        assert!(
            row.starts_with(&format!("| {} |", violation.close_code().value())),
            "{row}"
        );
        assert!(
            violation.why().len() <= 123,
            "{violation} does not fit into a close frame"
        );
    }
}

#[test]
fn empty_fragments_are_counted_per_message() {
    let limits = Limits {
        empty_fragments: 3,
        ..Limits::default()
    };
    let message = |empty: usize| {
        let mut frames = vec![frame(TEXT, "").fin(false)];
        frames.resize(empty, frame(CONTINUATION, "").fin(false));
        frames.push(frame(CONTINUATION, "end"));
        stream(&frames)
    };
    let twice = [message(3), message(3)].concat();
    let (heard, violation) = hear::<Server>([twice.as_slice()], &limits);
    assert_eq!((heard.len(), violation), (2, None));
    assert_eq!(violation_of(&message(4), &limits), Some(Violation::EmptyFragments));
}

#[test]
fn a_padded_length_is_refused() {
    for sent in [
        frame(TEXT, "short").length_in_16_bits().bytes(),
        frame(TEXT, "*".repeat(125)).length_in_16_bits().bytes(),
        frame(TEXT, "short").length_in_64_bits(5).bytes(),
        frame(BINARY, vec![0; 65535]).length_in_64_bits(65535).bytes(),
    ] {
        assert_eq!(violation_of(&sent, &Limits::default()), Some(Violation::PaddedLength));
    }
}

#[test]
fn a_length_with_its_top_bit_set_is_refused() {
    let sent = frame(BINARY, "").length_in_64_bits(1 << 63).bytes();
    assert_eq!(
        violation_of(&sent, &Limits::default()),
        Some(Violation::LengthOutOfRange)
    );
}

#[test]
fn a_client_must_mask_and_a_server_must_not() {
    let bare = frame(TEXT, "Hello").mask(None).bytes();
    let masked = frame(TEXT, "Hello").bytes();
    let heard = vec![Heard::Text("Hello".into())];
    let limits = Limits::default();
    assert_eq!(
        hear::<Server>([bare.as_slice()], &limits),
        (vec![], Some(Violation::Unmasked))
    );
    assert_eq!(
        hear::<Client>([masked.as_slice()], &limits),
        (vec![], Some(Violation::Masked))
    );
    assert_eq!(hear::<Server>([masked.as_slice()], &limits), (heard.clone(), None));
    assert_eq!(hear::<Client>([bare.as_slice()], &limits), (heard, None));
}

#[test]
fn a_whole_message_is_lent_from_the_buffer_it_came_in() {
    let mut decoder = Decoder::<Server>::new();
    let mut buffer = stream(&[frame(TEXT, "one"), frame(PING, "two"), frame(BINARY, "three")]);
    let place = buffer.as_ptr_range();
    let limits = Limits::default();
    let mut frames = decoder.feed(&mut buffer, &limits);
    let mut count = 0;
    while let Some(next) = frames.next() {
        let payload = match next.expect("the frames are right") {
            Incoming::Text(text) => text.as_bytes(),
            Incoming::Binary(payload) | Incoming::Ping(payload) => payload,
            other => panic!("{other:?} was not sent"),
        };
        assert!(place.contains(&payload.as_ptr()));
        count += 1;
    }
    assert_eq!((count, decoder.held()), (3, 0));
}

#[test]
fn no_memory_is_held_between_messages() {
    let mut decoder = Decoder::<Server>::new();
    let limits = Limits::default();
    let long = vec![b'*'; 5000];
    let mut sent = stream(&fragments(TEXT, &long, 700));
    let ping = frame(PING, "in the middle").bytes();
    sent.splice(1416..1416, ping);
    sent.extend(frame(TEXT, &long).bytes());
    let mut most = 0;
    let mut heard = 0;
    for byte in sent {
        let mut buffer = [byte];
        let mut frames = decoder.feed(&mut buffer, &limits);
        while let Some(next) = frames.next() {
            next.expect("the frames are right");
            heard += 1;
        }
        most = most.max(decoder.held());
    }
    assert_eq!((heard, decoder.held()), (3, 0));
    assert!(most >= 5000, "the message was pending");
}

#[test]
fn memory_follows_what_arrived_not_what_was_announced() {
    let mut decoder = Decoder::<Server>::new();
    let limits = Limits::default();
    let mut sent = frame(TEXT, "hello").announcing(u64::from(limits.frame)).bytes();
    assert!(decoder.feed(&mut sent, &limits).next().is_none());
    assert!(decoder.held() <= 64, "{} bytes held for five", decoder.held());
}

#[test]
fn memory_never_exceeds_the_message_limit() {
    let mut decoder = Decoder::<Server>::new();
    let limits = Limits {
        message: 10_000,
        ..Limits::default()
    };
    let piece = vec![b'*'; 900];
    for at in 0..11 {
        let opcode = if at == 0 { BINARY } else { CONTINUATION };
        let mut sent = frame(opcode, &piece).fin(false).bytes();
        assert!(decoder.feed(&mut sent, &limits).next().is_none());
        assert!(decoder.held() <= 10_000, "{} bytes held", decoder.held());
    }
}

#[test]
fn after_a_violation_nothing_is_heard_or_held() {
    for faulty in [
        vec![frame(TEXT, "begun").fin(false), frame(TEXT, "again")],
        vec![frame(TEXT, b"\xff")],
        vec![frame(TEXT, b"begun").fin(false), frame(CONTINUATION, b"\xff")],
        vec![close(1005, "")],
        vec![frame(PING, "half").fin(false)],
    ] {
        let limits = Limits::default();
        let mut decoder = Decoder::<Server>::new();
        let mut sent = [stream(&faulty), frame(TEXT, "Hello").bytes()].concat();
        let mut frames = decoder.feed(&mut sent, &limits);
        assert!(matches!(frames.next(), Some(Err(_))), "{faulty:?}");
        assert_eq!(frames.next(), None, "{faulty:?}");
        assert!(frames.unread().is_empty());
        assert!(decoder.is_closed());
        assert_eq!(decoder.held(), 0);
        let mut more = frame(TEXT, "Hello").bytes();
        assert_eq!(decoder.feed(&mut more, &limits).next(), None);
    }
}

#[test]
fn unread_bytes_can_be_fed_again() {
    let limits = Limits::default();
    let mut decoder = Decoder::<Server>::new();
    let mut sent = stream(&[frame(TEXT, "one"), frame(TEXT, "two"), close(1000, "")]);
    let mut frames = decoder.feed(&mut sent, &limits);
    assert_eq!(frames.next(), Some(Ok(Incoming::Text("one"))));
    let mut rest = frames.unread().to_vec();
    let mut frames = decoder.feed(&mut rest, &limits);
    assert_eq!(frames.next(), Some(Ok(Incoming::Text("two"))));
    assert!(matches!(frames.next(), Some(Ok(Incoming::Close(Some(_))))));
}

#[test]
fn a_debug_print_of_a_decoder_tells_no_secret() {
    let mut decoder = Decoder::<Client>::new();
    let mut out = Vec::new();
    encode::text(&mut out, "secret");
    out.pop();
    assert!(decoder.feed(&mut out, &Limits::default()).next().is_none());
    assert_eq!(format!("{decoder:?}"), "Decoder { kept: 5, .. }");
}

fn violation_of(sent: &[u8], limits: &Limits) -> Option<Violation> {
    hear::<Server>(sent.chunks(1), limits).1
}
