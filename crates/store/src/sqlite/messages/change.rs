//! Changes of a message: other words, a sign under it, taking it back.

use std::sync::Arc;

use rusqlite::{Connection, Result, params};
use teahouse_core::effect::MessageChange;
use teahouse_core::id::{MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Body, MAX_REACTIONS, Mentions, Message, ReactionKey, Seq, Words};

use super::parts::{self, Parts};
use super::revise::revise;
use super::row::{self, Line, find_by_id};
use super::{edits, quote};
use crate::sqlite::column::{bits, place};
use crate::sqlite::perform::Answer;
use crate::sqlite::search;

pub(in crate::sqlite) fn change(
    conn: &Connection,
    (room, id): (RoomId, MessageId),
    by: UserId,
    at: UnixMillis,
    change: &MessageChange,
) -> Result<Answer> {
    let Some(line) = find_by_id(conn, room, id)? else {
        return Ok(Answer::Done(Outcome::NoMessage));
    };
    match change {
        MessageChange::Edit { text, mentions } => edit(conn, line, by, at, text, mentions),
        MessageChange::React { key, on } => react(conn, &line, by, key, *on),
        MessageChange::Recall { not_before, any_author } => {
            let is_own = line.message.author == by;
            let is_late = not_before.is_some_and(|bound| line.message.at < bound);
            match &line.message.body {
                Body::Recalled { .. } => unchanged(),
                Body::Words(_) if !is_own && !any_author => Ok(Answer::Done(Outcome::NotAuthor)),
                Body::Words(_) if is_late && !any_author => Ok(Answer::Done(Outcome::TooLate)),
                Body::Words(_) => recall(conn, &line, by),
                _ => Ok(Answer::Done(Outcome::NoMessage)),
            }
        }
    }
}

/// Whoever passes on somebody else's words cannot change them.
fn edit(
    conn: &Connection,
    line: Line,
    by: UserId,
    at: UnixMillis,
    text: &Arc<str>,
    mentions: &Mentions,
) -> Result<Answer> {
    let doc = line.doc;
    let before = line.complete(conn, None)?;
    let Body::Words(words) = before.body else {
        return Ok(Answer::Done(Outcome::NoMessage));
    };
    if before.author != by || words.forwarded.is_some() {
        return Ok(Answer::Done(Outcome::NotAuthor));
    }
    if words.text == *text && words.mentions == *mentions {
        return unchanged();
    }
    if text.is_empty() && words.files.is_empty() {
        return Ok(Answer::Impossible("a message would say nothing"));
    }
    let (room, seq) = (before.room, before.seq);
    let rev = revise(conn, room, seq)?;
    edits::keep(
        conn,
        (room, seq),
        rev,
        before.edited_at.unwrap_or(before.at),
        &words.text,
    )?;
    conn.prepare_cached(
        "UPDATE messages SET text = ?3, edited_at = ?4, mentions_all = ?5, parts = parts | ?6
         WHERE room = ?1 AND seq = ?2",
    )?
    .execute(params![
        bits(room.0),
        place(seq),
        &**text,
        at.0,
        mentions.all,
        Parts::MENTIONS.0
    ])?;
    parts::keep_mentions(conn, room, seq, mentions)?;
    let after = Words {
        text: Arc::clone(text),
        files: words.files,
        ..Words::default()
    };
    search::replace(conn, doc, (room, before.author), &after)?;
    changed_with_quotes(conn, room, seq)
}

fn react(conn: &Connection, line: &Line, by: UserId, key: &ReactionKey, on: bool) -> Result<Answer> {
    if line.message.body.words().is_none() {
        return Ok(Answer::Done(Outcome::NoMessage));
    }
    let (room, seq) = (line.message.room, line.message.seq);
    let reactions = parts::reactions(conn, room, seq)?;
    let under_key = reactions.iter().find(|reaction| reaction.key == *key);
    let is_on = under_key.is_some_and(|reaction| reaction.users.contains(&by));
    let is_full = under_key.is_none() && reactions.len() >= MAX_REACTIONS;
    if is_on == on || on && is_full {
        return unchanged();
    }
    let rev = revise(conn, room, seq)?;
    if on {
        parts::add_reaction(conn, (room, seq), rev, key, by)?;
        parts::note(conn, room, seq, Parts::REACTIONS)?;
    } else {
        parts::remove_reaction(conn, (room, seq), key, by)?;
    }
    let messages = row::find(conn, room, seq, None)?.map(Arc::new).into_iter().collect();
    changed(conn, room, messages)
}

fn recall(conn: &Connection, line: &Line, by: UserId) -> Result<Answer> {
    let (room, seq) = (line.message.room, line.message.seq);
    revise(conn, room, seq)?;
    quote::forget(conn, line)?;
    parts::forget(conn, room, seq)?;
    conn.prepare_cached(
        "UPDATE messages SET kind = 'recalled', recalled_by = ?3, text = NULL, edited_at = NULL, reply_to = NULL,
             forwarded_from = NULL, mentions_all = 0
         WHERE room = ?1 AND seq = ?2",
    )?
    .execute([bits(room.0), place(seq), bits(by.0)])?;
    search::forget(conn, line.doc)?;
    changed_with_quotes(conn, room, seq)
}

/// The message at `seq`, and those that quote it, which get a revision each.
fn changed_with_quotes(conn: &Connection, room: RoomId, seq: Seq) -> Result<Answer> {
    let mut messages: Vec<Arc<Message>> = row::find(conn, room, seq, None)?.map(Arc::new).into_iter().collect();
    for quoting in quote::quoting(conn, room, seq)? {
        revise(conn, room, quoting)?;
        messages.extend(row::find(conn, room, quoting, None)?.map(Arc::new));
    }
    changed(conn, room, messages)
}

fn changed(conn: &Connection, room: RoomId, messages: Vec<Arc<Message>>) -> Result<Answer> {
    let mut hidden_from = Vec::new();
    for message in &messages {
        let hiders = parts::hidden_from(conn, room, message.seq)?;
        hidden_from.extend(hiders.into_iter().map(|user| (message.seq, user)));
    }
    Ok(Answer::Done(Outcome::Changed { messages, hidden_from }))
}

fn unchanged() -> Result<Answer> {
    Ok(Answer::Done(Outcome::Changed {
        messages: Vec::new(),
        hidden_from: Vec::new(),
    }))
}
