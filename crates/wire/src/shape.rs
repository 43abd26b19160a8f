//! The shape of JSON text that a stranger may send: how deep it nests and how long its strings are, told in one pass
//! over the bytes, before anything parses it.

/// Deeper text is no message of any client; parsers that recurse are safe below it.
pub const MAX_DEPTH: u32 = 64;
/// A session description of a large meeting is a tenth of it.
pub const MAX_STRING: usize = 64 * 1024;

/// What is wrong with the shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misshapen {
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested deeper than 64")]
    TooDeep,
    /// A string over [`MAX_STRING`] bytes.
    #[error("a string over 64 KiB")]
    LongString,
}

/// Checks the shape of `text`, which need not be valid JSON.
///
/// # Errors
/// The first bound that is passed.
pub fn check(text: &str) -> Result<(), Misshapen> {
    let mut depth = 0u32;
    let mut string_start = None;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match (byte, string_start) {
            (b'\\', Some(_)) => drop(bytes.next()),
            (b'"', Some(start)) if at - start - 1 > MAX_STRING => return Err(Misshapen::LongString),
            (b'"', Some(_)) => string_start = None,
            (_, Some(_)) => {}
            (b'"', None) => string_start = Some(at),
            (b'[' | b'{', None) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Misshapen::TooDeep);
                }
            }
            (b']' | b'}', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_do_not_nest() {
        assert_eq!(check(&format!("\"{}\"", "[".repeat(100))), Ok(()));
        assert_eq!(check(&format!("[\"\\\"{}\"]", "[".repeat(100))), Ok(()));
    }

    #[test]
    fn depth_is_bounded_without_parsing() {
        assert_eq!(check(&format!("{}{}", "[".repeat(64), "]".repeat(64))), Ok(()));
        assert_eq!(check(&"[".repeat(65)), Err(Misshapen::TooDeep));
        assert_eq!(check(&"{\"a\":".repeat(200_000)), Err(Misshapen::TooDeep));
    }

    #[test]
    fn strings_are_bounded() {
        assert_eq!(check(&format!("\"{}\"", "a".repeat(MAX_STRING))), Ok(()));
        assert_eq!(
            check(&format!("\"{}\"", "a".repeat(MAX_STRING + 1))),
            Err(Misshapen::LongString)
        );
    }
}
