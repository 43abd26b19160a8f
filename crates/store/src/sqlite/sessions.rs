//! Sign-ins of devices.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::{SessionId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Device, Session};

use super::column::{self, bits};
use super::perform::Answer;
use super::word::{Word as _, choice};

pub(super) fn create(conn: &Connection, session: &Session) -> Result<Answer> {
    conn.prepare_cached(
        "INSERT INTO sessions (id, user, token, kind, device, created_at, seen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        bits(session.id.0),
        bits(session.user.0),
        session.token.0,
        session.kind.word(),
        session.device.as_str(),
        session.created_at.0,
        session.seen_at.0,
    ])?;
    Ok(Answer::Done(Outcome::Done))
}

/// Ends those that there are.
pub(super) fn end(conn: &Connection, sessions: &[SessionId]) -> Result<Answer> {
    for session in sessions {
        conn.prepare_cached("DELETE FROM sessions WHERE id = ?1")?
            .execute([bits(session.0)])?;
    }
    Ok(Answer::Done(Outcome::Done))
}

/// A session that has ended meanwhile needs no note.
pub(super) fn see(conn: &Connection, session: SessionId, at: UnixMillis) -> Result<Answer> {
    conn.prepare_cached("UPDATE sessions SET seen_at = max(seen_at, ?2) WHERE id = ?1")?
        .execute(params![bits(session.0), at.0])?;
    Ok(Answer::Done(Outcome::Done))
}

/// All of them.
pub(super) fn load(conn: &Connection) -> Result<Vec<Session>> {
    conn.prepare("SELECT id, user, token, kind, device, created_at, seen_at FROM sessions")?
        .query_map([], |row| {
            Ok(Session {
                id: SessionId(column::id(row, 0)?),
                user: UserId(column::id(row, 1)?),
                token: column::token(row, 2)?,
                kind: choice(row, 3)?,
                device: Device::new(row.get_ref(4)?.as_str()?),
                created_at: column::at(row, 5)?,
                seen_at: column::at(row, 6)?,
            })
        })?
        .collect()
}
