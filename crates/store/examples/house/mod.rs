//! A made-up house for the examples: people, rooms, and messages of random Chinese and English words, the same in each run.

use std::time::Duration;

use teahouse_core::effect::{NewBody, NewMessage, StoreRequest};
use teahouse_core::id::{MessageId, RoomId, SessionId, UserId};
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{ClientId, Person, Session, TokenHash};

/// What this thread has used of a processor, so that figures of a busy machine can be told from those of a free one. Zero
/// where the system does not say.
pub fn processor_time() -> Duration {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = said.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

/// Time between two messages: a million of them fill a year.
pub const STEP_MS: i64 = 31_000;

/// Numbers as scattered as random ids, and the same in each run.
pub fn scatter(number: u64) -> u64 {
    let mixed = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

pub fn user(number: u64) -> UserId {
    UserId(scatter(number))
}

pub fn room(number: u64) -> RoomId {
    RoomId(scatter(number))
}

/// A person with a session.
pub fn person(number: u64) -> StoreRequest {
    let id = user(number);
    let name = Name::from_store(&format!("Person {number}"));
    let token = TokenHash(std::array::from_fn(|i| id.0.to_le_bytes()[i % 8]));
    StoreRequest::CreatePerson {
        person: Person::guest(id, name, UnixMillis(0)),
        session: Session::browser(SessionId(id.0), id, token, UnixMillis(0)),
    }
}

/// The message of this number: about 150 bytes, Chinese or English.
pub fn message(number: u64, room: RoomId, author: UserId) -> StoreRequest {
    StoreRequest::Append(NewMessage {
        id: MessageId(scatter(number)),
        room,
        author,
        client_id: ClientId::new(&format!("{:016x}-{number:019}", scatter(number))).expect("36 letters"),
        at: UnixMillis(number as i64 * STEP_MS),
        body: NewBody::text(&words(number)),
    })
}

/// Some words are said all the time and most hardly ever: the n-th has about 1/n of the first one's share.
pub fn rank(seed: u64, ranks: u64) -> u64 {
    let chance = (scatter(seed) >> 11) as f64 / (1_u64 << 53) as f64;
    (ranks as f64).powf(chance) as u64 - 1
}

/// The Chinese character of a rank.
pub fn character(rank: u64) -> char {
    char::from_u32(0x4e00 + rank as u32 * 5).expect("a character")
}

/// The English-looking word of a rank.
pub fn word(rank: u64) -> String {
    let letters = scatter(rank);
    (0..3 + letters % 6)
        .map(|n| char::from(b'a' + (letters >> (8 * n) & 0xff) as u8 % 26))
        .collect()
}

fn words(number: u64) -> String {
    let seed = number * 100;
    if number.is_multiple_of(2) {
        let mut text: String = (0..47).map(|n| character(rank(seed + n, 4_000))).collect();
        text.insert(text.char_indices().nth(20).map_or(0, |(at, _)| at), '，');
        text
    } else {
        let words: Vec<String> = (0..23).map(|n| word(rank(seed + n, 30_000))).collect();
        words.join(" ")
    }
}
