//! Who sees a file: by whom it was brought, and where it stands in a message.

use serde_json::{Value, json};

use super::{Guest, house, path};

/// A group of the first with the others; its path.
fn group(maker: &Guest<'_>, others: &[&Guest<'_>]) -> String {
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
fn say(guest: &Guest<'_>, room: &str, file: &str) -> String {
    let message = json!({ "client_id": format!("m-{file}"), "files": [file] });
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

#[test]
fn whoever_leaves_the_room_sees_its_files_no_more() {
    let house = house();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let room = group(&ann, &[&bob]);
    let file = ann.bring_id("tea", b"leaves");
    say(&ann, &room, &file);
    let seen = bob.get(&path(&file));
    let tag = seen.header("etag").expect("it has one").to_owned();
    let left = bob.ask("DELETE", &format!("{room}/members/{}", bob.id), &[], b"");
    assert!(left.status < 300, "{left:?}");
    assert_eq!(bob.get(&path(&file)).status, 404);
    let cached = bob.ask("GET", &path(&file), &[("if-none-match", &tag)], b"");
    assert_eq!(cached.status, 404, "what a browser has kept is not confirmed");
    assert_eq!(
        seen.header("cache-control"),
        Some("private, no-cache"),
        "and it must ask"
    );
}

#[test]
fn a_recalled_file_is_gone_for_all_others_at_once() {
    let house = house();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let room = group(&ann, &[&bob]);
    let file = ann.bring_id("tea", b"leaves");
    let message = say(&ann, &room, &file);
    assert_eq!(bob.get(&path(&file)).status, 200);
    let recalled = ann.ask("DELETE", &message, &[], b"");
    assert!(recalled.status < 300, "{recalled:?}");
    assert_eq!(bob.get(&path(&file)).status, 404);
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
