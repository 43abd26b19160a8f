//! Finding messages: by words in any script, by room, author, time and kind; only what one may read, newest first.

use std::collections::BTreeSet;

use proptest::prelude::*;
use teahouse_core::effect::StoreRequest;
use teahouse_core::id::{FileId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{FileFacts, FileKind, HitCursor, HitKind, Mentions, Query, RoomChange};
use teahouse_core::search::TextQuery;

use crate::engine::{Engine, Sqlite, contract};
use crate::house::*;

contract! {
    one_character_finds_a_message_in_any_script
    only_rooms_that_one_is_in_are_searched
    conditions_hold_together
    kinds_tell_files_and_links
    names_of_files_are_found
    what_is_edited_taken_back_or_hidden_is_found_as_it_stands
    pages_go_on_where_the_one_before_ended
    a_page_goes_on_though_its_last_hit_was_taken_back
    hostile_queries_find_nothing_and_harm_nothing
    in_many_rooms_nothing_is_missed
    messages_are_found_after_a_restart_and_in_their_own_batch
}

fn text(words: &str) -> Query {
    Query {
        text: words.to_owned(),
        ..Query::default()
    }
}

fn request(user: UserId, query: Query, before: Option<HitCursor>, limit: u16) -> StoreRequest {
    StoreRequest::Search {
        user,
        query,
        before,
        limit,
    }
}

fn page(outcome: Outcome) -> (Vec<String>, Option<HitCursor>) {
    match outcome {
        Outcome::Found { hits, next } => {
            let ids = hits.iter().map(|hit| hit.message.client_id.as_str().to_owned());
            (ids.collect(), next)
        }
        other => panic!("{other:?}"),
    }
}

/// The client ids of what somebody finds, newest first.
fn found(engine: &mut impl Engine, user: UserId, query: Query) -> Vec<String> {
    let (ids, next) = page(engine.read(&request(user, query, None, 100)));
    assert_eq!(next, None, "one page holds it");
    ids
}

fn say(engine: &mut impl Engine, room: RoomId, author: UserId, client_id: &str, words: &str, at: i64) {
    let StoreRequest::Append(mut new) = append(room, author, client_id, at) else {
        unreachable!("it appends");
    };
    new.body = teahouse_core::effect::NewBody::text(words);
    appended(ask(engine, StoreRequest::Append(new)));
}

fn one_character_finds_a_message_in_any_script(mut engine: impl Engine) {
    settle(&mut engine);
    let said = [
        ("zh", "我們明天去喝茶嗎"),
        ("ja", "ラーメンを食べたい"),
        ("ko", "안녕하세요"),
        ("de", "Grüße aus Köln"),
        ("emoji", "time for 👍🏽"),
        ("en", "Green tea at 5"),
    ];
    for (client_id, words) in said {
        say(&mut engine, ROOM, ANN, client_id, words, 1);
    }
    for (query, wanted) in [
        ("茶", "zh"),
        ("们", "zh"),
        ("吗", "zh"),
        ("明天", "zh"),
        ("喝茶嗎", "zh"),
        ("らー", "ja"),
        ("食", "ja"),
        ("녕", "ko"),
        ("grusse", "de"),
        ("KÖLN", "de"),
        ("👍", "emoji"),
        ("gr t", "none"),
        ("green t", "en"),
        ("5", "en"),
        ("茶 tea", "none"),
    ] {
        let ids = found(&mut engine, BOB, text(query));
        assert_eq!(ids.first().map_or("none", String::as_str), wanted, "{query}");
    }
}

fn only_rooms_that_one_is_in_are_searched(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, group(OTHER_ROOM, BOB, &[CAT]));
    say(&mut engine, ROOM, ANN, "a", "tea", 1);
    say(&mut engine, OTHER_ROOM, CAT, "c", "tea", 2);
    assert_eq!(found(&mut engine, ANN, text("tea")), ["a"]);
    assert_eq!(found(&mut engine, BOB, text("tea")), ["c", "a"]);
    assert_eq!(found(&mut engine, CAT, text("tea")), ["c"]);
    let in_foreign = Query {
        room: Some(OTHER_ROOM),
        ..text("tea")
    };
    assert!(found(&mut engine, ANN, in_foreign).is_empty());
    let leave = StoreRequest::ChangeRoom {
        room: OTHER_ROOM,
        by: CAT,
        by_invite: false,
        at: UnixMillis(3),
        change: RoomChange::Remove(CAT),
        notice: teahouse_core::id::MessageId(5),
    };
    ask(&mut engine, leave);
    assert!(found(&mut engine, CAT, text("tea")).is_empty());
    assert!(found(&mut engine, UserId(404), text("tea")).is_empty());
}

fn conditions_hold_together(mut engine: impl Engine) {
    const DAY: i64 = 86_400_000;
    settle(&mut engine);
    ask(&mut engine, open(OTHER_ROOM, [ANN, CAT]));
    for day in 0..20 {
        let (room, author) = [(ROOM, ANN), (ROOM, BOB), (OTHER_ROOM, ANN), (OTHER_ROOM, CAT)][day as usize % 4];
        say(&mut engine, room, author, &format!("d{day}"), "tea time", day * DAY);
    }
    let mut ask = |query: Query| found(&mut engine, ANN, query);
    let by_ann = Query {
        author: Some(ANN),
        ..text("tea")
    };
    assert_eq!(ask(by_ann.clone()).len(), 10);
    let here = Query {
        room: Some(ROOM),
        ..by_ann
    };
    assert_eq!(ask(here.clone()), ["d16", "d12", "d8", "d4", "d0"]);
    let some_days = Query {
        since: Some(UnixMillis(4 * DAY)),
        until: Some(UnixMillis(12 * DAY)),
        ..here
    };
    assert_eq!(ask(some_days.clone()), ["d8", "d4"]);
    let without_words = Query {
        text: String::new(),
        ..some_days
    };
    assert_eq!(ask(without_words), ["d8", "d4"]);
    assert_eq!(ask(Query::default()).len(), 20, "no condition but that she may read it");
}

fn kinds_tell_files_and_links(mut engine: impl Engine) {
    settle(&mut engine);
    let kinds = [
        ("image", FileKind::Image, HitKind::Image),
        ("video", FileKind::Video, HitKind::Video),
        ("voice", FileKind::Voice, HitKind::Voice),
        ("audio", FileKind::Audio, HitKind::Voice),
        ("file", FileKind::File, HitKind::File),
    ];
    for (number, (client_id, kind, _)) in (1..).zip(kinds) {
        let facts = FileFacts { kind, ..picture(1) };
        bring(&mut engine, FileId(number), ANN, "x", facts);
        let body = words("", None, Mentions::default(), &[FileId(number)]);
        appended(ask(&mut engine, post(ROOM, ANN, client_id, body)));
    }
    say(&mut engine, ROOM, ANN, "link", "see https://tea.example/", 1);
    let of_kind = |kind| Query {
        kind: Some(kind),
        ..Query::default()
    };
    for (kind, wanted) in [
        (HitKind::Image, vec!["image"]),
        (HitKind::Video, vec!["video"]),
        (HitKind::Voice, vec!["audio", "voice"]),
        (HitKind::File, vec!["file"]),
        (HitKind::Link, vec!["link"]),
    ] {
        assert_eq!(found(&mut engine, BOB, of_kind(kind)), wanted);
    }
}

fn names_of_files_are_found(mut engine: impl Engine) {
    settle(&mut engine);
    bring(&mut engine, FileId(1), ANN, "年度報告-2026.pdf", picture(1));
    let body = words("here it is", None, Mentions::default(), &[FileId(1)]);
    appended(ask(&mut engine, post(ROOM, ANN, "report", body)));
    for query in ["报告", "2026", "pdf", "here 年度报告"] {
        assert_eq!(found(&mut engine, BOB, text(query)), ["report"], "{query}");
    }
    let Outcome::Found { hits, .. } = engine.read(&request(BOB, text("here 年度报告"), None, 1)) else {
        panic!("no answer")
    };
    let marks = hits
        .iter()
        .flat_map(|hit| hit.marks.iter().chain(hit.file_marks.iter().flatten()));
    assert_eq!(
        marks.cloned().collect::<Vec<_>>(),
        [0..4, 0..12],
        "in the text, in the name of the file"
    );
}

fn what_is_edited_taken_back_or_hidden_is_found_as_it_stands(mut engine: impl Engine) {
    settle(&mut engine);
    for client_id in ["edited", "gone", "hidden"] {
        say(&mut engine, ROOM, ANN, client_id, "secret 秘密", 1);
    }
    ask(&mut engine, change(ANN, ANN, "edited", edit("open 公开")));
    ask(&mut engine, change(ANN, ANN, "gone", RECALL));
    ask(
        &mut engine,
        StoreRequest::HideMessages {
            room: ROOM,
            user: BOB,
            messages: vec![id_of(ANN, "hidden")],
        },
    );
    let mut engine = engine.restart();
    for query in ["secret", "秘", "秘密"] {
        assert!(found(&mut engine, BOB, text(query)).is_empty(), "{query}");
        assert_eq!(found(&mut engine, ANN, text(query)), ["hidden"], "{query}");
    }
    assert_eq!(found(&mut engine, BOB, text("公开")), ["edited"]);
    ask(&mut engine, change(ANN, ANN, "edited", RECALL));
    assert!(found(&mut engine, BOB, Query::default()).is_empty());
}

fn pages_go_on_where_the_one_before_ended(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, open(OTHER_ROOM, [ANN, CAT]));
    for n in 0..23 {
        let (room, author) = [(ROOM, BOB), (OTHER_ROOM, CAT)][n % 2];
        // Clocks do not order hits: all are of one time.
        say(&mut engine, room, author, &format!("m{n}"), "tea", 7);
    }
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let (mut ids, next) = page(engine.read(&request(ANN, text("tea"), before, 5)));
        assert_eq!(ids.len() == 5, next.is_some(), "only the last is not full");
        all.append(&mut ids);
        before = next;
        if before.is_none() {
            break;
        }
    }
    assert!(all.into_iter().eq((0..23).rev().map(|n| format!("m{n}"))));
}

fn a_page_goes_on_though_its_last_hit_was_taken_back(mut engine: impl Engine) {
    settle(&mut engine);
    for n in 0..6 {
        say(&mut engine, ROOM, ANN, &format!("m{n}"), "tea", n);
    }
    let (ids, next) = page(engine.read(&request(BOB, text("tea"), None, 3)));
    assert_eq!(ids, ["m5", "m4", "m3"]);
    ask(&mut engine, change(ANN, ANN, "m3", RECALL));
    let (ids, next) = page(engine.read(&request(BOB, text("tea"), next, 3)));
    assert_eq!(
        (ids, next),
        (vec!["m2".to_owned(), "m1".to_owned(), "m0".to_owned()], None)
    );
}

fn hostile_queries_find_nothing_and_harm_nothing(mut engine: impl Engine) {
    settle(&mut engine);
    say(&mut engine, ROOM, ANN, "m", "tea and 茶", 1);
    for query in [
        "\"",
        "tea\"",
        "NEAR(tea, 5)",
        "tea OR x",
        "pieces:tea AND",
        "-tea",
        "*",
        "^tea ^",
        "(((",
        "\u{0}",
        "';--",
        "\u{e000}",
        &"茶".repeat(10_000),
        &"a b ".repeat(5_000),
        &"(".repeat(10_000),
        &format!("\u{e000}{ROOM}"),
    ] {
        let outcome = engine.read(&request(BOB, text(query), None, 9));
        let (ids, next) = page(outcome);
        let finds = TextQuery::parse(query).is_some_and(|parsed| parsed.finds(["tea and 茶"]));
        assert_eq!((ids.len(), next), (usize::from(finds), None), "{query}");
    }
    let nowhere = HitCursor {
        at: UnixMillis(i64::MIN),
        room: RoomId(404),
        seq: teahouse_core::record::Seq(u64::MAX),
    };
    for limit in [0, u16::MAX] {
        let (ids, _) = page(engine.read(&request(BOB, text("tea"), Some(nowhere), limit)));
        assert!(ids.is_empty());
    }
}

fn in_many_rooms_nothing_is_missed(mut engine: impl Engine) {
    settle(&mut engine);
    let rooms: Vec<RoomId> = (0..40).map(RoomId).collect();
    for (nth, room) in (0..).zip(&rooms) {
        let other = UserId(1_000 + nth);
        engine.commit(&[create(other, &format!("Person {nth}"), 1), open(*room, [ANN, other])]);
        say(&mut engine, *room, other, "only", &format!("tea {nth}"), nth as i64);
    }
    // Hits of others, newer than all of Ann's, more than are picked over.
    ask(&mut engine, open(OTHER_ROOM, [BOB, CAT]));
    let batch: Vec<_> = (0..500)
        .map(|n| {
            let body = teahouse_core::effect::NewBody::text("tea");
            post(OTHER_ROOM, CAT, &format!("n{n}"), body)
        })
        .collect();
    engine.commit(&batch);
    assert_eq!(found(&mut engine, ANN, text("tea")).len(), 40);
    assert_eq!(found(&mut engine, ANN, text("tea 7")), ["only"]);
    let (ids, next) = page(engine.read(&request(ANN, text("tea"), None, 39)));
    assert_eq!(ids.len(), 39);
    assert_eq!(page(engine.read(&request(ANN, text("tea"), next, 39))).0.len(), 1);
}

fn messages_are_found_after_a_restart_and_in_their_own_batch(mut engine: impl Engine) {
    settle(&mut engine);
    let outcomes = engine.commit(&[
        append(ROOM, ANN, "first", 1),
        request(BOB, text("words of first"), None, 9),
    ]);
    assert_eq!(page(outcomes[1].clone()).0, ["first"]);
    assert_eq!(found(&mut engine.restart(), BOB, text("words of first")), ["first"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// The index gives what looking at each message would give.
    #[test]
    fn sqlite_finds_what_is_there(
        texts in prop::collection::vec("[ab茶館喝 ,]{0,12}", 1..12),
        queries in prop::collection::vec("[ab茶馆喝 ]{1,4}", 1..12),
    ) {
        let mut engine = Sqlite::empty();
        settle(&mut engine);
        for (nth, words) in (0..).zip(&texts) {
            say(&mut engine, ROOM, ANN, &format!("m{nth}"), &format!("{words}."), nth);
        }
        for words in queries {
            let Some(query) = TextQuery::parse(&words) else { continue };
            let ids: BTreeSet<String> = found(&mut engine, BOB, text(&words)).into_iter().collect();
            let wanted: BTreeSet<String> = (0..)
                .zip(&texts)
                .filter(|(_, words)| query.finds([format!("{words}.").as_str()]))
                .map(|(nth, _): (i32, _)| format!("m{nth}"))
                .collect();
            prop_assert_eq!(ids, wanted, "{}", words);
        }
    }
}
