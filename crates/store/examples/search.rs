//! Prints how quickly messages are found among a million:
//! `cargo run --release -p teahouse-store --example search [folder] [messages]`.
//!
//! A house of 2,000 people with a thousand rooms: the first twenty are groups and hold half of all messages. One person
//! is in all rooms, one in a hundred, one in three that are nearly silent.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::path::Path;
use std::time::{Duration, Instant};

use teahouse_core::effect::StoreRequest;
use teahouse_core::id::UserId;
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::Query;
use teahouse_store::{Error, Options, Reader, Store, Writer};

#[allow(dead_code, reason = "each example uses some of it")]
mod house;

const PEOPLE: u64 = 2_000;
const ROOMS: u64 = 1_000;
const EVERYWHERE: u64 = 0;
const IN_A_HUNDRED: u64 = 1;
const IN_THREE: u64 = 2;
const ROUNDS: u64 = 100;

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    let messages = arguments
        .next()
        .map_or(1_000_000, |count| count.parse().expect("a number"));
    let dir = Path::new(&folder).join(format!("teahouse-search-{}", std::process::id()));
    std::fs::create_dir(&dir).expect("the folder can be written");
    let (store, mut writer) = Store::open(&dir, Options::default())?;
    let begin = Instant::now();
    settle(&mut writer)?;
    fill(&mut writer, messages)?;
    let size = std::fs::metadata(dir.join("teahouse.db")).map_or(0, |file| file.len());
    println!("{messages} messages in {:?}, {} MB", begin.elapsed(), size / 1_000_000);
    ask(&mut store.reader()?, messages)?;
    drop((store, writer));
    std::fs::remove_dir_all(&dir).expect("the folder is ours");
    Ok(())
}

fn members_of(room: u64) -> impl Iterator<Item = u64> {
    let hundred = (room % 10 == 5).then_some(IN_A_HUNDRED);
    let three = (room >= ROOMS - 3).then_some(IN_THREE);
    let others = (0..8).map(move |nth| 3 + (room * 8 + nth) % (PEOPLE - 3));
    hundred.into_iter().chain(three).chain(others)
}

fn settle(writer: &mut Writer) -> Result<(), Error> {
    let people = (0..PEOPLE).map(house::person);
    let rooms = (0..ROOMS).map(|room| StoreRequest::CreateGroup {
        room: house::room(room),
        name: Name::from_store("Tea"),
        owner: house::user(EVERYWHERE),
        members: members_of(room).map(house::user).collect(),
        at: UnixMillis(0),
    });
    writer.commit(&people.chain(rooms).collect::<Vec<_>>()).map(drop)
}

fn fill(writer: &mut Writer, messages: u64) -> Result<(), Error> {
    for first in (0..messages).step_by(512) {
        let batch: Vec<_> = (first..messages.min(first + 512))
            .map(|number| {
                let room = house::rank(number ^ 0xabcd, ROOMS);
                let author = members_of(room).last().expect("a member");
                house::message(number, house::room(room), house::user(author))
            })
            .collect();
        writer.commit(&batch)?;
        writer.tidy()?;
    }
    Ok(())
}

fn ask(reader: &mut Reader, messages: u64) -> Result<(), Error> {
    let text = |text: String| Query {
        text,
        ..Query::default()
    };
    let pair = |n: u64| format!("{}{}", house::character(n % 7), house::character(n % 11));
    let year = messages as i64 * house::STEP_MS;
    for (who, of_whom) in [
        (EVERYWHERE, "all rooms"),
        (IN_A_HUNDRED, "100 rooms"),
        (IN_THREE, "3 rooms"),
    ] {
        let mut time = |what: &str, query: &dyn Fn(u64) -> Query| time(reader, what, of_whom, house::user(who), query);
        time("one character, the most frequent", &|_| {
            text(house::character(0).to_string())
        })?;
        time("one character, any", &|n| {
            text(house::character(n * 31 % 4_000).to_string())
        })?;
        time("two characters", &|n| text(pair(n)))?;
        time("four characters", &|n| text(pair(n) + &pair(n + 1)))?;
        time("a word", &|n| text(house::word(n * 17) + " "))?;
        time("one letter", &|n| text(char::from(b'a' + (n % 26) as u8).to_string()))?;
        time("three letters", &|n| {
            text(house::word(n * 17).chars().take(3).collect())
        })?;
        time("two words", &|n| {
            text(format!("{} {}", house::word(n % 9), house::word(n % 40)))
        })?;
        time("one character by one author", &|n| Query {
            author: Some(house::user(3 + n)),
            ..text(house::character(0).to_string())
        })?;
        time("one character in one room", &|n| Query {
            room: Some(house::room(ROOMS - 1 - n % 3)),
            ..text(house::character(0).to_string())
        })?;
        time("one character in one week", &|n| Query {
            since: Some(UnixMillis(year / 200 * n as i64)),
            until: Some(UnixMillis(year / 200 * n as i64 + 7 * 86_400_000)),
            ..text(house::character(0).to_string())
        })?;
    }
    Ok(())
}

/// Asks in rounds, each for the first page of 20, and prints how long that took.
fn time(
    reader: &mut Reader,
    what: &str,
    of_whom: &str,
    user: UserId,
    query: &dyn Fn(u64) -> Query,
) -> Result<(), Error> {
    let mut times: Vec<Duration> = Vec::new();
    let used_before = house::processor_time();
    let mut most = 0;
    for round in 0..ROUNDS {
        let request = StoreRequest::Search {
            user,
            query: query(round),
            before: None,
            limit: 20,
        };
        let begin = Instant::now();
        let outcome = reader.read(&request)?;
        times.push(begin.elapsed());
        if let Outcome::Found { hits, .. } = outcome {
            most = most.max(hits.len());
        }
    }
    times.sort();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!(
        "{of_whom:>9}, {what:<33} p50 {:7.2} ms  p95 {:7.2} ms  p99 {:7.2} ms  processor {:6.2} ms  up to {most} hits",
        at(50),
        at(95),
        at(99),
        (house::processor_time() - used_before).as_secs_f64() * 1e3 / ROUNDS as f64,
    );
    Ok(())
}
