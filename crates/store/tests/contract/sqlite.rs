//! What SQLite alone has to show: its file, its limits, its damage.

use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use teahouse_core::effect::{NewBody, NewMessage, StoreRequest};
use teahouse_core::id::RoomId;
use teahouse_core::outcome::{Outcome, StoreFailure};
use teahouse_core::record::{Seq, Span};
use teahouse_store::{Error, Options, Store};
use teahouse_testkit::SmallDisk;

use crate::engine::{Engine, Sqlite};
use crate::house::*;

/// A foreign connection to the file, as an operator's shell has one.
fn shell(dir: &Path) -> Connection {
    Connection::open(dir.join("teahouse.db")).expect("opens")
}

fn numbered(range: std::ops::Range<i64>) -> Vec<StoreRequest> {
    range.map(|at| append(ROOM, ANN, &format!("m{at}"), at)).collect()
}

/// Appends until the store is full. Returns how many messages it has answered for.
fn fill(engine: &mut Sqlite) -> i64 {
    for round in 0..10_000 {
        let outcomes = engine.commit(&numbered(16 * round..16 * round + 16));
        if outcomes[0] == Outcome::Failed(StoreFailure::Full) {
            assert!(
                outcomes.iter().all(|outcome| *outcome == outcomes[0]),
                "all or nothing: {outcomes:?}"
            );
            return 16 * round;
        }
        assert!(outcomes.into_iter().all(|outcome| appended(outcome).1));
    }
    panic!("it never was full");
}

/// Fills the store, lets `make_room` make room, and goes on without opening it again.
fn nothing_is_lost_when_it_is_full(mut engine: Sqlite, make_room: impl FnOnce()) {
    let kept = fill(&mut engine);
    let last = |engine: &mut Sqlite| places(engine, ROOM, Span::Latest, 1).0.first().copied().unwrap_or(0) as i64;
    assert_eq!(last(&mut engine), kept, "readers go on");
    let mixed = [append(ROOM, ANN, "big", 1), history(ROOM, Span::Latest, 1)];
    let outcomes = engine.commit(&mixed);
    assert!(
        matches!(outcomes[1], Outcome::History { .. }),
        "reads among the writes, too: {outcomes:?}"
    );
    make_room();
    let outcomes = engine.commit(&numbered(kept..kept + 16));
    assert!(outcomes.into_iter().all(|outcome| appended(outcome).1), "it goes on");
    let again = engine.commit(&numbered(kept - 16..kept));
    assert!(
        again.into_iter().all(|outcome| !appended(outcome).1),
        "what was answered for is there"
    );
    let mut engine = engine.restart();
    let kept = last(&mut engine);
    assert_eq!(
        places(&mut engine, ROOM, Span::After(Seq(0)), u16::MAX).0.len() as i64,
        kept
    );
    let check: String = shell(engine.dir.path())
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("checks");
    assert_eq!(check, "ok");
}

#[test]
fn the_search_index_is_written_once_for_a_batch() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut engine = Sqlite::open(dir, Options::default());
    settle(&mut engine);
    // Three pieces, as they were written, would not be merged yet.
    let outcomes = engine.commit(&numbered(0..3));
    assert!(outcomes.into_iter().all(|outcome| appended(outcome).1));
    let pieces: i64 = shell(engine.dir.path())
        .query_row("SELECT count(DISTINCT segid) FROM search_idx", [], |row| row.get(0))
        .expect("counts");
    assert_eq!(pieces, 1);
}

#[test]
fn nothing_is_lost_when_the_allowed_size_is_reached() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut engine = Sqlite::open(dir, Options::default());
    settle(&mut engine);
    let path = engine.dir.path().to_owned();
    shell(&path)
        .execute_batch("CREATE TABLE filler (x); INSERT INTO filler VALUES (zeroblob(262144))")
        .expect("writes");
    let Sqlite { dir, .. } = engine;
    let options = Options {
        max_size: Some(768 * 1024),
        ..Options::default()
    };
    nothing_is_lost_when_it_is_full(Sqlite::open(dir, options), || {
        shell(&path).execute_batch("DROP TABLE filler").expect("frees pages");
    });
}

/// Where mounting is not allowed, it says so and passes.
#[test]
fn nothing_is_lost_when_the_disk_is_full() {
    let Some(disk) = SmallDisk::mount(4) else {
        return;
    };
    let filler = disk.path().join("filler");
    std::fs::write(&filler, vec![0; 1 << 20]).expect("fits");
    let mut engine = Sqlite::open(disk.folder(), Options::default());
    settle(&mut engine);
    nothing_is_lost_when_it_is_full(engine, || std::fs::remove_file(&filler).expect("ours"));
}

#[test]
fn a_file_that_somebody_holds_is_unavailable_and_nothing_is_kept() {
    let options = Options {
        busy_timeout: Duration::from_millis(20),
        ..Options::default()
    };
    let mut engine = Sqlite::open(tempfile::tempdir().expect("a folder"), options);
    settle(&mut engine);
    let shell = shell(engine.dir.path());
    shell.execute_batch("BEGIN IMMEDIATE").expect("holds");
    let outcomes = engine.commit(&[append(ROOM, ANN, "later", 1), history(ROOM, Span::Latest, 1)]);
    assert_eq!(outcomes[0], Outcome::Failed(StoreFailure::Unavailable));
    assert!(matches!(outcomes[1], Outcome::History { .. }));
    shell.execute_batch("ROLLBACK").expect("lets go");
    assert!(appended(ask(&mut engine, append(ROOM, ANN, "later", 1))).1);
}

#[test]
fn a_damaged_row_hurts_the_one_who_reads_it() {
    let mut engine = Sqlite::empty();
    settle(&mut engine);
    ask(&mut engine, open(OTHER_ROOM, [ANN, CAT]));
    engine.commit(&[append(ROOM, ANN, "good", 1), append(OTHER_ROOM, ANN, "bad", 1)]);
    shell(engine.dir.path())
        .execute_batch(
            "PRAGMA ignore_check_constraints = ON;
             UPDATE messages SET text = NULL, call = 1, call_media = 'smell' WHERE client_id = 'bad'",
        )
        .expect("writes");
    let refused = engine.reader.read(&history(OTHER_ROOM, Span::Latest, 1));
    assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
    let outcomes = engine.commit(&[
        append(OTHER_ROOM, ANN, "bad", 2),
        open(RoomId(1), [CAT, ANN]),
        append(ROOM, ANN, "fine", 2),
    ]);
    assert_eq!(outcomes[..2], [IMPOSSIBLE, IMPOSSIBLE]);
    assert!(appended(outcomes[2].clone()).1);
    assert_eq!(places(&mut engine, ROOM, Span::Latest, 9).0, [1, 2]);
}

#[test]
fn a_reader_cannot_write() {
    let mut engine = Sqlite::empty();
    settle(&mut engine);
    engine
        .reader
        .read(&append(ROOM, ANN, "one", 1))
        .expect_err("it only looks");
    assert!(places(&mut engine, ROOM, Span::Latest, 9).0.is_empty());
}

#[test]
fn what_is_no_database_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("teahouse.db"), "tea ".repeat(4096)).expect("writes");
    let refused = Store::open(dir.path(), Options::default()).map(drop);
    assert!(
        matches!(refused, Err(Error::Open { .. } | Error::Corrupt(_))),
        "{refused:?}"
    );
    let missing = Store::open(&dir.path().join("missing"), Options::default()).map(drop);
    assert!(matches!(missing, Err(Error::Open { .. })), "{missing:?}");
}

#[test]
fn a_writer_that_has_failed_writes_no_more() {
    let mut engine = Sqlite::empty();
    settle(&mut engine);
    let shell = shell(engine.dir.path());
    shell
        .execute_batch("ALTER TABLE messages RENAME TO elsewhere")
        .expect("writes");
    let failed = engine.writer.commit(&[append(ROOM, ANN, "one", 1)]);
    assert!(matches!(failed, Err(Error::Fatal(_))), "{failed:?}");
    shell
        .execute_batch("ALTER TABLE elsewhere RENAME TO messages")
        .expect("writes");
    let refused = engine.writer.commit(&[append(ROOM, ANN, "two", 2)]);
    assert!(matches!(refused, Err(Error::Broken)), "{refused:?}");
    assert!(
        places(&mut engine.restart(), ROOM, Span::Latest, 9).0.is_empty(),
        "neither is there"
    );
}

#[test]
fn the_log_stays_short_and_the_file_takes_it_in() {
    let mut engine = Sqlite::empty();
    settle(&mut engine);
    let log = engine.dir.path().join("teahouse.db-wal");
    let (mut longest, mut written) = (0, 0);
    for round in 0..80 {
        let batch: Vec<_> = (0..64)
            .map(|n| {
                let client_id = format!("{round}-{n}");
                written += 16 * 1024;
                StoreRequest::Append(NewMessage {
                    body: NewBody::text(&"tea ".repeat(4096)),
                    ..new(ROOM, ANN, &client_id, 1)
                })
            })
            .collect();
        engine.commit(&batch);
        longest = longest.max(std::fs::metadata(&log).expect("there").len());
    }
    assert!(longest < 40 << 20, "{longest} bytes");
    assert!(written > 2 * longest, "it would have grown without being taken in");
}

/// Overwrites every page on which messages lie: a start that looked at one of them would fail.
#[test]
fn a_start_does_not_read_the_messages_and_damage_is_told() {
    let mut engine = Sqlite::empty();
    settle(&mut engine);
    engine.commit(&numbered(0..2_000));
    let Sqlite {
        dir,
        store,
        writer,
        reader,
    } = engine;
    drop((store, writer, reader));
    let pages: Vec<u64> = shell(dir.path())
        .prepare("SELECT pageno FROM dbstat WHERE name IN ('messages', 'sqlite_autoindex_messages_2')")
        .and_then(|mut pages| {
            pages
                .query_map([], |row| row.get::<_, i64>(0).map(i64::cast_unsigned))?
                .collect()
        })
        .expect("it is told");
    assert!(pages.len() > 20, "{} pages", pages.len());
    let mut file = OpenOptions::new()
        .write(true)
        .open(dir.path().join("teahouse.db"))
        .expect("opens");
    for page in pages {
        file.seek(SeekFrom::Start((page - 1) * 4096)).expect("seeks");
        file.write_all(&[0xee; 4096]).expect("writes");
    }
    let mut engine = Sqlite::open(dir, Options::default());
    assert_eq!(engine.directory().people.len(), 3);
    let refused = engine.reader.read(&history(ROOM, Span::Latest, 1));
    assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
    let refused = engine.writer.commit(&numbered(0..1));
    assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
}
