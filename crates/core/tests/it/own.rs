//! What a room is to one person alone: drafts, silence, notes to herself, and how far her messages have got.

use teahouse_core::command::Command;
use teahouse_core::id::{ConnId, RoomId};
use teahouse_core::now::UnixMillis;
use teahouse_core::record::Seq;
use teahouse_core::room::MAX_TEXT_LEN;

use crate::world::World;
use crate::world::words::*;

fn two() -> (World, ConnId, ConnId, RoomId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.say(ann, Command::OpenRoom { peer: world.id("Bob") });
    world.heard(ann);
    let room = world.room("Ann", "Bob");
    (world, ann, bob, room)
}

fn draft(room: RoomId, text: &str) -> Command {
    Command::SetDraft {
        room,
        text: text.into(),
        reply_to: None,
    }
}

#[test]
fn words_begun_are_on_every_page_of_their_writer() {
    let (mut world, ann, bob, room) = two();
    let desk = world.page("Ann");
    world.say(ann, draft(room, "hel"));
    world.say(ann, draft(room, ""));
    world.say(ann, draft(room, &"x".repeat(MAX_TEXT_LEN + 1)));
    assert_eq!(
        world.heard(ann),
        ["re own draft hel", "re own", "re refused text_length"]
    );
    assert_eq!(world.heard(desk), ["own draft hel", "own"]);
    assert_eq!(world.heard(bob), [""; 0]);
}

#[test]
fn silence_and_a_place_on_top_are_ones_own() {
    let (mut world, ann, bob, room) = two();
    let set = |muted_until, is_pinned| Command::SetOwn {
        room,
        muted_until,
        is_pinned,
    };
    world.say(ann, set(Some(Some(UnixMillis(i64::MAX))), None));
    world.say(ann, set(None, Some(true)));
    world.say(ann, set(Some(None), None));
    assert_eq!(
        world.heard(ann),
        ["re own muted", "re own pinned muted", "re own pinned"]
    );
    assert_eq!(world.heard(bob), [""; 0]);
}

#[test]
fn a_silence_that_is_over_already_is_none() {
    let (mut world, ann, _, room) = two();
    let now = world.now.wall.0;
    for (until, told) in [(now + 1, "re own muted"), (now, "re own"), (i64::MIN, "re own")] {
        let muted_until = Some(Some(UnixMillis(until)));
        let is_pinned = None;
        let command = Command::SetOwn {
            room,
            muted_until,
            is_pinned,
        };
        world.say(ann, command);
        assert_eq!(world.heard(ann), [told], "until {until}");
    }
}

#[test]
fn notes_to_oneself_are_a_room_of_one() {
    let (mut world, ann, _, _) = two();
    world.say(ann, Command::OpenNotes);
    world.say(ann, Command::OpenNotes);
    assert_eq!(world.heard(ann), ["re room notes 0 unread 0"; 2]);
    world.say(ann, Command::ListRooms { before: None, limit: 9 });
    assert_eq!(world.heard(ann), ["re rooms [notes 0 unread 0]"]);
}

#[test]
fn how_far_a_message_has_got_is_asked_by_those_who_see_it() {
    let (mut world, ann, bob, room) = two();
    world.say(ann, send(room, "1", "one"));
    world.say(ann, send(room, "2", "two"));
    world.say(bob, mark(room, 2, 1));
    world.heard(ann);
    let receipts = |seq| Command::ReadReceipts { room, seq: Seq(seq) };
    for (seq, told) in [
        (1, "re read [Bob] delivered [] waiting 0"),
        (2, "re read [] delivered [Bob] waiting 0"),
        (3, "re refused no_message"),
        (0, "re refused no_message"),
    ] {
        world.say(ann, receipts(seq));
        assert_eq!(world.heard(ann), [told], "{seq}");
    }
}

#[test]
fn a_room_is_read_by_its_members() {
    let (mut world, ann, _, room) = two();
    let eve = world.person("Eve");
    world.say(ann, Command::ReadRoom { room });
    world.say(eve, Command::ReadRoom { room });
    assert_eq!(world.heard(ann), ["re room Bob 0 unread 0"]);
    assert_eq!(world.heard(eve), ["re refused not_member"]);
}
