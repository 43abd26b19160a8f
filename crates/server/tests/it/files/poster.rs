//! The small picture of a film, which the house cannot make itself: given by whoever brought the film, painted anew, and
//! the same for good.

use image::{GenericImageView as _, ImageFormat};
use serde_json::{Value, json};
use teahouse_testkit::pieces::drawn;
use teahouse_testkit::places::{films, pictures};

use super::see::{group, say};
use super::{Answer, Guest, house, lying, path};

/// A film's id.
fn film(guest: &Guest<'_>) -> String {
    let record = guest.bring("film.mp4", &films()[0].bytes);
    assert_eq!(
        (&record["kind"], &record["mime"], &record["thumbnail"]),
        (&json!("video"), &json!("video/mp4"), &Value::Null)
    );
    record["id"].as_str().expect("an id").to_owned()
}

fn thumbnail(file: &str) -> String {
    format!("{}/thumbnail", path(file))
}

fn give(guest: &Guest<'_>, file: &str, picture: &[u8]) -> Answer {
    guest.ask("PUT", &thumbnail(file), &[], picture)
}

#[test]
fn a_film_has_the_picture_that_came_with_it_made_anew() {
    let house = house();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let room = group(&ann, &[&bob]);
    let file = film(&ann);
    assert_eq!(ann.get(&thumbnail(&file)).status, 404, "there is none yet");
    let given = give(&ann, &file, &drawn(1920, 1080, ImageFormat::Jpeg));
    assert_eq!((given.status, &given.json()["file"]["thumbnail"]), (200, &json!(true)));
    assert_eq!(bob.get(&thumbnail(&file)).status, 404, "it was not said yet");
    say(&ann, &room, &file);
    let told = bob.get(&format!("{room}/messages?limit=9")).json();
    assert_eq!(told["messages"][0]["files"][0]["thumbnail"], true);
    let seen = bob.get(&thumbnail(&file));
    assert_eq!(
        (
            seen.status,
            seen.header("content-type"),
            seen.header("content-disposition")
        ),
        (200, Some("image/jpeg"), Some("inline"))
    );
    let small = image::load_from_memory(&seen.body).expect("it is a picture");
    assert_eq!(small.dimensions(), (480, 270));
}

#[test]
fn no_picture_of_a_film_tells_its_place() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    for sample in pictures().into_iter().step_by(9) {
        let file = film(&ann);
        assert_eq!(give(&ann, &file, &sample.bytes).status, 200, "{}", sample.label);
        let small = ann.get(&thumbnail(&file)).body;
        assert_eq!(sample.trace_in(&small), None, "{}", sample.label);
        let seen = image::load_from_memory(&small).expect("it is a picture");
        let shown = if sample.turn >= 5 { (11, 19) } else { (19, 11) };
        assert_eq!(seen.dimensions(), shown, "{}", sample.label);
    }
}

#[test]
fn the_picture_of_a_film_that_was_sent_stays_what_it_was() {
    let house = house();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let room = group(&ann, &[&bob]);
    let [pictured, bare] = [film(&ann), film(&ann)];
    assert_eq!(give(&ann, &pictured, &drawn(320, 180, ImageFormat::Png)).status, 200);
    for file in [&pictured, &bare] {
        say(&ann, &room, file);
    }
    let before = bob.get(&thumbnail(&pictured)).body;
    let again = give(&ann, &pictured, &drawn(180, 320, ImageFormat::Png));
    assert_eq!(again.status, 200, "an answer that got lost is given again");
    assert!(
        bob.get(&thumbnail(&pictured)).body == before,
        "and nothing is exchanged"
    );
    assert_eq!(
        give(&ann, &bare, &drawn(180, 320, ImageFormat::Png)).code().1,
        "no_file"
    );
    assert_eq!(bob.get(&thumbnail(&bare)).status, 404);
    let [coming, kept] = lying(&house);
    let small: Vec<_> = kept.iter().filter(|name| name.ends_with(".small")).collect();
    assert_eq!((coming.len(), small.len()), (0, 1), "{kept:?}");
}

#[test]
fn nobody_gives_a_picture_to_what_is_no_film_of_hers_or_one_that_is_none() {
    let house = house();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let file = film(&ann);
    let picture = drawn(32, 18, ImageFormat::Png);
    let plain = ann.bring_id("plain", b"plain");
    let still = ann.bring_id("still", &picture);
    let refused = (404, "no_file".to_owned());
    assert_eq!(give(&bob, &file, &picture).code(), refused);
    for other in [&plain, &still, &"0000000000001".to_owned()] {
        assert_eq!(give(&ann, other, &picture).code(), refused, "{other}");
    }
    let mut bomb = picture.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    for bytes in [
        &b"no picture"[..],
        b"<svg onload=alert(1)>",
        b"\xff\xd8\xff\xd9",
        &films()[0].bytes,
        &bomb,
    ] {
        assert_eq!(give(&ann, &file, bytes).code(), (422, "broken_media".to_owned()));
    }
    assert_eq!(give(&ann, &file, &vec![0; (4 << 20) + 1]).status, 413);
    assert_eq!(ann.get(&thumbnail(&file)).status, 404);
    assert_eq!(lying(&house)[0], [""; 0], "nothing is left of those that were none");
}
