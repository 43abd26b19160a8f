//! What of a message lies in tables of its own: files, mentions, signs, and from whom it is hidden.

use std::sync::Arc;

use rusqlite::{Connection, Result, params};
use teahouse_core::id::{FileId, RoomId, UserId};
use teahouse_core::record::{FileRecord, Mentions, Reaction, ReactionKey, Rev, Seq};

use crate::sqlite::column::{self, bits, damaged, place, revision};
use crate::sqlite::files;

/// In which tables rows of a message can be. A set bit promises nothing, one that is not set promises none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Parts(pub(super) i64);

impl Parts {
    pub(super) const FILES: Parts = Parts(1);
    pub(super) const MENTIONS: Parts = Parts(2);
    pub(super) const REACTIONS: Parts = Parts(4);
    pub(super) const HIDDEN: Parts = Parts(8);

    pub(super) fn has(self, part: Parts) -> bool {
        self.0 & part.0 != 0
    }

    /// With `part` as well, if `there`.
    pub(super) fn with(self, part: Parts, there: bool) -> Parts {
        if there { Parts(self.0 | part.0) } else { self }
    }
}

/// Notes on a message's row that there is such a part.
pub(super) fn note(conn: &Connection, room: RoomId, seq: Seq, part: Parts) -> Result<()> {
    conn.prepare_cached("UPDATE messages SET parts = parts | ?3 WHERE room = ?1 AND seq = ?2")?
        .execute(params![bits(room.0), place(seq), part.0])
        .map(drop)
}

pub(super) fn files(conn: &Connection, room: RoomId, seq: Seq) -> Result<Vec<Arc<FileRecord>>> {
    let ids = conn
        .prepare_cached("SELECT file FROM message_files WHERE room = ?1 AND seq = ?2 ORDER BY nth")?
        .query_map([bits(room.0), place(seq)], |row| column::id(row, 0).map(FileId))?
        .collect::<Result<Vec<_>>>()?;
    let records = ids.into_iter().map(|file| files::find_complete(conn, file));
    records
        .filter_map(Result::transpose)
        .map(|record| record.map(Arc::new))
        .collect()
}

pub(super) fn keep_files(conn: &Connection, room: RoomId, seq: Seq, files: &[Arc<FileRecord>]) -> Result<()> {
    for (nth, file) in (0_i64..).zip(files) {
        conn.prepare_cached("INSERT INTO message_files (room, seq, nth, file) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![bits(room.0), place(seq), nth, bits(file.id.0)])?;
    }
    Ok(())
}

pub(super) fn mentions(conn: &Connection, room: RoomId, seq: Seq) -> Result<Vec<UserId>> {
    conn.prepare_cached("SELECT user FROM mentions WHERE room = ?1 AND seq = ?2 ORDER BY nth")?
        .query_map([bits(room.0), place(seq)], |row| column::id(row, 0).map(UserId))?
        .collect()
}

/// Replaces those whom a message calls upon by name.
pub(super) fn keep_mentions(conn: &Connection, room: RoomId, seq: Seq, mentions: &Mentions) -> Result<()> {
    conn.prepare_cached("DELETE FROM mentions WHERE room = ?1 AND seq = ?2")?
        .execute([bits(room.0), place(seq)])?;
    for (nth, user) in (0_i64..).zip(&mentions.users) {
        conn.prepare_cached("INSERT INTO mentions (room, seq, nth, user) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![bits(room.0), place(seq), nth, bits(user.0)])?;
    }
    Ok(())
}

/// The signs in order of their first, and under each who gave it, in order.
pub(super) fn reactions(conn: &Connection, room: RoomId, seq: Seq) -> Result<Vec<Reaction>> {
    let mut reactions: Vec<Reaction> = Vec::new();
    let mut statement =
        conn.prepare_cached("SELECT key, user FROM reactions WHERE room = ?1 AND seq = ?2 ORDER BY rev")?;
    let given = statement.query_map([bits(room.0), place(seq)], |row| {
        let key = ReactionKey::new(row.get_ref(0)?.as_str()?).ok_or_else(|| damaged(0, "reaction"))?;
        Ok((key, UserId(column::id(row, 1)?)))
    })?;
    for given in given {
        let (key, user) = given?;
        match reactions.iter_mut().find(|reaction| reaction.key == key) {
            Some(reaction) => reaction.users.push(user),
            None => reactions.push(Reaction { key, users: vec![user] }),
        }
    }
    Ok(reactions)
}

pub(super) fn add_reaction(
    conn: &Connection,
    (room, seq): (RoomId, Seq),
    rev: Rev,
    key: &ReactionKey,
    user: UserId,
) -> Result<()> {
    conn.prepare_cached("INSERT INTO reactions (room, seq, rev, key, user) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            bits(room.0),
            place(seq),
            revision(rev),
            key.as_str(),
            bits(user.0)
        ])
        .map(drop)
}

pub(super) fn remove_reaction(
    conn: &Connection,
    (room, seq): (RoomId, Seq),
    key: &ReactionKey,
    user: UserId,
) -> Result<()> {
    conn.prepare_cached("DELETE FROM reactions WHERE room = ?1 AND seq = ?2 AND key = ?3 AND user = ?4")?
        .execute(params![bits(room.0), place(seq), key.as_str(), bits(user.0)])
        .map(drop)
}

/// Whether `viewer` has deleted the message for herself.
pub(super) fn is_hidden(conn: &Connection, room: RoomId, seq: Seq, viewer: UserId) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM hidden WHERE room = ?1 AND seq = ?2 AND user = ?3")?
        .exists([bits(room.0), place(seq), bits(viewer.0)])
}

/// Who has deleted a message for herself.
pub(super) fn hidden_from(conn: &Connection, room: RoomId, seq: Seq) -> Result<Vec<UserId>> {
    conn.prepare_cached("SELECT user FROM hidden WHERE room = ?1 AND seq = ?2 ORDER BY user")?
        .query_map([bits(room.0), place(seq)], |row| column::id(row, 0).map(UserId))?
        .collect()
}

/// Forgets files, mentions and signs of a message.
pub(super) fn forget(conn: &Connection, room: RoomId, seq: Seq) -> Result<()> {
    for sql in [
        "DELETE FROM message_files WHERE room = ?1 AND seq = ?2",
        "DELETE FROM mentions WHERE room = ?1 AND seq = ?2",
        "DELETE FROM reactions WHERE room = ?1 AND seq = ?2",
        "DELETE FROM edits WHERE room = ?1 AND seq = ?2",
    ] {
        conn.prepare_cached(sql)?.execute([bits(room.0), place(seq)])?;
    }
    Ok(())
}
