//! Many files, many hands and many mishaps: what is complete is what was sent, of the rest nothing is left, and nobody has
//! a byte more or less than her quota.
//!
//! `MANY_FILES` sets how many small files come, `MANY_UPLOADS` how many meet mishaps.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use serde_json::json;
use teahouse_testkit::{House, Launch};

use super::bring::hex;
use super::{Guest, OFFSET_TYPE, amount, begin, house, lying, noise, path, share, upload};
use crate::PROGRAM;

const FILES: usize = 800;
const UPLOADS: usize = 60;
/// The longest file that meets mishaps.
const LONGEST: u64 = 120_000;

fn house_with_quota(bytes: u64) -> House {
    Launch::of(Path::new(PROGRAM))
        .with_settings(&["--limits", "off"])
        .with_variable("TEAHOUSE_FILES__QUOTA", &bytes.to_string())
        .start()
}

/// Announces a file of a size alone: the status of the answer.
fn ask_for(guest: &Guest<'_>, size: u64) -> u16 {
    let answer = guest.json("POST", "/api/v1/files", &json!({ "name": "more", "size": size }));
    if answer.status == 507 {
        assert_eq!(answer.code().1, "over_quota");
    }
    answer.status
}

#[test]
fn thousands_of_small_files_fill_a_quota_to_the_byte() {
    let each = amount("MANY_FILES", FILES) / 4;
    let sizes: Vec<usize> = (0..each).map(|number| 1 + number % 97).collect();
    let quota: usize = sizes.iter().sum();
    let house = house_with_quota(quota as u64);
    let guests = ["Ann", "Bob", "Cat", "Dan"].map(|name| Guest::enter(&house, name));
    let begun = Instant::now();
    thread::scope(|scope| {
        for (person, guest) in guests.iter().enumerate() {
            let sizes = &sizes;
            scope.spawn(move || fill(guest, person, sizes));
        }
    });
    let took = begun.elapsed();
    println!(
        "{} files of {quota} bytes for each of four in {took:?}: {:.0} a second, each quota exact",
        4 * each,
        4.0 * each as f64 / took.as_secs_f64()
    );
    let [coming, kept] = lying(&house);
    // Of each person one file came in the place of another, and one byte is announced.
    assert_eq!((coming.len(), kept.len()), (8, 4 * (each - 1)), "{coming:?}");
}

/// Brings files of these sizes, which are her whole quota, and finds out that they are.
fn fill(guest: &Guest<'_>, person: usize, sizes: &[usize]) {
    let mut last = String::new();
    for (number, &size) in sizes.iter().enumerate() {
        let bytes: Vec<u8> = format!("x{person}-{number}-")
            .into_bytes()
            .into_iter()
            .cycle()
            .take(size)
            .collect();
        let file = guest.announce(&json!({ "name": "small", "size": size, "sha256": hex(&bytes) }));
        assert_eq!(guest.send(&file, 0, &bytes).status, 200);
        assert!(guest.get(&path(&file)).body == bytes, "{person} {number}");
        last = file;
    }
    assert_eq!(ask_for(guest, 1), 507, "not a byte is left");
    assert_eq!(guest.ask("DELETE", &upload(&last), &[], b"").status, 204);
    let back = sizes[sizes.len() - 1] as u64;
    assert_eq!(ask_for(guest, back + 1), 507, "not a byte more came back");
    assert_eq!(ask_for(guest, back), 201, "and not a byte less");
    assert_eq!(ask_for(guest, 1), 507);
}

/// What happens to one upload, decided by chance alone.
struct Mishaps {
    random: u64,
    bytes: Vec<u8>,
    /// Whether something else is announced than what comes.
    is_wrong: bool,
}

impl Mishaps {
    fn new(number: usize) -> Mishaps {
        let mut mishaps = Mishaps {
            random: 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(number as u64 + 1) | 1,
            bytes: Vec::new(),
            is_wrong: number % 7 == 3,
        };
        let len = 1 + mishaps.below(LONGEST);
        mishaps.bytes = noise(usize::try_from(len).expect("it fits"));
        // No two of them are the same.
        mishaps.bytes.extend(number.to_be_bytes());
        mishaps
    }

    fn below(&mut self, most: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % most
    }
}

#[test]
fn of_many_uploads_with_mishaps_whole_files_are_left_and_nothing_else() {
    let count = amount("MANY_UPLOADS", UPLOADS);
    let quota = (count as u64 + 8) * (LONGEST + 8);
    let house = house_with_quota(quota);
    let guests = ["Ann", "Bob", "Cat", "Dan"].map(|name| Guest::enter(&house, name));
    let kept = Mutex::new(BTreeMap::<String, (usize, u64)>::new());
    let tally = Mutex::new(BTreeMap::new());
    let begun = Instant::now();
    share(&guests, (0..count).map(Mishaps::new).collect(), |guest, mut mishaps| {
        let fate = bring(guest, &mut mishaps, &tally);
        if fate == "kept" {
            let mut kept = kept.lock().expect("nobody panics here");
            let of_hers = kept.entry(guest.id.clone()).or_default();
            *of_hers = (of_hers.0 + 1, of_hers.1 + mishaps.bytes.len() as u64);
        }
        note(&tally, fate);
    });
    println!(
        "{count} uploads in {:?}: {:?}",
        begun.elapsed(),
        tally.lock().expect("nobody panics here")
    );
    let kept = kept.into_inner().expect("nobody panics here");
    let [coming, lying] = lying(&house);
    assert_eq!(coming, [""; 0], "nothing is left of what came to nothing");
    assert_eq!(lying.len(), kept.values().map(|(files, _)| files).sum::<usize>());
    for guest in &guests {
        let left = quota - kept.get(&guest.id).map_or(0, |(_, bytes)| *bytes);
        for (more, status) in [(left + 1, 507), (left, 201), (1, 507)] {
            // What is left may be more than one file may have.
            if more <= 100_000_000 {
                assert_eq!(ask_for(guest, more), status, "{more} of {left} bytes that are left");
            }
        }
    }
}

fn note(tally: &Mutex<BTreeMap<&'static str, u32>>, what: &'static str) {
    *tally.lock().expect("nobody panics here").entry(what).or_default() += 1;
}

/// Brings one file through its mishaps; what became of it.
fn bring(guest: &Guest<'_>, mishaps: &mut Mishaps, tally: &Mutex<BTreeMap<&'static str, u32>>) -> &'static str {
    let bytes = mishaps.bytes.clone();
    let sha256 = if mishaps.is_wrong {
        hex(b"something else")
    } else {
        hex(&bytes)
    };
    let file = guest.announce(&json!({ "name": "tea", "size": bytes.len(), "sha256": sha256 }));
    let mut offset = 0;
    loop {
        let left = (bytes.len() - offset) as u64;
        let piece = &bytes[offset..][..usize::try_from(1 + mishaps.below(left)).expect("it fits")];
        match mishaps.below(24) {
            0 => {
                note(tally, "given up");
                assert_eq!(guest.ask("DELETE", &upload(&file), &[], b"").status, 204);
                assert_eq!(guest.send(&file, offset as u64, piece).status, 404);
                assert_eq!(guest.get(&path(&file)).status, 404);
                return "nothing";
            }
            1..=5 => {
                note(tally, "broken off");
                break_off(guest, &file, offset, piece);
            }
            6..=8 if offset > 0 => {
                note(tally, "said twice");
                let again = guest.send(&file, 0, &bytes[..offset]);
                assert!([409, 404].contains(&again.status), "{again:?}");
            }
            _ => {
                let sent = guest.send(&file, offset as u64, piece);
                assert!([204, 200, 422, 409, 404].contains(&sent.status), "{sent:?}");
            }
        }
        // What was broken off may yet come, and may be the last that was missing: the house is asked where it stands.
        let stands = guest.get(&upload(&file));
        if stands.status != 200 || stands.json()["file"].is_object() {
            return look_at(guest, mishaps, &file);
        }
        let stands = stands.json()["offset"].as_u64().expect("a number");
        let stands = usize::try_from(stands).expect("it fits");
        assert!((offset..=bytes.len()).contains(&stands), "{stands} after {offset}");
        offset = stands;
    }
}

/// Sends a part of what it says that it sends, and is gone.
fn break_off(guest: &Guest<'_>, file: &str, offset: usize, piece: &[u8]) {
    let headers = [OFFSET_TYPE, ("upload-offset", &*offset.to_string())];
    let address = guest.house.address();
    let mut stream = begin(
        address,
        &guest.cookie,
        "PATCH",
        &upload(file),
        &headers,
        piece.len() + 1,
    );
    let _it_may_be_refused = stream.write_all(piece);
}

/// What is there of an upload whose last byte has come.
fn look_at(guest: &Guest<'_>, mishaps: &Mishaps, file: &str) -> &'static str {
    let read = guest.get(&path(file));
    if mishaps.is_wrong {
        assert_eq!(read.status, 404);
        return "wrong";
    }
    assert_eq!(read.status, 200, "{file}");
    assert!(read.body == mishaps.bytes, "it is what was sent");
    "kept"
}

#[test]
fn four_hands_at_one_upload_write_every_byte_once() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let bytes = noise(2_000_000);
    let file = ann.announce(&json!({ "name": "noise", "size": bytes.len(), "sha256": hex(&bytes) }));
    let tally = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for hand in 1..=4 {
            let (ann, bytes, file, tally) = (&ann, &bytes, &file, &tally);
            scope.spawn(move || {
                let mut offset = 0;
                loop {
                    let rest = &bytes[offset..];
                    let sent = ann.send(file, offset as u64, &rest[..rest.len().min(hand * 40_000)]);
                    let said = sent
                        .header("upload-offset")
                        .map(|said| said.parse::<usize>().expect("a number"));
                    match (sent.status, said) {
                        (200, _) => return note(tally, "finished"),
                        // Another hand was quicker with the last byte.
                        (404, _) => return note(tally, "found it finished"),
                        (204, Some(said)) => {
                            note(tally, "went on");
                            offset = said;
                        }
                        (409, Some(said)) => {
                            note(tally, "heard where it stands");
                            offset = said;
                        }
                        _ => panic!("{sent:?}"),
                    }
                }
            });
        }
    });
    println!("{:?}", tally.lock().expect("nobody panics here"));
    assert!(ann.get(&path(&file)).body == bytes);
    assert_eq!(lying(&house)[0], [""; 0]);
}
