//! How a message that has its place is written.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::RoomId;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{Body, Message, Rev, Seq};

use super::parts::{self, Parts};
use super::{notice, quote};
use crate::sqlite::column::{self, bits, place, revision};
use crate::sqlite::search;
use crate::sqlite::word::Word as _;

/// The next place of a room and its next revision.
///
/// Not with `RETURNING`: that opens a savepoint, and at each one FTS5 writes out what it has gathered of the batch.
pub(super) fn take_place(conn: &Connection, room: RoomId, at: UnixMillis) -> Result<(Seq, Rev)> {
    conn.prepare_cached("UPDATE rooms SET last_seq = last_seq + 1, rev = rev + 1, last_at = ?2 WHERE id = ?1")?
        .execute([bits(room.0), at.0])?;
    conn.prepare_cached("SELECT last_seq, rev FROM rooms WHERE id = ?1")?
        .query_row([bits(room.0)], |row| Ok((column::seq(row, 0)?, column::rev(row, 1)?)))
}

/// Writes a message that has its place into all tables where it belongs.
pub(in crate::sqlite) fn keep(conn: &Connection, message: &Message, digest: i64) -> Result<()> {
    let (room, seq) = (message.room, message.seq);
    let mut parts = Parts::default();
    let mut doc = None;
    if let Body::Words(words) = &message.body {
        doc = Some(search::add(conn, message, words)?);
        parts = parts
            .with(Parts::FILES, !words.files.is_empty())
            .with(Parts::MENTIONS, !words.mentions.users.is_empty());
    }
    insert(conn, message, digest, parts, doc)?;
    if let Body::Words(words) = &message.body {
        if let Some(quoted) = &words.reply_to {
            quote::keep(conn, room, quoted.seq, seq)?;
        }
        parts::keep_files(conn, room, seq, &words.files)?;
        if parts.has(Parts::MENTIONS) {
            parts::keep_mentions(conn, room, seq, &words.mentions)?;
        }
    }
    Ok(())
}

fn insert(conn: &Connection, message: &Message, digest: i64, parts: Parts, doc: Option<i64>) -> Result<()> {
    let kind = match &message.body {
        Body::Call(_) => "call",
        Body::Notice(_) => "notice",
        Body::Recalled { .. } => "recalled",
        Body::Words(_) | Body::Hidden => "words",
    };
    let words = message.body.words();
    let notice = match &message.body {
        Body::Notice(notice) => Some(notice::write(notice)),
        _ => None,
    };
    let call = match &message.body {
        Body::Call(line) => Some(line),
        _ => None,
    };
    conn.prepare_cached(
        "INSERT INTO messages
             (room, seq, first_rev, rev, id, author, client_id, digest, at, kind, parts, doc, text, reply_to,
              forwarded_from, mentions_all, notice, call, call_media, call_outcome, call_seconds)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
    )?
    .execute(params![
        bits(message.room.0),
        place(message.seq),
        revision(message.rev),
        bits(message.id.0),
        bits(message.author.0),
        message.client_id.as_str(),
        digest,
        message.at.0,
        kind,
        parts.0,
        doc,
        words.map(|words| &*words.text),
        words
            .and_then(|words| words.reply_to.as_ref())
            .map(|quote| place(quote.seq)),
        words.and_then(|words| words.forwarded).map(|from| bits(from.author.0)),
        words.is_some_and(|words| words.mentions.all),
        notice,
        call.map(|line| bits(line.call.0)),
        call.map(|line| line.media.word()),
        call.map(|line| line.outcome.word()),
        call.map(|line| line.seconds),
    ])
    .map(drop)
}
