//! Pages of long lists: how many at once, and where the next one begins.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::Deserialize;
use teahouse_core::id::RoomId;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{HitCursor, RoomCursor, Seq};

use super::Fault;

/// Rows of a page where nobody asks for more or fewer.
const USUAL: u16 = 50;

/// How many rows are asked for, at most so many.
///
/// # Errors
/// None, or more than a page has.
pub(super) fn limit(asked: Option<u16>, most: u16) -> Result<u16, Fault> {
    match asked.unwrap_or(USUAL.min(most)) {
        limit if (1..=most).contains(&limit) => Ok(limit),
        _ => Err(Fault::unreadable(&format!("`limit` is 1 to {most}"))),
    }
}

/// A page of a list that is told by cursors.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Page {
    /// How many rows, at most 100; 50 if not said.
    pub(super) limit: Option<u16>,
    /// The `next` of the page before.
    pub(super) cursor: Option<String>,
}

/// The place in a list that a client was told as `next`.
///
/// # Errors
/// It is not one that this house told.
pub(super) fn cursor<T: Cursor>(text: Option<&str>) -> Result<Option<T>, Fault> {
    let read = |text| T::read(text).ok_or_else(|| Fault::unreadable(&"`cursor` is not one of this house"));
    text.map(read).transpose()
}

/// A place in a list, as one word that clients do not look into.
pub(super) trait Cursor: Sized {
    /// The word.
    fn text(&self) -> String;
    /// What the word means, if anything.
    fn read(text: &str) -> Option<Self>;
}

impl Cursor for RoomCursor {
    fn text(&self) -> String {
        format!("{}.{}", self.at.0, self.room)
    }

    fn read(text: &str) -> Option<Self> {
        let (at, room) = text.split_once('.')?;
        Some(RoomCursor {
            at: UnixMillis(at.parse().ok()?),
            room: room.parse().ok()?,
        })
    }
}

impl Cursor for HitCursor {
    fn text(&self) -> String {
        format!("{}.{}.{}", self.at.0, self.room, self.seq.0)
    }

    fn read(text: &str) -> Option<Self> {
        let mut words = text.split('.');
        let at = UnixMillis(next(&mut words)?);
        let room: RoomId = next(&mut words)?;
        let seq = Seq(next(&mut words)?);
        words.next().is_none().then_some(HitCursor { at, room, seq })
    }
}

fn next<'a, T: FromStr>(words: &mut impl Iterator<Item = &'a str>) -> Option<T> {
    words.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text() {
        let rooms = RoomCursor {
            at: UnixMillis(1_763_000_000_000),
            room: RoomId(7),
        };
        assert_eq!(RoomCursor::read(&rooms.text()), Some(rooms));
        let hits = HitCursor {
            at: UnixMillis(-1),
            room: RoomId(u64::MAX),
            seq: Seq(3),
        };
        assert_eq!(HitCursor::read(&hits.text()), Some(hits));
    }

    #[test]
    fn a_word_of_somebody_elses_is_refused() {
        for text in ["", ".", "1", "1.x", "1.0000000000007.2.3", "x.0000000000007.2"] {
            assert!(
                HitCursor::read(text).is_none() && RoomCursor::read(text).is_none(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_page_has_a_most_and_a_least() {
        assert_eq!(limit(None, 500).ok(), Some(50));
        assert_eq!(limit(None, 20).ok(), Some(20));
        assert_eq!(limit(Some(500), 500).ok(), Some(500));
        assert!(limit(Some(501), 500).is_err() && limit(Some(0), 500).is_err());
    }
}
