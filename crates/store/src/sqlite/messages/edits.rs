//! What a message said before its edits.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::{MessageId, RoomId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Edit, Rev, Seq};

use super::row::find_by_id;
use crate::sqlite::column::{self, bits, place, revision};
use crate::sqlite::perform::Answer;

/// Of a message that is edited without end, only so many of the last are told.
const MAX_TOLD: i64 = 200;

pub(in crate::sqlite) fn read_edits(conn: &Connection, room: RoomId, message: MessageId) -> Result<Answer> {
    let Some(line) = find_by_id(conn, room, message)? else {
        return Ok(Answer::Done(Outcome::Edits(Vec::new())));
    };
    let mut edits = conn
        .prepare_cached("SELECT at, text FROM edits WHERE room = ?1 AND seq = ?2 ORDER BY rev DESC LIMIT ?3")?
        .query_map([bits(room.0), place(line.message.seq), MAX_TOLD], |row| {
            Ok(Edit {
                at: column::at(row, 0)?,
                text: column::text(row, 1)?,
            })
        })?
        .collect::<Result<Vec<_>>>()?;
    edits.reverse();
    Ok(Answer::Done(Outcome::Edits(edits)))
}

/// Keeps what a message has said from `at` until its revision `ended`.
pub(super) fn keep(
    conn: &Connection,
    (room, seq): (RoomId, Seq),
    ended: Rev,
    at: UnixMillis,
    text: &str,
) -> Result<()> {
    conn.prepare_cached("INSERT INTO edits (room, seq, rev, at, text) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![bits(room.0), place(seq), revision(ended), at.0, text])
        .map(drop)
}
