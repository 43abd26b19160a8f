//! No picture and no film that was brought tells where it was taken: neither as it is given out, nor in its small picture.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::json;
use teahouse_testkit::places::{films, pictures, still_boxes};

use super::{Guest, house, path, share};

#[test]
fn none_of_two_hundred_samples_tells_its_place() {
    let house = house();
    let guests = ["Ann", "Bob", "Cat", "Dan"].map(|name| Guest::enter(&house, name));
    let samples: Vec<_> = pictures().into_iter().chain(still_boxes()).chain(films()).collect();
    let (count, small, begun) = (samples.len(), AtomicUsize::new(0), Instant::now());
    assert!(count >= 200, "{count}");
    share(&guests, samples, |guest, sample| {
        let record = guest.bring("sample", &sample.bytes);
        let file = path(record["id"].as_str().expect("an id"));
        let given_out = guest.get(&file);
        assert_eq!(given_out.status, 200, "{}", sample.label);
        assert_eq!(sample.trace_in(&given_out.body), None, "{}", sample.label);
        assert_eq!(record["size"], json!(given_out.body.len()), "{}", sample.label);
        if record["thumbnail"] == json!(true) {
            let thumbnail = guest.get(&format!("{file}/thumbnail"));
            assert_eq!(thumbnail.status, 200, "{}", sample.label);
            assert_eq!(sample.trace_in(&thumbnail.body), None, "{}", sample.label);
            small.fetch_add(1, Ordering::Relaxed);
        }
    });
    let small = small.into_inner();
    println!(
        "{count} samples and {small} small pictures in {:?}: none tells its place",
        begun.elapsed()
    );
    assert_eq!(
        small,
        pictures().len(),
        "each picture of a format that is painted has its small one"
    );
}
