//! The connection that looks things up.

use rusqlite::Connection;
use teahouse_core::effect::StoreRequest;
use teahouse_core::outcome::Outcome;

use super::perform::{Answer, perform};
use crate::Error;

/// Looks things up, beside the writer and beside other readers.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
}

impl Reader {
    pub(super) fn new(conn: Connection) -> Reader {
        Reader { conn }
    }

    /// Answers a request for which [`crate::is_read`] holds, from one moment of the database.
    ///
    /// # Errors
    /// The database is damaged where it was read, cannot be read, or the request wants to write. This request alone is
    /// affected.
    pub fn read(&mut self, request: &StoreRequest) -> Result<Outcome, Error> {
        let tx = self.conn.transaction().map_err(Error::of_read)?;
        let answer = perform(&tx, request).map_err(Error::of_read)?;
        tx.finish().map_err(Error::of_read)?;
        match answer {
            Answer::Done(outcome) => Ok(outcome),
            Answer::Impossible(why) => Err(Error::Corrupt(why.to_owned())),
        }
    }
}
