//! A message as its row says it, and completed from the other tables.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use teahouse_core::id::{CallId, MessageId, RoomId, UserId};
use teahouse_core::record::{Body, CallLine, Forwarded, Mentions, Message, Seq, Words};

use super::parts::{self, Parts};
use super::{notice, quote};
use crate::sqlite::column::{self, bits, place};
use crate::sqlite::word::choice;

/// Selects the columns of a message in the order in which [`Line::read`] reads them.
macro_rules! select_message {
    ($rest:literal) => {
        concat!(
            "SELECT room, seq, rev, id, author, client_id, at, edited_at, parts, doc, kind, text, reply_to, forwarded_from, ",
            "mentions_all, recalled_by, notice, call, call_media, call_outcome, call_seconds FROM messages ",
            $rest
        )
    };
}
pub(super) use select_message;

/// A message as far as its row tells it.
#[derive(Debug)]
pub(super) struct Line {
    /// Without quote, files, mentioned people and signs.
    pub(super) message: Message,
    /// Where the rest is to be found.
    pub(super) parts: Parts,
    /// Its number in the search index.
    pub(super) doc: Option<i64>,
    /// The place of the message that it answers.
    pub(super) reply_to: Option<Seq>,
}

/// What a page may say in all, in bytes of text: some screens of the longest messages, a fraction of what may wait for one
/// reader. A page that would say more ends earlier, and has more behind it.
const MAX_PAGE_TEXT: usize = 512 * 1024;

/// What is left of [`MAX_PAGE_TEXT`].
#[derive(Debug, Default)]
pub(super) struct Budget {
    spent: usize,
}

impl Budget {
    /// Whether another line goes on the page; the first always does.
    pub(super) fn takes(&mut self, line: &Line) -> bool {
        let fits = self.spent == 0 || self.spent + line.weight() <= MAX_PAGE_TEXT;
        self.spent += line.weight();
        fits
    }
}

impl Line {
    /// About what it costs to say, in bytes.
    fn weight(&self) -> usize {
        64 + self.message.body.words().map_or(0, |words| words.text.len())
    }

    pub(super) fn read(row: &Row<'_>) -> Result<Line> {
        Ok(Line {
            message: Message {
                room: RoomId(column::id(row, 0)?),
                seq: column::seq(row, 1)?,
                rev: column::rev(row, 2)?,
                id: MessageId(column::id(row, 3)?),
                author: UserId(column::id(row, 4)?),
                client_id: column::client_id(row, 5)?,
                at: column::at(row, 6)?,
                edited_at: column::optional(row, 7, column::at)?,
                body: body(row)?,
                reactions: Vec::new(),
            },
            parts: Parts(row.get(8)?),
            doc: row.get(9)?,
            reply_to: column::optional(row, 12, column::seq)?,
        })
    }

    /// The whole message, as `viewer` sees it; `None`: as one sees it who has hidden nothing.
    pub(super) fn complete(self, conn: &Connection, viewer: Option<UserId>) -> Result<Message> {
        let Line {
            mut message,
            parts,
            reply_to,
            ..
        } = self;
        let (room, seq) = (message.room, message.seq);
        if let Some(viewer) = viewer
            && parts.has(Parts::HIDDEN)
            && parts::is_hidden(conn, room, seq, viewer)?
        {
            message.body = Body::Hidden;
            message.edited_at = None;
            return Ok(message);
        }
        if let Body::Words(words) = &mut message.body {
            words.reply_to = reply_to
                .map(|quoted| quote::read(conn, room, quoted))
                .transpose()?
                .flatten();
            if parts.has(Parts::FILES) {
                words.files = parts::files(conn, room, seq)?;
            }
            if parts.has(Parts::MENTIONS) {
                words.mentions.users = parts::mentions(conn, room, seq)?;
            }
        }
        if parts.has(Parts::REACTIONS) {
            message.reactions = parts::reactions(conn, room, seq)?;
        }
        Ok(message)
    }
}

/// The line at a place, if there is one.
pub(super) fn line(conn: &Connection, room: RoomId, seq: Seq) -> Result<Option<Line>> {
    conn.prepare_cached(select_message!("WHERE room = ?1 AND seq = ?2"))?
        .query_row(params![bits(room.0), place(seq)], Line::read)
        .optional()
}

/// The message at a place as `viewer` sees it, if there is one.
pub(in crate::sqlite) fn find(
    conn: &Connection,
    room: RoomId,
    seq: Seq,
    viewer: Option<UserId>,
) -> Result<Option<Message>> {
    line(conn, room, seq)?
        .map(|line| line.complete(conn, viewer))
        .transpose()
}

/// The line of a message of the room, if there is one.
pub(super) fn find_by_id(conn: &Connection, room: RoomId, id: MessageId) -> Result<Option<Line>> {
    conn.prepare_cached(select_message!("WHERE room = ?1 AND id = ?2"))?
        .query_row([bits(room.0), bits(id.0)], Line::read)
        .optional()
}

/// Completes each line as `viewer` sees it.
pub(super) fn complete_all(conn: &Connection, lines: Vec<Line>, viewer: UserId) -> Result<Vec<Arc<Message>>> {
    lines
        .into_iter()
        .map(|line| line.complete(conn, Some(viewer)).map(Arc::new))
        .collect()
}

fn body(row: &Row<'_>) -> Result<Body> {
    Ok(match row.get_ref(10)?.as_str()? {
        "words" => Body::Words(Words {
            text: column::text(row, 11)?,
            reply_to: None,
            mentions: Mentions {
                all: row.get(14)?,
                users: Vec::new(),
            },
            files: Vec::new(),
            forwarded: column::optional(row, 13, column::id)?.map(|author| Forwarded { author: UserId(author) }),
        }),
        "recalled" => Body::Recalled {
            by: UserId(column::id(row, 15)?),
        },
        "notice" => Body::Notice(notice::read(row, 16)?),
        "call" => Body::Call(CallLine {
            call: CallId(column::id(row, 17)?),
            media: choice(row, 18)?,
            outcome: choice(row, 19)?,
            seconds: row.get(20)?,
        }),
        _ => return Err(column::damaged(10, "kind of message")),
    })
}
