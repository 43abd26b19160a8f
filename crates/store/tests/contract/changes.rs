//! Changes of messages: edits, signs, taking back, deleting for oneself; and what a device that was away asks for.

use teahouse_core::effect::{MessageChange, StoreRequest};
use teahouse_core::id::{MessageId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, Edit, MAX_REACTIONS, Mentions, Message, Rev, RoomChange, Seq};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    an_edit_keeps_what_was_said
    only_its_author_can_edit_a_message
    an_edit_that_changes_nothing_is_none
    signs_stand_in_order_of_their_first
    a_sign_is_given_once_and_taken_once
    there_are_only_so_many_different_signs
    a_message_taken_back_says_nothing_any_more
    a_message_can_be_taken_back_only_in_time
    who_looks_after_a_room_can_take_back_anybodys
    what_is_taken_back_stays_so
    a_retry_finds_its_message_after_an_edit_and_a_recall
    a_message_deleted_for_oneself_is_there_for_others
    who_has_deleted_a_message_for_herself_is_named_when_it_changes
    only_words_can_change
    changes_are_told_in_order_and_in_pages
    a_quote_follows_what_it_quotes
}

/// One message of Ann's in the room of Ann and Bob.
fn say_one(engine: &mut impl Engine) {
    settle(engine);
    appended(ask(engine, append(ROOM, ANN, "one", 100)));
}

fn text(message: &Message) -> &str {
    &message.body.words().expect("words").text
}

fn edits(engine: &mut impl Engine, client_id: &str) -> Vec<Edit> {
    let request = StoreRequest::ReadEdits {
        room: ROOM,
        message: id_of(ANN, client_id),
    };
    match engine.read(&request) {
        Outcome::Edits(edits) => edits,
        other => panic!("{other:?}"),
    }
}

/// What has changed since a revision, and the revision and whether there is more.
fn changes(engine: &mut impl Engine, user: UserId, since: u64, limit: u16) -> (Vec<(u64, u64)>, u64, bool) {
    let request = StoreRequest::ReadChanges {
        room: ROOM,
        user,
        since: Rev(since),
        limit,
    };
    match engine.read(&request) {
        Outcome::Changes { messages, rev, more } => {
            let stamps = messages.iter().map(|message| (message.rev.0, message.seq.0));
            (stamps.collect(), rev.0, more)
        }
        other => panic!("{other:?}"),
    }
}

fn an_edit_keeps_what_was_said(mut engine: impl Engine) {
    say_one(&mut engine);
    for (number, words) in [(2, "second"), (3, "third")] {
        let told = changed(ask(&mut engine, change(ANN, ANN, "one", edit(words))));
        assert_eq!(told.len(), 1);
        assert_eq!((text(&told[0]), told[0].rev), (words, Rev(number)));
        assert_eq!(told[0].edited_at, Some(UnixMillis(500)));
        assert_eq!(seen_by(&mut engine, ROOM, BOB), told);
    }
    let mut engine = engine.restart();
    let said = |at, text: &str| Edit {
        at: UnixMillis(at),
        text: text.into(),
    };
    assert_eq!(
        edits(&mut engine, "one"),
        [said(100, "words of one"), said(500, "second")]
    );
    assert!(edits(&mut engine, "none").is_empty());
}

fn only_its_author_can_edit_a_message(mut engine: impl Engine) {
    say_one(&mut engine);
    let before = seen_by(&mut engine, ROOM, ANN);
    assert_eq!(
        ask(&mut engine, change(BOB, ANN, "one", edit("mine"))),
        Outcome::NotAuthor
    );
    assert_eq!(
        ask(&mut engine, change(ANN, ANN, "none", edit("?"))),
        Outcome::NoMessage
    );
    assert_eq!(ask(&mut engine, change(ANN, ANN, "one", edit(""))), IMPOSSIBLE);
    assert_eq!(seen_by(&mut engine, ROOM, ANN), before);
}

fn an_edit_that_changes_nothing_is_none(mut engine: impl Engine) {
    say_one(&mut engine);
    let same = change(ANN, ANN, "one", edit("words of one"));
    assert!(changed(ask(&mut engine, same)).is_empty());
    assert!(edits(&mut engine, "one").is_empty());
    assert_eq!(changes(&mut engine, BOB, 1, 9), (vec![], 1, false));
}

fn signs_stand_in_order_of_their_first(mut engine: impl Engine) {
    say_one(&mut engine);
    for (user, sign, on) in [
        (BOB, "👍", true),
        (ANN, "🍵", true),
        (ANN, "👍", true),
        (BOB, "🍵", true),
        (BOB, "👍", false),
        (BOB, "👍", true),
    ] {
        assert_eq!(
            changed(ask(&mut engine, change(user, ANN, "one", react(sign, on)))).len(),
            1
        );
    }
    let messages = seen_by(&mut engine.restart(), ROOM, BOB);
    let signs: Vec<_> = messages[0]
        .reactions
        .iter()
        .map(|reaction| (reaction.key.as_str(), reaction.users.clone()))
        .collect();
    assert_eq!(signs, [("🍵", vec![ANN, BOB]), ("👍", vec![ANN, BOB])]);
    assert_eq!((messages[0].rev, messages[0].edited_at), (Rev(7), None));
}

fn a_sign_is_given_once_and_taken_once(mut engine: impl Engine) {
    say_one(&mut engine);
    for (on, changes) in [(false, 0), (true, 1), (true, 0), (false, 1), (false, 0)] {
        let told = changed(ask(&mut engine, change(BOB, ANN, "one", react("👍", on))));
        assert_eq!(told.len(), changes, "{on}");
    }
    assert!(seen_by(&mut engine, ROOM, ANN)[0].reactions.is_empty());
}

fn there_are_only_so_many_different_signs(mut engine: impl Engine) {
    say_one(&mut engine);
    let sign = |number: usize| char::from_u32(0x1f600 + number as u32).expect("an emoji").to_string();
    for number in 0..MAX_REACTIONS {
        assert_eq!(
            changed(ask(&mut engine, change(BOB, ANN, "one", react(&sign(number), true)))).len(),
            1
        );
    }
    let one_more = change(BOB, ANN, "one", react(&sign(MAX_REACTIONS), true));
    assert!(changed(ask(&mut engine, one_more)).is_empty());
    let known = change(ANN, ANN, "one", react(&sign(3), true));
    assert_eq!(
        changed(ask(&mut engine, known)).len(),
        1,
        "one that stands there already is no other"
    );
}

fn a_message_taken_back_says_nothing_any_more(mut engine: impl Engine) {
    say_one(&mut engine);
    ask(&mut engine, change(ANN, ANN, "one", edit("second")));
    ask(&mut engine, change(BOB, ANN, "one", react("👍", true)));
    let told = changed(ask(&mut engine, change(ANN, ANN, "one", RECALL)));
    assert_eq!(told[0].body, Body::Recalled { by: ANN });
    assert_eq!((&told[0].reactions[..], told[0].edited_at), (&[][..], None));
    let mut engine = engine.restart();
    assert_eq!(seen_by(&mut engine, ROOM, BOB), told);
    assert!(edits(&mut engine, "one").is_empty());
}

fn recall(not_before: Option<i64>, any_author: bool) -> MessageChange {
    MessageChange::Recall {
        not_before: not_before.map(UnixMillis),
        any_author,
    }
}

fn a_message_can_be_taken_back_only_in_time(mut engine: impl Engine) {
    say_one(&mut engine);
    let late = change(ANN, ANN, "one", recall(Some(101), false));
    assert_eq!(ask(&mut engine, late), Outcome::TooLate);
    let foreign = change(BOB, ANN, "one", recall(None, false));
    assert_eq!(ask(&mut engine, foreign), Outcome::NotAuthor);
    let in_time = change(ANN, ANN, "one", recall(Some(100), false));
    assert_eq!(changed(ask(&mut engine, in_time)).len(), 1);
}

fn who_looks_after_a_room_can_take_back_anybodys(mut engine: impl Engine) {
    say_one(&mut engine);
    let told = changed(ask(&mut engine, change(BOB, ANN, "one", recall(Some(101), true))));
    assert_eq!(told[0].body, Body::Recalled { by: BOB });
    assert_eq!(told[0].author, ANN);
}

fn what_is_taken_back_stays_so(mut engine: impl Engine) {
    say_one(&mut engine);
    ask(&mut engine, change(ANN, ANN, "one", RECALL));
    assert!(changed(ask(&mut engine, change(ANN, ANN, "one", RECALL))).is_empty());
    for attempt in [edit("again"), react("👍", true)] {
        assert_eq!(ask(&mut engine, change(ANN, ANN, "one", attempt)), Outcome::NoMessage);
    }
    assert_eq!(changes(&mut engine, BOB, 0, 9), (vec![(2, 1)], 2, false));
}

fn a_retry_finds_its_message_after_an_edit_and_a_recall(mut engine: impl Engine) {
    say_one(&mut engine);
    ask(&mut engine, change(ANN, ANN, "one", edit("second")));
    let (message, fresh) = appended(ask(&mut engine, append(ROOM, ANN, "one", 100)));
    assert_eq!((text(&message), fresh), ("second", false));
    ask(&mut engine, change(ANN, ANN, "one", RECALL));
    let (message, fresh) = appended(ask(&mut engine, append(ROOM, ANN, "one", 100)));
    assert_eq!((&message.body, fresh), (&Body::Recalled { by: ANN }, false));
}

fn who_has_deleted_a_message_for_herself_is_named_when_it_changes(mut engine: impl Engine) {
    say_one(&mut engine);
    appended(ask(&mut engine, append(ROOM, BOB, "two", 1)));
    ask(&mut engine, hide(BOB, vec![id_of(ANN, "one")]));
    let hiders = |outcome| match outcome {
        Outcome::Changed { hidden_from, .. } => hidden_from,
        other => panic!("{other:?}"),
    };
    for (client_id, author, named) in [("one", ANN, vec![(Seq(1), BOB)]), ("two", BOB, vec![])] {
        assert_eq!(
            hiders(ask(&mut engine, change(author, author, client_id, edit("again")))),
            named
        );
        assert_eq!(
            hiders(ask(&mut engine, change(ANN, author, client_id, react("👍", true)))),
            named
        );
        assert_eq!(
            hiders(ask(&mut engine, change(author, author, client_id, RECALL))),
            named
        );
    }
}

fn hide(user: UserId, messages: Vec<MessageId>) -> StoreRequest {
    StoreRequest::HideMessages {
        room: ROOM,
        user,
        messages,
    }
}

fn a_message_deleted_for_oneself_is_there_for_others(mut engine: impl Engine) {
    say_one(&mut engine);
    appended(ask(&mut engine, append(ROOM, BOB, "two", 1)));
    ask(&mut engine, change(BOB, ANN, "one", react("👍", true)));
    let both = vec![id_of(ANN, "one"), MessageId(404), id_of(BOB, "two")];
    let told = changed(ask(&mut engine, hide(BOB, both.clone())));
    assert!(
        told.iter()
            .all(|message| message.body == Body::Hidden && message.reactions.is_empty())
    );
    assert_eq!(told.iter().map(|message| message.rev.0).collect::<Vec<_>>(), [4, 5]);
    assert_eq!(
        ask(&mut engine, hide(CAT, both.clone())),
        IMPOSSIBLE,
        "she is not in the room"
    );
    assert!(changed(ask(&mut engine, hide(BOB, both))).is_empty(), "once is enough");
    let mut engine = engine.restart();
    assert_eq!(seen_by(&mut engine, ROOM, BOB), told);
    let anns = seen_by(&mut engine, ROOM, ANN);
    assert_eq!((text(&anns[0]), text(&anns[1])), ("words of one", "words of two"));
    assert_eq!(anns[0].reactions.len(), 1);
    let last = |engine: &mut _, user| summary(engine, ROOM, user).and_then(|summary| summary.last);
    assert_eq!(last(&mut engine, BOB).map(|last| last.body.clone()), Some(Body::Hidden));
    assert_eq!(last(&mut engine, ANN), Some(anns[1].clone()));
}

fn only_words_can_change(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, group(OTHER_ROOM, ANN, &[BOB]));
    ask(
        &mut engine,
        StoreRequest::ChangeRoom {
            room: OTHER_ROOM,
            by: ANN,
            by_invite: false,
            at: UnixMillis(1),
            change: RoomChange::Announcement(true),
            notice: MessageId(1),
        },
    );
    let notice = seen_by(&mut engine, OTHER_ROOM, ANN).remove(0);
    for attempt in [edit("no"), react("👍", true), RECALL] {
        let request = StoreRequest::ChangeMessage {
            room: OTHER_ROOM,
            message: notice.id,
            by: ANN,
            at: UnixMillis(1),
            change: attempt,
        };
        assert_eq!(ask(&mut engine, request), Outcome::NoMessage);
    }
}

fn changes_are_told_in_order_and_in_pages(mut engine: impl Engine) {
    settle(&mut engine);
    for n in 0..6 {
        appended(ask(&mut engine, append(ROOM, ANN, &format!("m{n}"), 1)));
    }
    // Revisions 7 to 9: the second, the fifth, and the second again.
    for (client_id, words) in [("m1", "a"), ("m4", "b"), ("m1", "c")] {
        ask(&mut engine, change(ANN, ANN, client_id, edit(words)));
    }
    let all = vec![(1, 1), (3, 3), (4, 4), (6, 6), (8, 5), (9, 2)];
    assert_eq!(changes(&mut engine, BOB, 0, 9), (all.clone(), 9, false));
    assert_eq!(changes(&mut engine, BOB, 4, 9), (all[3..].to_vec(), 9, false));
    assert_eq!(changes(&mut engine, BOB, 9, 9), (vec![], 9, false));
    let (mut told, mut since) = (Vec::new(), 0);
    loop {
        let (page, _, more) = changes(&mut engine, BOB, since, 2);
        since = page.last().map_or(since, |last| last.0);
        told.extend(page);
        if !more {
            break;
        }
    }
    assert_eq!(told, all);
}

fn a_quote_follows_what_it_quotes(mut engine: impl Engine) {
    say_one(&mut engine);
    let answer = words("yes", Some(id_of(ANN, "one")), Mentions::default(), &[]);
    appended(ask(&mut engine, post(ROOM, BOB, "answer", answer)));
    let quoted = |message: &Message| {
        let quote = message.body.words().and_then(|words| words.reply_to.clone());
        quote.expect("a quote").excerpt.map(|text| text.to_string())
    };
    let told = changed(ask(&mut engine, change(ANN, ANN, "one", edit("new words"))));
    assert_eq!(told.len(), 2);
    assert_eq!(quoted(&told[1]), Some("new words".to_owned()));
    assert_eq!((told[0].rev, told[1].rev), (Rev(3), Rev(4)));
    let told = changed(ask(&mut engine, change(ANN, ANN, "one", RECALL)));
    assert_eq!(quoted(&told[1]), None);
    assert_eq!(seen_by(&mut engine.restart(), ROOM, ANN), told);
}
