//! Files: how much somebody may bring, who may read what, and that messages name only what is there.

use teahouse_core::command::Command;
use teahouse_core::id::{ConnId, FileId, RoomId};
use teahouse_core::outcome::Directory;
use teahouse_core::record::{FileFacts, FileKind, Query};
use teahouse_core::settings::{FileLimits, Rates, Settings};

use crate::world::World;
use crate::world::store::client_id;
use crate::world::words::*;

/// The facts of a picture of 100 bytes.
pub fn image() -> FileFacts {
    FileFacts {
        kind: FileKind::Image,
        size: 100,
        ..FileFacts::default()
    }
}

/// The facts of anything else of 100 bytes.
pub fn plain() -> FileFacts {
    FileFacts {
        size: 100,
        ..FileFacts::default()
    }
}

fn begin(id: u64, name: &str, size: u64) -> Command {
    Command::BeginUpload {
        file: FileId(id),
        name: name.into(),
        size,
    }
}

/// Somebody brings a file.
pub fn bring(world: &mut World, name: &str, id: u64, facts: FileFacts) -> FileId {
    let file = FileId(id);
    let heard = world.ask(name, begin(id, &format!("file{id}"), facts.size));
    assert_eq!(heard, ["done"]);
    let facts = Box::new(facts);
    let heard = world.ask(name, Command::FinishUpload { file, facts });
    assert_eq!(heard, [format!("file file{id} 100")]);
    file
}

fn show(room: RoomId, id: &str, files: &[FileId]) -> Command {
    Command::SendMessage {
        room,
        client_id: client_id(id),
        text: String::new(),
        reply_to: None,
        mentions: Default::default(),
        files: files.to_vec(),
        forward_of: None,
    }
}

fn two() -> (World, ConnId, RoomId) {
    let mut world = World::at(
        Directory::default(),
        Settings {
            rates: Rates::off(),
            files: FileLimits {
                max_size: 250,
                quota: 300,
            },
            ..Settings::default()
        },
    );
    let ann = world.member("Ann");
    for name in ["Bob", "Eve"] {
        let conn = world.member(name);
        world.leave(conn);
    }
    world.say(ann, Command::OpenRoom { peer: world.id("Bob") });
    let room = world.room("Ann", "Bob");
    world.heard(ann);
    (world, ann, room)
}

#[test]
fn files_are_bounded_each_and_together_begun_ones_included() {
    let (mut world, ..) = two();
    assert_eq!(world.ask("Ann", begin(1, "big", 251)), ["refused file_too_large"]);
    assert_eq!(world.ask("Ann", begin(1, "one", 200)), ["done"]);
    assert_eq!(world.ask("Ann", begin(2, "two", 101)), ["refused over_quota"]);
    assert_eq!(world.ask("Ann", Command::ReadUsage), ["used 200 of 300, 250 a file"]);
    assert_eq!(world.ask("Ann", Command::DropUpload { file: FileId(1) }), ["done"]);
    assert_eq!(world.ask("Ann", begin(2, "two", 101)), ["done"]);
    assert_eq!(world.ask("Bob", begin(3, "../..", 1)), ["refused bad_value"]);
}

#[test]
fn a_file_is_completed_by_who_brings_it() {
    let (mut world, ..) = two();
    world.ask("Ann", begin(1, "one", 100));
    let finish = || Command::FinishUpload {
        file: FileId(1),
        facts: Box::new(plain()),
    };
    assert_eq!(world.ask("Bob", finish()), ["refused no_file"]);
    assert_eq!(world.ask("Ann", finish()), ["file one 100"]);
}

#[test]
fn who_is_in_the_room_reads_a_file_and_nobody_else() {
    let (mut world, ann, room) = two();
    let file = bring(&mut world, "Ann", 1, image());
    let read = || Command::ReadFile { file };
    assert_eq!(world.ask("Ann", read()), ["file file1 100"]);
    assert_eq!(world.ask("Bob", read()), ["refused no_file"], "it was not sent yet");
    world.say(ann, show(room, "a", &[file]));
    assert_eq!(world.heard(ann), ["re #1 Ann: "]);
    assert_eq!(world.ask("Bob", read()), ["file file1 100"]);
    assert_eq!(world.ask("Eve", read()), ["refused no_file"]);
    let message = world.store.id_at(room, 1);
    world.say(ann, recall(room, message));
    assert_eq!(world.ask("Bob", read()), ["refused no_file"], "it was taken back");
}

#[test]
fn a_message_shows_files_of_its_author_each_once_and_not_too_many() {
    let (mut world, ann, room) = two();
    let file = bring(&mut world, "Ann", 1, image());
    let bobs = bring(&mut world, "Bob", 2, image());
    world.ask("Ann", begin(3, "begun", 10));
    world.say(ann, show(room, "a", &[bobs]));
    world.say(ann, show(room, "b", &[FileId(3)]));
    world.say(ann, show(room, "c", &[file, file]));
    world.say(ann, show(room, "d", &(0..10).map(FileId).collect::<Vec<_>>()));
    world.say(ann, show(room, "e", &[]));
    assert_eq!(
        world.heard(ann),
        [
            "re refused no_file",
            "re refused no_file",
            "re refused bad_value",
            "re refused bad_value",
            "re refused text_length"
        ]
    );
}

#[test]
fn words_and_files_are_passed_on_without_saying_where_they_stood() {
    let (mut world, ann, room) = two();
    let file = bring(&mut world, "Ann", 1, image());
    world.say(ann, show(room, "a", &[file]));
    let message = world.store.id_at(room, 1);
    let eve = world.page("Eve");
    world.say(eve, Command::OpenRoom { peer: world.id("Ann") });
    let other = world.room("Ann", "Eve");
    world.heard(eve);
    let forward = |into, id: &str| Command::SendMessage {
        room: into,
        client_id: client_id(id),
        text: String::new(),
        reply_to: None,
        mentions: Default::default(),
        files: vec![],
        forward_of: Some((room, message)),
    };
    world.say(eve, forward(other, "e"));
    assert_eq!(
        world.heard(eve),
        ["re refused no_message"],
        "Eve is not where it stands"
    );
    world.say(ann, forward(other, "f"));
    let raw = world.raw(eve);
    let told = format!("{:?}", raw[0].1);
    assert!(told.contains("forwarded: Some(Forwarded"), "{told}");
    assert!(!told.contains(&room.to_string()), "{told}");
    assert_eq!(world.ask("Eve", Command::ReadFile { file }), ["file file1 100"]);
}

#[test]
fn a_search_finds_what_the_asker_can_read() {
    let (mut world, ann, room) = two();
    world.say(ann, send(room, "a", "green tea"));
    let search = |text: &str| Command::Search {
        query: Query {
            text: text.into(),
            ..Query::default()
        },
        before: None,
        limit: 10,
    };
    assert_eq!(world.ask("Bob", search("tea")), ["found [#1 green tea]"]);
    assert_eq!(world.ask("Eve", search("tea")), ["found []"]);
    assert_eq!(world.ask("Bob", search(" ")), ["refused bad_value"]);
    assert_eq!(world.ask("Bob", search(&"x".repeat(257))), ["refused bad_value"]);
}
