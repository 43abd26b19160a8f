//! Records of files; their bytes are the server's.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use teahouse_core::id::{FileId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{FileFacts, FileRecord, FileSweep, Picture};

use super::column::{self, bits};
use super::perform::Answer;
use super::word::{Word as _, choice};

/// Files looked at in one step.
const SWEEP: u32 = 1_000;

/// A file that shall come.
pub(super) struct Announced<'a> {
    pub(super) id: FileId,
    pub(super) owner: UserId,
    pub(super) name: &'a str,
    pub(super) size: u64,
    pub(super) at: UnixMillis,
}

/// Notes that a file will come. The same file of the same owner is noted once.
pub(super) fn begin(conn: &Connection, file: &Announced<'_>, quota: u64) -> Result<Answer> {
    if let Some(owner) = owner_of(conn, file.id)? {
        return Ok(Answer::done_if(owner == file.owner, "somebody else's file has this id"));
    }
    let with_it = usage(conn, file.owner)?.saturating_add(file.size);
    let Some(size) = i64::try_from(file.size).ok().filter(|_| with_it <= quota) else {
        return Ok(Answer::Done(Outcome::OverQuota));
    };
    conn.prepare_cached("INSERT INTO files (id, owner, name, size, at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![bits(file.id.0), bits(file.owner.0), file.name, size, file.at.0])?;
    Ok(Answer::Done(Outcome::Done))
}

/// Keeps what was found out; a file that is complete already stays as it is, but for its small picture, which may come
/// until the file is sent.
pub(super) fn finish(
    conn: &Connection,
    file: FileId,
    owner: UserId,
    facts: &FileFacts,
    at: UnixMillis,
) -> Result<Answer> {
    conn.prepare_cached(
        "UPDATE files SET kind = ?3, mime = ?4, size = ?5, sha256 = ?6, width = ?7, height = ?8, duration_ms = ?9,
             waveform = ?10, has_thumbnail = ?11, at = ?12
         WHERE id = ?1 AND owner = ?2
             AND (kind IS NULL OR sha256 = ?6 AND size = ?5 AND NOT EXISTS (SELECT 1 FROM message_files WHERE file = ?1))",
    )?
    .execute(params![
        bits(file.0),
        bits(owner.0),
        facts.kind.word(),
        &*facts.mime,
        i64::try_from(facts.size).unwrap_or(i64::MAX),
        facts.sha256,
        facts.picture.map(|picture| picture.width),
        facts.picture.map(|picture| picture.height),
        facts.duration_ms,
        facts.waveform,
        facts.has_thumbnail,
        at.0,
    ])?;
    let record = find_complete(conn, file)?.filter(|record| record.owner == owner);
    told(conn, record)
}

/// Forgets a file that nobody could miss: it stands in no message and is nobody's picture.
pub(super) fn drop_file(conn: &Connection, file: FileId, owner: UserId) -> Result<Answer> {
    let stands = conn
        .prepare_cached("SELECT 1 FROM message_files WHERE file = ?1")?
        .exists([bits(file.0)])?;
    Ok(Answer::Done(match owner_of(conn, file)? {
        None => Outcome::Done,
        Some(found) if found != owner => Outcome::NoFile,
        Some(_) if stands || is_public(conn, file)? => Outcome::NoFile,
        Some(_) => {
            conn.prepare_cached("DELETE FROM files WHERE id = ?1")?
                .execute([bits(file.0)])?;
            Outcome::Done
        }
    }))
}

/// Takes files that nobody needs out of use, looking at so many as take no time to speak of, and tells those whose bytes
/// are still there.
pub(super) fn sweep(conn: &Connection, sweep: &FileSweep) -> Result<Answer> {
    let mut forget = conn.prepare_cached("DELETE FROM unused_files WHERE id = ?1")?;
    for file in &sweep.gone {
        forget.execute([bits(file.0)])?;
    }
    let mut give_up = conn.prepare_cached(
        "INSERT OR IGNORE INTO unused_files (id) SELECT id FROM files WHERE id = ?1 AND kind IS NULL",
    )?;
    for file in &sweep.silent {
        give_up.execute([bits(file.0)])?;
    }
    let after = sweep.after.map_or(i64::MIN, |file| bits(file.0));
    let last: Option<i64> = conn
        .prepare_cached("SELECT max(id) FROM (SELECT id FROM files WHERE id > ?1 ORDER BY id LIMIT ?2)")?
        .query_row(params![after, SWEEP], |row| row.get(0))?;
    if let Some(last) = last {
        conn.prepare_cached(
            "INSERT OR IGNORE INTO unused_files (id) SELECT id FROM files WHERE id > ?1 AND id <= ?2 AND CASE
                 WHEN kind IS NULL THEN at < ?3
                 ELSE at < ?4 AND NOT EXISTS (SELECT 1 FROM message_files WHERE file = files.id)
                     AND id NOT IN (SELECT avatar FROM people WHERE avatar IS NOT NULL)
                     AND id NOT IN (SELECT picture FROM rooms WHERE picture IS NOT NULL)
             END",
        )?
        .execute(params![after, last, sweep.abandoned_before.0, sweep.unused_before.0])?;
    }
    conn.prepare_cached("DELETE FROM files WHERE id IN (SELECT id FROM unused_files)")?
        .execute([])?;
    let mut unused = conn.prepare_cached("SELECT id FROM unused_files LIMIT ?1")?;
    let unused = unused.query_map([SWEEP], |row| column::id(row, 0).map(FileId))?;
    Ok(Answer::Done(Outcome::FilesSwept {
        unused: unused.collect::<Result<_>>()?,
        next: last.map(|last| FileId(last.cast_unsigned())),
    }))
}

/// The file for its owner, for members of rooms where it stands, and as a picture of somebody for everybody.
pub(super) fn load(conn: &Connection, file: FileId, user: UserId) -> Result<Answer> {
    let Some(record) = find_complete(conn, file)? else {
        return told(conn, None);
    };
    let may = record.owner == user
        || is_public(conn, file)?
        || conn
            .prepare_cached(
                "SELECT 1 FROM message_files JOIN members ON members.room = message_files.room AND members.user = ?2
                 WHERE file = ?1",
            )?
            .exists([bits(file.0), bits(user.0)])?;
    told(conn, Some(record).filter(|_| may))
}

pub(super) fn read_usage(conn: &Connection, user: UserId) -> Result<Answer> {
    usage(conn, user).map(|bytes| Answer::Done(Outcome::Usage(bytes)))
}

/// A file that is complete.
pub(super) fn find_complete(conn: &Connection, file: FileId) -> Result<Option<FileRecord>> {
    conn.prepare_cached(
        "SELECT owner, name, size, at, kind, mime, sha256, width, height, duration_ms, waveform, has_thumbnail
         FROM files WHERE id = ?1 AND kind IS NOT NULL",
    )?
    .query_row([bits(file.0)], |row| record(file, row))
    .optional()
}

fn record(id: FileId, row: &Row<'_>) -> Result<FileRecord> {
    let measure = |index| column::optional(row, index, |row, at| row.get::<_, u32>(at));
    Ok(FileRecord {
        id,
        owner: UserId(column::id(row, 0)?),
        name: column::text(row, 1)?,
        created_at: column::at(row, 3)?,
        facts: FileFacts {
            kind: choice(row, 4)?,
            mime: column::text(row, 5)?,
            size: column::count(row, 2)?,
            sha256: row.get(6)?,
            picture: measure(7)?
                .zip(measure(8)?)
                .map(|(width, height)| Picture { width, height }),
            duration_ms: measure(9)?,
            waveform: row.get(10)?,
            has_thumbnail: row.get(11)?,
        },
    })
}

fn told(conn: &Connection, record: Option<FileRecord>) -> Result<Answer> {
    Ok(Answer::Done(match record {
        None => Outcome::NoFile,
        Some(record) => Outcome::File {
            is_public: is_public(conn, record.id)?,
            record: Arc::new(record),
        },
    }))
}

/// Whose the file is, complete or not.
fn owner_of(conn: &Connection, file: FileId) -> Result<Option<UserId>> {
    conn.prepare_cached("SELECT owner FROM files WHERE id = ?1")?
        .query_row([bits(file.0)], |row| column::id(row, 0).map(UserId))
        .optional()
}

fn is_public(conn: &Connection, file: FileId) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM people WHERE avatar = ?1 UNION ALL SELECT 1 FROM rooms WHERE picture = ?1")?
        .exists([bits(file.0)])
}

fn usage(conn: &Connection, owner: UserId) -> Result<u64> {
    conn.prepare_cached("SELECT coalesce(sum(size), 0) FROM files WHERE owner = ?1")?
        .query_row([bits(owner.0)], |row| column::count(row, 0))
}
