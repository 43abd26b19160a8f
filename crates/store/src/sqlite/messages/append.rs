//! How a message gets its place.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Result, params};
use teahouse_core::effect::{NewBody, NewMessage};
use teahouse_core::id::{FileId, MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, ClientId, FileRecord, Forwarded, Mentions, Message, Notice, Quote, Words};

use super::digest::digest;
use super::insert::{keep, take_place};
use super::quote;
use super::row::{Line, find_by_id, select_message};
use crate::sqlite::column::{bits, place};
use crate::sqlite::perform::Answer;
use crate::sqlite::{files, hooks, members};

/// What a new message refers to and its author cannot have.
enum Missing {
    File,
    Message,
}

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
        Err(Missing::File) => return Ok(Answer::Done(Outcome::NoFile)),
        Err(Missing::Message) => return Ok(Answer::Done(Outcome::NoMessage)),
    };
    if !members::count_sent(conn, new.room, new.author)? && !hooks::leads_into(conn, new.room, new.author)? {
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
    match &new.body {
        NewBody::Call(line) => Ok(Ok(Body::Call(*line))),
        NewBody::Forward { room, message } => Ok(passed_on(conn, *room, *message, new.author)?
            .map(Body::Words)
            .ok_or(Missing::Message)),
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
                    None => return Ok(Err(Missing::Message)),
                },
            };
            let Some(files) = own_files(conn, new.author, files)? else {
                return Ok(Err(Missing::File));
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
