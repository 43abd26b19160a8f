//! Messages: kept before they are told, told once, in order, to members only.

use teahouse_core::command::Command;
use teahouse_core::id::{ConnId, RoomId};
use teahouse_core::outcome::StoreFailure;
use teahouse_core::record::{RoomCursor, Seq, Span};
use teahouse_core::room::MAX_TEXT_LEN;

use crate::world::World;
use crate::world::words::*;

/// Ann and Bob with a room, which is empty.
fn two() -> (World, ConnId, ConnId, RoomId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, Command::OpenRoom { peer: world.id("Bob") });
    assert_eq!(world.heard(ann), ["re room Bob 0 unread 0"]);
    let room = world.room("Ann", "Bob");
    (world, ann, bob, room)
}

#[test]
fn a_message_reaches_every_page_of_both_and_answers_its_sender() {
    let (mut world, ann, bob, room) = two();
    let others = [world.page("Ann"), bob, world.page("Bob")];
    world.say(ann, send(room, "a1", "hello"));
    assert_eq!(world.heard(ann), ["re #1 Ann: hello"]);
    for conn in others {
        assert_eq!(world.heard(conn), ["#1 Ann: hello"]);
    }
}

#[test]
fn nothing_is_told_before_it_is_kept() {
    let (mut world, ann, bob, room) = two();
    world.store.is_held = true;
    world.say(ann, send(room, "a1", "hello"));
    assert_eq!((world.heard(ann), world.heard(bob)), (vec![], vec![]));
    world.store.carry_out_some(0, world.now);
    assert_eq!((world.heard(ann), world.heard(bob)), (vec![], vec![]));
    let (ticket, outcome) = world.store.bring_some(0).expect("it was carried out");
    world.hub.handle_outcome(world.now, ticket, outcome);
    world.settle();
    assert_eq!(world.heard(ann), ["re #1 Ann: hello"]);
    assert_eq!(world.heard(bob), ["#1 Ann: hello"]);
}

#[test]
fn messages_stand_in_the_order_in_which_they_came() {
    let (mut world, ann, bob, room) = two();
    world.store.is_held = true;
    for n in 0..5 {
        world.say(ann, send(room, &format!("a{n}"), &format!("a{n}")));
        world.say(bob, send(room, &format!("b{n}"), &format!("b{n}")));
    }
    world.store.is_held = false;
    world.settle();
    let heard = world.heard(ann);
    let texts: Vec<&str> = heard.iter().filter_map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(texts, ["a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4"]);
}

#[test]
fn a_retry_is_answered_with_the_first_and_told_to_nobody_else() {
    let (mut world, ann, bob, room) = two();
    world.say(ann, send(room, "a1", "hello"));
    world.say(bob, send(room, "b1", "hi"));
    world.heard(bob);
    world.lose(ann);
    let ann = world.page("Ann");
    let desk = world.page("Ann");
    for _ in 0..3 {
        world.say(ann, send(room, "a1", "hello"));
    }
    assert_eq!(world.heard(ann), ["re #1 Ann: hello"; 3]);
    assert_eq!((world.heard(bob), world.heard(desk)), (vec![], vec![]));
}

#[test]
fn a_retry_that_overtakes_the_answer_is_answered_too() {
    let (mut world, ann, bob, room) = two();
    world.store.is_held = true;
    world.say(ann, send(room, "a1", "hello"));
    world.say(ann, send(room, "a1", "hello"));
    world.store.is_held = false;
    world.settle();
    assert_eq!(world.heard(ann), ["re #1 Ann: hello"; 2]);
    assert_eq!(world.heard(bob), ["#1 Ann: hello"]);
}

#[test]
fn a_sender_who_went_before_the_answer_finds_the_message_kept() {
    let (mut world, ann, bob, room) = two();
    world.store.is_held = true;
    world.say(ann, send(room, "a1", "hello"));
    world.lose(ann);
    world.store.is_held = false;
    world.settle();
    assert_eq!(world.heard(bob), ["#1 Ann: hello"]);
    let ann = world.page("Ann");
    world.say(ann, latest(room, 10));
    assert_eq!(world.heard(ann), ["re history [#1 hello]"]);
}

#[test]
fn a_client_id_names_one_message_for_ever() {
    let (mut world, ann, bob, room) = two();
    world.say(ann, send(room, "same", "one"));
    world.say(ann, send(room, "same", "two"));
    assert_eq!(world.heard(ann), ["re #1 Ann: one", "re refused client_id_reused"]);
    world.say(bob, send(room, "same", "mine"));
    assert_eq!(
        world.heard(bob),
        ["#1 Ann: one", "re #2 Bob: mine"],
        "ids are the author's own"
    );
}

#[test]
fn a_text_has_something_in_it_and_an_end() {
    let (mut world, ann, _, room) = two();
    for text in [
        "",
        "  \n\t ",
        &"a".repeat(MAX_TEXT_LEN + 1),
        &"茶".repeat(MAX_TEXT_LEN / 3 + 1),
    ] {
        world.say(ann, send(room, "a1", text));
        assert_eq!(world.heard(ann), ["re refused text_length"]);
    }
    world.say(ann, send(room, "a1", &"a".repeat(MAX_TEXT_LEN)));
    assert!(world.heard(ann)[0].starts_with("re #1 Ann: aaa"));
}

#[test]
fn who_is_not_a_member_reads_writes_and_marks_nothing() {
    let (mut world, ann, bob, room) = two();
    let eve = world.person("Eve");
    world.say(ann, send(room, "a1", "secret"));
    world.heard(bob);
    for room in [room, RoomId(12345)] {
        world.say(eve, send(room, "e1", "hello"));
        world.say(eve, latest(room, 10));
        world.say(eve, mark(room, 1, 1));
        world.say(eve, Command::SetTyping { room });
        assert_eq!(
            world.heard(eve),
            [
                "re refused not_member",
                "re refused not_member",
                "refused not_member",
                "refused not_member"
            ]
        );
    }
    assert_eq!(world.heard(bob), [""; 0]);
}

#[test]
fn what_is_asked_of_a_room_that_is_being_looked_up_waits_in_order() {
    let (mut world, _, _, room) = two();
    world.restart();
    let ann = world.page("Ann");
    let bob = world.page("Bob");
    world.store.is_held = true;
    world.say(ann, send(room, "a1", "one"));
    world.say(bob, send(room, "b1", "two"));
    world.say(ann, Command::SetTyping { room });
    world.say(ann, send(room, "a2", "three"));
    world.say(ann, latest(room, 10));
    assert_eq!(
        world
            .store
            .asked()
            .iter()
            .filter(|r| format!("{r:?}").contains("LoadRoom"))
            .count(),
        1
    );
    world.store.is_held = false;
    world.settle();
    assert_eq!(
        world.heard(ann),
        [
            "re #1 Ann: one",
            "#2 Bob: two",
            "re #3 Ann: three",
            "re history [#1 one, #2 two, #3 three]"
        ]
    );
    assert_eq!(
        world.heard(bob),
        ["Ann writes", "#1 Ann: one", "re #2 Bob: two", "#3 Ann: three"]
    );
}

#[test]
fn who_goes_while_a_room_is_looked_up_is_forgotten() {
    let (mut world, _, _, room) = two();
    world.restart();
    let ann = world.page("Ann");
    world.store.is_held = true;
    world.say(ann, send(room, "a1", "one"));
    world.lose(ann);
    world.store.is_held = false;
    world.settle();
    let ann = world.page("Ann");
    world.say(ann, latest(room, 10));
    assert_eq!(
        world.heard(ann),
        ["re history []"],
        "it was never taken, and never answered"
    );
}

#[test]
fn what_the_store_cannot_keep_is_refused_and_can_be_tried_again() {
    let failures = [
        (StoreFailure::Full, "re refused storage_full"),
        (StoreFailure::Unavailable, "re refused storage_unavailable"),
    ];
    for (failure, refused) in failures {
        let (mut world, ann, bob, room) = two();
        world.store.failing = Some(failure);
        world.say(ann, send(room, "a1", "hello"));
        assert_eq!(world.heard(ann), [refused]);
        assert_eq!(world.heard(bob), [""; 0]);
        world.store.failing = None;
        world.say(ann, send(room, "a1", "hello"));
        assert_eq!(world.heard(ann), ["re #1 Ann: hello"]);
        assert_eq!(world.heard(bob), ["#1 Ann: hello"]);
    }
}

#[test]
fn a_full_disk_can_still_be_read() {
    let (mut world, ann, _, room) = two();
    world.say(ann, send(room, "a1", "hello"));
    world.store.failing = Some(StoreFailure::Full);
    world.say(ann, latest(room, 10));
    world.say(
        ann,
        Command::ListRooms {
            before: None,
            limit: 10,
        },
    );
    assert_eq!(
        world.heard(ann)[1..],
        ["re history [#1 hello]", "re rooms [Bob 1 unread 0]"]
    );
}

#[test]
fn a_look_up_that_fails_refuses_everything_that_waited_for_it() {
    let (mut world, _, _, room) = two();
    world.restart();
    let ann = world.page("Ann");
    world.store.is_held = true;
    world.say(ann, send(room, "a1", "one"));
    world.say(ann, latest(room, 10));
    world.store.failing = Some(StoreFailure::Unavailable);
    world.store.is_held = false;
    world.settle();
    assert_eq!(world.heard(ann), ["re refused storage_unavailable"; 2]);
    world.say(ann, latest(room, 10));
    world.say(
        ann,
        Command::ListRooms {
            before: None,
            limit: 10,
        },
    );
    world.say(ann, Command::OpenRoom { peer: world.id("Bob") });
    assert_eq!(world.heard(ann), ["re refused storage_unavailable"; 3]);
    world.store.failing = None;
    world.say(ann, send(room, "a1", "one"));
    assert_eq!(world.heard(ann), ["re #1 Ann: one"]);
}

#[test]
fn history_comes_in_pages_both_ways() {
    let (mut world, ann, _, room) = two();
    for n in 1..=5 {
        world.say(ann, send(room, &n.to_string(), &format!("m{n}")));
    }
    world.heard(ann);
    let mut read = |span, limit| {
        world.say(ann, Command::ReadHistory { room, span, limit });
        world.heard(ann).concat()
    };
    assert_eq!(read(Span::Latest, 2), "re history [#4 m4, #5 m5] more");
    assert_eq!(read(Span::Before(Seq(4)), 2), "re history [#2 m2, #3 m3] more");
    assert_eq!(read(Span::After(Seq(3)), 200), "re history [#4 m4, #5 m5]");
    assert_eq!(
        read(Span::After(Seq(0)), 0),
        "re history [#1 m1] more",
        "a page has at least one"
    );
    assert_eq!(read(Span::After(Seq(u64::MAX)), 9), "re history []");
}

#[test]
fn rooms_are_listed_in_pages_and_there_is_one_for_two_people() {
    let (mut world, ann, bob, room) = two();
    world.person("Carl");
    world.say(bob, Command::OpenRoom { peer: world.id("Ann") });
    world.say(ann, Command::OpenRoom { peer: world.id("Carl") });
    assert_eq!(world.room("Bob", "Ann"), room);
    world.heard(ann);
    world.heard(bob);
    let with_carl = world.room("Ann", "Carl");
    world.say(ann, send(room, "1", "old"));
    world.now.wall.0 += 1;
    world.say(ann, send(with_carl, "2", "new"));
    world.heard(ann);
    world.say(ann, Command::ListRooms { before: None, limit: 1 });
    assert_eq!(world.heard(ann), ["re rooms [Carl 1 unread 0] more"]);
    let before = Some(RoomCursor {
        at: world.now.wall,
        room: with_carl,
    });
    world.say(ann, Command::ListRooms { before, limit: 999 });
    assert_eq!(world.heard(ann), ["re rooms [Bob 1 unread 0]"]);
    world.say(bob, Command::ListRooms { before: None, limit: 0 });
    assert_eq!(world.heard(bob), ["#1 Ann: old", "re rooms [Ann 1 unread 1]"]);
}

#[test]
fn nobody_has_a_room_with_oneself_or_a_stranger() {
    let (mut world, ann, _, _) = two();
    world.say(ann, Command::OpenRoom { peer: world.id("Ann") });
    world.say(
        ann,
        Command::OpenRoom {
            peer: teahouse_core::id::UserId(9),
        },
    );
    assert_eq!(world.heard(ann), ["re refused oneself", "re refused no_person"]);
}

#[test]
fn marks_go_forward_and_both_hear_of_it() {
    let (mut world, ann, bob, room) = two();
    let desk = world.page("Bob");
    for n in 1..=3 {
        world.say(ann, send(room, &n.to_string(), "m"));
    }
    for conn in [ann, bob, desk] {
        world.heard(conn);
    }
    world.say(bob, mark(room, 3, 1));
    assert_eq!(world.heard(ann), ["Bob has 3 read 1"]);
    assert_eq!(world.heard(bob), ["Bob has 3 read 1 unread 2"]);
    assert_eq!(world.heard(desk), ["Bob has 3 read 1 unread 2"]);
    world.say(bob, mark(room, 1, 0));
    world.say(bob, mark(room, 3, 1));
    assert_eq!(
        (world.heard(ann), world.heard(bob)),
        (vec![], vec![]),
        "nothing has moved"
    );
    world.say(bob, mark(room, 999, 999));
    assert_eq!(world.heard(ann), ["Bob has 3 read 3"], "nobody has what is not there");
}

#[test]
fn what_is_told_of_marks_never_goes_back() {
    let (mut world, ann, bob, room) = two();
    for n in 1..=3 {
        world.say(ann, send(room, &n.to_string(), "m"));
    }
    world.heard(ann);
    world.heard(bob);
    world.store.is_held = true;
    world.say(bob, mark(room, 1, 1));
    world.say(bob, mark(room, 3, 3));
    world.say(ann, Command::ListRooms { before: None, limit: 9 });
    // Both marks are written and the list is read, which is answered first.
    for _ in 0..3 {
        world.store.carry_out_some(0, world.now);
    }
    for lane in [1, 0, 0] {
        let (ticket, outcome) = world.store.bring_some(lane).expect("it was carried out");
        world.hub.handle_outcome(world.now, ticket, outcome);
    }
    world.settle();
    assert_eq!(
        world.heard(ann),
        ["re rooms [Bob 3 unread 0]", "Bob has 3 read 3", "Bob has 3 read 3"]
    );
}

#[test]
fn writing_is_told_to_the_other_and_not_too_often() {
    let (mut world, ann, bob, room) = two();
    let desk = world.page("Ann");
    for _ in 0..20 {
        world.say(ann, Command::SetTyping { room });
    }
    assert_eq!(world.heard(bob), ["Ann writes"; 3]);
    assert_eq!((world.heard(ann), world.heard(desk)), (vec![], vec![]));
    world.advance(std::time::Duration::from_secs(1));
    world.say(ann, Command::SetTyping { room });
    assert_eq!(world.heard(bob), ["Ann writes"]);
}
