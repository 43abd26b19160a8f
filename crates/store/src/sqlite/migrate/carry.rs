//! What a migration cannot say in SQL.

use rusqlite::{Connection, Result, params};
use teahouse_core::effect::NewBody;
use teahouse_core::id::{CallId, MessageId, RoomId, UserId};
use teahouse_core::name::Name;
use teahouse_core::record::{Body, CallLine, Message, Rev};

use crate::sqlite::column;
use crate::sqlite::messages::{digest, keep};
use crate::sqlite::word::choice;

/// Version 1 to 2. Messages get a revision, a digest and their place in the search index; names get keys by the rule of
/// today.
pub(super) fn into_chat(conn: &Connection) -> Result<()> {
    carry_messages(conn)?;
    conn.execute_batch(
        "DROP TABLE messages_of_version_1;
         UPDATE rooms SET rev = last_seq, created_at = coalesce(
             (SELECT at FROM messages WHERE messages.room = rooms.id AND messages.seq = 1), 0
         );",
    )?;
    carry_names(conn)
}

/// In the order of their coming, as far as clocks tell, since the search index gives the last first.
fn carry_messages(conn: &Connection) -> Result<()> {
    let mut before = conn.prepare(
        "SELECT room, seq, id, author, client_id, at, text, call, call_media, call_outcome, call_seconds
         FROM messages_of_version_1 ORDER BY at, room, seq",
    )?;
    let mut rows = before.query([])?;
    while let Some(row) = rows.next()? {
        let (said, body) = match column::optional(row, 6, column::text)? {
            Some(text) => (NewBody::text(&text), Body::text(&text)),
            None => {
                let line = CallLine {
                    call: CallId(column::id(row, 7)?),
                    media: choice(row, 8)?,
                    outcome: choice(row, 9)?,
                    seconds: row.get(10)?,
                };
                (NewBody::Call(line), Body::Call(line))
            }
        };
        let seq = column::seq(row, 1)?;
        let message = Message {
            room: RoomId(column::id(row, 0)?),
            seq,
            rev: Rev(seq.0),
            id: MessageId(column::id(row, 2)?),
            author: UserId(column::id(row, 3)?),
            client_id: column::client_id(row, 4)?,
            at: column::at(row, 5)?,
            edited_at: None,
            body,
            reactions: Vec::new(),
        };
        keep(conn, &message, digest(&said))?;
    }
    Ok(())
}

/// Of two names that were different by the rule of then and are one by that of today, the one used last is held.
fn carry_names(conn: &Connection) -> Result<()> {
    let held = conn
        .prepare("SELECT id, name FROM people WHERE name_key IS NOT NULL ORDER BY seen_at DESC")?
        .query_map([], |row| Ok((row.get::<_, i64>(0)?, column::name(row, 1)?)))?
        .collect::<Result<Vec<(i64, Name)>>>()?;
    conn.execute("UPDATE people SET name_key = NULL", [])?;
    for (id, name) in held {
        conn.execute(
            "UPDATE OR IGNORE people SET name_key = ?2 WHERE id = ?1",
            params![id, name.key().as_str()],
        )?;
    }
    Ok(())
}
