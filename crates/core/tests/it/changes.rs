//! Messages that change: edits, recalls, reactions, what somebody deletes for herself, and how a page catches up.

use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::id::{ConnId, MessageId, RoomId};
use teahouse_core::outcome::{Directory, StoreFailure};
use teahouse_core::record::MAX_REACTIONS;
use teahouse_core::settings::{Rates, Settings};

use crate::world::World;
use crate::world::words::*;

/// Ann and Bob with a room in which Ann has said "one" and Bob "two".
fn two() -> (World, ConnId, ConnId, RoomId) {
    let mut world = World::new();
    let ann = world.member("Ann");
    let bob = world.member("Bob");
    let room = talk(&mut world, ann, bob);
    (world, ann, bob, room)
}

fn talk(world: &mut World, ann: ConnId, bob: ConnId) -> RoomId {
    world.say(ann, Command::OpenRoom { peer: world.id("Bob") });
    let room = world.room("Ann", "Bob");
    world.say(ann, send(room, "a1", "one"));
    world.say(bob, send(room, "b1", "two"));
    world.heard(ann);
    world.heard(bob);
    room
}

#[test]
fn an_edit_is_told_to_everybody_and_what_was_said_is_kept() {
    let (mut world, ann, bob, room) = two();
    let one = world.store.id_at(room, 1);
    let desk = world.page("Ann");
    world.say(ann, edit(room, one, "uno"));
    world.say(ann, edit(room, one, "eins"));
    for (conn, re) in [(ann, "re "), (bob, ""), (desk, "")] {
        assert_eq!(
            world.heard(conn),
            [format!("{re}changed [#1 uno]"), format!("{re}changed [#1 eins]")]
        );
    }
    world.say(bob, Command::ReadEdits { room, message: one });
    assert_eq!(world.heard(bob), ["re edits [one, uno]"]);
    world.say(ann, edit(room, one, "eins"));
    assert_eq!(world.heard(ann), ["re changed []"], "it says so already");
    assert_eq!(world.heard(bob), [""; 0]);
}

#[test]
fn only_its_author_gives_a_message_other_words() {
    let (mut world, ann, _, room) = two();
    let [one, two] = [1, 2].map(|seq| world.store.id_at(room, seq));
    world.say(ann, edit(room, two, "mine"));
    world.say(ann, edit(room, one, " "));
    world.say(ann, edit(room, MessageId(9), "what"));
    assert_eq!(
        world.heard(ann),
        [
            "re refused not_author",
            "re refused text_length",
            "re refused no_message"
        ]
    );
}

#[test]
fn a_message_is_taken_back_for_two_minutes() {
    let (mut world, ann, bob, room) = two();
    let one = world.store.id_at(room, 1);
    world.advance(Duration::from_secs(119));
    world.say(ann, recall(room, one));
    assert_eq!(world.heard(ann), ["re changed [#1 (recalled)]"]);
    assert_eq!(world.heard(bob), ["changed [#1 (recalled)]"]);
    world.advance(Duration::from_secs(2));
    let two = world.store.id_at(room, 2);
    world.say(bob, recall(room, two));
    world.say(ann, recall(room, two));
    assert_eq!(world.heard(bob), ["re refused too_late"]);
    assert_eq!(world.heard(ann), ["re refused not_author"]);
    world.say(ann, edit(room, one, "again"));
    world.say(bob, react(room, one, "👍", true));
    assert_eq!(world.heard(ann), ["re refused no_message"], "what is gone stays gone");
    assert_eq!(world.heard(bob), ["re refused no_message"]);
}

#[test]
fn the_operator_says_for_how_long_messages_are_taken_back() {
    let settings = Settings {
        rates: Rates::off(),
        recall_window: None,
        ..Settings::default()
    };
    let mut world = World::at(Directory::default(), settings);
    let ann = world.member("Ann");
    let bob = world.member("Bob");
    let room = talk(&mut world, ann, bob);
    world.advance(Duration::from_secs(1_000_000));
    world.say(ann, recall(room, world.store.id_at(room, 1)));
    assert_eq!(
        world.heard(ann).last().map(String::as_str),
        Some("re changed [#1 (recalled)]")
    );
}

#[test]
fn who_looks_after_a_group_takes_any_message_back_at_any_time() {
    let mut world = World::new();
    let ann = world.member("Ann");
    let bob = world.member("Bob");
    let room = world.group("Tea", &[ann, bob], &["Bob"]);
    world.say(bob, send(room, "b", "spam"));
    world.advance(Duration::from_secs(86_400));
    world.heard(ann);
    world.heard(bob);
    world.say(ann, recall(room, world.store.id_at(room, 1)));
    assert_eq!(world.heard(bob), ["changed [#1 (recalled)]"]);
    world.say(ann, rename(room, "Green tea"));
    world.say(ann, recall(room, world.store.id_at(room, 2)));
    assert_eq!(
        world.heard(ann).last().map(String::as_str),
        Some("re refused no_message"),
        "what happened to a group cannot be taken back"
    );
}

#[test]
fn what_quotes_a_message_changes_with_it() {
    let (mut world, ann, bob, room) = two();
    let one = world.store.id_at(room, 1);
    world.say(bob, reply(room, "b2", one, "I agree"));
    world.heard(ann);
    world.heard(bob);
    world.say(ann, edit(room, one, "uno"));
    let raw = world.raw(bob);
    let told = format!("{:?}", raw[0].1);
    assert!(told.contains("excerpt: Some(\"uno\")"), "{told}");
    world.say(ann, recall(room, one));
    let raw = world.raw(bob);
    let told = format!("{:?}", raw[0].1);
    assert!(told.contains("excerpt: None") && !told.contains("uno"), "{told}");
    world.say(bob, reply(room, "b3", one, "what"));
    assert_eq!(world.heard(bob), ["re refused no_message"]);
}

#[test]
fn signs_are_counted_once_for_each_who_gives_them() {
    let (mut world, ann, bob, room) = two();
    let one = world.store.id_at(room, 1);
    world.say(bob, react(room, one, "👍", true));
    world.say(bob, react(room, one, "👍", true));
    world.say(ann, react(room, one, "👍", true));
    world.say(bob, react(room, one, "👍", false));
    world.say(ann, react(room, one, "👍", false));
    assert_eq!(
        world.heard(bob),
        [
            "re changed [#1 one 👍x1]",
            "re changed []",
            "changed [#1 one 👍x2]",
            "re changed [#1 one 👍x1]",
            "changed [#1 one]"
        ]
    );
    let signs: Vec<char> = ('\u{1F600}'..).take(MAX_REACTIONS + 1).collect();
    for sign in signs {
        world.say(ann, react(room, one, &sign.to_string(), true));
    }
    assert_eq!(world.heard(bob).len(), MAX_REACTIONS, "one more changes nothing");
}

#[test]
fn what_somebody_deletes_for_herself_is_gone_on_her_pages_alone() {
    let (mut world, ann, bob, room) = two();
    let desk = world.page("Bob");
    let one = world.store.id_at(room, 1);
    world.say(bob, hide(room, one));
    assert_eq!(world.heard(bob), ["re changed [#1 (hidden)]"]);
    assert_eq!(world.heard(desk), ["changed [#1 (hidden)]"]);
    assert_eq!(world.heard(ann), [""; 0]);
    world.say(bob, latest(room, 9));
    world.say(ann, latest(room, 9));
    assert_eq!(world.heard(bob), ["re history [#1 (hidden), #2 two]"]);
    assert_eq!(world.heard(ann), ["re history [#1 one, #2 two]"]);
    let many = Command::HideMessages {
        room,
        messages: (0..101).map(MessageId).collect(),
    };
    world.say(bob, many);
    assert_eq!(world.heard(bob), ["re refused bad_value"]);
}

#[test]
fn what_somebody_has_deleted_for_herself_is_not_shown_again_when_it_changes() {
    let (mut world, ann, bob, room) = two();
    let desk = world.page("Bob");
    let one = world.store.id_at(room, 1);
    world.say(bob, reply(room, "b2", one, "I agree"));
    world.say(bob, hide(room, one));
    for conn in [ann, bob, desk] {
        world.heard(conn);
    }
    world.say(ann, edit(room, one, "uno"));
    world.say(bob, react(room, one, "👍", true));
    assert_eq!(
        world.heard(ann),
        ["re changed [#1 uno, #3 I agree]", "changed [#1 uno 👍x1]"]
    );
    assert_eq!(
        world.heard(bob),
        ["changed [#1 (hidden), #3 I agree]", "re changed [#1 (hidden)]"]
    );
    assert_eq!(
        world.heard(desk),
        ["changed [#1 (hidden), #3 I agree]", "changed [#1 (hidden)]"]
    );
}

#[test]
fn a_page_that_was_away_reads_what_has_changed() {
    let (mut world, ann, bob, room) = two();
    let [one, two] = [1, 2].map(|seq| world.store.id_at(room, seq));
    world.lose(bob);
    world.say(ann, edit(room, one, "uno"));
    world.say(ann, send(room, "a2", "three"));
    world.say(ann, react(room, two, "👍", true));
    world.say(ann, recall(room, one));
    let bob = world.page("Bob");
    world.say(bob, changes(room, 2, 2));
    assert_eq!(world.heard(bob), ["re changes [#3 three, #2 two 👍x1] to 5 more"]);
    world.say(bob, changes(room, 5, 100));
    assert_eq!(world.heard(bob), ["re changes [#1 (recalled)] to 6"]);
    world.say(bob, changes(room, 6, 100));
    assert_eq!(world.heard(bob), ["re changes [] to 6"]);
}

#[test]
fn a_change_that_cannot_be_kept_is_refused() {
    let (mut world, ann, bob, room) = two();
    let one = world.store.id_at(room, 1);
    world.store.failing = Some(StoreFailure::Unavailable);
    world.say(ann, edit(room, one, "uno"));
    world.say(ann, hide(room, one));
    assert_eq!(world.heard(ann), ["re refused storage_unavailable"; 2]);
    assert_eq!(world.heard(bob), [""; 0]);
}

#[test]
fn who_is_blocked_does_not_write_edit_or_react() {
    let (mut world, ann, bob, room) = two();
    let [one, two] = [1, 2].map(|seq| world.store.id_at(room, seq));
    let block = |on| Command::SetContact {
        user: world.id("Bob"),
        is_listed: None,
        is_blocked: Some(on),
        remark: None,
    };
    let (block, unblock) = (block(true), block(false));
    world.say(ann, block);
    world.heard(ann);
    world.say(bob, send(room, "b2", "hello?"));
    world.say(bob, edit(room, two, "hello?"));
    world.say(bob, react(room, one, "👍", true));
    world.say(bob, Command::SetTyping { room });
    world.say(ann, send(room, "a2", "hello"));
    assert_eq!(world.heard(bob), ["re refused blocked"; 3]);
    assert_eq!(world.heard(ann), ["re refused blocked"]);
    world.say(ann, unblock);
    world.say(bob, send(room, "b2", "hello?"));
    assert_eq!(world.heard(bob), ["re #3 Bob: hello?"]);
}
