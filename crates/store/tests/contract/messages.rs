//! Messages: their places, their client ids, their pages.

use std::sync::Arc;

use teahouse_core::effect::{NewBody, NewMessage, StoreRequest};
use teahouse_core::id::{CallId, MessageId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, CallLine, CallOutcome, ClientId, Media, Message, Rev, Seq, Span};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    a_message_is_read_back_to_the_letter
    a_line_of_a_call_is_read_back
    places_have_no_gaps_in_any_room_of_a_batch
    a_retry_gets_the_first_answer_for_ever
    a_retry_within_its_own_batch_is_recognised
    a_client_id_names_one_message_of_its_author
    another_author_may_use_the_same_client_id
    whoever_is_outside_cannot_write_and_takes_no_place
    pages_are_ascending_and_tell_whether_there_are_more
    a_page_of_long_messages_ends_earlier_and_says_so
    a_batch_reads_what_it_has_written
    a_reader_sees_each_batch_whole
    an_empty_batch_is_no_harm
}

fn a_message_is_read_back_to_the_letter(mut engine: impl Engine) {
    settle(&mut engine);
    for (number, words) in ["", "茶 🍵 \u{0} '\";--", "  \n", &"x".repeat(16 * 1024)]
        .into_iter()
        .enumerate()
    {
        let message = NewMessage {
            id: MessageId(u64::MAX - number as u64),
            body: NewBody::text(words),
            ..new(ROOM, ANN, &format!("id-{number}"), i64::MAX)
        };
        let (kept, fresh) = appended(ask(&mut engine, StoreRequest::Append(message.clone())));
        let wanted = Message {
            id: message.id,
            room: ROOM,
            seq: Seq(number as u64 + 1),
            rev: Rev(number as u64 + 1),
            author: ANN,
            client_id: message.client_id,
            at: message.at,
            edited_at: None,
            body: Body::text(words),
            reactions: vec![],
        };
        assert_eq!((&*kept, fresh), (&wanted, true));
        engine = engine.restart();
        let Outcome::History { messages, .. } = engine.read(&history(ROOM, Span::Latest, 1)) else {
            panic!("it reads");
        };
        assert_eq!(messages, [Arc::new(wanted)]);
    }
}

fn a_line_of_a_call_is_read_back(mut engine: impl Engine) {
    settle(&mut engine);
    let outcomes = [
        CallOutcome::Busy,
        CallOutcome::Cancelled,
        CallOutcome::Completed,
        CallOutcome::Declined,
        CallOutcome::Missed,
    ];
    let lines = [Media::Voice, Media::Video].into_iter().flat_map(|media| {
        outcomes.map(|outcome| CallLine {
            call: CallId(u64::MAX - outcome as u64 - 10 * media as u64),
            media,
            outcome,
            seconds: u32::MAX,
        })
    });
    let lines: Vec<CallLine> = lines.collect();
    let batch = lines.iter().map(|line| {
        StoreRequest::Append(NewMessage {
            id: MessageId(line.call.0),
            client_id: ClientId::of_call(line.call),
            body: NewBody::Call(*line),
            ..new(ROOM, BOB, "of-a-call", 5)
        })
    });
    engine.commit(&batch.collect::<Vec<_>>());
    let Outcome::History { messages, .. } = engine.restart().read(&history(ROOM, Span::Latest, 20)) else {
        panic!("it reads");
    };
    assert!(
        messages
            .iter()
            .map(|message| message.body.clone())
            .eq(lines.into_iter().map(Body::Call))
    );
}

fn places_have_no_gaps_in_any_room_of_a_batch(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, open(OTHER_ROOM, [CAT, ANN]));
    for round in 0..10 {
        let batch: Vec<_> = (0..12)
            .map(|n| {
                let at = round * 12 + n;
                match n % 3 {
                    0 => append(ROOM, ANN, &format!("a{at}"), at),
                    1 => append(OTHER_ROOM, CAT, &format!("c{at}"), at),
                    _ => append(ROOM, BOB, &format!("b{at}"), at),
                }
            })
            .collect();
        let outcomes = engine.commit(&batch);
        for (room, per_round) in [(ROOM, 8), (OTHER_ROOM, 4)] {
            let seqs = outcomes
                .iter()
                .cloned()
                .map(|outcome| appended(outcome).0)
                .filter(|m| m.room == room);
            let first = per_round * round.cast_unsigned() + 1;
            assert!(seqs.map(|message| message.seq.0).eq(first..first + per_round));
        }
    }
    assert_eq!(
        places(&mut engine, ROOM, Span::After(Seq(0)), 200).0,
        (1..=80).collect::<Vec<_>>()
    );
    assert_eq!(
        places(&mut engine, OTHER_ROOM, Span::After(Seq(0)), 200).0,
        (1..=40).collect::<Vec<_>>()
    );
}

fn a_retry_gets_the_first_answer_for_ever(mut engine: impl Engine) {
    settle(&mut engine);
    let (first, _) = appended(ask(&mut engine, append(ROOM, ANN, "once", 1)));
    appended(ask(&mut engine, append(ROOM, BOB, "between", 2)));
    for at in [3, 1 << 50] {
        engine = engine.restart();
        assert_eq!(
            appended(ask(&mut engine, append(ROOM, ANN, "once", at))),
            (first.clone(), false)
        );
    }
    assert_eq!(load(&mut engine, ROOM).map(|room| room.last_seq), Some(Seq(2)));
}

fn a_retry_within_its_own_batch_is_recognised(mut engine: impl Engine) {
    settle(&mut engine);
    let mut outcomes = engine
        .commit(&[append(ROOM, ANN, "once", 1), append(ROOM, ANN, "once", 2)])
        .into_iter();
    let first = appended(outcomes.next().expect("two"));
    let second = appended(outcomes.next().expect("two"));
    assert_eq!((first.1, second.1), (true, false));
    assert_eq!(first.0, second.0);
}

fn a_client_id_names_one_message_of_its_author(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, open(OTHER_ROOM, [ANN, CAT]));
    appended(ask(&mut engine, append(ROOM, ANN, "once", 1)));
    let elsewhere = append(OTHER_ROOM, ANN, "once", 1);
    let otherwise = StoreRequest::Append(NewMessage {
        body: NewBody::text("other words"),
        ..new(ROOM, ANN, "once", 1)
    });
    for request in [elsewhere, otherwise] {
        assert_eq!(ask(&mut engine, request), Outcome::ClientIdReused);
    }
    assert_eq!(places(&mut engine, ROOM, Span::Latest, 9), (vec![1], false));
    assert_eq!(places(&mut engine, OTHER_ROOM, Span::Latest, 9), (vec![], false));
}

fn another_author_may_use_the_same_client_id(mut engine: impl Engine) {
    settle(&mut engine);
    assert!(appended(ask(&mut engine, append(ROOM, ANN, "same", 1))).1);
    assert!(appended(ask(&mut engine, append(ROOM, BOB, "same", 1))).1);
}

fn whoever_is_outside_cannot_write_and_takes_no_place(mut engine: impl Engine) {
    settle(&mut engine);
    let outcomes = engine.commit(&[
        append(ROOM, CAT, "intruder", 1),
        append(OTHER_ROOM, ANN, "nowhere", 1),
        append(ROOM, ANN, "member", 1),
    ]);
    assert_eq!(outcomes[..2], [IMPOSSIBLE, IMPOSSIBLE]);
    assert_eq!(appended(outcomes[2].clone()).0.seq, Seq(1));
}

fn pages_are_ascending_and_tell_whether_there_are_more(mut engine: impl Engine) {
    settle(&mut engine);
    engine.commit(
        &(1..=5)
            .map(|at| append(ROOM, ANN, &format!("m{at}"), at))
            .collect::<Vec<_>>(),
    );
    for (span, limit, wanted, more) in [
        (Span::After(Seq(0)), 2, vec![1, 2], true),
        (Span::After(Seq(2)), 3, vec![3, 4, 5], false),
        (Span::After(Seq(5)), 3, vec![], false),
        (Span::After(Seq(u64::MAX)), 3, vec![], false),
        (Span::Before(Seq(5)), 2, vec![3, 4], true),
        (Span::Before(Seq(3)), 2, vec![1, 2], false),
        (Span::Before(Seq(0)), 2, vec![], false),
        (Span::Before(Seq(u64::MAX)), 2, vec![4, 5], true),
        (Span::Latest, 4, vec![2, 3, 4, 5], true),
        (Span::Latest, u16::MAX, vec![1, 2, 3, 4, 5], false),
        (Span::Latest, 0, vec![], true),
    ] {
        assert_eq!(
            places(&mut engine, ROOM, span, limit),
            (wanted, more),
            "{span:?} {limit}"
        );
    }
    assert_eq!(places(&mut engine, OTHER_ROOM, Span::Latest, 5), (vec![], false));
}

fn a_page_of_long_messages_ends_earlier_and_says_so(mut engine: impl Engine) {
    settle(&mut engine);
    let text = "t".repeat(16 * 1024);
    let batch: Vec<_> = (0..100)
        .map(|n| post(ROOM, ANN, &format!("long-{n}"), NewBody::text(&text)))
        .collect();
    engine.commit(&batch);
    for span in [Span::After(Seq(0)), Span::Latest] {
        let (page, more) = places(&mut engine, ROOM, span, 500);
        assert!((10..60).contains(&page.len()) && more, "{} {more}", page.len());
    }
    let mut read = Vec::new();
    loop {
        let (page, more) = places(&mut engine, ROOM, Span::After(Seq(read.len() as u64)), 500);
        read.extend(page);
        if !more {
            break;
        }
    }
    assert_eq!(read, (1..=100).collect::<Vec<u64>>());
    let (mut known, mut revs) = (0, Vec::new());
    loop {
        let request = StoreRequest::ReadChanges {
            room: ROOM,
            user: BOB,
            since: Rev(known),
            limit: 500,
        };
        let Outcome::Changes { messages, more, .. } = engine.read(&request) else {
            panic!("it reads");
        };
        revs.extend(messages.iter().map(|message| message.rev.0));
        known = revs.last().copied().unwrap_or_default();
        if !more {
            break;
        }
    }
    assert_eq!(revs, (1..=100).collect::<Vec<u64>>());
}

fn a_batch_reads_what_it_has_written(mut engine: impl Engine) {
    settle(&mut engine);
    let outcomes = engine.commit(&[append(ROOM, ANN, "one", 1), history(ROOM, Span::Latest, 9)]);
    let Outcome::History { messages, more: false } = &outcomes[1] else {
        panic!("{outcomes:?}");
    };
    assert_eq!(messages[0], appended(outcomes[0].clone()).0);
}

/// Each batch has as many messages of Ann as of Bob; a reader beside the writer never sees a half of one, and what it
/// has seen stays.
fn a_reader_sees_each_batch_whole(mut engine: impl Engine) {
    settle(&mut engine);
    let mut read = engine.reading();
    let watcher = std::thread::spawn(move || {
        let mut last = 0;
        while last < 400 {
            let Outcome::History { messages, .. } = read(&history(ROOM, Span::After(Seq(0)), 500)) else {
                panic!("it reads");
            };
            assert_eq!(messages.len() % 4, 0);
            assert!(messages.len() >= last);
            last = messages.len();
        }
    });
    for round in 0..100 {
        let batch: Vec<_> = [ANN, BOB, ANN, BOB]
            .iter()
            .enumerate()
            .map(|(n, author)| append(ROOM, *author, &format!("{round}-{n}"), round))
            .collect();
        engine.commit(&batch);
        assert_eq!(
            places(&mut engine, ROOM, Span::Latest, 1).0,
            [4 * round.cast_unsigned() + 4],
            "committed is seen"
        );
    }
    watcher.join().expect("every batch was whole");
}

fn an_empty_batch_is_no_harm(mut engine: impl Engine) {
    assert_eq!(engine.commit(&[]), []);
}
