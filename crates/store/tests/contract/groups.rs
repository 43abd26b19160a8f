//! Groups: who is in them, as what, and the notices of what happens to them.

use std::sync::Arc;

use teahouse_core::effect::StoreRequest;
use teahouse_core::id::{FileId, MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, Message, Notice, Room, RoomChange, RoomKind, RoomRole, Seq};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    a_group_begins_with_its_owner_and_no_message
    a_group_of_unknown_people_is_not_made_at_all
    each_change_leaves_one_notice
    what_is_so_already_leaves_none
    who_comes_later_has_read_what_was_said_before
    who_came_by_an_invite_is_said_to_have_joined
    when_the_owner_goes_the_longest_standing_admin_follows
    a_new_owner_makes_the_old_one_an_admin
    an_owner_cannot_only_cease_to_be_it
    who_went_cannot_write
    a_room_of_two_cannot_change
    a_list_tells_of_a_group_only_some_members
    notes_to_oneself_have_one_room
}

const DAN: UserId = UserId(3);
const GROUP: RoomId = RoomId(u64::MAX - 9);

fn change_of(room: RoomId, by: UserId, number: u64, by_invite: bool, change: RoomChange) -> StoreRequest {
    StoreRequest::ChangeRoom {
        room,
        by,
        by_invite,
        at: UnixMillis(60),
        change,
        notice: MessageId(1000 + number),
    }
}

/// A change of the group, by Ann.
fn alter(engine: &mut impl Engine, number: u64, change: RoomChange) -> (Room, Option<Arc<Message>>) {
    match ask(engine, change_of(GROUP, ANN, number, false, change)) {
        Outcome::RoomChanged { room, notice } => (room, notice),
        other => panic!("{other:?}"),
    }
}

fn roles(room: &Room) -> Vec<(UserId, RoomRole)> {
    room.members.iter().map(|member| (member.user, member.role)).collect()
}

/// Ann's group with Bob and Cat; Dan is outside.
fn gather(engine: &mut impl Engine) {
    settle(engine);
    engine.commit(&[create(DAN, "Dan", 40), group(GROUP, ANN, &[BOB, CAT])]);
}

fn a_group_begins_with_its_owner_and_no_message(mut engine: impl Engine) {
    settle(&mut engine);
    let Outcome::RoomOpened(summary) = ask(&mut engine, group(GROUP, ANN, &[BOB, CAT])) else {
        panic!("it begins");
    };
    let room = &summary.room;
    assert_eq!(
        (room.kind, room.member_count, room.last_seq),
        (RoomKind::Group, 3, Seq(0))
    );
    assert_eq!(
        roles(room),
        [(ANN, RoomRole::Owner), (BOB, RoomRole::Member), (CAT, RoomRole::Member)]
    );
    assert_eq!(room.name.as_ref(), Some(&name("Tea at five")));
    assert_eq!((summary.unread, summary.last), (0, None));
    let room = room.clone();
    let mut engine = engine.restart();
    assert_eq!(load(&mut engine, GROUP), Some(room));
    assert_eq!(rooms(&mut engine, CAT, None, 9).0[0].unread, 0);
}

fn a_group_of_unknown_people_is_not_made_at_all(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, group(GROUP, ANN, &[BOB, UserId(404)])), IMPOSSIBLE);
    assert_eq!(load(&mut engine, GROUP), None);
    assert_eq!(rooms(&mut engine, BOB, None, 9).0, []);
}

fn each_change_leaves_one_notice(mut engine: impl Engine) {
    gather(&mut engine);
    let changes = [
        (RoomChange::Add(vec![DAN, BOB]), Notice::Added(vec![DAN])),
        (RoomChange::Announcement(true), Notice::Announcement(true)),
        (RoomChange::Rename(name("茶")), Notice::Renamed(name("茶"))),
        (RoomChange::Picture(Some(FileId(5))), Notice::Pictured),
        (
            RoomChange::Role(BOB, RoomRole::Admin),
            Notice::RoleGiven(BOB, RoomRole::Admin),
        ),
        (RoomChange::Remove(CAT), Notice::Removed(CAT)),
        (RoomChange::Remove(ANN), Notice::Left),
    ];
    for (number, (change, said)) in (0..).zip(changes) {
        let (room, notice) = alter(&mut engine, number, change);
        let notice = notice.expect("something has changed");
        assert_eq!((notice.seq, notice.author), (Seq(number + 1), ANN));
        assert_eq!(notice.body, Body::Notice(said));
        assert_eq!(room.last_seq, notice.seq);
    }
    let room = load(&mut engine.restart(), GROUP).expect("a group");
    assert_eq!(roles(&room), [(BOB, RoomRole::Owner), (DAN, RoomRole::Member)]);
    assert_eq!((room.name, room.picture), (Some(name("茶")), Some(FileId(5))));
    assert_eq!((room.is_announcement, room.member_count), (true, 2));
}

fn what_is_so_already_leaves_none(mut engine: impl Engine) {
    gather(&mut engine);
    let before = load(&mut engine, GROUP).expect("a group");
    for (number, change) in (0..).zip([
        RoomChange::Add(vec![BOB]),
        RoomChange::Add(vec![]),
        RoomChange::Announcement(false),
        RoomChange::Rename(name("Tea at five")),
        RoomChange::Picture(None),
        RoomChange::Role(BOB, RoomRole::Member),
        RoomChange::Remove(DAN),
    ]) {
        assert_eq!(alter(&mut engine, number, change), (before.clone(), None));
    }
    assert_eq!(load(&mut engine, GROUP), Some(before));
}

fn who_comes_later_has_read_what_was_said_before(mut engine: impl Engine) {
    gather(&mut engine);
    for n in 0..5 {
        appended(ask(&mut engine, append(GROUP, BOB, &format!("m{n}"), 1)));
    }
    alter(&mut engine, 1, RoomChange::Add(vec![DAN]));
    assert_eq!(summary(&mut engine, GROUP, DAN).map(|summary| summary.unread), Some(1));
    assert_eq!(seen_by(&mut engine, GROUP, DAN).len(), 6, "the whole history");
    // Who comes back has the same.
    appended(ask(&mut engine, append(GROUP, DAN, "mine", 1)));
    alter(&mut engine, 2, RoomChange::Remove(DAN));
    appended(ask(&mut engine, append(GROUP, BOB, "meanwhile", 1)));
    alter(&mut engine, 3, RoomChange::Add(vec![DAN]));
    assert_eq!(summary(&mut engine, GROUP, DAN).map(|summary| summary.unread), Some(1));
    assert_eq!(
        ask(&mut engine, mark(GROUP, DAN, 99, 99)),
        Outcome::Marked { unread: 0 }
    );
}

fn who_came_by_an_invite_is_said_to_have_joined(mut engine: impl Engine) {
    gather(&mut engine);
    let join = change_of(GROUP, DAN, 1, true, RoomChange::Add(vec![DAN]));
    let Outcome::RoomChanged { notice, .. } = ask(&mut engine, join) else {
        panic!("he joins");
    };
    let notice = notice.expect("something has changed");
    assert_eq!((&notice.body, notice.author), (&Body::Notice(Notice::Joined), DAN));
    assert_eq!(
        summary(&mut engine, GROUP, DAN).map(|summary| summary.unread),
        Some(0),
        "his own notice"
    );
}

fn when_the_owner_goes_the_longest_standing_admin_follows(mut engine: impl Engine) {
    gather(&mut engine);
    alter(&mut engine, 1, RoomChange::Add(vec![DAN]));
    for (number, user) in [(2, DAN), (3, CAT)] {
        alter(&mut engine, number, RoomChange::Role(user, RoomRole::Admin));
    }
    let (room, _) = alter(&mut engine, 4, RoomChange::Remove(ANN));
    assert_eq!(
        roles(&room),
        [(BOB, RoomRole::Member), (CAT, RoomRole::Owner), (DAN, RoomRole::Admin)]
    );
    for (number, user) in [(5, CAT), (6, DAN)] {
        alter(&mut engine, number, RoomChange::Remove(user));
    }
    let (room, _) = alter(&mut engine, 7, RoomChange::Remove(BOB));
    assert_eq!((roles(&room), room.member_count), (vec![], 0));
}

fn a_new_owner_makes_the_old_one_an_admin(mut engine: impl Engine) {
    gather(&mut engine);
    let (room, notice) = alter(&mut engine, 1, RoomChange::Role(CAT, RoomRole::Owner));
    assert_eq!(
        roles(&room),
        [(ANN, RoomRole::Admin), (BOB, RoomRole::Member), (CAT, RoomRole::Owner)]
    );
    assert!(notice.is_some());
}

fn an_owner_cannot_only_cease_to_be_it(mut engine: impl Engine) {
    gather(&mut engine);
    let down = change_of(GROUP, ANN, 1, false, RoomChange::Role(ANN, RoomRole::Member));
    let outside = change_of(GROUP, ANN, 1, false, RoomChange::Role(DAN, RoomRole::Admin));
    for request in [down, outside] {
        assert_eq!(ask(&mut engine, request), IMPOSSIBLE);
    }
    assert_eq!(load(&mut engine, GROUP).map(|room| room.last_seq), Some(Seq(0)));
}

fn who_went_cannot_write(mut engine: impl Engine) {
    gather(&mut engine);
    alter(&mut engine, 1, RoomChange::Remove(BOB));
    assert_eq!(ask(&mut engine, append(GROUP, BOB, "still", 1)), IMPOSSIBLE);
    assert_eq!(summary(&mut engine, GROUP, BOB), None);
    assert!(rooms(&mut engine, BOB, None, 9).0.is_empty());
}

fn a_room_of_two_cannot_change(mut engine: impl Engine) {
    settle(&mut engine);
    for room in [ROOM, RoomId(404)] {
        let request = change_of(room, ANN, 1, false, RoomChange::Add(vec![CAT]));
        assert_eq!(ask(&mut engine, request), IMPOSSIBLE);
    }
    assert_eq!(load(&mut engine, ROOM).map(|room| room.member_count), Some(2));
}

fn a_list_tells_of_a_group_only_some_members(mut engine: impl Engine) {
    settle(&mut engine);
    let others: Vec<UserId> = (100..120).map(UserId).collect();
    for user in &others {
        ask(&mut engine, create(*user, &format!("Person {}", user.0), 1));
    }
    ask(&mut engine, group(GROUP, ANN, &others));
    let listed = rooms(&mut engine, UserId(115), None, 9).0.remove(0).room;
    assert_eq!((listed.members.len(), listed.member_count), (9, 21));
    assert_eq!(listed.members[0].user, ANN);
    assert_eq!(listed.members[8].user, UserId(115));
    assert_eq!(rooms(&mut engine, ANN, None, 9).0[0].room.members.len(), 8);
    assert_eq!(load(&mut engine, GROUP).map(|room| room.members.len()), Some(21));
}

fn notes_to_oneself_have_one_room(mut engine: impl Engine) {
    settle(&mut engine);
    let mut opened = |room: u64, at: i64| {
        let request = StoreRequest::OpenNotes {
            room: RoomId(room),
            user: CAT,
            at: UnixMillis(at),
        };
        match ask(&mut engine, request) {
            Outcome::RoomOpened(summary) => summary.room,
            other => panic!("{other:?}"),
        }
    };
    let notes = opened(70, 5);
    assert_eq!(opened(71, 6), notes);
    assert_eq!(
        (notes.kind, notes.members.len(), notes.created_at),
        (RoomKind::Notes, 1, UnixMillis(5))
    );
    assert_eq!(
        rooms(&mut engine, CAT, None, 9).0[0].room,
        notes,
        "listed without a message"
    );
    assert!(appended(ask(&mut engine, append(notes.id, CAT, "milk", 9))).1);
    assert_eq!(ask(&mut engine, append(notes.id, ANN, "sugar", 9)), IMPOSSIBLE);
}
