//! Which numbers of the index can be of a time, or behind a hit.

use rusqlite::{Connection, OptionalExtension as _, Result};
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{HitCursor, Query};

use crate::sqlite::column::{self, bits, place};

/// Clocks go back when they are set: by so much, and messages are found still, since their own times decide.
const CLOCK_SET_BACK_MS: i64 = 60 * 60 * 1000;

/// Numbers from one on, and before another.
#[derive(Debug)]
pub(super) struct Bounds {
    pub(super) from: i64,
    pub(super) until: i64,
}

impl Bounds {
    pub(super) fn of(conn: &Connection, query: &Query, before: Option<HitCursor>) -> Result<Bounds> {
        let last: i64 = conn
            .prepare_cached("SELECT coalesce(max(doc), 0) FROM docs")?
            .query_row([], |row| row.get(0))?;
        let from = match query.since {
            Some(since) => first_of(conn, since.0.saturating_sub(CLOCK_SET_BACK_MS), last)?,
            None => 1,
        };
        let mut until = match query.until {
            Some(until) => first_of(conn, until.0.saturating_add(CLOCK_SET_BACK_MS), last)?,
            None => last + 1,
        };
        if let Some(cursor) = before {
            until = until.min(number_of(conn, cursor, last)?);
        }
        Ok(Bounds { from, until })
    }
}

/// The number of the hit at which a page ended.
fn number_of(conn: &Connection, cursor: HitCursor, last: i64) -> Result<i64> {
    let known = conn
        .prepare_cached("SELECT doc FROM messages WHERE room = ?1 AND seq = ?2")?
        .query_row([bits(cursor.room.0), place(cursor.seq)], |row| row.get(0))
        .optional()?;
    match known.flatten() {
        Some(doc) => Ok(doc),
        None => first_of(conn, cursor.at.0, last),
    }
}

/// The first number that is of this time or later, were no clock ever set back; `last + 1` if there is none.
fn first_of(conn: &Connection, at: i64, last: i64) -> Result<i64> {
    let mut time_of = conn.prepare_cached(
        "SELECT messages.at FROM docs JOIN messages ON messages.room = docs.room AND messages.seq = docs.seq
         WHERE docs.doc = ?1",
    )?;
    let (mut low, mut high) = (1, last + 1);
    while low < high {
        let middle = low.midpoint(high);
        let time = time_of.query_row([middle], |row| column::at(row, 0)).optional()?;
        if time.is_some_and(|UnixMillis(time)| time >= at) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}
