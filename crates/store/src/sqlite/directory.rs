//! What the hub must know before its first connection. Reads everything but rooms, messages and files.

use rusqlite::{Connection, Result};
use teahouse_core::outcome::Directory;

use super::{calls, contacts, hooks, invites, people, sessions};

pub(super) fn load(conn: &Connection) -> Result<Directory> {
    Ok(Directory {
        people: people::load(conn)?,
        sessions: sessions::load(conn)?,
        calls: calls::load(conn)?,
        contacts: contacts::load(conn)?,
        invites: invites::load(conn)?,
        join_requests: invites::load_requests(conn)?,
        hooks: hooks::load(conn)?,
    })
}
