//! Which part of a file a request wants (RFC 9110 §14): one range, or all of it.

use std::ops::Range;

/// What a `Range` header means for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Everything: there is no range, or none that is understood.
    All,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that the file does not have.
    Beyond,
}

/// Reads a `Range` header for a file of `len` bytes.
///
/// RFC 9110 §14.2: what is invalid, or of another unit, is ignored, and so is a request for several ranges, which a
/// server may answer with the whole.
#[must_use]
pub fn wanted(header: Option<&str>, len: u64) -> Wanted {
    let Some(spec) = header.and_then(bytes_unit) else {
        return Wanted::All;
    };
    let Some((first, last)) = spec.split_once('-') else {
        return Wanted::All;
    };
    match (position(first), position(last)) {
        (Position::At(first), Position::At(last)) if first > last => Wanted::All,
        (Position::At(first), Position::At(_) | Position::Open) if first >= len => Wanted::Beyond,
        (Position::At(first), Position::At(last)) => Wanted::Part(first..last.saturating_add(1).min(len)),
        (Position::At(first), Position::Open) => Wanted::Part(first..len),
        (Position::Open, Position::At(0)) => Wanted::Beyond,
        (Position::Open, Position::At(_)) if len == 0 => Wanted::Beyond,
        (Position::Open, Position::At(suffix)) => Wanted::Part(len.saturating_sub(suffix)..len),
        _ => Wanted::All,
    }
}

/// The one range of a header in bytes. Units are compared without regard to case (RFC 9110 §14.1).
fn bytes_unit(header: &str) -> Option<&str> {
    let (unit, spec) = header.split_once('=')?;
    let spec = spec.trim_matches([' ', '\t']);
    (unit.trim().eq_ignore_ascii_case("bytes") && !spec.contains(',')).then_some(spec)
}

enum Position {
    At(u64),
    Open,
    None,
}

fn position(text: &str) -> Position {
    match text {
        "" => Position::Open,
        // More digits than a number holds are a place past every end.
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => Position::At(digits.parse().unwrap_or(u64::MAX)),
        _ => Position::None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, wanted};

    #[test]
    fn each_form_means_what_the_specification_says() {
        use Wanted::{All, Beyond, Part};
        for (header, meant) in [
            ("bytes=0-0", Part(0..1)),
            ("bytes=0-499", Part(0..500)),
            ("bytes=500-999", Part(500..1000)),
            ("bytes=500-", Part(500..1000)),
            ("bytes=999-5000", Part(999..1000)),
            ("bytes=-500", Part(500..1000)),
            ("bytes=-5000", Part(0..1000)),
            ("Bytes=0-1", Part(0..2)),
            ("bytes= 0-1", Part(0..2)),
            ("bytes=0-99999999999999999999999", Part(0..1000)),
            ("bytes=1000-", Beyond),
            ("bytes=1000-1001", Beyond),
            ("bytes=99999999999999999999999-", Beyond),
            ("bytes=-0", Beyond),
            ("bytes=2-1", All),
            ("bytes=", All),
            ("bytes=-", All),
            ("bytes=a-b", All),
            ("bytes=1000-x", All),
            ("bytes=+1-2", All),
            ("bytes=0-1,3-4", All),
            ("lines=0-1", All),
            ("0-1", All),
        ] {
            assert_eq!(wanted(Some(header), 1000), meant, "{header}");
        }
        assert_eq!(wanted(None, 1000), All);
    }

    #[test]
    fn an_empty_file_has_no_part() {
        for header in ["bytes=0-", "bytes=0-0", "bytes=-1"] {
            assert_eq!(wanted(Some(header), 0), Wanted::Beyond, "{header}");
        }
    }
}
