//! People and their names.

use rusqlite::{Connection, Result, Row, params};
use teahouse_core::handle::Handle;
use teahouse_core::id::{FileId, UserId};
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{PasswordHash, Person, Privacy, Reset, Session};

use super::column::{self, bits};
use super::perform::Answer;
use super::sessions;
use super::word::{Word as _, choice};

/// The columns of a person in the order in which [`keep`] writes and [`load`] reads them.
macro_rules! columns {
    () => {
        "id, name, name_key, handle, password, role, is_bot, is_disabled, avatar, about, online_for, last_seen_for, \
         quiet_until, created_at, seen_at, reset_code, reset_until"
    };
}

/// Adds a person who must be new, with her first session.
pub(super) fn create(conn: &Connection, person: &Person, session: &Session) -> Result<Answer> {
    let sql = concat!(
        "INSERT INTO people (",
        columns!(),
        ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
    );
    write(conn, sql, person)?;
    sessions::create(conn, session)
}

/// Adds a person, or replaces all that is said of her.
pub(super) fn keep(conn: &Connection, person: &Person) -> Result<Answer> {
    let sql = concat!(
        "INSERT INTO people (",
        columns!(),
        ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
         ON CONFLICT (id) DO UPDATE SET
             name = ?2, name_key = ?3, handle = ?4, password = ?5, role = ?6, is_bot = ?7, is_disabled = ?8, avatar = ?9,
             about = ?10, online_for = ?11, last_seen_for = ?12, quiet_until = ?13, created_at = ?14, seen_at = ?15,
             reset_code = ?16, reset_until = ?17"
    );
    write(conn, sql, person)?;
    Ok(Answer::Done(Outcome::Done))
}

fn write(conn: &Connection, sql: &str, person: &Person) -> Result<()> {
    let key = person.holds_name.then(|| person.name.key());
    conn.prepare_cached(sql)?
        .execute(params![
            bits(person.id.0),
            person.name.as_str(),
            key.as_ref().map(|key| key.as_str()),
            person.handle.as_ref().map(Handle::as_str),
            person.password.as_ref().map(|hash| &*hash.0),
            person.role.word(),
            person.is_bot,
            person.is_disabled,
            person.avatar.map(|file| bits(file.0)),
            &*person.about,
            person.privacy.online.word(),
            person.privacy.last_seen.word(),
            person.quiet_until.map(|at| at.0),
            person.created_at.0,
            person.seen_at.0,
            person.reset.as_ref().map(|reset| reset.code.0),
            person.reset.as_ref().map(|reset| reset.until.0),
        ])
        .map(drop)
}

/// Everybody.
pub(super) fn load(conn: &Connection) -> Result<Vec<Person>> {
    conn.prepare(concat!("SELECT ", columns!(), " FROM people"))?
        .query_map([], |row| {
            Ok(Person {
                id: UserId(column::id(row, 0)?),
                name: column::name(row, 1)?,
                holds_name: row.get_ref(2)?.as_str_or_null()?.is_some(),
                handle: column::optional(row, 3, |row, at| Ok(Handle::from_store(row.get_ref(at)?.as_str()?)))?,
                password: column::optional(row, 4, column::text)?.map(PasswordHash),
                reset: column::optional(row, 15, reset)?,
                role: choice(row, 5)?,
                is_bot: row.get(6)?,
                is_disabled: row.get(7)?,
                avatar: column::optional(row, 8, column::id)?.map(FileId),
                about: column::text(row, 9)?,
                privacy: Privacy {
                    online: choice(row, 10)?,
                    last_seen: choice(row, 11)?,
                },
                quiet_until: column::optional(row, 12, column::at)?,
                created_at: column::at(row, 13)?,
                seen_at: column::at(row, 14)?,
            })
        })?
        .collect()
}

/// A link for another password, in two columns.
fn reset(row: &Row<'_>, index: usize) -> Result<Box<Reset>> {
    Ok(Box::new(Reset {
        code: column::token(row, index)?,
        until: column::at(row, index + 1)?,
    }))
}

/// Only guests' names become free: who has an account is known by it, and a bot has its maker.
pub(super) fn free_names(conn: &Connection, before: UnixMillis) -> Result<Answer> {
    let mut statement = conn.prepare_cached(
        "UPDATE people SET name_key = NULL
         WHERE name_key IS NOT NULL AND seen_at < ?1 AND handle IS NULL AND is_bot = 0 AND NOT EXISTS (
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
