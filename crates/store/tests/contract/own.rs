//! What a room is to one of its members alone: sound, place, words begun, mentions.

use teahouse_core::effect::{MessageChange, StoreRequest};
use teahouse_core::id::{MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Draft, Mentions, Own, RoomChange, Seq};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    sound_and_place_are_kept_for_one_member
    words_begun_are_kept_for_one_member
    who_is_outside_has_nothing_of_her_own
    a_mention_is_told_until_it_is_read
    everybody_is_mentioned_but_the_author
    a_mention_ends_with_its_message
    who_went_has_left_nothing
}

fn set(user: UserId, muted_until: Option<Option<UnixMillis>>, is_pinned: Option<bool>) -> StoreRequest {
    StoreRequest::SetOwn {
        room: ROOM,
        user,
        muted_until,
        is_pinned,
    }
}

fn begin(room: RoomId, user: UserId, draft: Option<&Draft>) -> StoreRequest {
    StoreRequest::SetDraft {
        room,
        user,
        draft: draft.cloned(),
    }
}

fn draft() -> Draft {
    Draft {
        text: "dear 茶".into(),
        reply_to: Some(MessageId(u64::MAX)),
        at: UnixMillis(8),
    }
}

fn own(engine: &mut impl Engine, room: RoomId, user: UserId) -> Own {
    summary(engine, room, user).expect("a member").own
}

fn call_upon(all: bool, users: &[UserId]) -> Mentions {
    Mentions {
        all,
        users: users.to_vec(),
    }
}

fn sound_and_place_are_kept_for_one_member(mut engine: impl Engine) {
    settle(&mut engine);
    let muted = Own {
        muted_until: Some(UnixMillis(i64::MAX)),
        ..Own::default()
    };
    let both = Own {
        is_pinned: true,
        ..muted.clone()
    };
    let steps = [
        (set(ANN, Some(Some(UnixMillis(i64::MAX))), None), muted),
        (set(ANN, None, Some(true)), both.clone()),
        (set(ANN, None, None), both),
    ];
    for (request, kept) in steps {
        assert_eq!(ask(&mut engine, request), Outcome::OwnKept(kept));
    }
    let mut engine = engine.restart();
    assert!(own(&mut engine, ROOM, ANN).is_pinned);
    assert_eq!(own(&mut engine, ROOM, BOB), Own::default());
    let loud = set(ANN, Some(None), Some(false));
    assert_eq!(ask(&mut engine, loud), Outcome::OwnKept(Own::default()));
}

fn words_begun_are_kept_for_one_member(mut engine: impl Engine) {
    settle(&mut engine);
    let kept = Own {
        draft: Some(draft()),
        ..Own::default()
    };
    let request = begin(ROOM, ANN, Some(&draft()));
    assert_eq!(ask(&mut engine, request), Outcome::OwnKept(kept.clone()));
    let mut engine = engine.restart();
    assert_eq!(own(&mut engine, ROOM, ANN), kept);
    assert_eq!(own(&mut engine, ROOM, BOB), Own::default());
    assert_eq!(
        ask(&mut engine, begin(ROOM, ANN, None)),
        Outcome::OwnKept(Own::default())
    );
}

fn who_is_outside_has_nothing_of_her_own(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, set(CAT, None, Some(true))), IMPOSSIBLE);
    assert_eq!(ask(&mut engine, begin(ROOM, CAT, Some(&draft()))), IMPOSSIBLE);
    assert_eq!(summary(&mut engine, ROOM, CAT), None);
    assert_eq!(summary(&mut engine, RoomId(404), ANN), None);
}

fn a_mention_is_told_until_it_is_read(mut engine: impl Engine) {
    settle(&mut engine);
    for (number, users) in [(1, vec![BOB]), (2, vec![]), (3, vec![BOB, ANN]), (4, vec![ANN])] {
        let body = words("you", None, call_upon(false, &users), &[]);
        appended(ask(&mut engine, post(ROOM, ANN, &format!("m{number}"), body)));
    }
    assert_eq!(own(&mut engine, ROOM, BOB).mention, Some(Seq(3)));
    ask(&mut engine, mark(ROOM, BOB, 2, 2));
    assert_eq!(own(&mut engine, ROOM, BOB).mention, Some(Seq(3)));
    ask(&mut engine, mark(ROOM, BOB, 3, 3));
    assert_eq!(own(&mut engine, ROOM, BOB).mention, None);
}

fn everybody_is_mentioned_but_the_author(mut engine: impl Engine) {
    settle(&mut engine);
    let body = words("all", None, call_upon(true, &[]), &[]);
    appended(ask(&mut engine, post(ROOM, ANN, "all", body)));
    assert_eq!(own(&mut engine, ROOM, BOB).mention, Some(Seq(1)));
    assert_eq!(own(&mut engine, ROOM, ANN).mention, None);
}

fn a_mention_ends_with_its_message(mut engine: impl Engine) {
    settle(&mut engine);
    let steps: [(Mentions, MessageChange); 4] = [
        (call_upon(false, &[BOB]), RECALL),
        (call_upon(true, &[]), RECALL),
        (call_upon(false, &[BOB]), edit("nobody")),
        (call_upon(true, &[BOB]), edit("nobody")),
    ];
    for (number, (mentions, end)) in steps.into_iter().enumerate() {
        let client_id = format!("m{number}");
        let body = words("you", None, mentions, &[]);
        appended(ask(&mut engine, post(ROOM, ANN, &client_id, body)));
        assert!(own(&mut engine, ROOM, BOB).mention.is_some());
        ask(&mut engine, change(ANN, ANN, &client_id, end));
        assert_eq!(own(&mut engine, ROOM, BOB).mention, None);
    }
    let body = words("you", None, call_upon(true, &[BOB]), &[]);
    appended(ask(&mut engine, post(ROOM, ANN, "last", body)));
    ask(
        &mut engine,
        StoreRequest::HideMessages {
            room: ROOM,
            user: BOB,
            messages: vec![id_of(ANN, "last")],
        },
    );
    assert_eq!(own(&mut engine, ROOM, BOB).mention, None);
}

fn who_went_has_left_nothing(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, group(OTHER_ROOM, ANN, &[BOB]));
    ask(&mut engine, begin(OTHER_ROOM, BOB, Some(&draft())));
    for (number, change) in [(1, RoomChange::Remove(BOB)), (2, RoomChange::Add(vec![BOB]))] {
        let request = StoreRequest::ChangeRoom {
            room: OTHER_ROOM,
            by: ANN,
            by_invite: false,
            at: UnixMillis(1),
            change,
            notice: MessageId(number),
        };
        assert!(matches!(ask(&mut engine, request), Outcome::RoomChanged { .. }));
    }
    assert_eq!(own(&mut engine, OTHER_ROOM, BOB), Own::default());
}
