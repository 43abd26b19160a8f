//! Uploads: pieces, breaks, mistakes, quotas.

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use sha2::{Digest as _, Sha256};
use teahouse_testkit::{House, Launch, SmallDisk};

use super::{Guest, OFFSET_TYPE, answer, begin, house, noise, path, upload};
use crate::PROGRAM;

pub(super) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_file_comes_in_pieces_and_is_what_was_sent() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let bytes = noise(700_000);
    let announced = json!({ "name": "noise", "size": bytes.len(), "sha256": hex(&bytes), "type": "text/html" });
    let file = ann.announce(&announced);
    let mut offset = 0;
    for piece in bytes.chunks(300_000) {
        assert_eq!(
            ann.ask("HEAD", &upload(&file), &[], b"").header("upload-offset"),
            Some(&*offset.to_string())
        );
        let answer = ann.send(&file, offset as u64, piece);
        offset += piece.len();
        let status = if offset == bytes.len() { 200 } else { 204 };
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(answer.header("upload-offset"), Some(&*offset.to_string()));
    }
    let read = ann.get(&path(&file));
    assert!(read.status == 200 && read.body == bytes);
    let stood = ann.get(&upload(&file)).json();
    assert_eq!(
        (&stood["offset"], &stood["file"]["id"]),
        (&json!(bytes.len()), &json!(file))
    );
}

#[test]
fn the_same_piece_twice_is_written_once_and_a_wrong_offset_hears_the_right_one() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let bytes = noise(1_000);
    let file = ann.announce(&json!({ "name": "noise", "size": 1_000, "sha256": hex(&bytes) }));
    assert_eq!(ann.send(&file, 0, &bytes[..400]).status, 204);
    for offset in [0, 399, 401, 1_000] {
        let answer = ann.send(&file, offset, &bytes[..400]);
        assert_eq!(answer.code(), (409, "wrong_offset".to_owned()));
        assert_eq!(
            (answer.header("upload-offset"), &answer.json()["offset"]),
            (Some("400"), &json!(400))
        );
    }
    assert_eq!(ann.send(&file, 400, &bytes[400..]).status, 200);
    assert_eq!(ann.get(&path(&file)).body, bytes);
}

#[test]
fn a_connection_that_breaks_keeps_what_came_and_the_next_one_takes_over() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let bytes = noise(500_000);
    let file = ann.announce(&json!({ "name": "noise", "size": bytes.len(), "sha256": hex(&bytes) }));
    let headers = [OFFSET_TYPE, ("upload-offset", "0")];
    // It stays open and sends no more, as one does whose phone has left the network.
    let mut broken = begin(
        house.address(),
        &ann.cookie,
        "PATCH",
        &upload(&file),
        &headers,
        bytes.len(),
    );
    broken.write_all(&bytes[..300_000]).expect("the house reads");
    let begun = Instant::now();
    while ann.get(&upload(&file)).json()["offset"] == 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing came");
    }
    let taken_over = ann.send(&file, u64::MAX, b"");
    assert!(
        begun.elapsed() < Duration::from_secs(25),
        "it did not wait for the first to time out"
    );
    let offset = taken_over.json()["offset"].as_u64().expect("a number");
    assert!(offset >= 200_000, "{offset}");
    let rest = &bytes[usize::try_from(offset).expect("it fits")..];
    let sent = ann.send(&file, offset, rest);
    assert_eq!(sent.status, 200, "{sent:?}");
    assert_eq!(
        answer(broken).header("upload-offset"),
        Some(&*offset.to_string()),
        "the first was told where it ended"
    );
    assert_eq!(ann.get(&path(&file)).body, bytes);
}

#[test]
fn an_upload_goes_on_after_the_house_was_killed() {
    let mut house = house();
    let bytes = noise(200_000);
    let announced = json!({ "name": "noise", "size": bytes.len(), "sha256": hex(&bytes) });
    let (file, id, cookie) = {
        let ann = Guest::enter(&house, "Ann");
        let file = ann.announce(&announced);
        assert_eq!(ann.send(&file, 0, &bytes[..150_000]).status, 204);
        (file, ann.id, ann.cookie)
    };
    fn again<'a>(house: &'a House, (id, cookie): &(String, String)) -> Guest<'a> {
        let (id, cookie) = (id.clone(), cookie.clone());
        Guest { house, id, cookie }
    }
    let ann = (id, cookie);
    house.kill();
    house.restart();
    let offset = again(&house, &ann).get(&upload(&file)).json()["offset"].as_u64();
    assert_eq!(offset, Some(150_000));
    assert_eq!(again(&house, &ann).send(&file, 150_000, &bytes[150_000..]).status, 200);
    house.kill();
    house.restart();
    assert_eq!(
        again(&house, &ann).get(&path(&file)).body,
        bytes,
        "what was acknowledged is there"
    );
}

#[test]
fn what_is_not_what_was_said_becomes_no_file() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    for (announced, bytes, code) in [
        (
            json!({ "name": "a", "size": 4, "sha256": hex(b"five") }),
            &b"four"[..],
            (422, "wrong_hash"),
        ),
        (
            json!({ "name": "a.jpg", "size": 8 }),
            b"\xff\xd8\xff<html>"[..8].into(),
            (422, "broken_media"),
        ),
        (json!({ "name": "a", "size": 3 }), b"four", (413, "file_too_large")),
    ] {
        let file = ann.announce(&announced);
        let (status, said) = ann.send(&file, 0, bytes).code();
        assert_eq!((status, said.as_str()), code);
        assert_eq!(ann.get(&path(&file)).status, 404);
        ann.ask("DELETE", &upload(&file), &[], b"");
    }
    for announced in [
        json!({}),
        json!({ "name": "a", "size": 0 }),
        json!({ "name": "a", "size": "1" }),
    ] {
        assert_eq!(ann.json("POST", "/api/v1/files", &announced).code().0, 400);
    }
}

#[test]
fn an_upload_is_its_owners_alone_and_gone_when_given_up() {
    let house = house();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let file = ann.announce(&json!({ "name": "a", "size": 4 }));
    assert_eq!(bob.get(&upload(&file)).status, 404);
    assert_eq!(bob.send(&file, 0, b"four").status, 404);
    assert_eq!(bob.ask("DELETE", &upload(&file), &[], b"").status, 404);
    assert_eq!(ann.ask("DELETE", &upload(&file), &[], b"").status, 204);
    assert_eq!(ann.send(&file, 0, b"four").status, 404);
    let left = std::fs::read_dir(house.data().join("files/parts"))
        .expect("it is there")
        .count();
    assert_eq!(left, 0);
}

#[test]
fn a_quota_is_exact_to_the_byte() {
    let house = Launch::of(Path::new(PROGRAM))
        .with_settings(&["--limits", "off"])
        .with_variable("TEAHOUSE_FILES__QUOTA", "1000")
        .with_variable("TEAHOUSE_FILES__MAX_SIZE", "900")
        .start();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let begin =
        |guest: &Guest<'_>, size: u32| guest.json("POST", "/api/v1/files", &json!({ "name": "a", "size": size }));
    assert_eq!(begin(&ann, 901).code(), (413, "file_too_large".to_owned()));
    let kept = ann.bring_id("kept", &noise(600));
    let begun = ann.announce(&json!({ "name": "begun", "size": 399 }));
    assert_eq!(begin(&ann, 2).code(), (507, "over_quota".to_owned()));
    let last = ann.announce(&json!({ "name": "last", "size": 1 }));
    assert_eq!(begin(&ann, 1).code().1, "over_quota");
    assert_eq!(begin(&bob, 900).status, 201, "others have their own");
    for given_up in [begun, last, kept] {
        assert_eq!(ann.ask("DELETE", &upload(&given_up), &[], b"").status, 204);
    }
    assert_eq!(begin(&ann, 900).status, 201);
    assert_eq!(begin(&ann, 100).status, 201);
    assert_eq!(begin(&ann, 1).code().1, "over_quota");
}

#[test]
fn a_person_sends_so_much_at_once_and_others_are_not_in_the_way() {
    let house = Launch::of(Path::new(PROGRAM))
        .with_settings(&["--limits", "off"])
        .with_variable("TEAHOUSE_FILES__PARALLEL", "2")
        .start();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let headers = [OFFSET_TYPE, ("upload-offset", "0")];
    let held: Vec<_> = (0..2)
        .map(|_| {
            let file = ann.announce(&json!({ "name": "a", "size": 4 }));
            let mut stream = begin(house.address(), &ann.cookie, "PATCH", &upload(&file), &headers, 4);
            stream.write_all(b"fo").expect("the house reads");
            stream
        })
        .collect();
    let third = ann.announce(&json!({ "name": "a", "size": 4 }));
    // Until both have reached the house.
    let begun = Instant::now();
    while ann.send(&third, 9, b"").status != 429 {
        assert!(begun.elapsed() < Duration::from_secs(20), "nobody was refused");
    }
    assert_eq!(bob.bring("b", b"four")["size"], 4);
    for mut stream in held {
        stream.write_all(b"ur").expect("the house reads");
        assert_eq!(answer(stream).status, 200);
    }
    assert_eq!(ann.send(&third, 0, b"four").status, 200);
}

#[test]
fn a_full_disk_keeps_what_came_and_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(12) else {
        return;
    };
    let filler = disk.path().join("filler");
    std::fs::write(&filler, vec![0; 4 << 20]).expect("it fits");
    let house = Launch::of(Path::new(PROGRAM))
        .with_settings(&["--limits", "off"])
        .in_folder(disk.folder())
        .start();
    let ann = Guest::enter(&house, "Ann");
    let bytes = noise(5 << 20);
    let file = ann.announce(&json!({ "name": "noise", "size": bytes.len(), "sha256": hex(&bytes) }));
    // Whatever else the house has written, this does not fit beside the filler.
    std::fs::write(disk.path().join("more"), vec![0; 3 << 20]).expect("it fits");
    assert_eq!(ann.send(&file, 0, &bytes).code(), (507, "storage_full".to_owned()));
    let offset = ann.get(&upload(&file)).json()["offset"].as_u64().expect("a number");
    assert!(offset < bytes.len() as u64);
    std::fs::remove_file(&filler).expect("it is ours");
    let rest = &bytes[usize::try_from(offset).expect("it fits")..];
    let sent = ann.send(&file, offset, rest);
    assert_eq!(sent.status, 200, "{sent:?}");
    assert!(ann.get(&path(&file)).body == bytes);
    drop(house);
}

#[test]
fn a_tus_client_is_understood() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("upload-length", "4"),
        ("upload-metadata", "filename dGVhLnR4dA==,filetype dGV4dC9wbGFpbg=="),
    ];
    let begun = ann.ask("POST", "/api/v1/files", &headers, b"");
    assert_eq!((begun.status, begun.header("tus-resumable")), (201, Some("1.0.0")));
    let location = begun.header("location").expect("tus goes there").to_owned();
    let headers = [("tus-resumable", "1.0.0"), ("upload-offset", "0"), OFFSET_TYPE];
    let sent = ann.ask("PATCH", &location, &headers, b"four");
    assert_eq!((sent.status, sent.header("upload-offset")), (200, Some("4")));
    assert_eq!(sent.json()["file"]["name"], "tea.txt");
    let head = ann.ask("HEAD", &location, &[("tus-resumable", "1.0.0")], b"");
    assert_eq!(
        (head.header("upload-offset"), head.header("upload-length")),
        (Some("4"), Some("4"))
    );
}

#[test]
fn what_comes_to_nothing_goes_and_gives_its_room_back() {
    let house = Launch::of(Path::new(PROGRAM))
        .with_settings(&["--limits", "off"])
        .with_variable("TEAHOUSE_FILES__QUOTA", "1000")
        .with_variable("TEAHOUSE_FILES__UNFINISHED", "1s")
        .with_variable("TEAHOUSE_FILES__UNUSED", "2s")
        .start();
    let ann = Guest::enter(&house, "Ann");
    let begun = ann.announce(&json!({ "name": "begun", "size": 400 }));
    assert_eq!(ann.send(&begun, 0, b"some").status, 204);
    let complete = ann.bring_id("complete", &noise(600));
    assert_eq!(
        ann.json("POST", "/api/v1/files", &json!({ "name": "a", "size": 1 }))
            .code()
            .1,
        "over_quota"
    );
    let since = Instant::now();
    while ann.get(&upload(&begun)).status != 404 || ann.get(&path(&complete)).status != 404 {
        assert!(since.elapsed() < Duration::from_secs(60), "they stay");
    }
    let folder = house.data().join("files");
    let is_left = || {
        let kept = std::fs::read_dir(folder.join("kept")).expect("it is there").flatten();
        let kept = kept.filter(|shard| std::fs::read_dir(shard.path()).is_ok_and(|mut files| files.next().is_some()));
        kept.count() + std::fs::read_dir(folder.join("parts")).expect("it is there").count()
    };
    while is_left() > 0 {
        assert!(since.elapsed() < Duration::from_secs(60), "their bytes stay");
    }
    assert_eq!(
        ann.json("POST", "/api/v1/files", &json!({ "name": "a", "size": 1000 }))
            .status,
        201
    );
}
