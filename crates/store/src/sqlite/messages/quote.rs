//! What a message quotes: the message that it answers, as that stands now.

use std::sync::Arc;

use rusqlite::{Connection, Result};
use teahouse_core::id::RoomId;
use teahouse_core::record::{Body, Quote, Seq};

use super::parts::{self, Parts};
use super::row::{self, Line};
use crate::sqlite::column::{self, bits, place};

/// The quote of the message at a place.
pub(super) fn read(conn: &Connection, room: RoomId, quoted: Seq) -> Result<Option<Quote>> {
    row::line(conn, room, quoted)?.map(|line| of(conn, &line)).transpose()
}

/// The quote of a message.
pub(super) fn of(conn: &Connection, line: &Line) -> Result<Quote> {
    let message = &line.message;
    let words = message.body.words();
    let file = if words.is_some() && line.parts.has(Parts::FILES) {
        let files = parts::files(conn, message.room, message.seq)?;
        files.first().map(|file| Arc::clone(&file.name))
    } else {
        None
    };
    Ok(Quote {
        id: message.id,
        seq: message.seq,
        author: message.author,
        excerpt: words
            .filter(|words| !words.text.is_empty())
            .map(|words| excerpt(&words.text)),
        file,
    })
}

/// Notes that the message at `seq` answers the one at `quoted`.
pub(super) fn keep(conn: &Connection, room: RoomId, quoted: Seq, seq: Seq) -> Result<()> {
    conn.prepare_cached("INSERT INTO quotes (room, quoted, seq) VALUES (?1, ?2, ?3)")?
        .execute([bits(room.0), place(quoted), place(seq)])
        .map(drop)
}

/// The places of the messages that answer the one at `quoted` and still are words.
pub(super) fn quoting(conn: &Connection, room: RoomId, quoted: Seq) -> Result<Vec<Seq>> {
    conn.prepare_cached("SELECT seq FROM quotes WHERE room = ?1 AND quoted = ?2 ORDER BY seq")?
        .query_map([bits(room.0), place(quoted)], |row| column::seq(row, 0))?
        .collect()
}

/// Forgets what the message at `seq` answers.
pub(super) fn forget(conn: &Connection, line: &Line) -> Result<()> {
    let Some(quoted) = line.reply_to else { return Ok(()) };
    conn.prepare_cached("DELETE FROM quotes WHERE room = ?1 AND quoted = ?2 AND seq = ?3")?
        .execute([bits(line.message.room.0), place(quoted), place(line.message.seq)])
        .map(drop)
}

fn excerpt(text: &Arc<str>) -> Arc<str> {
    match text.char_indices().nth(Quote::MAX_EXCERPT) {
        Some((end, _)) => text[..end].into(),
        None => Arc::clone(text),
    }
}

/// Whether the body can be answered or passed on.
pub(super) fn can_be_quoted(body: &Body) -> bool {
    !matches!(body, Body::Recalled { .. } | Body::Hidden)
}
