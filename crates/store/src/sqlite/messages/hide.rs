//! Messages that one member deletes for herself.

use std::sync::Arc;

use rusqlite::{Connection, Result};
use teahouse_core::id::{MessageId, RoomId, UserId};
use teahouse_core::outcome::Outcome;

use super::parts::{self, Parts};
use super::revise::revise_unseen;
use super::row::{self, find_by_id};
use crate::sqlite::column::{bits, place};
use crate::sqlite::members;
use crate::sqlite::perform::Answer;

pub(in crate::sqlite) fn hide(conn: &Connection, room: RoomId, user: UserId, messages: &[MessageId]) -> Result<Answer> {
    if !members::is_in(conn, room, user)? {
        return Ok(Answer::Impossible("who hides messages is not in the room"));
    }
    let mut hidden = Vec::new();
    for id in messages {
        let Some(line) = find_by_id(conn, room, *id)? else {
            continue;
        };
        let seq = line.message.seq;
        let is_new = conn
            .prepare_cached("INSERT INTO hidden (room, seq, user) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
            .execute([bits(room.0), place(seq), bits(user.0)])?;
        if is_new == 0 {
            continue;
        }
        parts::note(conn, room, seq, Parts::HIDDEN)?;
        revise_unseen(conn, room, seq)?;
        hidden.extend(row::find(conn, room, seq, Some(user))?.map(Arc::new));
    }
    Ok(Answer::Done(Outcome::Changed {
        messages: hidden,
        hidden_from: Vec::new(),
    }))
}
