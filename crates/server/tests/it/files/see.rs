//! Who sees a file: by whom it was brought, and where it stands in a message.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::path::Path;
use std::time::Instant;

use image::ImageFormat;
use serde_json::{Value, json};
use teahouse_testkit::Launch;
use teahouse_testkit::pieces::drawn;

use super::{Answer, Guest, PATIENCE, amount, house, lying, noise, path, share, upload};
use crate::PROGRAM;

/// Ids that are guessed.
const GUESSES: usize = 1_500;

/// A group of the first with the others; its path.
pub(super) fn group(maker: &Guest<'_>, others: &[&Guest<'_>]) -> String {
    let members: Vec<_> = others.iter().map(|other| other.id.clone()).collect();
    let made = maker.json(
        "POST",
        "/api/v1/conversations",
        &json!({ "kind": "group", "name": "Tea", "members": members }),
    );
    assert_eq!(made.status, 201, "{made:?}");
    format!("/api/v1/conversations/{}", made.json()["id"].as_str().expect("an id"))
}

/// Says a file in a room; the message's path.
pub(super) fn say(guest: &Guest<'_>, room: &str, file: &str) -> String {
    let id = room.rsplit('/').next().expect("a path has a last part");
    let message = json!({ "client_id": format!("m-{id}-{file}"), "files": [file] });
    let said = guest.json("POST", &format!("{room}/messages"), &message);
    assert_eq!(said.status, 201, "{said:?}");
    format!("{room}/messages/{}", said.json()["id"].as_str().expect("an id"))
}

#[test]
fn a_file_is_seen_by_the_members_of_the_room_where_it_stands_and_by_nobody_else() {
    let house = house();
    let [ann, bob, eve] = ["Ann", "Bob", "Eve"].map(|name| Guest::enter(&house, name));
    let room = group(&ann, &[&bob]);
    let file = ann.bring_id("tea", b"leaves");
    let refused = (404, "no_file".to_owned());
    for guest in [&bob, &eve] {
        assert_eq!(guest.get(&path(&file)).code(), refused, "it was not said yet");
    }
    say(&ann, &room, &file);
    assert_eq!(bob.get(&path(&file)).body, b"leaves");
    assert_eq!(eve.get(&path(&file)).code(), refused);
    assert_eq!(
        eve.get(&path("0000000000001")).code(),
        refused,
        "and none hears which files there are"
    );
    assert_eq!(bob.get("/api/v1/files/nonsense").status, 404);
}

/// Every way of asking for something of a file, and what each says.
fn knock(guest: &Guest<'_>, file: &str, tag: &str) -> Vec<Answer> {
    let (original, small) = (path(file), format!("{}/thumbnail", path(file)));
    let mut answers = vec![guest.get(&upload(file)), guest.ask("HEAD", &upload(file), &[], b"")];
    for address in [original, small] {
        for (method, headers) in [
            ("GET", &[][..]),
            ("HEAD", &[]),
            ("GET", &[("if-none-match", tag)]),
            ("GET", &[("if-none-match", "*")]),
            ("GET", &[("range", "bytes=0-0")]),
            ("GET", &[("range", "bytes=0-0"), ("if-range", tag)]),
        ] {
            answers.push(guest.ask(method, &address, headers, b""));
        }
    }
    answers
}

/// Asserts that an answer says nothing of a file but that there is none.
fn assert_closed(answer: &Answer) {
    assert_eq!(answer.status, 404, "{answer:?}");
    for told in [
        "etag",
        "content-range",
        "content-disposition",
        "accept-ranges",
        "upload-offset",
        "upload-length",
    ] {
        assert_eq!(answer.header(told), None, "{answer:?}");
    }
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer:?}");
}

/// An answer without what is different each time.
fn said(answer: &Answer) -> (u16, Vec<(String, String)>, Vec<u8>) {
    let headers = answer.headers.iter().filter(|(name, _)| name != "date");
    (answer.status, headers.cloned().collect(), answer.body.clone())
}

#[test]
fn whoever_leaves_the_room_sees_its_files_no_more() {
    let house = house();
    let [ann, bob, cat] = ["Ann", "Bob", "Cat"].map(|name| Guest::enter(&house, name));
    let room = group(&ann, &[&bob, &cat]);
    let file = ann.bring_id("tea", &drawn(64, 48, ImageFormat::Png));
    say(&ann, &room, &file);
    let seen = bob.get(&path(&file));
    let tag = seen.header("etag").expect("it has one").to_owned();
    assert_eq!(
        seen.header("cache-control"),
        Some("private, no-cache"),
        "browsers must ask"
    );
    let known = bob.ask("GET", &path(&file), &[("if-none-match", &tag)], b"");
    assert_eq!(
        (known.status, known.header("cache-control")),
        (304, Some("private, no-cache"))
    );
    // One leaves, the other is sent away.
    for (who, by) in [(&bob, &bob), (&cat, &ann)] {
        let left = by.ask("DELETE", &format!("{room}/members/{}", who.id), &[], b"");
        assert!(left.status < 300, "{left:?}");
        knock(who, &file, &tag).iter().for_each(assert_closed);
    }
    assert_eq!(ann.get(&path(&file)).status, 200);
}

#[test]
fn whoever_signs_out_sees_no_file_any_more() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let file = ann.bring_id("tea", b"leaves");
    let tag = ann.get(&path(&file)).header("etag").expect("it has one").to_owned();
    let out = ann.ask("DELETE", "/api/v1/session", &[], b"");
    assert!(out.status < 300, "{out:?}");
    for answer in knock(&ann, &file, &tag) {
        assert_eq!((answer.status, answer.header("etag")), (401, None), "{answer:?}");
    }
}

#[test]
fn a_recalled_file_is_gone_for_all_others_at_once_and_its_bytes_soon() {
    let house = Launch::of(Path::new(PROGRAM))
        .with_settings(&["--limits", "off"])
        .with_variable("TEAHOUSE_FILES__UNUSED", "1s")
        .start();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let room = group(&ann, &[&bob]);
    let other = group(&ann, &[]);
    let [file, twice] = [noise(9_000), drawn(64, 48, ImageFormat::Png)].map(|bytes| ann.bring_id("tea", &bytes));
    let messages = [&file, &twice].map(|file| say(&ann, &room, file));
    say(&ann, &other, &twice);
    let tag = bob.get(&path(&file)).header("etag").expect("it has one").to_owned();
    let begun = Instant::now();
    for (message, file) in messages.iter().zip([&file, &twice]) {
        let recalled = ann.ask("DELETE", message, &[], b"");
        assert!(recalled.status < 300, "{recalled:?}");
        knock(&bob, file, &tag).iter().for_each(assert_closed);
    }
    println!("closed after {:?}", begun.elapsed());
    let names = |id: &str| [id.to_owned(), format!("{id}.small")];
    while lying(&house).concat().iter().any(|name| names(&file).contains(name)) {
        assert!(begun.elapsed() < PATIENCE, "its bytes stay");
    }
    println!("its bytes were gone after {:?}", begun.elapsed());
    assert_eq!(ann.get(&path(&file)).status, 404);
    // What stands in another room too is seen there.
    assert_eq!(ann.get(&path(&twice)).status, 200);
    let left = lying(&house).concat();
    assert!(names(&twice).iter().all(|name| left.contains(name)), "{left:?}");
}

#[test]
fn nobody_finds_a_file_by_guessing() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let guests = ["Eve", "Fay", "Gus", "Hal"].map(|name| Guest::enter(&house, name));
    let real: Vec<String> = (0..20)
        .map(|number| ann.bring_id("tea", &noise(100 + number)))
        .collect();
    let begun = ann.announce(&json!({ "name": "a", "size": 4 }));
    let nothing = said(&guests[0].get(&path("0000000000001")));
    assert_eq!(nothing.0, 404);
    // Those that there are, their neighbors, and others.
    let digits: Vec<char> = ('0'..='9').chain('a'..='z').collect();
    let neighbors = real.iter().flat_map(|id| {
        let stem = &id[..id.len() - 1];
        digits.iter().map(move |digit| format!("{stem}{digit}"))
    });
    let noise = noise(13 * amount("FILES_GUESSES", GUESSES));
    let wild = noise
        .chunks(13)
        .map(|chunk| chunk.iter().map(|byte| digits[usize::from(*byte) % 32]).collect());
    let guesses: Vec<String> = neighbors
        .chain(real.iter().cloned())
        .chain([begun.clone()])
        .chain(wild)
        .collect();
    let count = guesses.len();
    let since = Instant::now();
    share(&guests, guesses, |guest, id| {
        let answer = guest.get(&path(&id));
        // What is no id at all may be told from one that nothing has.
        if id.len() == 13 && answer.json()["code"] == "no_file" {
            assert_eq!(said(&answer), nothing, "{id}");
        }
        assert_closed(&answer);
    });
    println!(
        "{count} guesses in {:?}, {} of them right: no answer tells which",
        since.elapsed(),
        real.len()
    );
    for id in real.iter().chain([&begun]) {
        let answers = knock(&guests[0], id, "\"a\"");
        let unknown = knock(&guests[0], "0000000000001", "\"a\"");
        for (answer, unknown) in answers.iter().zip(&unknown) {
            assert_closed(answer);
            assert_eq!(said(answer), said(unknown));
        }
    }
}

#[test]
fn nobody_says_anothers_file_or_one_that_is_not_complete() {
    let house = house();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let room = group(&ann, &[&bob]);
    let anns = ann.bring_id("tea", b"leaves");
    let begun = bob.announce(&json!({ "name": "a", "size": 4 }));
    for file in [&anns, &begun] {
        let message = json!({ "client_id": format!("m-{file}"), "files": [file] });
        let said = bob.json("POST", &format!("{room}/messages"), &message);
        assert_eq!(said.code(), (404, "no_file".to_owned()));
    }
    let said = ann.get(&format!("{room}/messages?limit=9")).json();
    assert_eq!(said["messages"].as_array().map(Vec::len), Some(0), "nothing was said");
}

#[test]
fn a_message_tells_what_its_files_are() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let room = group(&ann, &[]);
    let waveform: Vec<u8> = (0..128).collect();
    let announced = json!({ "name": "v.ogg", "size": 8, "voice": { "duration_ms": 900, "waveform": waveform } });
    let file = ann.announce(&announced);
    assert_eq!(ann.send(&file, 0, b"OggS\0\x02xx").status, 200);
    say(&ann, &room, &file);
    let messages = ann.get(&format!("{room}/messages?limit=9")).json();
    let told: &Value = &messages["messages"][0]["files"][0];
    assert_eq!((&told["kind"], &told["duration_ms"]), (&json!("voice"), &json!(900)));
    assert_eq!(told["waveform"].as_array().map(Vec::len), Some(128));
    let read = ann.ask("DELETE", &super::upload(&file), &[], b"");
    assert_eq!(
        read.code(),
        (404, "no_file".to_owned()),
        "what stands in a message is not given up"
    );
    assert_eq!(ann.get(&path(&file)).status, 200);
}
