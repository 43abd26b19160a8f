//! Groups: who may change what, and who hears of it.

mod roles;

use teahouse_core::command::Command;
use teahouse_core::id::{ConnId, FileId, RoomId, UserId};
use teahouse_core::outcome::StoreFailure;
use teahouse_core::record::{Mentions, RoomRole};
use teahouse_core::room::{MAX_MEMBERS, MAX_TOLD_MARKS};

use crate::world::World;
use crate::world::words::*;

/// Ann's group "Tea" with Bob and Carl, each with a page; Dora is not in it.
fn tea() -> (World, [ConnId; 4], RoomId) {
    let mut world = World::new();
    let conns = ["Ann", "Bob", "Carl", "Dora"].map(|name| world.member(name));
    let room = world.group("Tea", &conns, &["Bob", "Carl"]);
    (world, conns, room)
}

fn add(world: &World, room: RoomId, names: &[&str]) -> Command {
    let users = names.iter().map(|name| world.id(name)).collect();
    Command::AddMembers { room, users }
}

fn remove(world: &World, room: RoomId, name: &str) -> Command {
    let user = world.id(name);
    Command::RemoveMember { room, user }
}

fn give(world: &World, room: RoomId, name: &str, role: RoomRole) -> Command {
    let user = world.id(name);
    Command::SetMemberRole { room, user, role }
}

fn members(room: RoomId) -> Command {
    Command::ListMembers {
        room,
        skip: 0,
        limit: 100,
    }
}

#[test]
fn who_is_brought_into_a_new_group_hears_of_it_on_every_page() {
    let mut world = World::new();
    let ann = world.member("Ann");
    let bob = world.member("Bob");
    let others = [world.page("Ann"), world.page("Bob")];
    let create = Command::CreateGroup {
        name: "Tea".into(),
        members: vec![world.id("Bob"), world.id("Ann"), world.id("Bob")],
    };
    world.say(ann, create);
    assert_eq!(world.heard(ann), ["re room Tea 0 unread 0"]);
    assert_eq!(world.heard(others[0]), ["room Tea 0 unread 0"]);
    assert_eq!(world.heard(bob), ["room Tea 0 unread 0"]);
    assert_eq!(world.heard(others[1]), ["room Tea 0 unread 0"]);
    let room = world.store.group("Tea").expect("it was made");
    world.say(bob, members(room));
    assert_eq!(world.heard(bob), ["re members [Ann Owner, Bob Member] of 2"]);
}

#[test]
fn a_group_may_begin_with_nobody_else() {
    let mut world = World::new();
    let ann = world.member("Ann");
    let room = world.group("Alone", &[ann], &[]);
    world.say(ann, send(room, "1", "hello"));
    assert_eq!(world.heard(ann), ["re #1 Ann: hello"]);
}

#[test]
fn a_group_is_made_by_anybody_of_people_who_are_there() {
    let mut world = World::new();
    let ann = world.member("Ann");
    let guest = world.person("Gil");
    world.guest("hal");
    let create = |members: Vec<UserId>| Command::CreateGroup {
        name: "Tea".into(),
        members,
    };
    world.say(guest, create(vec![]));
    assert_eq!(world.heard(guest), ["re room Tea 0 unread 0"]);
    world.say(ann, create(vec![UserId(9)]));
    world.say(
        ann,
        Command::CreateGroup {
            name: " ".into(),
            members: vec![],
        },
    );
    let crowd = (0..=MAX_MEMBERS as u64).map(UserId).collect();
    world.say(ann, create(crowd));
    assert_eq!(
        world.heard(ann),
        ["re refused no_person", "re refused bad_name", "re refused group_full"]
    );
}

#[test]
fn who_comes_hears_the_room_and_the_others_who_came() {
    let (mut world, [ann, bob, _, dora], room) = tea();
    world.say(ann, send(room, "1", "welcome"));
    world.heard(ann);
    world.heard(bob);
    world.say(bob, add(&world, room, &["Dora", "Ann"]));
    assert_eq!(world.heard(ann), ["Tea of 4 +Dora", "#2 Bob: (added 1)"]);
    assert_eq!(world.heard(bob), ["Tea of 4 +Dora", "#2 Bob: (added 1)", "re done"]);
    assert_eq!(world.heard(dora), ["#2 Bob: (added 1)", "room Tea 2 unread 1"]);
    world.say(dora, latest(room, 9));
    assert_eq!(
        world.heard(dora),
        ["re history [#1 welcome, #2 (added 1)]"],
        "who comes sees what was before"
    );
    world.say(ann, add(&world, room, &["Dora"]));
    assert_eq!(world.heard(ann), ["re done"], "nothing was to be done");
}

#[test]
fn who_is_removed_hears_so_and_nothing_more() {
    let (mut world, [ann, bob, carl, _], room) = tea();
    world.say(ann, remove(&world, room, "Carl"));
    world.say(ann, send(room, "1", "without Carl"));
    assert_eq!(world.heard(carl), ["removed"]);
    assert_eq!(
        world.heard(bob),
        ["Tea of 2 -Carl", "#1 Ann: (removed one)", "#2 Ann: without Carl"]
    );
    for command in [send(room, "c", "I am here"), latest(room, 9), members(room)] {
        world.say(carl, command);
        assert_eq!(world.heard(carl), ["re refused not_member"]);
    }
}

#[test]
fn what_somebody_sends_behind_her_removal_is_not_kept() {
    let (mut world, [ann, _, carl, _], room) = tea();
    world.store.is_held = true;
    world.say(ann, remove(&world, room, "Carl"));
    world.say(carl, send(room, "c", "I am here"));
    world.say(ann, send(room, "1", "without Carl"));
    world.store.is_held = false;
    world.settle();
    assert_eq!(world.heard(carl), ["removed", "re refused not_member"]);
    assert_eq!(
        world.heard(ann),
        [
            "Tea of 2 -Carl",
            "#1 Ann: (removed one)",
            "re done",
            "re #2 Ann: without Carl"
        ]
    );
}

#[test]
fn when_the_owner_leaves_the_eldest_admin_follows_or_else_the_eldest_member() {
    let (mut world, [ann, bob, carl, _], room) = tea();
    world.say(ann, give(&world, room, "Carl", RoomRole::Admin));
    world.say(ann, remove(&world, room, "Ann"));
    assert_eq!(
        world.heard(ann),
        [
            "Tea of 3 Carl Admin",
            "#1 Ann: (made one Admin)",
            "re done",
            "left",
            "re done"
        ]
    );
    assert_eq!(
        world.heard(bob)[2..],
        ["Tea of 2 -Ann Carl Owner".to_owned(), "#2 Ann: (left)".into()]
    );
    world.heard(carl);
    world.say(carl, remove(&world, room, "Carl"));
    world.say(bob, members(room));
    assert_eq!(
        world.heard(bob).last().map(String::as_str),
        Some("re members [Bob Owner] of 1")
    );
    world.say(bob, remove(&world, room, "Bob"));
    assert_eq!(world.heard(bob), ["left", "re done"], "an empty group harms nobody");
}

#[test]
fn a_group_is_handed_over_and_the_owner_before_is_an_admin() {
    let (mut world, [ann, bob, ..], room) = tea();
    world.say(ann, give(&world, room, "Bob", RoomRole::Owner));
    assert_eq!(
        world.heard(bob),
        ["Tea of 3 Ann Admin Bob Owner", "#1 Ann: (made one Owner)"]
    );
    world.heard(ann);
    world.say(ann, give(&world, room, "Carl", RoomRole::Admin));
    assert_eq!(world.heard(ann), ["re refused not_permitted"]);
    world.say(bob, give(&world, room, "Bob", RoomRole::Member));
    world.say(bob, give(&world, room, "Dora", RoomRole::Admin));
    assert_eq!(world.heard(bob), ["re refused oneself", "re refused no_person"]);
}

#[test]
fn several_changes_at_once_are_told_one_after_the_other() {
    let (mut world, [ann, bob, ..], room) = tea();
    let change = Command::SetRoom {
        room,
        name: Some("Green tea".into()),
        picture: Some(None),
        is_announcement: Some(true),
    };
    world.say(ann, change);
    let heard = [
        "Green tea of 3",
        "#1 Ann: (renamed Green tea)",
        "Green tea of 3 announcing",
        "#2 Ann: (announcement true)",
    ];
    assert_eq!(world.heard(bob), heard);
    assert_eq!(world.heard(ann)[4..], ["re done"]);
    world.say(bob, send(room, "b", "may I"));
    assert_eq!(world.heard(bob), ["re refused not_permitted"]);
}

#[test]
fn a_groups_picture_is_a_picture_of_ones_own() {
    let (mut world, [ann, bob, ..], room) = tea();
    let picture = crate::files::bring(&mut world, "Ann", 1, crate::files::image());
    let text = crate::files::bring(&mut world, "Ann", 2, crate::files::plain());
    let bobs = crate::files::bring(&mut world, "Bob", 3, crate::files::image());
    let show = |file: FileId| Command::SetRoom {
        room,
        name: None,
        picture: Some(Some(file)),
        is_announcement: None,
    };
    for file in [text, bobs, FileId(99)] {
        world.say(ann, show(file));
        assert_eq!(world.heard(ann), ["re refused no_file"]);
    }
    world.say(ann, show(picture));
    assert_eq!(world.heard(bob), ["Tea of 3", "#1 Ann: (pictured)"]);
}

#[test]
fn a_change_that_cannot_be_kept_is_refused_and_the_group_goes_on() {
    let (mut world, [ann, bob, ..], room) = tea();
    world.store.failing = Some(StoreFailure::Full);
    world.say(ann, rename(room, "Coffee"));
    assert_eq!(world.heard(ann), ["re refused storage_full"]);
    world.store.failing = None;
    world.say(ann, send(room, "1", "still Tea"));
    world.say(ann, rename(room, "Coffee"));
    assert_eq!(
        world.heard(bob),
        ["#1 Ann: still Tea", "Coffee of 3", "#2 Ann: (renamed Coffee)"]
    );
}

#[test]
fn after_a_restart_a_group_is_what_it_was() {
    let (mut world, _, room) = tea();
    world.restart();
    let bob = world.page("Bob");
    let ann = world.page("Ann");
    world.say(bob, rename(room, "Coffee"));
    world.say(ann, rename(room, "Coffee"));
    assert_eq!(
        world.heard(bob),
        ["re refused not_permitted", "Coffee of 3", "#1 Ann: (renamed Coffee)"]
    );
}

#[test]
fn all_are_mentioned_by_those_who_look_after_the_group() {
    let (mut world, [ann, bob, ..], room) = tea();
    let all = Mentions {
        all: true,
        users: vec![],
    };
    world.say(bob, call_upon(room, "b", "all of you", all.clone()));
    assert_eq!(world.heard(bob), ["re refused not_permitted"]);
    world.say(ann, call_upon(room, "a", "all of you", all));
    assert_eq!(world.heard(bob), ["#1 Ann: all of you"]);
    let read = Command::ReadRoom { room };
    world.say(bob, read);
    let raw = world.raw(bob);
    let own = format!("{:?}", raw[0].1);
    assert!(own.contains("mention: Some(Seq(1))"), "{own}");
}

#[test]
fn only_who_is_in_the_room_is_called_upon() {
    let (mut world, [ann, bob, ..], room) = tea();
    let called = Mentions {
        all: false,
        users: vec![world.id("Dora"), world.id("Bob"), world.id("Bob"), UserId(9)],
    };
    world.say(ann, call_upon(room, "a", "hey", called.clone()));
    let raw = world.raw(bob);
    let message = format!("{:?}", raw[0].1);
    assert!(
        message.contains(&format!("users: [{:?}]", world.id("Bob"))),
        "{message}"
    );
    world.say(ann, remove(&world, room, "Bob"));
    world.heard(ann);
    world.say(ann, call_upon(room, "a", "hey", called));
    assert_eq!(world.heard(ann), ["re #1 Ann: hey"], "it is the same message still");
}

#[test]
fn marks_and_writing_are_told_in_small_rooms_alone() {
    for size in [MAX_TOLD_MARKS, MAX_TOLD_MARKS + 1] {
        let mut world = World::new();
        let ann = world.member("Ann");
        let bob = world.member("Bob");
        let names: Vec<String> = (2..size).map(|n| format!("P{n}")).collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        for name in &names {
            let conn = world.member(name);
            world.leave(conn);
        }
        names.push("Bob");
        let room = world.group("Tea", &[ann, bob], &names);
        world.say(ann, send(room, "1", "hello"));
        world.heard(ann);
        world.heard(bob);
        world.say(bob, Command::SetTyping { room });
        world.say(bob, mark(room, 1, 1));
        let told = if size > MAX_TOLD_MARKS {
            vec![]
        } else {
            vec!["Bob writes", "Bob has 1 read 1"]
        };
        assert_eq!(world.heard(ann), told, "{size}");
        assert_eq!(world.heard(bob), ["Bob has 1 read 1 unread 0"]);
        world.say(
            ann,
            Command::ReadReceipts {
                room,
                seq: teahouse_core::record::Seq(1),
            },
        );
        let waiting = size - 2;
        assert_eq!(
            world.heard(ann),
            [format!("re read [Bob] delivered [] waiting {waiting}")],
            "what is not told can be asked"
        );
    }
}

#[test]
fn a_message_to_a_full_group_costs_what_its_members_cost() {
    let mut world = World::new();
    let ann = world.member("Ann");
    let mut ids = Vec::new();
    let mut conns = Vec::new();
    for n in 1..1_000 {
        conns.push(world.person(&format!("P{n}")));
        ids.push(world.id(&format!("P{n}")));
    }
    let create = Command::CreateGroup {
        name: "Crowd".into(),
        members: ids,
    };
    world.say(ann, create);
    let room = world.store.group("Crowd").expect("it was made");
    let before = world.told();
    world.say(ann, send(room, "1", "hello"));
    assert_eq!(world.told() - before, 1_000);
    let before = world.told();
    for conn in &conns {
        world.say(*conn, mark(room, 1, 1));
    }
    assert_eq!(world.told() - before, 999, "each hears of her own marks alone");
}
