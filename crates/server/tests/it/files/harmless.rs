//! Nothing that was brought runs in the house's origin, breaks out of the headers of an answer, or leads out of the
//! folder of files.
//!
//! `HARMLESS_FILES` sets how many of the 1,600 pairs of content and ending are tried.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

mod contents;
mod names;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem::find;
use percent_encoding::percent_decode_str;
use serde_json::json;
use teahouse_testkit::House;

use super::{Answer, Guest, OFFSET_TYPE, amount, house, lying, path, share};
use contents::{Content, contents};
use names::{ENDINGS, MARK, names};

/// Forty contents with forty endings.
const PAIRS: usize = 1_600;
/// The types under which a browser gets what somebody brought. None of them is a document, a script or a style.
const TYPES: [&str; 17] = [
    "application/octet-stream",
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "image/avif",
    "image/gif",
    "image/heic",
    "image/jpeg",
    "image/png",
    "image/webp",
    "video/mp4",
    "video/quicktime",
    "video/webm",
];
/// Every header that an answer with a file may have.
const HEADERS: [&str; 17] = [
    "accept-ranges",
    "cache-control",
    "connection",
    "content-disposition",
    "content-length",
    "content-range",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "date",
    "etag",
    "permissions-policy",
    "referrer-policy",
    "vary",
    "x-content-type-options",
    "x-frame-options",
];

#[test]
fn no_pair_of_content_and_ending_becomes_anything_that_runs() {
    let house = house();
    let guests = ["Ann", "Bob", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal"].map(|name| Guest::enter(&house, name));
    let contents = contents();
    assert_eq!(contents.len() * ENDINGS.len(), PAIRS);
    let count = amount("HARMLESS_FILES", PAIRS).min(PAIRS);
    // The nth content with the nth ending, then with the next one, and so on: any part of it comes by all of them.
    let pairs = (0..count).map(|number| {
        let content = number % contents.len();
        (
            &contents[content],
            ENDINGS[(content + number / contents.len()) % ENDINGS.len()],
        )
    });
    let (tally, begun) = (Mutex::new(BTreeMap::new()), Instant::now());
    share(&guests, pairs.collect(), |guest, (content, ending)| {
        let kept_as = try_one(guest, content, &format!("tea.{ending}"));
        *tally.lock().expect("nobody panics here").entry(kept_as).or_insert(0) += 1;
    });
    let tally = tally.into_inner().expect("nobody panics here");
    println!(
        "{count} pairs of content and ending in {:?}: {tally:?}",
        begun.elapsed()
    );
    assert_eq!(tally.values().sum::<usize>(), count);
    assert!(!house.log().contains("panicked"), "{}", house.log());
}

/// Brings a content under a name and looks at every answer that has some of it. As what it is kept.
fn try_one(guest: &Guest<'_>, content: &Content, name: &str) -> String {
    let announced = json!({ "name": name, "size": content.bytes.len(), "type": content.claim });
    let brought = guest.try_bring(&announced, &content.bytes);
    if brought.status != 200 {
        assert_eq!(brought.code(), (422, "broken_media".to_owned()), "{}", content.what);
        return "refused".to_owned();
    }
    let record = &brought.json()["file"];
    let file = path(record["id"].as_str().expect("an id"));
    let read = guest.get(&file);
    assert_eq!(read.status, 200, "{}", content.what);
    assert_guarded(&read, content.what);
    let kept_as = read.header("content-type").expect("it has one").to_owned();
    assert_eq!(record["mime"], json!(kept_as), "{}", content.what);
    if kept_as == "application/octet-stream" {
        assert!(read.body == content.bytes, "{}", content.what);
    }
    if kept_as.starts_with("image/") {
        assert!(find(&read.body, b"alert(1)").is_none(), "{}", content.what);
        let small = guest.get(&format!("{file}/thumbnail"));
        if small.status == 200 {
            assert_guarded(&small, content.what);
            assert_eq!(small.header("content-disposition"), Some("inline"), "{}", content.what);
            let kind = small.header("content-type").expect("it has one");
            assert!(["image/jpeg", "image/png"].contains(&kind), "{}: {kind}", content.what);
            assert!(image::load_from_memory(&small.body).is_ok(), "{}", content.what);
            assert!(find(&small.body, b"alert(1)").is_none(), "{}", content.what);
        }
    } else {
        assert_eq!(record["thumbnail"], json!(null), "{}", content.what);
    }
    kept_as
}

/// Asserts what must hold of every answer that has something of a file.
fn assert_guarded(answer: &Answer, what: &str) {
    for (name, must) in [
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "private, no-cache"),
    ] {
        assert_eq!(answer.header(name), Some(must), "{what}");
    }
    for (number, (name, value)) in answer.headers.iter().enumerate() {
        assert!(HEADERS.contains(&name.as_str()), "{what}: {name}: {value}");
        let again = answer.headers[..number].iter().any(|(known, _)| known == name);
        assert!(!again, "{what}: {name} twice");
        assert!(
            value.bytes().all(|byte| (0x20..0x7f).contains(&byte)),
            "{what}: {value:?}"
        );
    }
    if let Some(kind) = answer.header("content-type") {
        assert!(TYPES.contains(&kind), "{what}: {kind}");
    }
    if let Some(disposition) = answer.header("content-disposition").filter(|&how| how != "inline") {
        assert!(saved_as(disposition).is_some(), "{what}: {disposition}");
    }
}

/// The name under which a browser saves an attachment (RFC 6266 §4.1), if its header is exactly of the one form.
fn saved_as(disposition: &str) -> Option<String> {
    let rest = disposition.strip_prefix("attachment; filename=\"")?;
    let (plain, full) = rest.split_once("\"; filename*=UTF-8''")?;
    let is_plain = plain
        .bytes()
        .all(|byte| (0x20..0x7f).contains(&byte) && !b"\"\\%/".contains(&byte));
    let is_full = full
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~%".contains(&byte));
    let name = percent_decode_str(full).decode_utf8().ok()?;
    (is_plain && is_full).then(|| name.into_owned())
}

#[test]
fn no_name_breaks_out_of_a_header_or_out_of_the_folder() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let contents: Vec<_> = contents();
    let mut tried = 0;
    for (number, name) in names().iter().enumerate() {
        let content = &contents[number % contents.len()];
        let record = ann.bring(name, b"leaves");
        let shown = record["name"].as_str().expect("it has one");
        assert_harmless(shown, name);
        let file = path(record["id"].as_str().expect("an id"));
        let read = ann.get(&file);
        assert_guarded(&read, name);
        let disposition = read.header("content-disposition").expect("it has one");
        assert_eq!(saved_as(disposition).as_deref(), Some(shown), "{name:?}");
        let part = ann.ask("GET", &file, &[("range", "bytes=0-0")], b"");
        assert_eq!(part.status, 206);
        assert_guarded(&part, name);
        let beyond = ann.ask("GET", &file, &[("range", "bytes=6-")], b"");
        assert_eq!(beyond.status, 416);
        assert_guarded(&beyond, name);
        let same = ann.ask("GET", &file, &[("if-none-match", "*")], b"");
        assert_eq!(same.status, 304);
        assert_guarded(&same, name);
        // The same name as tus says it.
        let metadata = format!(
            "filename {},filetype {}",
            STANDARD.encode(name),
            STANDARD.encode(content.claim)
        );
        let said = [
            ("tus-resumable", "1.0.0"),
            ("upload-length", "6"),
            ("upload-metadata", &metadata),
        ];
        let begun = ann.ask("POST", "/api/v1/files", &said, b"");
        assert_eq!(begun.status, 201, "{begun:?}");
        let location = begun.header("location").expect("tus goes there");
        let sent = ann.ask("PATCH", location, &[OFFSET_TYPE, ("upload-offset", "0")], b"leaves");
        assert_eq!(sent.json()["file"]["name"], shown, "{name:?}");
        tried += 1;
    }
    println!("{tried} names, each by both ways of announcing");
    assert_nothing_escaped(&house);
}

/// Asserts that a name neither leads anywhere nor hides or turns what stands in it.
fn assert_harmless(shown: &str, said: &str) {
    assert!((1..=255).contains(&shown.len()), "{said:?}: {shown:?}");
    assert!(
        !shown.starts_with('.') && !shown.ends_with(['.', ' ']),
        "{said:?}: {shown:?}"
    );
    let is_unfit = |c: char| {
        c.is_control()
            || "/\\<>:\"|?*".contains(c)
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    assert!(!shown.contains(is_unfit), "{said:?}: {shown:?}");
}

/// Asserts that files lie in the house by their ids alone, and nowhere else.
fn assert_nothing_escaped(house: &House) {
    let [coming, kept] = lying(house);
    assert_eq!(coming, [""; 0]);
    let is_id = |name: &str| name.len() == 13 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    for name in &kept {
        assert!(is_id(name.strip_suffix(".small").unwrap_or(name)), "{name}");
    }
    let around = [
        house.data(),
        &house.data().join("files"),
        &house.data().join(".."),
        Path::new("."),
    ];
    for folder in around {
        for entry in fs::read_dir(folder).expect("it is there").flatten() {
            let name = entry.file_name();
            assert!(!name.to_string_lossy().contains(MARK), "{name:?} in {folder:?}");
        }
    }
}

#[test]
fn no_address_below_the_files_leads_to_anything_but_files() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let file = ann.bring_id("tea", b"leaves");
    let mut tried = 0;
    for up in [
        "..",
        "%2e%2e",
        ".%2e",
        "..%2f..",
        "%2e%2e%2f%2e%2e",
        "..%5c..",
        "....//",
        "%252e%252e",
        "..%00",
    ] {
        for target in ["teahouse.toml", "parts", "kept", &file, "../../../../etc/passwd"] {
            for head in ["/api/v1/files/", &format!("/api/v1/files/{file}/"), "/api/v1/files//"] {
                let answer = ann.get(&format!("{head}{up}/{target}"));
                assert!(answer.status >= 400, "{head}{up}/{target}: {answer:?}");
                tried += 1;
            }
        }
    }
    let long = "0".repeat(5_000);
    let small = format!("{file}.small");
    let wide = format!("{file}%00");
    for id in [
        "",
        ".",
        "0",
        "-1",
        "0000000000000000",
        "zzzzzzzzzzzzz",
        &long,
        &small,
        &wide,
        "%F0%9F%AB%96",
    ] {
        for rest in ["", "/upload", "/thumbnail"] {
            let answer = ann.get(&format!("/api/v1/files/{id}{rest}"));
            assert!(answer.status >= 400, "{id}{rest}: {answer:?}");
            tried += 1;
        }
    }
    println!("{tried} addresses lead nowhere");
    assert!(!house.log().contains("panicked"), "{}", house.log());
    assert_eq!(ann.get(&path(&file)).body, b"leaves");
}

#[test]
fn bytes_are_taken_only_as_bytes() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    for content in contents()
        .iter()
        .filter(|content| content.claim != "application/octet-stream")
    {
        let file = ann.announce(&json!({ "name": "tea", "size": content.bytes.len() }));
        let headers = [("content-type", content.claim), ("upload-offset", "0")];
        let sent = ann.ask("PATCH", &super::upload(&file), &headers, &content.bytes);
        assert_eq!(sent.status, 415, "{}", content.claim);
        assert_eq!(ann.ask("DELETE", &super::upload(&file), &[], b"").status, 204);
    }
}
