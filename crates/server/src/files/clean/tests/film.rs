//! MP4 and QuickTime.

use teahouse_testkit::places::films;

use super::cleaned;
use crate::files::format::Format;

#[test]
fn no_film_keeps_its_place_and_each_keeps_its_pictures_where_they_were() {
    for sample in films() {
        let (label, format) = (&sample.label, Format::sniff(&sample.bytes));
        let (left, seen) = cleaned(format, &sample.bytes).expect("it is whole");
        assert_eq!(sample.trace_in(&left), None, "{label}");
        assert_eq!(left.len(), sample.bytes.len(), "{label}: nothing moves");
        let at = memchr::memmem::find(&sample.bytes, b"pictures and sound");
        assert_eq!(memchr::memmem::find(&left, b"pictures and sound"), at, "{label}");
        assert!(
            seen.has_pictures && seen.pixels == Some((640, 360)),
            "{label}: {seen:?}"
        );
        assert_eq!(cleaned(format, &left).expect("it is whole").0, left, "{label}");
    }
}

#[test]
fn a_film_of_wild_sizes_is_refused_or_left_in_peace() {
    let samples = films();
    let way = |sample: &&teahouse_testkit::places::Placed| sample.label == "MP4, a track of the way";
    let whole = &samples.iter().find(way).expect("there is one").bytes;
    for at in 0..whole.len() {
        for wild in [0, 1, 7, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = wild;
            if let Ok((left, _)) = cleaned(Format::Mp4, &bytes) {
                assert_eq!(left.len(), bytes.len(), "{wild} at {at}");
            }
        }
    }
}
