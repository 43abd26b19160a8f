//! Connections and how they are set.

use std::fs::OpenOptions;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::Options;
use crate::Error;

/// Before it, two connections that write and checkpoint at once can damage the file (the WAL-reset bug).
const FIRST_SAFE_SQLITE: i32 = 3_051_003;
const PAGE_SIZE: u64 = 4096;
/// All statements that this crate has; none is prepared twice.
const STATEMENTS: usize = 192;
/// The upper pages of the trees of tens of millions of messages, and the leaves that are being written.
const WRITER_CACHE_KIB: i64 = 32 * 1024;
/// The upper pages; what readers read twice is in the system's cache.
const READER_CACHE_KIB: i64 = 8 * 1024;
/// What remains of the log after a burst.
const LOG_KEPT_BYTES: i64 = 64 << 20;

/// The connection that writes. Makes the file if there is none.
pub(super) fn open_first(path: &Path, options: &Options) -> Result<Connection, Error> {
    if rusqlite::version_number() < FIRST_SAFE_SQLITE {
        return Err(Error::OldSqlite(rusqlite::version()));
    }
    make_private(path)?;
    open(path, options, WRITER_CACHE_KIB)
        .and_then(|conn| {
            conn.pragma_update(None, "journal_mode", "WAL")?;
            conn.pragma_update(None, "journal_size_limit", LOG_KEPT_BYTES)?;
            // The writer moves the log into the file itself, where it sees a failing flush.
            conn.pragma_update(None, "wal_autocheckpoint", 0)?;
            if let Some(size) = options.max_size {
                conn.pragma_update(
                    None,
                    "max_page_count",
                    i64::try_from(size / PAGE_SIZE).unwrap_or(i64::MAX),
                )?;
            }
            Ok(conn)
        })
        .map_err(|error| cannot_open(path, error))
        .and_then(|conn| require_log(path, conn))
}

/// A connection that cannot write.
pub(super) fn open_reader(path: &Path, options: &Options) -> Result<Connection, Error> {
    open(path, options, READER_CACHE_KIB)
        .and_then(|conn| {
            conn.pragma_update(None, "query_only", true)?;
            Ok(conn)
        })
        .map_err(|error| cannot_open(path, error))
}

/// Messages are nobody's but the house's: SQLite gives the log the mode of the file.
fn make_private(path: &Path) -> Result<(), Error> {
    let mut file = OpenOptions::new();
    file.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        file.mode(0o600);
    }
    file.open(path).map(drop).map_err(|error| Error::Open {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

fn open(path: &Path, options: &Options, cache_kib: i64) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(options.busy_timeout)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // A statement keeps its plan, whatever is bound to it. Otherwise some are planned anew for every message.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "mmap_size", 0)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "cache_size", -cache_kib)?;
    // Each commit is flushed, the log before the file and the file before the log is used again; on macOS to the platter.
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "fullfsync", true)?;
    conn.pragma_update(None, "checkpoint_fullfsync", true)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(conn)
}

fn require_log(path: &Path, conn: Connection) -> Result<Connection, Error> {
    let mode: String = conn
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .map_err(|error| cannot_open(path, error))?;
    if mode != "wal" {
        return Err(Error::Open {
            path: path.to_owned(),
            reason: format!("its file system does not allow a write-ahead log (journal mode {mode}); use a local disk"),
        });
    }
    Ok(conn)
}

fn cannot_open(path: &Path, error: rusqlite::Error) -> Error {
    Error::Open {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pragma(conn: &Connection, name: &str) -> i64 {
        conn.pragma_query_value(None, name, |row| row.get(0)).expect("a number")
    }

    #[test]
    fn every_commit_is_flushed_and_the_file_is_not_trusted() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.db");
        let first = open_first(&path, &Options::default()).expect("opens");
        let reader = open_reader(&path, &Options::default()).expect("opens");
        for conn in [&first, &reader] {
            assert_eq!(pragma(conn, "synchronous"), 2, "FULL");
            assert_eq!(pragma(conn, "foreign_keys"), 1);
            assert_eq!(pragma(conn, "trusted_schema"), 0);
            assert_eq!(pragma(conn, "cell_size_check"), 1);
            assert!(conn.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).expect("known"));
            assert!(conn.db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG).expect("known"));
        }
        assert_eq!(pragma(&first, "page_size"), PAGE_SIZE as i64);
        assert_eq!(pragma(&reader, "query_only"), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_file_or_its_log() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().expect("a folder");
        let conn = open_first(&dir.path().join("a.db"), &Options::default()).expect("opens");
        conn.execute_batch("CREATE TABLE t (x)").expect("writes");
        let mut files = 0;
        for entry in std::fs::read_dir(dir.path()).expect("lists") {
            let mode = entry
                .and_then(|entry| entry.metadata())
                .expect("a file")
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
            files += 1;
        }
        assert_eq!(files, 3, "the file, the log and the log's index");
    }
}
