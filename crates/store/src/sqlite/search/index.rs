//! Keeping the index.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::{RoomId, UserId};
use teahouse_core::record::{Message, Words};
use teahouse_core::search::index_text;

use super::mark;
use crate::sqlite::column::{bits, place};

/// Gives a new message its number and keeps what it says.
pub(in crate::sqlite) fn add(conn: &Connection, message: &Message, words: &Words) -> Result<i64> {
    conn.prepare_cached("INSERT INTO docs (room, seq) VALUES (?1, ?2)")?
        .execute([bits(message.room.0), place(message.seq)])?;
    let doc = conn.last_insert_rowid();
    conn.prepare_cached("INSERT INTO search (rowid, pieces) VALUES (?1, ?2)")?
        .execute(params![doc, pieces(message.room, message.author, words)])?;
    Ok(doc)
}

/// Keeps what a message says now instead of what it said.
pub(in crate::sqlite) fn replace(
    conn: &Connection,
    doc: Option<i64>,
    (room, author): (RoomId, UserId),
    words: &Words,
) -> Result<()> {
    let Some(doc) = doc else { return Ok(()) };
    conn.prepare_cached("INSERT OR REPLACE INTO search (rowid, pieces) VALUES (?1, ?2)")?
        .execute(params![doc, pieces(room, author, words)])
        .map(drop)
}

/// Forgets what a message said. Its number stays its own.
pub(in crate::sqlite) fn forget(conn: &Connection, doc: Option<i64>) -> Result<()> {
    let Some(doc) = doc else { return Ok(()) };
    conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?
        .execute([doc])
        .map(drop)
}

fn pieces(room: RoomId, author: UserId, words: &Words) -> String {
    let mut pieces = index_text(&words.text);
    let names = words.files.iter().map(|file| index_text(&file.name));
    let kinds = mark::kinds(words).into_iter().map(|kind| mark::kind(kind).to_owned());
    for piece in names.chain(kinds).chain([mark::room(room), mark::author(author)]) {
        pieces.push(' ');
        pieces.push_str(&piece);
    }
    pieces
}
