//! The rooms that nobody makes on purpose: of two people, and of one with herself.

use rusqlite::{Connection, OptionalExtension as _, Result, params};
use teahouse_core::id::{RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{RoomKind, RoomRole, Seq};

use super::room::opened;
use crate::sqlite::column::{self, bits};
use crate::sqlite::members;
use crate::sqlite::perform::Answer;
use crate::sqlite::word::Word as _;

/// Finds the room of the two or makes it; the summary is as the first of the two sees it.
pub(in crate::sqlite) fn open_direct(conn: &Connection, new: RoomId, users: [UserId; 2]) -> Result<Answer> {
    let [own, peer] = users.map(|user| bits(user.0));
    let (low, high) = (own.min(peer), own.max(peer));
    let known = conn
        .prepare_cached("SELECT room FROM direct_rooms WHERE low = ?1 AND high = ?2")?
        .query_row([low, high], |row| column::id(row, 0).map(RoomId))
        .optional()?;
    if let Some(room) = known {
        return opened(conn, room, users[0]);
    }
    make(conn, new, RoomKind::Direct, UnixMillis(0), &users)?;
    conn.prepare_cached("INSERT INTO direct_rooms (low, high, room) VALUES (?1, ?2, ?3)")?
        .execute([low, high, bits(new.0)])?;
    opened(conn, new, users[0])
}

/// Finds the room of somebody's notes or makes it.
pub(in crate::sqlite) fn open_notes(conn: &Connection, new: RoomId, user: UserId, at: UnixMillis) -> Result<Answer> {
    let known = conn
        .prepare_cached("SELECT room FROM notes_rooms WHERE user = ?1")?
        .query_row([bits(user.0)], |row| column::id(row, 0).map(RoomId))
        .optional()?;
    if let Some(room) = known {
        return opened(conn, room, user);
    }
    make(conn, new, RoomKind::Notes, at, &[user])?;
    conn.prepare_cached("INSERT INTO notes_rooms (user, room) VALUES (?1, ?2)")?
        .execute([bits(user.0), bits(new.0)])?;
    opened(conn, new, user)
}

fn make(conn: &Connection, room: RoomId, kind: RoomKind, at: UnixMillis, users: &[UserId]) -> Result<()> {
    conn.prepare_cached("INSERT INTO rooms (id, kind, created_at) VALUES (?1, ?2, ?3)")?
        .execute(params![bits(room.0), kind.word(), at.0])?;
    let users: Vec<_> = users.iter().map(|user| (*user, RoomRole::Member)).collect();
    members::add(conn, room, &users, Seq(0))
}
