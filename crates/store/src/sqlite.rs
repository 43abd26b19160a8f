//! SQLite: one file in the data folder, its log beside it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Error;

mod calls;
mod column;
mod connection;
mod contacts;
mod directory;
mod files;
mod hook_places;
mod hooks;
mod invites;
mod log;
mod marks;
mod members;
mod messages;
mod migrate;
mod people;
mod perform;
mod reader;
mod rooms;
mod search;
mod sessions;
mod word;
mod writer;

pub use reader::Reader;
pub use writer::Writer;

const FILE_NAME: &str = "teahouse.db";

/// What can be chosen about a store.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long to wait for a foreign program that holds the file (a backup, an operator's shell) before a batch is
    /// answered `Unavailable`.
    pub busy_timeout: Duration,
    /// The size in bytes beyond which the database counts as full; it is checked in steps of a page (4 KiB).
    pub max_size: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            busy_timeout: Duration::from_secs(5),
            max_size: None,
        }
    }
}

/// An opened database: makes readers.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    options: Options,
}

impl Store {
    /// Opens the database in the folder `dir`, or makes it, and brings it up to date.
    ///
    /// # Errors
    /// What is in the way, for the operator to read.
    pub fn open(dir: &Path, options: Options) -> Result<(Store, Writer), Error> {
        let path = dir.join(FILE_NAME);
        let mut conn = connection::open_first(&path, &options)?;
        migrate::bring_up_to_date(&mut conn, &path)?;
        let writer = Writer::new(conn, options.busy_timeout)?;
        Ok((Store { path, options }, writer))
    }

    /// A connection for look-ups.
    ///
    /// # Errors
    /// The file cannot be opened any longer.
    pub fn reader(&self) -> Result<Reader, Error> {
        Ok(Reader::new(connection::open_reader(&self.path, &self.options)?))
    }
}
