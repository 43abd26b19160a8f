//! What the program of a bot has yet to be told of a room.
//!
//! New messages are told in the order of their coming, changes of messages that the program knows at the revision of the
//! last one that all see. Both are one list by revision: a message stands in it where it came, as it is now. So a page
//! that tells a new message covers what became of it up to the end of the page.

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use teahouse_core::id::{HookId, RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Delivery, HookPlace, Rev, Seq};

use super::row::{self, Budget, complete_all};
use crate::sqlite::column::{self, bits, place, revision};
use crate::sqlite::hook_places;
use crate::sqlite::perform::Answer;

/// Where something stands in the list, and which message it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    at: Rev,
    seq: Seq,
}

pub(in crate::sqlite) fn read_deliveries(
    conn: &Connection,
    hook: HookId,
    room: RoomId,
    viewer: UserId,
    limit: u16,
) -> Result<Answer> {
    let Some(from) = hook_places::find(conn, hook, room)? else {
        return Ok(Answer::Done(Outcome::Deliveries {
            deliveries: Vec::new(),
            end: HookPlace::default(),
            more: false,
        }));
    };
    let now = conn
        .prepare_cached("SELECT rev FROM rooms WHERE id = ?1")?
        .query_row([bits(room.0)], |row| column::rev(row, 0))
        .optional()?
        .unwrap_or(from.rev);
    let (list, mut more) = due(conn, room, from, usize::from(limit))?;
    let (mut lines, mut places, mut budget) = (Vec::new(), Vec::new(), Budget::default());
    let mut end = from;
    for Due { at, seq } in list {
        let Some(line) = row::line(conn, room, seq)? else {
            continue;
        };
        if !budget.takes(&line) {
            more = true;
            break;
        }
        let is_new = seq > end.seq;
        end = HookPlace {
            seq: end.seq.max(seq),
            rev: end.rev.max(at),
        };
        lines.push(line);
        places.push((is_new, end));
    }
    if !more {
        end.rev = end.rev.max(now);
    }
    let messages = complete_all(conn, lines, viewer)?;
    let deliveries = messages.into_iter().zip(places);
    let deliveries = deliveries.map(|(message, (is_new, place))| Delivery { message, is_new, place });
    Ok(Answer::Done(Outcome::Deliveries {
        deliveries: deliveries.collect(),
        end,
        more,
    }))
}

/// The beginning of the list, and whether there is more of it.
fn due(conn: &Connection, room: RoomId, from: HookPlace, limit: usize) -> Result<(Vec<Due>, bool)> {
    let asked = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut list = came(conn, room, from.seq, asked)?;
    // Behind the last new message of a full page no change can be on it. Without this bound, the changes of messages that
    // are still to be told would be walked through at each page.
    let before = list.last().filter(|_| list.len() > limit).map(|due| due.at);
    for sql in [CHANGED, CHANGED_AND_THEN_HIDDEN] {
        list.extend(changed(conn, sql, room, from, before, asked)?);
    }
    list.sort_unstable();
    let more = list.len() > limit;
    list.truncate(limit);
    Ok((list, more))
}

fn came(conn: &Connection, room: RoomId, after: Seq, asked: i64) -> Result<Vec<Due>> {
    conn.prepare_cached("SELECT first_rev, seq FROM messages WHERE room = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3")?
        .query_map([bits(room.0), place(after), asked], read)?
        .collect()
}

/// What was changed last for all to see.
const CHANGED: &str = "SELECT changes.rev, changes.seq FROM changes
     JOIN messages ON messages.room = changes.room AND messages.seq = changes.seq
     WHERE changes.room = ?1 AND changes.rev > ?2 AND changes.rev < ?3 AND changes.seq <= ?4
         AND messages.told_rev IS NULL
     ORDER BY changes.rev LIMIT ?5";

/// What somebody has deleted for herself since it was changed for all to see.
const CHANGED_AND_THEN_HIDDEN: &str = "SELECT told_rev, seq FROM messages
     WHERE room = ?1 AND told_rev > ?2 AND told_rev < ?3 AND seq <= ?4
     ORDER BY told_rev LIMIT ?5";

fn changed(
    conn: &Connection,
    sql: &str,
    room: RoomId,
    from: HookPlace,
    before: Option<Rev>,
    asked: i64,
) -> Result<Vec<Due>> {
    let before = before.map_or(i64::MAX, revision);
    conn.prepare_cached(sql)?
        .query_map(
            params![bits(room.0), revision(from.rev), before, place(from.seq), asked],
            read,
        )?
        .collect()
}

fn read(row: &Row<'_>) -> Result<Due> {
    Ok(Due {
        at: column::rev(row, 0)?,
        seq: column::seq(row, 1)?,
    })
}
