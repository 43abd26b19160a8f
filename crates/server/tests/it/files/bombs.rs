//! Pictures and archives that are small and say that they are huge, or are: the house takes them for what they are before
//! anything is decoded, keeps its memory, and goes on.
//!
//! `BOMBS_DAMAGED` sets how many damaged pictures are tried.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

mod made;

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;
use std::time::Instant;

use image::ImageFormat;
use serde_json::{Value, json};
use teahouse_testkit::pieces::drawn;

use super::{Guest, amount, house, path, share};
use made::{Bomb, Fate, bombs};

/// What the house itself may need more when bombs come: it reads and writes them piece by piece.
const MAX_GROWTH_KIB: u64 = 48 * 1024;
const DAMAGED: usize = 160;

#[test]
fn bombs_are_told_before_anything_is_decoded() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    // What the first picture and the first large file cost once is no growth.
    ann.bring("small", &drawn(64, 64, ImageFormat::Png));
    ann.bring("large", &vec![0; 8 << 20]);
    let before = peak_kib(house.pid());
    for bomb in bombs() {
        let begun = Instant::now();
        let record = ann.bring("bomb", &bomb.bytes);
        let took = begun.elapsed();
        println!(
            "{:>9} bytes in {took:>8.1?} as {}: {}",
            bomb.bytes.len(),
            record["mime"],
            bomb.what
        );
        assert_fate(&bomb, &record);
        let read = ann.get(&path(record["id"].as_str().expect("an id")));
        assert_eq!(record["size"], json!(read.body.len()), "{}", bomb.what);
        assert_eq!(read.header("content-encoding"), None, "{}", bomb.what);
        assert!(read.body.len() <= bomb.bytes.len(), "{}", bomb.what);
    }
    let after = peak_kib(house.pid());
    println!("the house had {before} KiB at most before, {after} KiB after");
    assert!(after < before + MAX_GROWTH_KIB, "{before} KiB before, {after} after");
    assert!(!house.log().contains("panicked"), "{}", house.log());
}

fn assert_fate(bomb: &Bomb, record: &Value) {
    let (kind, mime) = (record["kind"].as_str(), record["mime"].as_str());
    let plain = (Some("file"), Some("application/octet-stream"));
    match bomb.fate {
        Fate::Plain => {
            assert_eq!((kind, mime), plain, "{}", bomb.what);
            assert_eq!(record["thumbnail"], Value::Null, "{}", bomb.what);
        }
        Fate::Unpainted => {
            assert_eq!(kind, Some("image"), "{}", bomb.what);
            assert_eq!(record["thumbnail"], Value::Null, "{}", bomb.what);
        }
        Fate::Painted => {
            assert_eq!(kind, Some("image"), "{}", bomb.what);
            assert_eq!(record["thumbnail"], json!(true), "{}", bomb.what);
        }
        Fate::Image => assert_eq!(kind, Some("image"), "{}", bomb.what),
    }
}

/// The most memory that a process ever had resident, in KiB.
fn peak_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|rest| rest.split_whitespace().next());
    number.and_then(|text| text.parse().ok()).expect("a number of KiB")
}

#[test]
fn damaged_pictures_are_refused_or_kept_and_harm_nothing() {
    let house = house();
    let guests = ["Ann", "Bob", "Cat", "Dan"].map(|name| Guest::enter(&house, name));
    let whole = [ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Png, ImageFormat::Gif]
        .map(|format| drawn(160, 120, format));
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let damaged: Vec<_> = (0..amount("BOMBS_DAMAGED", DAMAGED))
        .map(|number| damage(&whole[number % whole.len()], &mut random))
        .collect();
    let (tally, begun) = (Mutex::new(BTreeMap::new()), Instant::now());
    share(&guests, damaged, |guest, bytes| {
        let answer = guest.try_bring(&json!({ "name": "damaged", "size": bytes.len() }), &bytes);
        let fate = match answer.status {
            200 if answer.json()["file"]["thumbnail"] == json!(true) => "painted",
            200 => "kept without a small picture",
            _ => {
                assert_eq!(answer.code(), (422, "broken_media".to_owned()));
                "refused"
            }
        };
        *tally.lock().expect("nobody panics here").entry(fate).or_insert(0) += 1;
    });
    println!("damaged pictures in {:?}: {:?}", begun.elapsed(), tally.into_inner());
    assert!(!house.log().contains("panicked"), "{}", house.log());
    assert_eq!(
        guests[0].bring("whole", &whole[0])["thumbnail"],
        json!(true),
        "it goes on painting"
    );
}

/// A picture with some bytes changed, a piece cut out, or its end cut off. The first letters stay.
fn damage(whole: &[u8], random: &mut u64) -> Vec<u8> {
    let mut below = |most: usize| {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        (*random % most as u64) as usize
    };
    let mut bytes = whole.to_vec();
    for _ in 0..=below(8) {
        let at = 12 + below(bytes.len() - 12);
        bytes[at] = below(256) as u8;
    }
    match below(4) {
        0 => bytes.truncate(12 + below(whole.len() - 12)),
        1 => {
            let from = 12 + below(whole.len() - 12);
            let to = from + below(bytes.len() - from);
            bytes.drain(from..to);
        }
        _ => {}
    }
    bytes
}
