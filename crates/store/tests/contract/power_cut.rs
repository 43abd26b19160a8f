//! Power cuts: what the store has answered for is there, wherever between two writes the current fails.
//!
//! A child process, the scribe, works on a store under strace. Its writes and flushes are then replayed onto a model of
//! a disk that forgets what was not flushed, up to every single one of them, and from each disk a store is opened.
//! `CRASH_COMMITS` makes the script longer. Where strace is missing or not allowed, the tests say so and pass.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

mod disk;
mod recording;

use std::collections::BTreeMap;
use std::sync::Arc;

use teahouse_core::effect::StoreRequest;
use teahouse_core::id::UserId;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, Hit, Message, Query, Seq, Span};
use teahouse_store::{Options, Store};

use crate::engine::{Engine, Sqlite};
use crate::house::*;
use disk::Disk;
use recording::{Event, record};

/// Commits of the script; at each fourth of them the store is opened again, so that the log is emptied, too.
const COMMITS: u64 = 24;

#[test]
fn no_power_cut_takes_back_what_was_answered() {
    let Some(events) = record() else { return };
    let found = cut_everywhere(&events);
    assert_eq!(found.lost, None);
    assert!(found.disks > 300 && found.most_acked > COMMITS, "{found:?}");
    println!(
        "{} disks, up to {} messages answered for",
        found.disks, found.most_acked
    );
}

/// The first control: were the log not flushed at each commit (`synchronous = NORMAL`), it would be found out.
#[test]
fn a_store_that_does_not_flush_each_commit_is_found_out() {
    let Some(mut events) = record() else { return };
    while let Some(index) = last_flush_before_an_answer(&events) {
        events.remove(index);
    }
    assert_lost(&cut_everywhere(&events));
}

/// The second control: were a batch answered before its flush, it would be found out.
#[test]
fn a_store_that_answers_before_it_flushes_is_found_out() {
    let Some(mut events) = record() else { return };
    while let Some(index) = last_flush_before_an_answer(&events) {
        events.swap(index, index + 1);
    }
    assert_lost(&cut_everywhere(&events));
}

fn last_flush_before_an_answer(events: &[Event]) -> Option<usize> {
    let pairs = events.windows(2);
    pairs
        .enumerate()
        .rev()
        .find_map(|(index, pair)| matches!(pair, [Event::Flush { .. }, Event::Ack(_)]).then_some(index))
}

fn assert_lost(found: &Found) {
    let lost = found.lost.as_ref().expect("something is missing");
    assert!(lost.ends_with("kept"), "{lost}");
}

/// How many messages the batch of this number has.
fn size_of(commit: u64) -> u64 {
    1 + commit % 5
}

fn author_of(number: u64) -> UserId {
    [ANN, BOB][number as usize % 2]
}

/// With each batch, the first message of the one before is edited.
fn edit_of(number: u64) -> StoreRequest {
    let author = author_of(number);
    change(author, author, &format!("m{number}"), edit("secondly"))
}

/// The child process: writes messages and says, in order, of each batch how many it has been answered for. Without a
/// place to write to, which only the tests of power cuts give it, it has no part to play.
#[test]
fn scribe() {
    let Some((folder, acks)) = recording::scribes_place() else {
        return;
    };
    let commits = std::env::var("CRASH_COMMITS").map_or(COMMITS, |commits| commits.parse().expect("a number"));
    let (mut store, mut writer) = Store::open(&folder, Options::default()).expect("opens");
    writer
        .commit(&[create(ANN, "Ann", 1), create(BOB, "Bob", 1), open(ROOM, [ANN, BOB])])
        .expect("the disk is fine");
    let (mut answered, mut last_first): (u64, Option<u64>) = (0, None);
    for commit in 0..commits {
        let batch: Vec<_> = (answered..answered + size_of(commit))
            .map(|n| append(ROOM, author_of(n), &format!("m{n}"), 1))
            .chain([mark(ROOM, BOB, answered, answered / 2)])
            .chain(last_first.map(edit_of))
            .collect();
        last_first = Some(answered);
        let outcomes = writer.commit(&batch).expect("the disk is fine");
        answered += outcomes
            .into_iter()
            .filter(|outcome| matches!(outcome, Outcome::Appended { .. }))
            .count() as u64;
        recording::say(&acks, answered);
        writer.tidy().expect("the disk is fine");
        if commit % (commits / 4).max(1) == 0 {
            drop((store, writer));
            (store, writer) = Store::open(&folder, Options::default()).expect("opens");
        }
    }
}

/// What came of cutting the power everywhere.
#[derive(Debug, Default)]
struct Found {
    disks: u32,
    most_acked: u64,
    /// The first disk from which something answered for is missing.
    lost: Option<String>,
}

fn cut_everywhere(events: &[Event]) -> Found {
    let (mut disk, mut acked, mut found) = (Disk::default(), 0, Found::default());
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Ack(count) => acked = *count,
            _ => disk.apply(event),
        }
        for fate in disk.fates(index as u64) {
            found.disks += 1;
            found.most_acked = found.most_acked.max(acked);
            if let Err(fault) = open_and_check(&disk.after_power_cut(fate), acked) {
                found.lost = Some(format!("after event {index}, {fate:?}: {fault}"));
                return found;
            }
        }
    }
    found
}

fn open_and_check(files: &BTreeMap<String, Vec<u8>>, acked: u64) -> Result<(), String> {
    // In memory where there is such a folder: a thousand disks need no flushing.
    let dir = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("a folder");
    for (name, content) in files {
        std::fs::write(dir.path().join(name), content).expect("fits");
    }
    let (store, writer) = Store::open(dir.path(), Options::default()).map_err(|error| error.to_string())?;
    let reader = store.reader().map_err(|error| error.to_string())?;
    let check: String = rusqlite::Connection::open(dir.path().join("teahouse.db"))
        .and_then(|database| database.query_row("PRAGMA integrity_check", [], |row| row.get(0)))
        .map_err(|error| error.to_string())?;
    if check != "ok" {
        return Err(check);
    }
    let mut engine = Sqlite {
        dir,
        store,
        writer,
        reader,
    };
    let Outcome::History { messages, .. } = engine.read(&history(ROOM, Span::After(Seq(0)), u16::MAX)) else {
        return Err("no history".to_owned());
    };
    for (message, n) in messages.iter().zip(0..) {
        if message.seq != Seq(n + 1) || message.client_id.as_str() != format!("m{n}") {
            return Err(format!("message {n} is not in its place"));
        }
    }
    check_edits(&mut engine, &messages)?;
    match messages.len() as u64 {
        kept if kept < acked => Err(format!("{acked} answered for, {kept} kept")),
        _ => Ok(()),
    }
}

/// Each batch is there with its edit and all that the search index holds of both, or not at all.
fn check_edits(engine: &mut Sqlite, messages: &[Arc<Message>]) -> Result<(), String> {
    let (mut firsts, mut next) = (Vec::new(), 0);
    for commit in 0.. {
        if next >= messages.len() as u64 {
            break;
        }
        firsts.push(next);
        next += size_of(commit);
    }
    if next != messages.len() as u64 {
        return Err(format!("a batch of {next} is there up to {}", messages.len()));
    }
    firsts.pop();
    for (message, n) in messages.iter().zip(0..) {
        let wanted = if firsts.contains(&n) {
            "secondly".to_owned()
        } else {
            format!("words of m{n}")
        };
        if message.body != Body::text(&wanted) {
            return Err(format!("message {n} does not say what it should"));
        }
    }
    let edited = found(engine, "secondly")?;
    let plain = found(engine, "words")?;
    if edited.len() != firsts.len() || plain.len() + edited.len() != messages.len() {
        return Err(format!(
            "{} and {} of {} are found",
            edited.len(),
            plain.len(),
            messages.len()
        ));
    }
    Ok(())
}

fn found(engine: &mut Sqlite, text: &str) -> Result<Vec<Hit>, String> {
    let request = StoreRequest::Search {
        user: ANN,
        query: Query {
            text: text.to_owned(),
            ..Query::default()
        },
        before: None,
        limit: u16::MAX,
    };
    match engine.read(&request) {
        Outcome::Found { hits, .. } => Ok(hits),
        other => Err(format!("{other:?}")),
    }
}
