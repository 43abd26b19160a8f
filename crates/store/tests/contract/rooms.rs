//! Rooms of two, marks, and the list of rooms.

use teahouse_core::id::{RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{RoomCursor, Seq};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    two_people_have_one_room_whoever_opens_it
    a_room_with_somebody_unknown_is_not_made
    a_room_that_is_not_there_is_not_found
    marks_never_go_back
    marks_stop_at_the_last_message
    what_is_read_was_delivered
    somebody_outside_has_no_marks
    unread_are_the_messages_of_others_after_the_mark
    rooms_are_listed_by_their_last_message
    a_list_goes_on_where_the_page_before_ended
    rooms_without_messages_are_not_listed
    an_opened_room_tells_how_it_looks_to_the_one_who_opens_it
}

fn two_people_have_one_room_whoever_opens_it(mut engine: impl Engine) {
    settle(&mut engine);
    for members in [[ANN, BOB], [BOB, ANN]] {
        let Outcome::RoomOpened(summary) = ask(&mut engine, open(OTHER_ROOM, members)) else {
            panic!("it opens");
        };
        assert_eq!(summary.room.id, ROOM);
        let mut users: Vec<_> = summary.room.members.iter().map(|member| member.user).collect();
        users.sort();
        assert_eq!(users, [ANN, BOB]);
    }
    assert_eq!(load(&mut engine, OTHER_ROOM), None);
}

fn a_room_with_somebody_unknown_is_not_made(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, open(OTHER_ROOM, [ANN, UserId(99)])), IMPOSSIBLE);
    assert_eq!(load(&mut engine, OTHER_ROOM), None, "nothing of it is left");
}

fn a_room_that_is_not_there_is_not_found(mut engine: impl Engine) {
    assert_eq!(load(&mut engine, ROOM), None);
    assert_eq!(rooms(&mut engine, ANN, None, 10), (vec![], false));
}

fn say(engine: &mut impl Engine, author: UserId, messages: std::ops::Range<i64>) {
    let batch: Vec<_> = messages
        .map(|at| append(ROOM, author, &format!("{author}-{at}"), at))
        .collect();
    for outcome in engine.commit(&batch) {
        assert!(appended(outcome).1);
    }
}

fn marks_never_go_back(mut engine: impl Engine) {
    settle(&mut engine);
    say(&mut engine, ANN, 0..5);
    assert_eq!(ask(&mut engine, mark(ROOM, BOB, 4, 3)), Outcome::Marked { unread: 2 });
    assert_eq!(ask(&mut engine, mark(ROOM, BOB, 2, 1)), Outcome::Marked { unread: 2 });
    assert_eq!(marks(&mut engine, ROOM, BOB), (4, 3));
    let mut engine = engine.restart();
    assert_eq!(marks(&mut engine, ROOM, BOB), (4, 3));
    assert_eq!(marks(&mut engine, ROOM, ANN), (0, 0));
}

fn marks_stop_at_the_last_message(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(
        ask(&mut engine, mark(ROOM, BOB, u64::MAX, u64::MAX)),
        Outcome::Marked { unread: 0 }
    );
    say(&mut engine, ANN, 0..2);
    assert_eq!(ask(&mut engine, mark(ROOM, BOB, 1, 1)), Outcome::Marked { unread: 1 });
    assert_eq!(
        ask(&mut engine, mark(ROOM, BOB, u64::MAX, 9)),
        Outcome::Marked { unread: 0 }
    );
    assert_eq!(marks(&mut engine, ROOM, BOB), (2, 2));
}

fn what_is_read_was_delivered(mut engine: impl Engine) {
    settle(&mut engine);
    say(&mut engine, ANN, 0..3);
    ask(&mut engine, mark(ROOM, BOB, 0, 2));
    assert_eq!(marks(&mut engine, ROOM, BOB), (2, 2));
}

fn somebody_outside_has_no_marks(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, mark(ROOM, CAT, 1, 1)), IMPOSSIBLE);
    assert_eq!(ask(&mut engine, mark(OTHER_ROOM, ANN, 1, 1)), IMPOSSIBLE);
}

fn unread_are_the_messages_of_others_after_the_mark(mut engine: impl Engine) {
    settle(&mut engine);
    // Places 1 to 4 are Ann's, 5 to 7 Bob's, 8 and 9 Ann's.
    say(&mut engine, ANN, 0..4);
    say(&mut engine, BOB, 4..7);
    say(&mut engine, ANN, 7..9);
    for (read, unread) in [(0, 6), (2, 4), (5, 2), (8, 1), (9, 0)] {
        assert_eq!(
            ask(&mut engine, mark(ROOM, BOB, 0, read)),
            Outcome::Marked { unread },
            "read {read}"
        );
        assert_eq!(
            rooms(&mut engine, BOB, None, 1).0[0].unread,
            unread,
            "the list says the same"
        );
    }
    assert_eq!(rooms(&mut engine, ANN, None, 1).0[0].unread, 3);
    say(&mut engine, BOB, 9..10);
    assert_eq!(
        rooms(&mut engine, BOB, None, 1).0[0].unread,
        0,
        "one's own words are never unread"
    );
    assert_eq!(rooms(&mut engine.restart(), ANN, None, 1).0[0].unread, 4);
}

/// Ann with `count` others, each in a room that has the other's number and one message at the time `10 * number`.
fn many_rooms(engine: &mut impl Engine, count: u64) {
    settle(engine);
    for number in 1..=count {
        let (other, room) = (UserId(100 + number), RoomId(number));
        engine.commit(&[create(other, &format!("Person {number}"), 1), open(room, [other, ANN])]);
        appended(ask(engine, append(room, other, "only", 10 * number.cast_signed())));
    }
}

fn ids(page: &[teahouse_core::record::RoomSummary]) -> Vec<u64> {
    page.iter().map(|summary| summary.room.id.0).collect()
}

fn rooms_are_listed_by_their_last_message(mut engine: impl Engine) {
    many_rooms(&mut engine, 3);
    assert_eq!(ids(&rooms(&mut engine, ANN, None, 10).0), [3, 2, 1]);
    let (message, _) = appended(ask(&mut engine, append(RoomId(2), ANN, "again", 31)));
    let (page, more) = rooms(&mut engine, ANN, None, 10);
    assert_eq!((ids(&page), more), (vec![2, 3, 1], false));
    assert_eq!(
        (page[0].last.as_deref(), page[0].room.last_seq),
        (Some(&*message), Seq(2))
    );
    assert_eq!(ids(&rooms(&mut engine.restart(), ANN, None, 10).0), [2, 3, 1]);
}

fn a_list_goes_on_where_the_page_before_ended(mut engine: impl Engine) {
    many_rooms(&mut engine, 7);
    // Two rooms whose last messages have one time.
    appended(ask(&mut engine, append(RoomId(4), ANN, "same-time", 50)));
    let whole = ids(&rooms(&mut engine, ANN, None, 10).0);
    let (mut listed, mut before) = (Vec::new(), None);
    loop {
        let (page, more) = rooms(&mut engine, ANN, before, 2);
        listed.extend(ids(&page));
        let last = page.last().expect("a page is not empty here");
        before = last.last.as_ref().map(|message| RoomCursor {
            at: message.at,
            room: last.room.id,
        });
        if !more {
            break;
        }
    }
    assert_eq!(listed, whole);
    assert_eq!(whole.len(), 7);
    let none = RoomCursor {
        at: UnixMillis(0),
        room: RoomId(0),
    };
    assert_eq!(rooms(&mut engine, ANN, Some(none), 2), (vec![], false));
}

fn rooms_without_messages_are_not_listed(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(rooms(&mut engine, ANN, None, 10), (vec![], false));
    assert_eq!(load(&mut engine, ROOM).map(|room| room.last_seq), Some(Seq(0)));
}

fn an_opened_room_tells_how_it_looks_to_the_one_who_opens_it(mut engine: impl Engine) {
    settle(&mut engine);
    say(&mut engine, ANN, 0..2);
    for (members, unread) in [([ANN, BOB], 0), ([BOB, ANN], 2)] {
        let Outcome::RoomOpened(summary) = ask(&mut engine, open(OTHER_ROOM, members)) else {
            panic!("it opens");
        };
        assert_eq!(summary.unread, unread);
        assert_eq!(summary.last.map(|message| message.seq), Some(Seq(2)));
    }
}
