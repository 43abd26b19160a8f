//! The write-ahead log: how long it may grow, and when it is moved into the file.
//!
//! SQLite would do this inside a commit and keep a failing flush to itself. Here the writer does it and hears of it.

use std::time::Duration;

use rusqlite::wal::CheckpointMode;
use rusqlite::{Connection, Error, ErrorCode, MAIN_DB, Result};

/// 32 MiB in pages: a page that many batches change is moved once; a start after a crash still reads it in a blink.
const MOVED_FROM: i32 = 8_192;
/// 64 MiB in pages: from here on the writer waits for readers, so that the log begins anew.
const WAITED_FROM: i32 = 16_384;
/// Our own readers are done by then. A foreign one, such as a backup, may stay for minutes: nobody waits for that.
const WAIT: Duration = Duration::from_millis(100);

/// What the writer knows of the log.
#[derive(Debug)]
pub(super) struct Log {
    moved_from: i32,
    waited_from: i32,
    /// The length at which to wait next: after each vain wait the log may grow by as much again.
    waits_at: i32,
    busy_timeout: Duration,
}

impl Log {
    /// Of a connection that otherwise waits for `busy_timeout`.
    pub(super) fn new(busy_timeout: Duration) -> Log {
        Log {
            moved_from: MOVED_FROM,
            waited_from: WAITED_FROM,
            waits_at: WAITED_FROM,
            busy_timeout,
        }
    }

    /// Moves everything into the file and empties the log. At a start, this flushes what a process before had written and
    /// not flushed, so that nothing is answered from it that a power cut could take back.
    pub(super) fn empty(&self, conn: &Connection) -> Result<()> {
        conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::TRUNCATE)
            .map(drop)
    }

    /// Moves what can be moved if the log has grown.
    pub(super) fn shorten(&mut self, conn: &Connection) -> Result<()> {
        let (length, moved) = conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::NOOP)?;
        if length < self.waited_from {
            self.waits_at = self.waited_from;
        }
        if length >= self.waits_at {
            conn.busy_timeout(WAIT)?;
            let waited = conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::RESTART);
            conn.busy_timeout(self.busy_timeout)?;
            match waited {
                Err(error) if is_busy(&error) => self.waits_at = length + self.waited_from,
                other => return other.map(drop),
            }
        } else if length - moved >= self.moved_from {
            conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::PASSIVE)?;
        }
        Ok(())
    }
}

fn is_busy(error: &Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::Options;
    use crate::sqlite::connection;

    /// Ten pages and more at a time, as with limits of 20 and 40.
    fn writer(path: &Path) -> (Connection, Log) {
        let conn = connection::open_first(path, &Options::default()).expect("opens");
        conn.execute_batch("CREATE TABLE t (x)").expect("writes");
        let log = Log {
            moved_from: 20,
            waited_from: 40,
            waits_at: 40,
            busy_timeout: Duration::ZERO,
        };
        (conn, log)
    }

    /// Writes `times`, and returns the longest that the log was and how often the writer was made to wait later.
    fn write(conn: &Connection, log: &mut Log, times: usize) -> (i32, usize) {
        let (mut longest, mut vain) = (0, 0);
        for _ in 0..times {
            conn.execute_batch("INSERT INTO t VALUES (zeroblob(40960))")
                .expect("writes");
            let before = log.waits_at;
            log.shorten(conn).expect("the disk is fine");
            vain += usize::from(log.waits_at > before);
            let (length, _) = conn
                .wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::NOOP)
                .expect("it tells");
            longest = longest.max(length);
        }
        (longest, vain)
    }

    #[test]
    fn the_log_begins_anew_again_and_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let (conn, mut log) = writer(&dir.path().join("a.db"));
        let (longest, vain) = write(&conn, &mut log, 40);
        assert!((20..40).contains(&longest), "{longest} pages");
        assert_eq!(vain, 0);
    }

    #[test]
    fn a_reader_that_stays_is_rarely_waited_for_and_the_log_recovers_when_it_goes() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.db");
        let (conn, mut log) = writer(&path);
        let reader = connection::open_reader(&path, &Options::default()).expect("opens");
        reader.execute_batch("BEGIN; SELECT * FROM t").expect("reads");
        let (longest, vain) = write(&conn, &mut log, 40);
        assert!(longest > 400, "{longest} pages cannot be moved under the reader");
        assert!((1..=12).contains(&vain), "waited {vain} times in 40 batches");
        reader.execute_batch("COMMIT").expect("reads");
        write(&conn, &mut log, 20);
        let (length, _) = conn
            .wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::NOOP)
            .expect("it tells");
        assert!(length < 60, "{length} pages");
    }
}
