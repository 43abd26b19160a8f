//! How far members have got, and what is unread.
//!
//! Unread are the messages of others after the read mark. A member's row counts the member's own messages, in all and up
//! to the mark, so that the number needs no counting of messages. Only a mark that stops short of the end makes one
//! count, over the messages that it passes or those that it leaves, whichever are fewer: each message is passed once.

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use teahouse_core::id::{RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::Seq;

use super::column::{self, bits, place};
use super::perform::Answer;

/// A member's row beside the end of its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) last: Seq,
    delivered: Seq,
    read: Seq,
    sent: u64,
    sent_read: u64,
}

impl Standing {
    /// Reads the columns `last_seq, delivered, read, sent, sent_read` from `first` on.
    pub(super) fn from_row(row: &Row<'_>, first: usize) -> Result<Standing> {
        Ok(Standing {
            last: column::seq(row, first)?,
            delivered: column::seq(row, first + 1)?,
            read: column::seq(row, first + 2)?,
            sent: column::count(row, first + 3)?,
            sent_read: column::count(row, first + 4)?,
        })
    }

    /// The messages of others after the read mark.
    pub(super) fn unread(&self) -> u32 {
        let after = self.last.0.saturating_sub(self.read.0);
        let own = self.sent.saturating_sub(self.sent_read);
        u32::try_from(after.saturating_sub(own)).unwrap_or(u32::MAX)
    }
}

pub(super) fn mark(conn: &Connection, room: RoomId, user: UserId, delivered: Seq, read: Seq) -> Result<Answer> {
    let Some(before) = standing(conn, room, user)? else {
        return Ok(Answer::Impossible("the reader is not in the room"));
    };
    let read = before.read.max(read.min(before.last));
    let after = Standing {
        read,
        delivered: before.delivered.max(delivered.min(before.last)).max(read),
        sent_read: sent_up_to(conn, room, user, &before, read)?,
        ..before
    };
    if after != before {
        conn.prepare_cached(
            "UPDATE members SET delivered = ?3, read = ?4, sent_read = ?5 WHERE room = ?1 AND user = ?2",
        )?
        .execute(params![
            bits(room.0),
            bits(user.0),
            place(after.delivered),
            place(after.read),
            after.sent_read.cast_signed(),
        ])?;
    }
    Ok(Answer::Done(Outcome::Marked { unread: after.unread() }))
}

pub(super) fn standing(conn: &Connection, room: RoomId, user: UserId) -> Result<Option<Standing>> {
    conn.prepare_cached(
        "SELECT rooms.last_seq, delivered, read, sent, sent_read
         FROM members JOIN rooms ON rooms.id = members.room
         WHERE room = ?1 AND user = ?2",
    )?
    .query_row(params![bits(room.0), bits(user.0)], |row| Standing::from_row(row, 0))
    .optional()
}

/// The member's own messages up to the new mark `read`.
fn sent_up_to(conn: &Connection, room: RoomId, user: UserId, before: &Standing, read: Seq) -> Result<u64> {
    if read == before.last {
        return Ok(before.sent);
    }
    if read.0 - before.read.0 <= before.last.0 - read.0 {
        Ok(before.sent_read + sent_between(conn, room, user, before.read, read)?)
    } else {
        Ok(before
            .sent
            .saturating_sub(sent_between(conn, room, user, read, before.last)?))
    }
}

fn sent_between(conn: &Connection, room: RoomId, user: UserId, after: Seq, up_to: Seq) -> Result<u64> {
    if after == up_to {
        return Ok(0);
    }
    // The unary plus keeps SQLite from walking through everything that the author has ever said.
    conn.prepare_cached("SELECT count(*) FROM messages WHERE room = ?1 AND +author = ?2 AND seq > ?3 AND seq <= ?4")?
        .query_row(params![bits(room.0), bits(user.0), place(after), place(up_to)], |row| {
            column::count(row, 0)
        })
}
