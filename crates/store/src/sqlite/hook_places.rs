//! How far the programs of bots have been told of each room.
//!
//! Each hook out has a place in each room that its bot is in, from the moment on at which both are, so that nothing in
//! between is lost. Whether there is anything to tell shows in the room's revision, since new messages take one, too.

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use teahouse_core::id::{HookId, RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::HookPlace;

use super::column::{self, bits, place, revision};
use super::perform::Answer;

/// A new hook: of what is there, its program is not told.
pub(super) fn begin(conn: &Connection, hook: HookId, bot: UserId) -> Result<()> {
    end(conn, hook)?;
    conn.prepare_cached(
        "INSERT INTO hook_places (hook, room, seq, rev)
         SELECT ?1, rooms.id, rooms.last_seq, rooms.rev
         FROM members JOIN rooms ON rooms.id = members.room WHERE members.user = ?2",
    )?
    .execute([bits(hook.0), bits(bot.0)])
    .map(drop)
}

/// Somebody comes into a room: if it is a bot with a hook out, its program is told what happens there from now on.
pub(super) fn begin_in(conn: &Connection, room: RoomId, user: UserId) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO hook_places (hook, room, seq, rev)
         SELECT hooks.id, rooms.id, rooms.last_seq, rooms.rev
         FROM hooks JOIN rooms ON rooms.id = ?1 WHERE hooks.bot = ?2 AND hooks.url IS NOT NULL",
    )?
    .execute([bits(room.0), bits(user.0)])
    .map(drop)
}

/// A hook is no more.
pub(super) fn end(conn: &Connection, hook: HookId) -> Result<()> {
    conn.prepare_cached("DELETE FROM hook_places WHERE hook = ?1")?
        .execute([bits(hook.0)])
        .map(drop)
}

/// Somebody goes out of a room.
pub(super) fn end_in(conn: &Connection, room: RoomId, user: UserId) -> Result<()> {
    conn.prepare_cached("DELETE FROM hook_places WHERE room = ?1 AND hook IN (SELECT id FROM hooks WHERE bot = ?2)")?
        .execute([bits(room.0), bits(user.0)])
        .map(drop)
}

/// Moves a place forward, if there is one.
pub(super) fn keep(conn: &Connection, hook: HookId, room: RoomId, at: HookPlace) -> Result<Answer> {
    conn.prepare_cached("UPDATE hook_places SET seq = max(seq, ?3), rev = max(rev, ?4) WHERE hook = ?1 AND room = ?2")?
        .execute(params![bits(hook.0), bits(room.0), place(at.seq), revision(at.rev)])?;
    Ok(Answer::Done(Outcome::Done))
}

/// The place of a hook in a room, if its bot is there.
pub(super) fn find(conn: &Connection, hook: HookId, room: RoomId) -> Result<Option<HookPlace>> {
    conn.prepare_cached("SELECT seq, rev FROM hook_places WHERE hook = ?1 AND room = ?2")?
        .query_row([bits(hook.0), bits(room.0)], |row| {
            Ok(HookPlace {
                seq: column::seq(row, 0)?,
                rev: column::rev(row, 1)?,
            })
        })
        .optional()
}

/// The rooms in which something has happened since.
pub(super) fn list_behind(conn: &Connection, hook: HookId, after: Option<RoomId>, limit: u16) -> Result<Answer> {
    let room = |row: &Row<'_>| column::id(row, 0).map(RoomId);
    let mut rooms = conn
        .prepare_cached(
            "SELECT room FROM hook_places JOIN rooms ON rooms.id = hook_places.room
             WHERE hook = ?1 AND (?2 IS NULL OR room > ?2) AND rooms.rev > hook_places.rev
             ORDER BY room LIMIT ?3",
        )?
        .query_map(
            params![bits(hook.0), after.map(|room| bits(room.0)), i32::from(limit) + 1],
            room,
        )?
        .collect::<Result<Vec<_>>>()?;
    let more = rooms.len() > usize::from(limit);
    rooms.truncate(usize::from(limit));
    Ok(Answer::Done(Outcome::Undelivered { rooms, more }))
}
