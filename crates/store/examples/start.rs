//! Prints how long a house with ten million messages takes to start:
//! `cargo run --release -p teahouse-store --example start [folder] [messages]`. Needs about eight gigabytes of disk.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::path::Path;
use std::time::Instant;

use teahouse_core::effect::StoreRequest;
use teahouse_store::{Error, Options, Store};

#[allow(dead_code, reason = "each example uses some of it")]
mod house;

const PEOPLE: u64 = 10_000;
/// Big enough that a flush is not what takes the time.
const BATCH: u64 = 4_096;

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    let messages: u64 = arguments
        .next()
        .map_or(10_000_000, |count| count.parse().expect("a number"));
    let dir = Path::new(&folder).join(format!("teahouse-start-{}", std::process::id()));
    std::fs::create_dir(&dir).expect("the folder can be written");
    let begin = Instant::now();
    {
        let (_store, mut writer) = Store::open(&dir, Options::default())?;
        let people = (0..PEOPLE).map(house::person);
        let rooms = (0..PEOPLE / 2).map(|room| StoreRequest::OpenDirect {
            room: house::room(room),
            members: [house::user(2 * room), house::user(2 * room + 1)],
        });
        writer.commit(&people.chain(rooms).collect::<Vec<_>>())?;
        for first in (0..messages).step_by(BATCH as usize) {
            let batch: Vec<_> = (first..messages.min(first + BATCH))
                .map(|number| {
                    let author = house::rank(number, PEOPLE);
                    house::message(number, house::room(author / 2), house::user(author))
                })
                .collect();
            writer.commit(&batch)?;
            writer.tidy()?;
        }
    }
    let size = std::fs::metadata(dir.join("teahouse.db")).map_or(0, |file| file.len());
    println!("{messages} messages in {:?}, {} MB", begin.elapsed(), size / 1_000_000);
    for _ in 0..5 {
        let begin = Instant::now();
        let (_store, writer) = Store::open(&dir, Options::default())?;
        let opened = begin.elapsed();
        let people = writer.load_directory()?.people.len();
        println!("opened in {opened:?}, with {people} people after {:?}", begin.elapsed());
    }
    std::fs::remove_dir_all(&dir).expect("the folder is ours");
    Ok(())
}
