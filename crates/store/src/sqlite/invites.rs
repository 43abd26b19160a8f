//! Ways in, and who waits to be let in.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::{InviteId, RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Invite, InviteCode, JoinRequest};

use super::column::{self, bits, damaged};
use super::perform::Answer;

pub(super) fn keep(conn: &Connection, invite: &Invite) -> Result<Answer> {
    // Not "OR REPLACE": another invite with the same code must not vanish.
    conn.prepare_cached(
        "INSERT INTO invites (id, code, room, made_by, needs_approval, uses_left, expires_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET code = ?2, room = ?3, made_by = ?4, needs_approval = ?5, uses_left = ?6,
             expires_at = ?7, created_at = ?8",
    )?
    .execute(params![
        bits(invite.id.0),
        invite.code.as_str(),
        invite.room.map(|room| bits(room.0)),
        bits(invite.by.0),
        invite.needs_approval,
        invite.uses_left,
        invite.expires_at.map(|at| at.0),
        invite.created_at.0,
    ])?;
    Ok(Answer::Done(Outcome::Done))
}

pub(super) fn drop_invite(conn: &Connection, invite: InviteId) -> Result<Answer> {
    conn.prepare_cached("DELETE FROM invites WHERE id = ?1")?
        .execute([bits(invite.0)])?;
    Ok(Answer::Done(Outcome::Done))
}

/// Who asks again waits since the first time.
pub(super) fn keep_request(conn: &Connection, request: &JoinRequest) -> Result<Answer> {
    conn.prepare_cached("INSERT INTO join_requests (room, user, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
        .execute(params![bits(request.room.0), bits(request.user.0), request.at.0])?;
    Ok(Answer::Done(Outcome::Done))
}

pub(super) fn drop_request(conn: &Connection, room: RoomId, user: UserId) -> Result<Answer> {
    conn.prepare_cached("DELETE FROM join_requests WHERE room = ?1 AND user = ?2")?
        .execute([bits(room.0), bits(user.0)])?;
    Ok(Answer::Done(Outcome::Done))
}

/// All invites.
pub(super) fn load(conn: &Connection) -> Result<Vec<Invite>> {
    conn.prepare("SELECT id, code, room, made_by, needs_approval, uses_left, expires_at, created_at FROM invites")?
        .query_map([], |row| {
            Ok(Invite {
                id: InviteId(column::id(row, 0)?),
                code: InviteCode::new(row.get_ref(1)?.as_str()?).ok_or_else(|| damaged(1, "code of an invite"))?,
                room: column::optional(row, 2, column::id)?.map(RoomId),
                by: UserId(column::id(row, 3)?),
                needs_approval: row.get(4)?,
                uses_left: row.get(5)?,
                expires_at: column::optional(row, 6, column::at)?,
                created_at: column::at(row, 7)?,
            })
        })?
        .collect()
}

/// Everybody who waits.
pub(super) fn load_requests(conn: &Connection) -> Result<Vec<JoinRequest>> {
    conn.prepare("SELECT room, user, at FROM join_requests")?
        .query_map([], |row| {
            Ok(JoinRequest {
                room: RoomId(column::id(row, 0)?),
                user: UserId(column::id(row, 1)?),
                at: column::at(row, 2)?,
            })
        })?
        .collect()
}
