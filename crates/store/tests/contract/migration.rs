//! A database of the first version is brought up to date with all that it holds.

use std::path::Path;

use rusqlite::Connection;
use teahouse_core::id::{CallId, MessageId};
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
    let request = teahouse_core::effect::StoreRequest::Search {
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
