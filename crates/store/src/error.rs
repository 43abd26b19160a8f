//! What goes wrong beyond a single request.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the store cannot be opened, or cannot be trusted any longer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An earlier error has made the writer useless.
    #[error("the database could not be written before, and nothing is written after that")]
    Broken,
    /// The file holds what this program never writes.
    #[error("the database is damaged: {0}; restore it from a backup")]
    Corrupt(String),
    /// Writing or flushing failed, or the database is in a state that nothing explains. What was not answered may or may
    /// not be on the disk: the process has to end.
    #[error("the database cannot be written reliably: {0}")]
    Fatal(#[source] rusqlite::Error),
    /// A newer program has written the file.
    #[error(
        "the database is of a newer version ({found}) than this program knows ({known}); \
         use the newer program, or restore a backup from before the update"
    )]
    Newer {
        /// The file's version.
        found: u32,
        /// The last version known here.
        known: u32,
    },
    /// The file is a database of another program.
    #[error("{} is not a Teahouse database", .0.display())]
    NotOurs(PathBuf),
    /// The SQLite in this program is one that can damage databases.
    #[error("SQLite {0} is too old: at least 3.51.3 is needed")]
    OldSqlite(&'static str),
    /// The file cannot be opened.
    #[error("{} cannot be opened: {reason}", path.display())]
    Open {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A look-up failed; another may succeed.
    #[error("the database cannot be read: {0}")]
    Read(#[source] rusqlite::Error),
}

/// What an error of SQLite means for the one who was writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Harm {
    /// This request alone is impossible as asked: the caller has broken an invariant.
    Request,
    /// There is no room; nothing was written.
    Full,
    /// Somebody else holds the file, or memory is short; nothing was written.
    Busy,
    /// The file's content is damaged.
    Corrupt,
    /// The disk, or something unknown.
    Fatal,
}

impl Harm {
    pub(crate) fn of(error: &rusqlite::Error) -> Harm {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::ConstraintViolation => Harm::Request,
                ErrorCode::DiskFull => Harm::Full,
                // The shared index of the log could not grow. It is no part of what is kept: nothing was lost with it.
                ErrorCode::SystemIoFailure if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => {
                    Harm::Full
                }
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::OutOfMemory => Harm::Busy,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Harm::Corrupt,
                _ => Harm::Fatal,
            },
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => Harm::Corrupt,
            _ => Harm::Fatal,
        }
    }
}

impl Error {
    /// The error of a look-up.
    pub(crate) fn of_read(error: rusqlite::Error) -> Error {
        match Harm::of(&error) {
            Harm::Corrupt => Error::Corrupt(error.to_string()),
            _ => Error::Read(error),
        }
    }

    /// The error of a write that makes the writer useless.
    pub(crate) fn of_write(error: rusqlite::Error) -> Error {
        match Harm::of(&error) {
            Harm::Corrupt => Error::Corrupt(error.to_string()),
            _ => Error::Fatal(error),
        }
    }
}
