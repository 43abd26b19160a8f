//! What the hub must know before its first connection. Reads people, sessions and calls, never messages.

use rusqlite::{Connection, Result};
use teahouse_core::id::{CallId, SessionId, UserId};
use teahouse_core::outcome::Directory;
use teahouse_core::record::{CallRecord, Person, Session};

use super::column;

pub(super) fn load(conn: &Connection) -> Result<Directory> {
    Ok(Directory {
        people: people(conn)?,
        sessions: sessions(conn)?,
        calls: calls(conn)?,
        ..Directory::default()
    })
}

fn people(conn: &Connection) -> Result<Vec<Person>> {
    conn.prepare("SELECT id, name, name_key IS NOT NULL, created_at, seen_at FROM people")?
        .query_map([], |row| {
            Ok(Person {
                holds_name: row.get(2)?,
                seen_at: column::at(row, 4)?,
                ..Person::guest(UserId(column::id(row, 0)?), column::name(row, 1)?, column::at(row, 3)?)
            })
        })?
        .collect()
}

fn sessions(conn: &Connection) -> Result<Vec<Session>> {
    conn.prepare("SELECT id, user, token, created_at FROM sessions")?
        .query_map([], |row| {
            Ok(Session::browser(
                SessionId(column::id(row, 0)?),
                UserId(column::id(row, 1)?),
                column::token(row, 2)?,
                column::at(row, 3)?,
            ))
        })?
        .collect()
}

fn calls(conn: &Connection) -> Result<Vec<CallRecord>> {
    conn.prepare("SELECT id, caller, callee, media, started_at FROM calls")?
        .query_map([], |row| {
            Ok(CallRecord {
                call: CallId(column::id(row, 0)?),
                caller: UserId(column::id(row, 1)?),
                callee: UserId(column::id(row, 2)?),
                media: column::media(row, 3)?,
                started_at: column::at(row, 4)?,
            })
        })?
        .collect()
}
