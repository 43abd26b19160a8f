//! Calls that two people talk in.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::{CallId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::CallRecord;

use super::column::{self, bits};
use super::perform::Answer;
use super::word::{Word as _, choice};

/// A call that is known already is the same call: its record is replaced.
pub(super) fn start(conn: &Connection, record: &CallRecord) -> Result<Answer> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO calls (id, caller, callee, media, started_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        bits(record.call.0),
        bits(record.caller.0),
        bits(record.callee.0),
        record.media.word(),
        record.started_at.0,
    ])?;
    Ok(Answer::Done(Outcome::Done))
}

pub(super) fn end(conn: &Connection, call: CallId) -> Result<Answer> {
    conn.prepare_cached("DELETE FROM calls WHERE id = ?1")?
        .execute([bits(call.0)])?;
    Ok(Answer::Done(Outcome::Done))
}

/// All of them.
pub(super) fn load(conn: &Connection) -> Result<Vec<CallRecord>> {
    conn.prepare("SELECT id, caller, callee, media, started_at FROM calls")?
        .query_map([], |row| {
            Ok(CallRecord {
                call: CallId(column::id(row, 0)?),
                caller: UserId(column::id(row, 1)?),
                callee: UserId(column::id(row, 2)?),
                media: choice(row, 3)?,
                started_at: column::at(row, 4)?,
            })
        })?
        .collect()
}
