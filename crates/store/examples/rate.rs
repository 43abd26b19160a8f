//! Prints how many messages per second are kept and found again, and how long a start takes after that:
//! `cargo run --release -p teahouse-store --example rate [folder]`. The figures are the disk's as much as ours.
//!
//! First the messages go to as many rooms as there are, at random: the worst case, in which no two share a page. Then to
//! the rooms of 64 people who all write at once.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::path::Path;
use std::time::{Duration, Instant};

use teahouse_core::effect::StoreRequest;
use teahouse_core::outcome::Outcome;
use teahouse_store::{Error, Options, Store, Writer};

#[allow(dead_code, reason = "each example uses some of it")]
mod house;

const PEOPLE: u64 = 100_000;
const SPAN: Duration = Duration::from_secs(3);

fn main() -> Result<(), Error> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let dir = Path::new(&folder).join(format!("teahouse-rate-{}", std::process::id()));
    std::fs::create_dir(&dir).expect("the folder can be written");
    let (_store, mut writer) = Store::open(&dir, Options::default())?;
    settle(&mut writer)?;
    let mut sent = 0;
    for (authors, of_whom) in [(PEOPLE, "all rooms"), (64, "64 people")] {
        for batch in [1, 64, 512] {
            write(&mut writer, &mut sent, batch, authors, of_whom)?;
        }
    }
    drop(writer);
    let begin = Instant::now();
    let (_store, writer) = Store::open(&dir, Options::default())?;
    let people = writer.load_directory()?.people.len();
    println!(
        "opened with {people} people and {sent} messages in {:?}",
        begin.elapsed()
    );
    drop(writer);
    std::fs::remove_dir_all(&dir).expect("the folder is ours");
    Ok(())
}

/// Writes batches for a while and prints the rate.
fn write(writer: &mut Writer, sent: &mut u64, batch: u64, authors: u64, of_whom: &str) -> Result<(), Error> {
    let (mut kept, mut spent, mut longest) = (0_usize, Duration::ZERO, Duration::ZERO);
    let mut used = Duration::ZERO;
    while spent < SPAN {
        let requests: Vec<_> = (*sent..*sent + batch)
            .map(|number| {
                let author = house::scatter(number) % authors;
                house::message(number, house::room(author / 2), house::user(author))
            })
            .collect();
        *sent += batch;
        let (begin, used_before) = (Instant::now(), house::processor_time());
        let outcomes = writer.commit(&requests)?;
        writer.tidy()?;
        spent += begin.elapsed();
        used += house::processor_time() - used_before;
        longest = longest.max(begin.elapsed());
        kept += outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Outcome::Appended { fresh: true, .. }))
            .count();
    }
    println!(
        "{of_whom}, {batch:>3} to a batch: {:.0} messages/s, {:.1} µs of a processor each, longest batch {longest:?}",
        kept as f64 / spent.as_secs_f64(),
        used.as_secs_f64() * 1e6 / kept as f64,
    );
    Ok(())
}

/// People in pairs, each pair with its room.
fn settle(writer: &mut Writer) -> Result<(), Error> {
    let people = (0..PEOPLE).map(house::person);
    let rooms = (0..PEOPLE / 2).map(|room| StoreRequest::OpenDirect {
        room: house::room(room),
        members: [house::user(2 * room), house::user(2 * room + 1)],
    });
    writer.commit(&people.chain(rooms).collect::<Vec<_>>()).map(drop)
}
