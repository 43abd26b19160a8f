//! Prints how many messages per second are kept, and how long a start takes after that:
//! `cargo run --release -p teahouse-store --example rate [folder]`. The figures are the disk's as much as ours.
//!
//! The messages go to as many rooms as there are, at random: the worst case, in which no two share a page.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::path::Path;
use std::time::{Duration, Instant};

use teahouse_core::effect::{NewBody, NewMessage, StoreRequest};
use teahouse_core::id::{MessageId, RoomId, SessionId, UserId};
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{ClientId, Person, Session, TokenHash};
use teahouse_store::{Error, Options, Store, Writer};

const PEOPLE: u64 = 100_000;
const SPAN: Duration = Duration::from_secs(3);

fn main() -> Result<(), Error> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let dir = Path::new(&folder).join(format!("teahouse-rate-{}", std::process::id()));
    std::fs::create_dir(&dir).expect("the folder can be written");
    let (_store, mut writer) = Store::open(&dir, Options::default())?;
    settle(&mut writer)?;
    let mut sent = 0;
    for batch in [1, 64, 512] {
        let begin = Instant::now();
        let mut kept = 0;
        while begin.elapsed() < SPAN {
            let requests: Vec<_> = (sent..sent + batch).map(append).collect();
            sent += batch;
            let outcomes = writer.commit(&requests)?;
            kept += outcomes
                .iter()
                .filter(|outcome| matches!(outcome, Outcome::Appended { fresh: true, .. }))
                .count();
            writer.tidy()?;
        }
        println!(
            "{batch:>3} to a batch: {:.0} messages/s",
            kept as f64 / begin.elapsed().as_secs_f64()
        );
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

/// People in pairs, each pair with its room.
fn settle(writer: &mut Writer) -> Result<(), Error> {
    let people = (0..PEOPLE).map(|user| StoreRequest::CreatePerson {
        person: Person::guest(
            UserId(scatter(user)),
            Name::from_store(&format!("Person {user}")),
            UnixMillis(0),
        ),
        session: Session::browser(
            SessionId(scatter(user)),
            UserId(scatter(user)),
            TokenHash(std::array::from_fn(|i| scatter(user).to_le_bytes()[i % 8])),
            UnixMillis(0),
        ),
    });
    let rooms = (0..PEOPLE / 2).map(|room| StoreRequest::OpenDirect {
        room: RoomId(scatter(room)),
        members: [UserId(scatter(2 * room)), UserId(scatter(2 * room + 1))],
    });
    writer.commit(&people.chain(rooms).collect::<Vec<_>>()).map(drop)
}

fn append(number: u64) -> StoreRequest {
    let author = scatter(number) % PEOPLE;
    StoreRequest::Append(NewMessage {
        id: MessageId(scatter(number)),
        room: RoomId(scatter(author / 2)),
        author: UserId(scatter(author)),
        client_id: ClientId::new(&format!("{:016x}-{number:019}", scatter(number))).expect("36 letters"),
        at: UnixMillis(number as i64),
        body: NewBody::text(&"tea ".repeat(37)),
    })
}

/// Numbers as scattered as random ids, and the same in each run.
fn scatter(number: u64) -> u64 {
    (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
