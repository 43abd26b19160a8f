//! HEIC and AVIF.

use teahouse_testkit::places::still_boxes;

use super::cleaned;
use crate::files::format::Format;

#[test]
fn no_picture_keeps_its_place_and_each_keeps_its_first_item() {
    for sample in still_boxes() {
        let (label, format) = (&sample.label, Format::sniff(&sample.bytes));
        let (left, seen) = cleaned(format, &sample.bytes).expect("it is whole");
        assert_eq!(sample.trace_in(&left), None, "{label}");
        assert_eq!(left.len(), sample.bytes.len(), "{label}: nothing moves");
        assert!(left.windows(7).any(|bytes| bytes == b"picture"), "{label}");
        assert_eq!(seen.pixels, Some((19, 11)), "{label}");
        assert_eq!(cleaned(format, &left).expect("it is whole").0, left, "{label}");
    }
}

#[test]
fn a_list_that_ends_too_early_is_broken() {
    let mut bytes = still_boxes().swap_remove(0).bytes;
    let at = memchr::memmem::find(&bytes, b"iloc").expect("it has one");
    bytes[at + 10] = 0xff;
    assert!(cleaned(Format::Heic, &bytes).is_err());
}
