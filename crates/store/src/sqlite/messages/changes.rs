//! What a device that was away does not know yet.

use rusqlite::{Connection, OptionalExtension as _, Result};
use teahouse_core::id::{RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Rev, Seq};

use super::revise::first_after;
use super::row::{self, Budget, complete_all};
use crate::sqlite::column::{self, bits, place, revision};
use crate::sqlite::perform::Answer;

/// Messages with a higher revision than `since`, ascending by it: those that changed, which have a list of their own, and
/// those that came and have not changed, which lie in a row.
pub(in crate::sqlite) fn read_changes(
    conn: &Connection,
    room: RoomId,
    viewer: UserId,
    since: Rev,
    limit: u16,
) -> Result<Answer> {
    let found = conn
        .prepare_cached("SELECT rev, last_seq FROM rooms WHERE id = ?1")?
        .query_row([bits(room.0)], |row| Ok((column::rev(row, 0)?, column::seq(row, 1)?)))
        .optional()?;
    let Some((rev, last)) = found else {
        return Ok(Answer::Impossible("there is no such room"));
    };
    let asked = i64::from(limit) + 1;
    let mut places = changed(conn, room, since, asked)?;
    places.extend(came(conn, room, first_after(conn, room, since, last)?, asked)?);
    places.sort_unstable();
    let mut more = places.len() > usize::from(limit);
    places.truncate(usize::from(limit));
    let (mut lines, mut budget) = (Vec::new(), Budget::default());
    for (_, seq) in places {
        let Some(line) = row::line(conn, room, seq)? else {
            continue;
        };
        if !budget.takes(&line) {
            more = true;
            break;
        }
        lines.push(line);
    }
    let messages = complete_all(conn, lines, viewer)?;
    Ok(Answer::Done(Outcome::Changes { messages, rev, more }))
}

fn changed(conn: &Connection, room: RoomId, since: Rev, asked: i64) -> Result<Vec<(Rev, Seq)>> {
    conn.prepare_cached("SELECT rev, seq FROM changes WHERE room = ?1 AND rev > ?2 ORDER BY rev LIMIT ?3")?
        .query_map([bits(room.0), revision(since), asked], stamped)?
        .collect()
}

fn came(conn: &Connection, room: RoomId, from: Seq, asked: i64) -> Result<Vec<(Rev, Seq)>> {
    conn.prepare_cached(
        "SELECT rev, seq FROM messages WHERE room = ?1 AND seq >= ?2 AND rev = first_rev ORDER BY seq LIMIT ?3",
    )?
    .query_map([bits(room.0), place(from), asked], stamped)?
    .collect()
}

fn stamped(row: &rusqlite::Row<'_>) -> Result<(Rev, Seq)> {
    Ok((column::rev(row, 0)?, column::seq(row, 1)?))
}
