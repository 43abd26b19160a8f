//! A page of a member's rooms.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::UserId;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::RoomCursor;

use super::room::{columns, in_list, read};
use crate::sqlite::column::bits;
use crate::sqlite::perform::Answer;

pub(in crate::sqlite) fn list(
    conn: &Connection,
    user: UserId,
    before: Option<RoomCursor>,
    limit: u16,
) -> Result<Answer> {
    let mut page = conn
        .prepare_cached(concat!(
            "SELECT ",
            columns!(),
            " FROM members JOIN rooms ON rooms.id = members.room
             WHERE user = ?1 AND (rooms.last_seq > 0 OR rooms.kind <> 'direct')
                 AND (?2 IS NULL OR (coalesce(rooms.last_at, rooms.created_at), rooms.id) < (?2, ?3))
             ORDER BY coalesce(rooms.last_at, rooms.created_at) DESC, rooms.id DESC LIMIT ?4"
        ))?
        .query_map(
            params![
                bits(user.0),
                before.map(|cursor| cursor.at.0),
                before.map(|cursor| bits(cursor.room.0)),
                i32::from(limit) + 1,
            ],
            read,
        )?
        .collect::<Result<Vec<_>>>()?;
    let more = page.len() > usize::from(limit);
    page.truncate(usize::from(limit));
    let rooms = page
        .into_iter()
        .filter_map(|room| in_list(conn, room, user).transpose())
        .collect::<Result<_>>()?;
    Ok(Answer::Done(Outcome::Rooms { rooms, more }))
}
