//! A room as it is looked up, and as it stands in a member's list.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Result, Row};
use teahouse_core::id::{FileId, RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Room, RoomKind, RoomSummary};

use super::own::own;
use crate::sqlite::column::{self, bits};
use crate::sqlite::marks;
use crate::sqlite::perform::Answer;
use crate::sqlite::word::choice;
use crate::sqlite::{members, messages};

/// Of a group in a list, so many of the first members are told, besides the one who asks.
const MEMBERS_IN_LIST: u32 = 8;

pub(in crate::sqlite) fn load(conn: &Connection, room: RoomId) -> Result<Answer> {
    whole(conn, room).map(|found| Answer::Done(Outcome::Room(found)))
}

pub(in crate::sqlite) fn read_summary(conn: &Connection, room: RoomId, viewer: UserId) -> Result<Answer> {
    let found = bare(conn, room)?
        .map(|room| in_list(conn, room, viewer))
        .transpose()?
        .flatten();
    Ok(Answer::Done(match found {
        Some(summary) => Outcome::RoomOpened(summary),
        None => Outcome::Room(None),
    }))
}

/// The room with all its members.
pub(super) fn whole(conn: &Connection, room: RoomId) -> Result<Option<Room>> {
    let Some(mut room) = bare(conn, room)? else {
        return Ok(None);
    };
    room.members = members::all(conn, room.id)?;
    Ok(Some(room))
}

/// The room with all its members as it stands in the list of `viewer`, who must be one of them.
pub(super) fn opened(conn: &Connection, room: RoomId, viewer: UserId) -> Result<Answer> {
    let room = whole(conn, room)?.map(|room| summary(conn, room, viewer)).transpose()?;
    Ok(match room.flatten() {
        Some(summary) => Answer::Done(Outcome::RoomOpened(summary)),
        None => Answer::Impossible("who opens the room is not in it"),
    })
}

/// The room as it stands in the list of `viewer`, if she is a member.
pub(super) fn in_list(conn: &Connection, mut room: Room, viewer: UserId) -> Result<Option<RoomSummary>> {
    room.members = match room.kind {
        RoomKind::Group => members::some(conn, room.id, viewer, MEMBERS_IN_LIST)?,
        RoomKind::Direct | RoomKind::Notes => members::all(conn, room.id)?,
    };
    summary(conn, room, viewer)
}

fn summary(conn: &Connection, room: Room, viewer: UserId) -> Result<Option<RoomSummary>> {
    let Some(standing) = marks::standing(conn, room.id, viewer)? else {
        return Ok(None);
    };
    let Some(own) = own(conn, room.id, viewer)? else {
        return Ok(None);
    };
    Ok(Some(RoomSummary {
        last: messages::find(conn, room.id, room.last_seq, Some(viewer))?.map(Arc::new),
        unread: standing.unread(),
        own,
        room,
    }))
}

/// The columns of a room in the order in which [`read`] reads them.
macro_rules! columns {
    () => {
        "rooms.id, rooms.kind, rooms.name, rooms.picture, rooms.is_announcement, rooms.member_count, rooms.last_seq, \
         rooms.rev, rooms.created_at"
    };
}
pub(super) use columns;

/// The room without its members.
fn bare(conn: &Connection, room: RoomId) -> Result<Option<Room>> {
    conn.prepare_cached(concat!("SELECT ", columns!(), " FROM rooms WHERE id = ?1"))?
        .query_row([bits(room.0)], read)
        .optional()
}

pub(super) fn read(row: &Row<'_>) -> Result<Room> {
    Ok(Room {
        id: RoomId(column::id(row, 0)?),
        kind: choice(row, 1)?,
        name: column::optional(row, 2, column::name)?,
        picture: column::optional(row, 3, column::id)?.map(FileId),
        is_announcement: row.get(4)?,
        member_count: row.get(5)?,
        members: Vec::new(),
        last_seq: column::seq(row, 6)?,
        rev: column::rev(row, 7)?,
        created_at: column::at(row, 8)?,
    })
}
