//! Downloads: parts, and small pictures.

use image::{GenericImageView as _, ImageFormat};
use serde_json::json;
use teahouse_testkit::pieces::drawn;

use super::{Guest, house, noise, path};

#[test]
fn any_one_part_is_read_and_what_has_not_changed_is_not_sent_again() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let bytes = noise(300_000);
    let file = path(&ann.bring_id("noise", &bytes));
    let whole = ann.get(&file);
    let tag = whole.header("etag").expect("it has one").to_owned();
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    for (range, from, to) in [
        ("bytes=0-0", 0, 1),
        ("bytes=100000-299999", 100_000, 300_000),
        ("bytes=299999-", 299_999, 300_000),
        ("bytes=-7", 299_993, 300_000),
    ] {
        let part = ann.ask("GET", &file, &[("range", range), ("if-range", &tag)], b"");
        let said = format!("bytes {from}-{}/300000", to - 1);
        assert_eq!(
            (part.status, part.header("content-range")),
            (206, Some(&*said)),
            "{range}"
        );
        assert!(part.body == bytes[from..to], "{range}");
    }
    let beyond = ann.ask("GET", &file, &[("range", "bytes=300000-")], b"");
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, Some("bytes */300000"))
    );
    for headers in [[("range", "bytes=0-1,5-6")], [("range", "lines=1-2")]] {
        assert_eq!(ann.ask("GET", &file, &headers, b"").status, 200, "{headers:?}");
    }
    let other = ann.ask("GET", &file, &[("range", "bytes=0-0"), ("if-range", "\"other\"")], b"");
    assert_eq!((other.status, other.body.len()), (200, 300_000));
    let again = ann.ask("GET", &file, &[("if-none-match", &tag)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let head = ann.ask("HEAD", &file, &[], b"");
    assert_eq!(
        (head.status, head.header("content-length"), head.body.len()),
        (200, Some("300000"), 0)
    );
}

#[test]
fn a_picture_gets_a_small_one_that_the_house_has_made() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    for (format, name) in [
        (ImageFormat::Jpeg, "image/jpeg"),
        (ImageFormat::Png, "image/png"),
        (ImageFormat::WebP, "image/webp"),
        (ImageFormat::Gif, "image/gif"),
    ] {
        let record = ann.bring("tea.txt", &drawn(600, 300, format));
        assert_eq!((&record["kind"], &record["mime"]), (&json!("image"), &json!(name)));
        assert_eq!(
            (&record["width"], &record["height"], &record["thumbnail"]),
            (&json!(600), &json!(300), &json!(true))
        );
        let small = ann.get(&format!("{}/thumbnail", path(record["id"].as_str().expect("an id"))));
        assert_eq!(
            (small.status, small.header("content-disposition")),
            (200, Some("inline")),
            "{name}"
        );
        assert_eq!(small.header("content-type"), Some("image/jpeg"));
        let seen = image::load_from_memory(&small.body).expect("it is a picture");
        assert_eq!(seen.dimensions(), (480, 240), "{name}");
    }
}

/// Its pixels are few enough and its data lies: the painter gives up, the file is kept.
#[test]
fn a_picture_that_cannot_be_painted_is_kept_without_a_small_one() {
    let house = house();
    let ann = Guest::enter(&house, "Ann");
    let mut png = drawn(64, 64, ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0x10, 0, 0, 0, 0x10, 0]);
    let record = ann.bring("odd.png", &png);
    assert_eq!((&record["kind"], &record["width"]), (&json!("image"), &json!(4096)));
    assert_eq!(record["thumbnail"], serde_json::Value::Null);
    let small = format!("{}/thumbnail", path(record["id"].as_str().expect("an id")));
    assert_eq!(ann.get(&small).status, 404);
}

#[test]
fn a_picture_of_a_person_is_a_square_that_anybody_sees_once_she_has_it() {
    let house = house();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Guest::enter(&house, name));
    let made = ann.ask("POST", "/api/v1/pictures", &[], &drawn(300, 200, ImageFormat::Png));
    assert_eq!(made.status, 201, "{made:?}");
    let record = &made.json()["file"];
    assert_eq!((&record["width"], &record["height"]), (&json!(256), &json!(256)));
    let file = path(record["id"].as_str().expect("an id"));
    assert_eq!(bob.get(&file).status, 404, "it is nobody's yet");
    let seen = image::load_from_memory(&ann.get(&file).body).expect("it is a picture");
    assert_eq!(seen.dimensions(), (256, 256));
    for bytes in [&b"no picture"[..], b"<svg/>", b"\xff\xd8\xff\xd9"] {
        assert_eq!(
            ann.ask("POST", "/api/v1/pictures", &[], bytes).code(),
            (422, "broken_media".to_owned())
        );
    }
}
