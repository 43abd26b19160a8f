//! Pictures and films with places in them, and what is left of them.

mod film;
mod heif;
mod picture;

use std::io::Cursor;

use teahouse_testkit::places::{films, pictures, still_boxes};

use super::{CleanError, Seen, clean};
use crate::files::format::Format;

/// Cleans bytes.
fn cleaned(format: Format, bytes: &[u8]) -> Result<(Vec<u8>, Seen), CleanError> {
    let mut into = Cursor::new(Vec::new());
    let seen = clean(format, &mut Cursor::new(bytes), &mut into)?;
    Ok((into.into_inner(), seen))
}

#[test]
fn any_beginning_of_a_sample_is_cleaned_or_refused() {
    let samples = pictures().into_iter().chain(films()).chain(still_boxes());
    let mut tried = 0;
    for sample in samples.step_by(7) {
        let format = Format::sniff(&sample.bytes);
        for len in (0..sample.bytes.len()).step_by(1 + sample.bytes.len() / 60) {
            if let Ok((left, _)) = cleaned(format, &sample.bytes[..len]) {
                assert_eq!(sample.trace_in(&left), None, "{} cut to {len} bytes", sample.label);
            }
            tried += 1;
        }
    }
    assert!(tried > 1_000, "{tried}");
}
