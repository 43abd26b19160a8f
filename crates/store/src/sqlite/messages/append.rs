//! How a message gets its place.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Result, params};
use teahouse_core::effect::{NewBody, NewMessage};
use teahouse_core::id::{FileId, MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, ClientId, FileRecord, Forwarded, Mentions, Message, Notice, Quote, Rev, Seq, Words};

use super::digest::digest;
use super::parts::{self, Parts};
use super::row::{Line, find_by_id, select_message};
use super::{notice, quote};
use crate::sqlite::column::{self, bits, place, revision};
use crate::sqlite::perform::Answer;
use crate::sqlite::word::Word as _;
use crate::sqlite::{files, members, search};

/// What a new message refers to cannot be had.
struct Missing(Outcome);

pub(in crate::sqlite) fn append(conn: &Connection, new: &NewMessage) -> Result<Answer> {
    let digest = digest(&new.body);
    if let Some((said, earlier)) = under_client_id(conn, new)? {
        if earlier.message.room != new.room || said != digest {
            return Ok(Answer::Done(Outcome::ClientIdReused));
        }
        let message = earlier.complete(conn, Some(new.author))?;
        return Ok(Answer::Done(Outcome::Appended {
            message: Arc::new(message),
            fresh: false,
        }));
    }
    let body = match look_up(conn, new)? {
        Ok(body) => body,
        Err(Missing(outcome)) => return Ok(Answer::Done(outcome)),
    };
    if !members::count_sent(conn, new.room, new.author)? {
        return Ok(Answer::Impossible("the author is not in the room"));
    }
    let (seq, rev) = take_place(conn, new.room, new.at)?;
    let message = Message {
        id: new.id,
        room: new.room,
        seq,
        rev,
        author: new.author,
        client_id: new.client_id.clone(),
        at: new.at,
        edited_at: None,
        body,
        reactions: Vec::new(),
    };
    keep(conn, &message, digest)?;
    Ok(Answer::Done(Outcome::Appended {
        message: Arc::new(message),
        fresh: true,
    }))
}

/// Adds the notice of what `by` has done to a group, be `by` in it or not.
pub(in crate::sqlite) fn place_notice(
    conn: &Connection,
    room: RoomId,
    id: MessageId,
    by: UserId,
    at: UnixMillis,
    notice: Notice,
) -> Result<Arc<Message>> {
    members::count_sent(conn, room, by)?;
    let (seq, rev) = take_place(conn, room, at)?;
    let message = Message {
        id,
        room,
        seq,
        rev,
        author: by,
        client_id: ClientId::of_notice(id),
        at,
        edited_at: None,
        body: Body::Notice(notice),
        reactions: Vec::new(),
    };
    keep(conn, &message, 0)?;
    Ok(Arc::new(message))
}

/// The message of the same author under the same client id, with the digest of what was said.
fn under_client_id(conn: &Connection, new: &NewMessage) -> Result<Option<(i64, Line)>> {
    let line = conn
        .prepare_cached(select_message!("WHERE author = ?1 AND client_id = ?2"))?
        .query_row(params![bits(new.author.0), new.client_id.as_str()], Line::read)
        .optional()?;
    let Some(line) = line else { return Ok(None) };
    let digest = conn
        .prepare_cached("SELECT digest FROM messages WHERE room = ?1 AND seq = ?2")?
        .query_row([bits(line.message.room.0), place(line.message.seq)], |row| row.get(0))?;
    Ok(Some((digest, line)))
}

fn look_up(conn: &Connection, new: &NewMessage) -> Result<std::result::Result<Body, Missing>> {
    let no_message = Err(Missing(Outcome::NoMessage));
    match &new.body {
        NewBody::Call(line) => Ok(Ok(Body::Call(*line))),
        NewBody::Forward { room, message } => {
            Ok(passed_on(conn, *room, *message, new.author)?.map_or(no_message, |words| Ok(Body::Words(words))))
        }
        NewBody::Words {
            text,
            reply_to,
            mentions,
            files,
        } => {
            let reply_to = match reply_to {
                None => None,
                Some(id) => match answered(conn, new.room, *id)? {
                    Some(quote) => Some(quote),
                    None => return Ok(no_message),
                },
            };
            let Some(files) = own_files(conn, new.author, files)? else {
                return Ok(Err(Missing(Outcome::NoFile)));
            };
            Ok(Ok(Body::Words(Words {
                text: Arc::clone(text),
                reply_to,
                mentions: mentions.clone(),
                files,
                forwarded: None,
            })))
        }
    }
}

fn answered(conn: &Connection, room: RoomId, id: MessageId) -> Result<Option<Quote>> {
    find_by_id(conn, room, id)?
        .filter(|line| quote::can_be_quoted(&line.message.body))
        .map(|line| quote::of(conn, &line))
        .transpose()
}

fn own_files(conn: &Connection, owner: UserId, ids: &[FileId]) -> Result<Option<Vec<Arc<FileRecord>>>> {
    let mut records = Vec::with_capacity(ids.len());
    for id in ids {
        match files::find_complete(conn, *id)? {
            Some(record) if record.owner == owner => records.push(Arc::new(record)),
            _ => return Ok(None),
        }
    }
    Ok(Some(records))
}

/// The words and files of a message that `reader` can read, with the name of whoever wrote them first.
fn passed_on(conn: &Connection, room: RoomId, id: MessageId, reader: UserId) -> Result<Option<Words>> {
    if !members::is_in(conn, room, reader)? {
        return Ok(None);
    }
    let Some(line) = find_by_id(conn, room, id)? else {
        return Ok(None);
    };
    let message = line.complete(conn, Some(reader))?;
    let Body::Words(words) = message.body else {
        return Ok(None);
    };
    Ok(Some(Words {
        text: words.text,
        reply_to: None,
        mentions: Mentions::default(),
        files: words.files,
        forwarded: words.forwarded.or(Some(Forwarded { author: message.author })),
    }))
}

fn take_place(conn: &Connection, room: RoomId, at: UnixMillis) -> Result<(Seq, Rev)> {
    conn.prepare_cached(
        "UPDATE rooms SET last_seq = last_seq + 1, rev = rev + 1, last_at = ?2 WHERE id = ?1 RETURNING last_seq, rev",
    )?
    .query_row([bits(room.0), at.0], |row| {
        Ok((column::seq(row, 0)?, column::rev(row, 1)?))
    })
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
