//! Rooms, their members, and the list that each member sees.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Result, params};
use teahouse_core::id::{RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Member, Own, Rev, Room, RoomCursor, RoomKind, RoomRole, RoomSummary, Seq};

use super::column::{self, bits};
use super::marks::{self, Standing};
use super::messages;
use super::perform::Answer;

/// Finds the room of the two or makes it; the summary is as the first of the two sees it.
pub(super) fn open_direct(conn: &Connection, new: RoomId, members: [UserId; 2]) -> Result<Answer> {
    let [own, peer] = members.map(|user| bits(user.0));
    let (low, high) = (own.min(peer), own.max(peer));
    let known = conn
        .prepare_cached("SELECT room FROM direct_rooms WHERE low = ?1 AND high = ?2")?
        .query_row([low, high], |row| column::id(row, 0).map(RoomId))
        .optional()?;
    let room = match known {
        Some(room) => room,
        None => {
            make_direct(conn, new, low, high)?;
            new
        }
    };
    let Some(standing) = marks::standing(conn, room, members[0])? else {
        return Ok(Answer::Impossible("a room of two lacks one of them"));
    };
    Ok(Answer::Done(Outcome::RoomOpened(summary(conn, room, &standing)?)))
}

pub(super) fn load(conn: &Connection, room: RoomId) -> Result<Answer> {
    let last = conn
        .prepare_cached("SELECT last_seq FROM rooms WHERE id = ?1")?
        .query_row([bits(room.0)], |row| column::seq(row, 0))
        .optional()?;
    let found = last.map(|last| with_members(conn, room, last)).transpose()?;
    Ok(Answer::Done(Outcome::Room(found)))
}

pub(super) fn list(conn: &Connection, user: UserId, before: Option<RoomCursor>, limit: u16) -> Result<Answer> {
    let mut page = conn
        .prepare_cached(
            "SELECT rooms.id, rooms.last_seq, delivered, read, sent, sent_read
             FROM members JOIN rooms ON rooms.id = members.room
             WHERE user = ?1 AND rooms.last_seq > 0
                 AND (?2 IS NULL OR (rooms.last_at, rooms.id) < (?2, ?3))
             ORDER BY rooms.last_at DESC, rooms.id DESC LIMIT ?4",
        )?
        .query_map(
            params![
                bits(user.0),
                before.map(|cursor| cursor.at.0),
                before.map(|cursor| bits(cursor.room.0)),
                i32::from(limit) + 1,
            ],
            |row| Ok((RoomId(column::id(row, 0)?), Standing::from_row(row, 1)?)),
        )?
        .collect::<Result<Vec<_>>>()?;
    let more = page.len() > usize::from(limit);
    page.truncate(usize::from(limit));
    let rooms = page
        .iter()
        .map(|(room, standing)| summary(conn, *room, standing))
        .collect::<Result<_>>()?;
    Ok(Answer::Done(Outcome::Rooms { rooms, more }))
}

fn make_direct(conn: &Connection, room: RoomId, low: i64, high: i64) -> Result<()> {
    let room = bits(room.0);
    conn.prepare_cached("INSERT INTO rooms (id) VALUES (?1)")?
        .execute([room])?;
    conn.prepare_cached("INSERT INTO direct_rooms (low, high, room) VALUES (?1, ?2, ?3)")?
        .execute([low, high, room])?;
    conn.prepare_cached("INSERT INTO members (room, user) VALUES (?1, ?2), (?1, ?3)")?
        .execute([room, low, high])?;
    Ok(())
}

fn summary(conn: &Connection, room: RoomId, standing: &Standing) -> Result<RoomSummary> {
    Ok(RoomSummary {
        room: with_members(conn, room, standing.last)?,
        last: messages::find(conn, room, standing.last)?.map(Arc::new),
        unread: standing.unread(),
        own: Own::default(),
    })
}

fn with_members(conn: &Connection, room: RoomId, last_seq: Seq) -> Result<Room> {
    let members: Vec<Member> = conn
        .prepare_cached("SELECT user, delivered, read FROM members WHERE room = ?1")?
        .query_map([bits(room.0)], |row| {
            Ok(Member {
                user: UserId(column::id(row, 0)?),
                role: RoomRole::Member,
                delivered: column::seq(row, 1)?,
                read: column::seq(row, 2)?,
            })
        })?
        .collect::<Result<_>>()?;
    Ok(Room {
        id: room,
        kind: RoomKind::Direct,
        name: None,
        picture: None,
        is_announcement: false,
        member_count: u32::try_from(members.len()).unwrap_or(u32::MAX),
        members,
        last_seq,
        rev: Rev(last_seq.0),
        created_at: UnixMillis(0),
    })
}
