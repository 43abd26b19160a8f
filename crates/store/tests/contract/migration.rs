//! Databases of earlier versions are brought up to date with all that they hold.

use std::path::Path;

use rusqlite::Connection;
use teahouse_core::effect::StoreRequest;
use teahouse_core::id::{CallId, HookId, MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, CallLine, CallOutcome, Media, Query, Rev, Seq};
use teahouse_store::Options;

use crate::engine::{Engine, Sqlite};
use crate::house::*;

/// Ann (1), Bob (-1) and their room (7) with two messages of words and the line of a call, as the first version wrote it.
/// The name of person 2 was another one than Ann's by the rule of then.
fn write_first_version(path: &Path) {
    let conn = Connection::open(path).expect("opens");
    conn.execute_batch(include_str!("../../migrations/sqlite/0001_house.sql"))
        .expect("the first version");
    conn.execute_batch(
        "PRAGMA application_id = 0x54656168;
         PRAGMA user_version = 1;
         PRAGMA journal_mode = WAL;
         INSERT INTO people VALUES (1, 'Ann', 'ann', 10, 90), (-1, 'Bob', 'bob', 20, 20), (2, 'ANN', 'ann (then)', 1, 1);
         INSERT INTO sessions VALUES (5, 1, zeroblob(32), 33);
         INSERT INTO rooms VALUES (7, 3, 300);
         INSERT INTO direct_rooms VALUES (-1, 1, 7);
         INSERT INTO members VALUES (7, 1, 3, 1, 2, 1), (7, -1, 3, 3, 1, 1);
         INSERT INTO messages VALUES
             (7, 1, 101, 1, 'one', 100, 'words of one', NULL, NULL, NULL, NULL),
             (7, 2, 102, -1, 'call:x', 200, NULL, 9, 'video', 'completed', 61),
             (7, 3, 103, 1, 'two', 300, '喝茶', NULL, NULL, NULL, NULL);
         INSERT INTO calls VALUES (8, 1, -1, 'voice', 250);",
    )
    .expect("what it holds");
}

fn migrated() -> Sqlite {
    let dir = tempfile::tempdir().expect("a folder");
    write_first_version(&dir.path().join("teahouse.db"));
    Sqlite::open(dir, Options::default())
}

#[test]
fn people_sessions_and_calls_are_carried_over() {
    let mut directory = migrated().directory();
    directory.people.sort_by_key(|person| person.id);
    let held: Vec<_> = directory
        .people
        .iter()
        .map(|person| (person.name.as_str(), person.holds_name))
        .collect();
    assert_eq!(
        held,
        [("Ann", true), ("ANN", false), ("Bob", true)],
        "one name of today is held by one"
    );
    assert!(directory.people[0].password.is_none());
    assert_eq!(directory.sessions[0].seen_at, UnixMillis(33));
    assert_eq!(directory.calls[0].call, CallId(8));
}

#[test]
fn messages_are_carried_over_to_the_letter() {
    let mut engine = migrated();
    let messages = seen_by(&mut engine, OTHER_ROOM, BOB);
    let stamps: Vec<_> = messages
        .iter()
        .map(|message| (message.id, message.seq, message.rev))
        .collect();
    assert_eq!(stamps, [1, 2, 3].map(|n| (MessageId(100 + n), Seq(n), Rev(n))));
    assert_eq!(messages[0].body, Body::text("words of one"));
    assert_eq!(messages[2].body, Body::text("喝茶"));
    let call = CallLine {
        call: CallId(9),
        media: Media::Video,
        outcome: CallOutcome::Completed,
        seconds: 61,
    };
    assert_eq!(messages[1].body, Body::Call(call));
    let room = load(&mut engine, OTHER_ROOM).expect("a room");
    assert_eq!(
        (room.rev, room.member_count, room.created_at),
        (Rev(3), 2, UnixMillis(100))
    );
    assert_eq!(
        summary(&mut engine, OTHER_ROOM, ANN).map(|summary| summary.unread),
        Some(1)
    );
}

#[test]
fn a_retry_across_the_migration_is_recognised() {
    let mut engine = migrated();
    let (message, fresh) = appended(ask(&mut engine, append(OTHER_ROOM, ANN, "one", 999)));
    assert_eq!((message.id, fresh), (MessageId(101), false));
    let (message, fresh) = appended(ask(&mut engine, append(OTHER_ROOM, ANN, "three", 999)));
    assert_eq!((message.seq, message.rev, fresh), (Seq(4), Rev(4), true));
}

#[test]
fn what_was_said_before_is_found() {
    let mut engine = migrated();
    let query = Query {
        text: "茶".to_owned(),
        ..Query::default()
    };
    let request = StoreRequest::Search {
        user: BOB,
        query,
        before: None,
        limit: 9,
    };
    let Outcome::Found { hits, .. } = engine.read(&request) else {
        panic!("it searches");
    };
    assert_eq!(hits.iter().map(|hit| hit.message.seq).collect::<Vec<_>>(), [Seq(3)]);
}

#[test]
fn it_is_brought_up_to_date_once_and_whole() {
    let engine = migrated();
    let before = engine.dir.path().join("teahouse.db");
    let mut engine = engine.restart();
    assert_eq!(seen_by(&mut engine, OTHER_ROOM, ANN).len(), 3);
    let conn = Connection::open(before).expect("opens");
    let check: String = conn
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("checks");
    assert_eq!(check, "ok");
    let dangling = conn
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut check| check.exists([]));
    assert_eq!(dangling, Ok(false));
}

/// Where a bot's program was told of messages alone, as far as the bot's delivered mark: room 7 to its second message of
/// three, the first of which was changed before the third came, and room 8 to its end.
#[test]
fn programs_of_bots_are_told_what_they_had_yet_to_be_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let conn = Connection::open(dir.path().join("teahouse.db")).expect("opens");
    for sql in [
        include_str!("../../migrations/sqlite/0001_house.sql"),
        include_str!("../../migrations/sqlite/0002_chat.sql"),
        "DROP TABLE messages_of_version_1;
         PRAGMA application_id = 0x54656168;
         PRAGMA user_version = 2;
         PRAGMA journal_mode = WAL;
         INSERT INTO people (id, name, name_key, is_bot, created_at, seen_at)
             VALUES (1, 'Ann', 'ann', 0, 1, 1), (2, 'Kettle', 'kettle', 1, 1, 1);
         INSERT INTO rooms (id, last_seq, last_at, rev) VALUES (7, 3, 30, 5), (8, 1, 10, 1);
         INSERT INTO members (room, user, sent, sent_read, delivered, read)
             VALUES (7, 1, 3, 3, 3, 3), (7, 2, 0, 0, 2, 0), (8, 1, 1, 1, 1, 1), (8, 2, 0, 0, 1, 1);
         INSERT INTO messages (room, seq, first_rev, rev, id, author, client_id, digest, at, kind, text) VALUES
             (7, 1, 1, 3, 101, 1, 'a', 0, 10, 'words', 'one'), (7, 2, 2, 5, 102, 1, 'b', 0, 20, 'words', 'two'),
             (7, 3, 4, 4, 103, 1, 'c', 0, 30, 'words', 'three'), (8, 1, 1, 1, 104, 1, 'd', 0, 10, 'words', 'four');
         INSERT INTO changes VALUES (7, 3, 1), (7, 5, 2);
         INSERT INTO hooks (id, bot, made_by, url, secret) VALUES (9, 2, 1, 'https://bot.example', 'shh');",
    ] {
        conn.execute_batch(sql).expect("a database of version 2");
    }
    drop(conn);
    let mut engine = Sqlite::open(dir, Options::default());
    let due = |engine: &mut Sqlite, room| {
        let request = StoreRequest::ReadDeliveries {
            hook: HookId(9),
            room: RoomId(room),
            user: UserId(2),
            limit: 9,
        };
        match engine.read(&request) {
            Outcome::Deliveries { deliveries, .. } => deliveries
                .iter()
                .map(|delivery| (delivery.is_new, delivery.message.seq.0))
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(due(&mut engine, 7), [(true, 3), (false, 2)]);
    assert_eq!(due(&mut engine, 8), []);
}
