//! Who is in a room, and as what.

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use teahouse_core::id::{RoomId, UserId};
use teahouse_core::record::{Member, RoomRole, Seq};

use super::column::{self, bits, place};
use super::hook_places;
use super::word::{Word as _, choice};

/// Counts one more message of a member. Returns whether there is such a member.
pub(super) fn count_sent(conn: &Connection, room: RoomId, user: UserId) -> Result<bool> {
    conn.prepare_cached("UPDATE members SET sent = sent + 1 WHERE room = ?1 AND user = ?2")?
        .execute([bits(room.0), bits(user.0)])
        .map(|counted| counted == 1)
}

pub(super) fn is_in(conn: &Connection, room: RoomId, user: UserId) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM members WHERE room = ?1 AND user = ?2")?
        .exists([bits(room.0), bits(user.0)])
}

pub(super) fn role(conn: &Connection, room: RoomId, user: UserId) -> Result<Option<RoomRole>> {
    conn.prepare_cached("SELECT role FROM members WHERE room = ?1 AND user = ?2")?
        .query_row([bits(room.0), bits(user.0)], |row| choice(row, 0))
        .optional()
}

pub(super) fn set_role(conn: &Connection, room: RoomId, user: UserId, role: RoomRole) -> Result<()> {
    conn.prepare_cached("UPDATE members SET role = ?3 WHERE room = ?1 AND user = ?2")?
        .execute(params![bits(room.0), bits(user.0), role.word()])
        .map(drop)
}

/// All of them, in order of coming.
pub(super) fn all(conn: &Connection, room: RoomId) -> Result<Vec<Member>> {
    conn.prepare_cached("SELECT user, role, delivered, read FROM members WHERE room = ?1 ORDER BY came, user")?
        .query_map([bits(room.0)], member)?
        .collect()
}

/// The first `count`, and `viewer`, in order of coming.
pub(super) fn some(conn: &Connection, room: RoomId, viewer: UserId, count: u32) -> Result<Vec<Member>> {
    let mut members = conn
        .prepare_cached("SELECT user, role, delivered, read FROM members WHERE room = ?1 ORDER BY came, user LIMIT ?2")?
        .query_map(params![bits(room.0), count], member)?
        .collect::<Result<Vec<_>>>()?;
    if members.iter().all(|member| member.user != viewer) {
        let own = conn
            .prepare_cached("SELECT user, role, delivered, read FROM members WHERE room = ?1 AND user = ?2")?
            .query_row([bits(room.0), bits(viewer.0)], member)
            .optional()?;
        members.extend(own);
    }
    Ok(members)
}

/// Adds members behind those who are there. What was said before counts as read.
pub(super) fn add(conn: &Connection, room: RoomId, users: &[(UserId, RoomRole)], read: Seq) -> Result<()> {
    let mut came: i64 = conn
        .prepare_cached("SELECT coalesce(max(came), 0) FROM members WHERE room = ?1")?
        .query_row([bits(room.0)], |row| row.get(0))?;
    for (user, role) in users {
        came += 1;
        conn.prepare_cached(
            "INSERT INTO members (room, user, role, came, delivered, read) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        )?
        .execute(params![bits(room.0), bits(user.0), role.word(), came, place(read)])?;
        hook_places::begin_in(conn, room, *user)?;
    }
    count(conn, room)
}

/// Removes a member with what she has begun to write, and with how far her program has been told.
pub(super) fn remove(conn: &Connection, room: RoomId, user: UserId) -> Result<()> {
    for sql in [
        "DELETE FROM members WHERE room = ?1 AND user = ?2",
        "DELETE FROM drafts WHERE room = ?1 AND user = ?2",
    ] {
        conn.prepare_cached(sql)?.execute([bits(room.0), bits(user.0)])?;
    }
    hook_places::end_in(conn, room, user)?;
    count(conn, room)
}

/// Who follows when nobody owns the room: the longest-standing admin, else member; programs last.
pub(super) fn successor(conn: &Connection, room: RoomId) -> Result<Option<UserId>> {
    conn.prepare_cached(
        "SELECT user FROM members JOIN people ON people.id = members.user
         WHERE room = ?1 AND NOT EXISTS (SELECT 1 FROM members WHERE room = ?1 AND role = 'owner')
         ORDER BY people.is_bot, members.role = 'admin' DESC, came, user LIMIT 1",
    )?
    .query_row([bits(room.0)], |row| column::id(row, 0).map(UserId))
    .optional()
}

fn count(conn: &Connection, room: RoomId) -> Result<()> {
    conn.prepare_cached("UPDATE rooms SET member_count = (SELECT count(*) FROM members WHERE room = ?1) WHERE id = ?1")?
        .execute([bits(room.0)])
        .map(drop)
}

fn member(row: &Row<'_>) -> Result<Member> {
    Ok(Member {
        user: UserId(column::id(row, 0)?),
        role: choice(row, 1)?,
        delivered: column::seq(row, 2)?,
        read: column::seq(row, 3)?,
    })
}
