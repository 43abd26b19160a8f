//! `kill -9` under load: what was acknowledged is kept, once, in order, and everybody is shown the same.
//!
//! `KILL_ROUNDS` sets how often the house is killed.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::path::Path;
use std::sync::Arc;
use std::thread;

use rusqlite::{Connection, OpenFlags};
use teahouse_core::id::{RoomId, UserId};
use teahouse_testkit::{AppBot, House, Journal, Launch, Outage, Pass, Stored, Talker, Verdict, Witness, check};
use teahouse_wire::app::{ClientMessage, HistoryRead, RoomsList, ServerMessage};

const PROGRAM: &str = env!("CARGO_BIN_EXE_teahouse");
const PEOPLE: usize = 6;
/// Messages under way per person: enough that some are always between the writer and the disk.
const IN_FLIGHT: usize = 8;
const ROUNDS: u64 = 20;
/// A round ends after one to so many acknowledgements.
const ACKS: u64 = 300;

#[test]
fn nothing_acknowledged_is_lost_doubled_or_swapped_when_the_house_is_killed() {
    let rounds = std::env::var("KILL_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().expect("a number"));
    let story = Story::play(Launch::of(Path::new(PROGRAM)), rounds);
    assert!(story.verdict.is_clean(), "{story:#?}");
    assert_eq!(story.told_out_of_order, 0, "{story:#?}");
    assert_eq!(story.integrity, "ok");
    assert_eq!(story.fresh, story.raw, "a fresh client reads what lies on the disk");
    assert_eq!(story.unread, story.recounted, "unread as told and as counted");
    assert!(
        story.verdict.acked > 0 && story.connections as usize > PEOPLE,
        "there was a load: {story:#?}"
    );
}

/// The control: a house that answers before it commits has to be found out.
#[cfg(feature = "planted-bugs")]
#[test]
fn a_house_that_answers_before_the_commit_is_found_out() {
    let launch = Launch::of(Path::new(PROGRAM)).with_variable("PLANTED_BUG", "answer-before-commit");
    let story = Story::play(launch, ROUNDS);
    assert!(!story.verdict.lost.is_empty(), "{story:#?}");
}

/// What came of the rounds.
#[derive(Debug)]
#[allow(dead_code, reason = "all of it is printed when a test fails")]
struct Story {
    seed: u64,
    verdict: Verdict,
    connections: u32,
    told_out_of_order: u32,
    integrity: String,
    /// Messages in the database.
    raw: Vec<Stored>,
    /// The same as a new connection reads them.
    fresh: Vec<Stored>,
    /// Room, member, unread: as the house says.
    unread: Vec<(String, String, u32)>,
    /// The same, counted in the database.
    recounted: Vec<(String, String, u32)>,
}

impl Story {
    fn play(launch: Launch, rounds: u64) -> Story {
        let mut house = launch.with_settings(&["--limits", "off"]).start();
        let journals = tempfile::tempdir().expect("a folder");
        let outage = Arc::new(Outage::new(house.address()));
        let passes: Vec<_> = (0..PEOPLE)
            .map(|n| Pass::enter(house.address(), &format!("Person {n}")))
            .collect();
        let talkers: Vec<_> = (0..PEOPLE)
            .map(|n| {
                // A ring: each talks to both neighbours, so that every room hears two and every person writes in two.
                let peers = [1, PEOPLE - 1].map(|step| passes[(n + step) % PEOPLE].you.id.clone());
                let journal = Journal::begin(&journals.path().join(n.to_string()));
                let talker = Talker::new(passes[n].clone(), peers.to_vec(), IN_FLIGHT, journal);
                let outage = Arc::clone(&outage);
                thread::spawn(move || talker.talk(&outage))
            })
            .collect();

        let seed = seed();
        let mut random = seed;
        for _ in 0..rounds {
            outage.wait_for_acks(1 + next(&mut random) % ACKS);
            house.kill();
            house.restart();
            outage.over();
        }
        outage.wait_for_acks(1);
        outage.end();
        let mut talkers: Vec<Talker> = talkers
            .into_iter()
            .map(|talker| talker.join().expect("it talked"))
            .collect();
        talkers.iter_mut().for_each(|talker| talker.catch_up(house.address()));
        let (fresh, unread) = as_told(&house, &passes);
        assert!(house.stop().success(), "{}", house.log());
        Story::conclude(seed, house.data(), &talkers, fresh, unread)
    }

    fn conclude(
        seed: u64,
        data: &Path,
        talkers: &[Talker],
        fresh: Vec<Stored>,
        unread: Vec<(String, String, u32)>,
    ) -> Story {
        let database = Connection::open_with_flags(data.join("teahouse.db"), OpenFlags::SQLITE_OPEN_READ_ONLY);
        let database = database.expect("it opens");
        let raw = stored(&database);
        let witnesses: Vec<Witness> = talkers.iter().map(Talker::witness).collect();
        let story = Story {
            seed,
            verdict: check(&witnesses, &raw),
            connections: talkers.iter().map(|talker| talker.tally().connections).sum(),
            told_out_of_order: talkers.iter().map(|talker| talker.tally().told_out_of_order).sum(),
            integrity: database
                .query_row("PRAGMA integrity_check", [], |row| row.get(0))
                .expect("it checks"),
            raw,
            fresh,
            unread,
            recounted: recount(&database),
        };
        println!("seed {seed}: {}; {} connections", story.verdict, story.connections);
        story
    }
}

/// What new connections are told: all messages, and what is unread.
fn as_told(house: &House, passes: &[Pass]) -> (Vec<Stored>, Vec<(String, String, u32)>) {
    let (mut messages, mut unread) = (Vec::new(), Vec::new());
    for pass in passes {
        let mut bot = AppBot::connect(house.address(), pass).expect("the house stands");
        let list = bot.ask(|re| {
            ClientMessage::RoomsList(RoomsList {
                re,
                before: None,
                limit: 50,
            })
        });
        let Ok(ServerMessage::RoomsPage(page)) = list else {
            panic!("no rooms but {list:?}");
        };
        for room in page.rooms {
            messages.extend(history(&mut bot, &room.id));
            unread.push((room.id, pass.you.id.clone(), room.unread));
        }
    }
    // Both members of each room have read it.
    messages.sort();
    let halved: Vec<_> = messages.chunks(2).map(|pair| pair[0].clone()).collect();
    assert!(
        messages.chunks(2).all(|pair| pair.len() == 2 && pair[0] == pair[1]),
        "both read the same"
    );
    unread.sort();
    (halved, unread)
}

fn history(bot: &mut AppBot, room: &str) -> Vec<Stored> {
    let mut messages: Vec<Stored> = Vec::new();
    loop {
        let page = bot.ask(|re| {
            ClientMessage::HistoryRead(HistoryRead {
                re,
                room: room.to_owned(),
                after: Some(messages.last().map_or(0, |message| message.seq)),
                before: None,
                limit: 200,
            })
        });
        let Ok(ServerMessage::HistoryPage(page)) = page else {
            panic!("no page but {page:?}");
        };
        messages.extend(page.messages.into_iter().map(|message| Stored {
            room: message.room,
            seq: message.seq,
            author: message.author,
            client_id: message.client_id,
        }));
        if !page.more {
            return messages;
        }
    }
}

fn stored(database: &Connection) -> Vec<Stored> {
    let mut rows = database
        .prepare("SELECT room, seq, author, client_id FROM messages")
        .expect("there is the table");
    let rows = rows.query_map([], |row| {
        Ok(Stored {
            room: RoomId(row.get::<_, i64>(0)?.cast_unsigned()).to_string(),
            seq: row.get::<_, i64>(1)?.cast_unsigned(),
            author: UserId(row.get::<_, i64>(2)?.cast_unsigned()).to_string(),
            client_id: row.get(3)?,
        })
    });
    let mut messages: Vec<Stored> = rows.and_then(Iterator::collect).expect("rows are messages");
    messages.sort();
    messages
}

/// What is unread, counted message by message.
fn recount(database: &Connection) -> Vec<(String, String, u32)> {
    let mut rows = database
        .prepare(
            "SELECT room, user, (SELECT count(*) FROM messages
                 WHERE messages.room = members.room AND author <> user AND seq > read)
             FROM members",
        )
        .expect("there is the table");
    let rows = rows.query_map([], |row| {
        let room = RoomId(row.get::<_, i64>(0)?.cast_unsigned()).to_string();
        let user = UserId(row.get::<_, i64>(1)?.cast_unsigned()).to_string();
        Ok((room, user, row.get(2)?))
    });
    let mut counts: Vec<_> = rows.and_then(Iterator::collect).expect("rows are members");
    counts.sort();
    counts
}

/// Another one in each run; it is printed, and `KILL_SEED` plays the same moments again.
fn seed() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    let given = std::env::var("KILL_SEED").map(|seed| seed.parse().expect("a number"));
    given.unwrap_or_else(|_| std::hash::RandomState::new().build_hasher().finish())
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
