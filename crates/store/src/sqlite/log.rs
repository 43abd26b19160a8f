//! The write-ahead log: how long it may grow, and when it is moved into the file.
//!
//! SQLite would do this inside a commit and keep a failing flush to itself. Here the writer does it and hears of it.

use rusqlite::wal::CheckpointMode;
use rusqlite::{Connection, MAIN_DB, Result};

/// 32 MiB in pages: a page that many batches change is moved once; a start after a crash still reads it in a blink.
const MOVED_FROM: i32 = 8_192;
/// 64 MiB in pages: from here on the writer waits for readers, so that the log begins anew.
const WAITED_FROM: i32 = 16_384;

/// Moves everything into the file and empties the log. At a start, this flushes what a process before had written and
/// not flushed, so that nothing is answered from it that a power cut could take back.
pub(super) fn empty(conn: &Connection) -> Result<()> {
    conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::TRUNCATE)
        .map(drop)
}

/// Moves what can be moved if the log has grown.
pub(super) fn shorten(conn: &Connection) -> Result<()> {
    let (length, moved) = conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::NOOP)?;
    if length >= WAITED_FROM {
        conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::RESTART)?;
    } else if length - moved >= MOVED_FROM {
        conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::PASSIVE)?;
    }
    Ok(())
}
