//! People, their names and their sessions.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::{SessionId, UserId};
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{Person, Session};

use super::column::{self, bits};
use super::perform::Answer;
use teahouse_core::outcome::Outcome;

pub(super) fn create(conn: &Connection, person: &Person, session: &Session) -> Result<Answer> {
    let key = person.holds_name.then(|| person.name.key());
    conn.prepare_cached("INSERT INTO people (id, name, name_key, created_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            bits(person.id.0),
            person.name.as_str(),
            key.as_ref().map(|key| key.as_str()),
            person.created_at.0,
            person.seen_at.0,
        ])?;
    conn.prepare_cached("INSERT INTO sessions (id, user, token, created_at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            bits(session.id.0),
            bits(session.user.0),
            session.token.0,
            session.created_at.0,
        ])?;
    Ok(Answer::Done(Outcome::Done))
}

pub(super) fn end_session(conn: &Connection, session: SessionId) -> Result<Answer> {
    conn.prepare_cached("DELETE FROM sessions WHERE id = ?1")?
        .execute([bits(session.0)])?;
    Ok(Answer::Done(Outcome::Done))
}

pub(super) fn free_names(conn: &Connection, before: UnixMillis) -> Result<Answer> {
    let mut statement = conn.prepare_cached(
        "UPDATE people SET name_key = NULL
         WHERE name_key IS NOT NULL AND seen_at < ?1 AND NOT EXISTS (
             SELECT 1 FROM members JOIN rooms ON rooms.id = members.room
             WHERE members.user = people.id AND rooms.last_at >= ?1
         )
         RETURNING id",
    )?;
    let freed = statement.query_map([before.0], |row| column::id(row, 0).map(UserId))?;
    Ok(Answer::Done(Outcome::NamesFreed(freed.collect::<Result<_>>()?)))
}

pub(super) fn rename(conn: &Connection, user: UserId, name: &Name) -> Result<Answer> {
    let changed = conn
        .prepare_cached("UPDATE people SET name = ?2, name_key = ?3 WHERE id = ?1")?
        .execute(params![bits(user.0), name.as_str(), name.key().as_str()])?;
    Ok(Answer::done_if(changed == 1, "the person is not known"))
}

pub(super) fn see(conn: &Connection, user: UserId, at: UnixMillis) -> Result<Answer> {
    let changed = conn
        .prepare_cached("UPDATE people SET seen_at = ?2 WHERE id = ?1")?
        .execute(params![bits(user.0), at.0])?;
    Ok(Answer::done_if(changed == 1, "the person is not known"))
}
