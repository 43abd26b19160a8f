//! Pages of a room's messages.

use std::sync::Arc;

use rusqlite::{Connection, Result, params};
use teahouse_core::id::{RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Message, Seq, Span};

use super::row::{Budget, Line, complete_all, select_message};
use crate::sqlite::column::{bits, place};
use crate::sqlite::perform::Answer;

/// Lines of a page, ascending, and whether there are more in its direction.
type Page = (Vec<Line>, bool);

pub(in crate::sqlite) fn read_history(
    conn: &Connection,
    room: RoomId,
    viewer: UserId,
    span: Span,
    limit: u16,
) -> Result<Answer> {
    let limit = usize::from(limit);
    let (lines, more) = match span {
        Span::After(seq) => after(conn, room, seq, limit)?,
        Span::Around(seq) => around(conn, room, seq, limit)?,
        Span::Before(seq) => before(conn, room, place(seq), limit)?,
        Span::Latest => before(conn, room, i64::MAX, limit)?,
    };
    let messages: Vec<Arc<Message>> = complete_all(conn, lines, viewer)?;
    Ok(Answer::Done(Outcome::History { messages, more }))
}

fn after(conn: &Connection, room: RoomId, seq: Seq, limit: usize) -> Result<Page> {
    let sql = select_message!("WHERE room = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
    lines(conn, sql, room, place(seq), limit)
}

fn before(conn: &Connection, room: RoomId, seq: i64, limit: usize) -> Result<Page> {
    let sql = select_message!("WHERE room = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3");
    let (mut lines, more) = lines(conn, sql, room, seq, limit)?;
    lines.reverse();
    Ok((lines, more))
}

/// Half of them up to the place and half behind it; where one side has fewer, the other has more.
fn around(conn: &Connection, room: RoomId, seq: Seq, limit: usize) -> Result<Page> {
    let (mut left, more_left) = before(conn, room, place(seq).saturating_add(1), limit)?;
    let (mut right, more_right) = after(conn, room, seq, limit)?;
    let half = limit.div_ceil(2);
    let of_left = left.len().min(half.max(limit.saturating_sub(right.len())));
    let of_right = right.len().min(limit - of_left);
    let more = more_left || more_right || of_left < left.len() || of_right < right.len();
    left.drain(..left.len() - of_left);
    right.truncate(of_right);
    left.append(&mut right);
    Ok((left, more))
}

/// One more than asked tells whether there are more.
fn lines(conn: &Connection, sql: &str, room: RoomId, bound: i64, limit: usize) -> Result<Page> {
    let asked = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_map(params![bits(room.0), bound, asked], Line::read)?;
    let (mut lines, mut budget) = (Vec::new(), Budget::default());
    for line in found {
        let line = line?;
        if lines.len() == limit || !budget.takes(&line) {
            return Ok((lines, true));
        }
        lines.push(line);
    }
    Ok((lines, false))
}
