//! Calls that two people talk in.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::CallId;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::CallRecord;

use super::column::{bits, media_word};
use super::perform::Answer;

/// A call that is known already is the same call: its record is replaced.
pub(super) fn start(conn: &Connection, record: &CallRecord) -> Result<Answer> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO calls (id, caller, callee, media, started_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        bits(record.call.0),
        bits(record.caller.0),
        bits(record.callee.0),
        media_word(record.media),
        record.started_at.0,
    ])?;
    Ok(Answer::Done(Outcome::Done))
}

pub(super) fn end(conn: &Connection, call: CallId) -> Result<Answer> {
    conn.prepare_cached("DELETE FROM calls WHERE id = ?1")?
        .execute([bits(call.0)])?;
    Ok(Answer::Done(Outcome::Done))
}
