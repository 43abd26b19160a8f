//! Revisions: every change of a message takes the next number of its room and stamps the message with it.

use rusqlite::{Connection, OptionalExtension as _, Result, params};
use teahouse_core::id::RoomId;
use teahouse_core::record::{Rev, Seq};

use crate::sqlite::column::{self, bits, place, revision};

/// The next revision of the room, given to the message at `seq`, which everybody sees to be another one.
pub(super) fn revise(conn: &Connection, room: RoomId, seq: Seq) -> Result<Rev> {
    let stamp = "UPDATE messages SET rev = ?3, told_rev = NULL WHERE room = ?1 AND seq = ?2";
    stamp_with_next(conn, room, seq, stamp)
}

/// As [`revise`], but only one member sees that it changed. The revision of the last change that all see is kept apart.
pub(super) fn revise_unseen(conn: &Connection, room: RoomId, seq: Seq) -> Result<Rev> {
    let stamp = "UPDATE messages SET rev = ?3, told_rev = coalesce(told_rev, rev) WHERE room = ?1 AND seq = ?2";
    stamp_with_next(conn, room, seq, stamp)
}

fn stamp_with_next(conn: &Connection, room: RoomId, seq: Seq, stamp: &str) -> Result<Rev> {
    let rev = conn
        .prepare_cached("UPDATE rooms SET rev = rev + 1 WHERE id = ?1 RETURNING rev")?
        .query_row([bits(room.0)], |row| column::rev(row, 0))?;
    let before = conn
        .prepare_cached("SELECT rev FROM messages WHERE room = ?1 AND seq = ?2")?
        .query_row([bits(room.0), place(seq)], |row| column::rev(row, 0))?;
    conn.prepare_cached(stamp)?
        .execute(params![bits(room.0), place(seq), revision(rev)])?;
    conn.prepare_cached("DELETE FROM changes WHERE room = ?1 AND rev = ?2")?
        .execute([bits(room.0), revision(before)])?;
    conn.prepare_cached("INSERT INTO changes (room, rev, seq) VALUES (?1, ?2, ?3)")?
        .execute([bits(room.0), revision(rev), place(seq)])?;
    Ok(rev)
}

/// The place of the first message that came after the revision, or the place behind the last. Messages come with ever
/// higher revisions, so that halving finds it.
pub(super) fn first_after(conn: &Connection, room: RoomId, since: Rev, last: Seq) -> Result<Seq> {
    let mut came = conn.prepare_cached("SELECT first_rev FROM messages WHERE room = ?1 AND seq = ?2")?;
    let (mut low, mut high) = (1, last.0 + 1);
    while low < high {
        let middle = low.midpoint(high);
        let rev = came
            .query_row([bits(room.0), place(Seq(middle))], |row| column::rev(row, 0))
            .optional()?;
        if rev.is_some_and(|rev| rev > since) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(Seq(low))
}
