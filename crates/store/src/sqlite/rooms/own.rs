//! What a room is to one of its members: sound, place in the list, words begun, whether somebody calls upon her.

use rusqlite::{Connection, OptionalExtension as _, Result, params};
use teahouse_core::id::{MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Draft, Own, Seq};

use crate::sqlite::column::{self, bits, place};
use crate::sqlite::members;
use crate::sqlite::perform::Answer;

pub(in crate::sqlite) fn set_own(
    conn: &Connection,
    room: RoomId,
    user: UserId,
    muted_until: Option<Option<UnixMillis>>,
    is_pinned: Option<bool>,
) -> Result<Answer> {
    if let Some(until) = muted_until {
        conn.prepare_cached("UPDATE members SET muted_until = ?3 WHERE room = ?1 AND user = ?2")?
            .execute(params![bits(room.0), bits(user.0), until.map(|at| at.0)])?;
    }
    if let Some(is_pinned) = is_pinned {
        conn.prepare_cached("UPDATE members SET is_pinned = ?3 WHERE room = ?1 AND user = ?2")?
            .execute(params![bits(room.0), bits(user.0), is_pinned])?;
    }
    kept(conn, room, user)
}

pub(in crate::sqlite) fn set_draft(
    conn: &Connection,
    room: RoomId,
    user: UserId,
    draft: Option<&Draft>,
) -> Result<Answer> {
    if !members::is_in(conn, room, user)? {
        return Ok(NOT_IN);
    }
    match draft {
        Some(draft) => conn
            .prepare_cached(
                "INSERT OR REPLACE INTO drafts (room, user, text, reply_to, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                bits(room.0),
                bits(user.0),
                &*draft.text,
                draft.reply_to.map(|message| bits(message.0)),
                draft.at.0,
            ])?,
        None => conn
            .prepare_cached("DELETE FROM drafts WHERE room = ?1 AND user = ?2")?
            .execute([bits(room.0), bits(user.0)])?,
    };
    kept(conn, room, user)
}

const NOT_IN: Answer = Answer::Impossible("whose room it is not in");

fn kept(conn: &Connection, room: RoomId, user: UserId) -> Result<Answer> {
    Ok(own(conn, room, user)?.map_or(NOT_IN, |own| Answer::Done(Outcome::OwnKept(own))))
}

/// What the room is to a member; `None` if there is no such member.
pub(super) fn own(conn: &Connection, room: RoomId, user: UserId) -> Result<Option<Own>> {
    let found = conn
        .prepare_cached("SELECT muted_until, is_pinned, read FROM members WHERE room = ?1 AND user = ?2")?
        .query_row([bits(room.0), bits(user.0)], |row| {
            Ok((column::optional(row, 0, column::at)?, row.get(1)?, column::seq(row, 2)?))
        })
        .optional()?;
    let Some((muted_until, is_pinned, read)) = found else {
        return Ok(None);
    };
    Ok(Some(Own {
        muted_until,
        is_pinned,
        draft: draft(conn, room, user)?,
        mention: mention(conn, room, user, read)?,
    }))
}

fn draft(conn: &Connection, room: RoomId, user: UserId) -> Result<Option<Draft>> {
    conn.prepare_cached("SELECT text, reply_to, at FROM drafts WHERE room = ?1 AND user = ?2")?
        .query_row([bits(room.0), bits(user.0)], |row| {
            Ok(Draft {
                text: column::text(row, 0)?,
                reply_to: column::optional(row, 1, column::id)?.map(MessageId),
                at: column::at(row, 2)?,
            })
        })
        .optional()
}

/// The last message behind the read mark that calls upon the member, by name or with everybody, and is not hidden from
/// her.
fn mention(conn: &Connection, room: RoomId, user: UserId, read: Seq) -> Result<Option<Seq>> {
    let last = |sql| {
        conn.prepare_cached(sql)?
            .query_row([bits(room.0), bits(user.0), place(read)], |row| column::seq(row, 0))
            .optional()
    };
    let by_name = last(
        "SELECT seq FROM mentions WHERE room = ?1 AND user = ?2 AND seq > ?3 AND NOT EXISTS (
             SELECT 1 FROM hidden WHERE hidden.room = ?1 AND hidden.seq = mentions.seq AND hidden.user = ?2
         ) ORDER BY seq DESC LIMIT 1",
    )?;
    let with_all = last(
        "SELECT seq FROM messages WHERE room = ?1 AND mentions_all = 1 AND seq > ?3 AND author <> ?2 AND NOT EXISTS (
             SELECT 1 FROM hidden WHERE hidden.room = ?1 AND hidden.seq = messages.seq AND hidden.user = ?2
         ) ORDER BY seq DESC LIMIT 1",
    )?;
    Ok(by_name.max(with_all))
}
