//! Messages: how they get their place, and how they are read.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use teahouse_core::effect::{NewBody, NewMessage};
use teahouse_core::id::{CallId, MessageId, RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, CallLine, Message, Rev, Seq, Span};

use super::column::{self, bits, media_word, outcome_word, place};
use super::perform::Answer;

/// The columns of a message in the order in which [`message`] reads them, and the table.
macro_rules! select_message {
    ($rest:literal) => {
        concat!(
            "SELECT room, seq, id, author, client_id, at, text, call, call_media, call_outcome, call_seconds FROM messages ",
            $rest
        )
    };
}

pub(super) fn append(conn: &Connection, new: &NewMessage) -> Result<Answer> {
    if let Some(earlier) = under_client_id(conn, new)? {
        return Ok(Answer::Done(
            if earlier.room == new.room && says_the_same(&new.body, &earlier.body) {
                Outcome::Appended {
                    message: Arc::new(earlier),
                    fresh: false,
                }
            } else {
                Outcome::ClientIdReused
            },
        ));
    }
    let Some(seq) = take_place(conn, new)? else {
        return Ok(Answer::Impossible("the author is not in the room"));
    };
    insert(conn, new, seq)?;
    Ok(Answer::Done(Outcome::Appended {
        message: Arc::new(Message {
            id: new.id,
            room: new.room,
            seq,
            author: new.author,
            client_id: new.client_id.clone(),
            at: new.at,
            rev: Rev(seq.0),
            edited_at: None,
            body: body(&new.body),
            reactions: Vec::new(),
        }),
        fresh: true,
    }))
}

pub(super) fn read_history(conn: &Connection, room: RoomId, span: Span, limit: u16) -> Result<Answer> {
    let (sql, bound) = match span {
        Span::After(seq) => (
            select_message!("WHERE room = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"),
            place(seq),
        ),
        Span::Before(seq) => (
            select_message!("WHERE room = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3"),
            place(seq),
        ),
        // Both sides of a place are not told apart yet.
        Span::Around(_) => return Ok(Answer::Impossible("not kept yet")),
        Span::Latest => (
            select_message!("WHERE room = ?1 AND seq <= ?2 ORDER BY seq DESC LIMIT ?3"),
            i64::MAX,
        ),
    };
    // One more than asked tells whether there are more.
    let mut messages = conn
        .prepare_cached(sql)?
        .query_map(params![bits(room.0), bound, i32::from(limit) + 1], |row| {
            message(row).map(Arc::new)
        })?
        .collect::<Result<Vec<_>>>()?;
    let more = messages.len() > usize::from(limit);
    messages.truncate(usize::from(limit));
    if !matches!(span, Span::After(_)) {
        messages.reverse();
    }
    Ok(Answer::Done(Outcome::History { messages, more }))
}

/// The message at a place, if there is one.
pub(super) fn find(conn: &Connection, room: RoomId, seq: Seq) -> Result<Option<Message>> {
    conn.prepare_cached(select_message!("WHERE room = ?1 AND seq = ?2"))?
        .query_row(params![bits(room.0), place(seq)], message)
        .optional()
}

fn under_client_id(conn: &Connection, new: &NewMessage) -> Result<Option<Message>> {
    conn.prepare_cached(select_message!("WHERE author = ?1 AND client_id = ?2"))?
        .query_row(params![bits(new.author.0), new.client_id.as_str()], message)
        .optional()
}

fn says_the_same(new: &NewBody, earlier: &Body) -> bool {
    body(new) == *earlier
}

fn body(new: &NewBody) -> Body {
    match new {
        NewBody::Call(line) => Body::Call(*line),
        NewBody::Words { text, .. } => Body::text(text),
        NewBody::Forward { .. } => Body::text(""),
    }
}

/// The next place of the room, taken; `None` if the author is not in it.
fn take_place(conn: &Connection, new: &NewMessage) -> Result<Option<Seq>> {
    let counted = conn
        .prepare_cached("UPDATE members SET sent = sent + 1 WHERE room = ?1 AND user = ?2")?
        .execute(params![bits(new.room.0), bits(new.author.0)])?;
    if counted == 0 {
        return Ok(None);
    }
    conn.prepare_cached("UPDATE rooms SET last_seq = last_seq + 1, last_at = ?2 WHERE id = ?1 RETURNING last_seq")?
        .query_row(params![bits(new.room.0), new.at.0], |row| column::seq(row, 0))
        .map(Some)
}

fn insert(conn: &Connection, new: &NewMessage, seq: Seq) -> Result<()> {
    let (text, call) = match &new.body {
        NewBody::Words { text, .. } => (Some(&**text), None),
        NewBody::Call(line) => (None, Some(line)),
        NewBody::Forward { .. } => (Some(""), None),
    };
    conn.prepare_cached(
        "INSERT INTO messages
             (room, seq, id, author, client_id, at, text, call, call_media, call_outcome, call_seconds)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        bits(new.room.0),
        place(seq),
        bits(new.id.0),
        bits(new.author.0),
        new.client_id.as_str(),
        new.at.0,
        text,
        call.map(|line| bits(line.call.0)),
        call.map(|line| media_word(line.media)),
        call.map(|line| outcome_word(line.outcome)),
        call.map(|line| line.seconds),
    ])
    .map(drop)
}

fn message(row: &Row<'_>) -> Result<Message> {
    let body = match column::text(row, 6)? {
        Some(text) => Body::text(&text),
        None => Body::Call(CallLine {
            call: CallId(column::id(row, 7)?),
            media: column::media(row, 8)?,
            outcome: column::outcome(row, 9)?,
            seconds: row.get(10)?,
        }),
    };
    Ok(Message {
        room: RoomId(column::id(row, 0)?),
        seq: column::seq(row, 1)?,
        rev: Rev(column::seq(row, 1)?.0),
        edited_at: None,
        reactions: Vec::new(),
        id: MessageId(column::id(row, 2)?),
        author: UserId(column::id(row, 3)?),
        client_id: column::client_id(row, 4)?,
        at: column::at(row, 5)?,
        body,
    })
}
