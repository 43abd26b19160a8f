//! The one connection that writes.

use std::time::Duration;

use rusqlite::{Connection, Error as SqlError, Transaction, TransactionBehavior};
use teahouse_core::effect::StoreRequest;
use teahouse_core::outcome::{Directory, Outcome, StoreFailure};

use super::directory;
use super::log::Log;
use super::perform::{Answer, perform};
use crate::error::Harm;
use crate::{Error, is_read};

/// Carries out requests in batches, each of which is flushed once.
#[derive(Debug)]
pub struct Writer {
    conn: Connection,
    log: Log,
    /// After a failed flush nobody knows what is on the disk: nothing is answered any more.
    is_broken: bool,
    #[cfg(feature = "planted-bugs")]
    answers_early: bool,
}

impl Writer {
    pub(super) fn new(conn: Connection, busy_timeout: Duration) -> Result<Writer, Error> {
        let log = Log::new(busy_timeout);
        match log.empty(&conn) {
            Ok(()) => {}
            Err(error) => match Harm::of(&error) {
                // A full disk or a foreign reader does not keep the house closed; nothing unflushed is lost by waiting.
                Harm::Full | Harm::Busy => tracing::warn!(%error, "the log could not be emptied at the start"),
                _ => return Err(Error::of_write(error)),
            },
        }
        Ok(Writer {
            conn,
            log,
            is_broken: false,
            #[cfg(feature = "planted-bugs")]
            answers_early: false,
        })
    }

    /// Everybody and every session, as a hub needs them at its start.
    ///
    /// # Errors
    /// The database is damaged or cannot be read.
    pub fn load_directory(&self) -> Result<Directory, Error> {
        directory::load(&self.conn).map_err(Error::of_read)
    }

    /// Carries out `batch` in order and flushes it, once for all. The outcomes are those of the requests, in order.
    ///
    /// A request that cannot be carried out on what is kept (its caller has broken an invariant) or meets a damaged row
    /// is logged, answered `Failed(Unavailable)`, and leaves the others alone. On a full disk all writes of the batch
    /// are answered `Failed(Full)` and none is kept; on a file that a foreign program holds, likewise with
    /// `Unavailable`. Reads are answered even then, from what was kept before.
    ///
    /// # Errors
    /// Writing or flushing has failed. Nothing of the batch may be told as done; the writer refuses all that follows.
    pub fn commit(&mut self, batch: &[StoreRequest]) -> Result<Vec<Outcome>, Error> {
        if self.is_broken {
            return Err(Error::Broken);
        }
        let error = match self.attempt(batch) {
            Ok(outcomes) => return Ok(outcomes),
            Err(error) => error,
        };
        let failure = match Harm::of(&error) {
            Harm::Full => StoreFailure::Full,
            Harm::Busy => StoreFailure::Unavailable,
            Harm::Request | Harm::Corrupt | Harm::Fatal => {
                self.is_broken = true;
                return Err(Error::of_write(error));
            }
        };
        tracing::warn!(%error, requests = batch.len(), "a batch was not kept");
        Ok(self.answer_reads_alone(batch, failure))
    }

    /// Moves the log into the file if it has grown. To be called when the outcomes of a batch have been passed on, so
    /// that nobody waits for it.
    ///
    /// # Errors
    /// Flushing has failed: as with [`Self::commit`].
    pub fn tidy(&mut self) -> Result<(), Error> {
        let Err(error) = self.log.shorten(&self.conn) else {
            return Ok(());
        };
        match Harm::of(&error) {
            // Everything is in the log still.
            Harm::Full | Harm::Busy => Ok(()),
            Harm::Request | Harm::Corrupt | Harm::Fatal => {
                self.is_broken = true;
                Err(Error::of_write(error))
            }
        }
    }

    /// Plants the fault that a durability test must find: each batch is answered before it is committed, and committed
    /// when the next one comes.
    #[cfg(feature = "planted-bugs")]
    pub fn answer_before_commit(&mut self) {
        self.answers_early = true;
    }

    /// Nearly nothing ever fails alone, and savepoints cost a message a third more. So they are set only when the batch
    /// is carried out again because something in it has failed.
    fn attempt(&mut self, batch: &[StoreRequest]) -> rusqlite::Result<Vec<Outcome>> {
        match self.carry_out(batch, |tx, request| perform(tx, request).map(answer)) {
            Err(error) if concerns_request(&error) => self.carry_out(batch, answer_alone),
            result => result,
        }
    }

    fn carry_out(
        &mut self,
        batch: &[StoreRequest],
        answer: fn(&mut Transaction<'_>, &StoreRequest) -> rusqlite::Result<Outcome>,
    ) -> rusqlite::Result<Vec<Outcome>> {
        let behavior = if batch.iter().all(is_read) {
            TransactionBehavior::Deferred
        } else {
            TransactionBehavior::Immediate
        };
        #[cfg(feature = "planted-bugs")]
        if !self.conn.is_autocommit() {
            self.conn.execute_batch("COMMIT")?;
        }
        let mut tx = self.conn.transaction_with_behavior(behavior)?;
        let outcomes = batch
            .iter()
            .map(|request| answer(&mut tx, request))
            .collect::<rusqlite::Result<_>>()?;
        #[cfg(feature = "planted-bugs")]
        if self.answers_early {
            tx.set_drop_behavior(rusqlite::DropBehavior::Ignore);
            return Ok(outcomes);
        }
        tx.commit()?;
        Ok(outcomes)
    }

    fn answer_reads_alone(&mut self, batch: &[StoreRequest], failure: StoreFailure) -> Vec<Outcome> {
        batch
            .iter()
            .map(|request| {
                if !is_read(request) {
                    return Outcome::Failed(failure);
                }
                match self
                    .attempt(std::slice::from_ref(request))
                    .map(|mut outcomes| outcomes.pop())
                {
                    Ok(Some(outcome)) => outcome,
                    _ => Outcome::Failed(StoreFailure::Unavailable),
                }
            })
            .collect()
    }
}

fn answer(answer: Answer) -> Outcome {
    match answer {
        Answer::Done(outcome) => outcome,
        Answer::Impossible(why) => impossible(why),
    }
}

/// Carries out one request so that it leaves nothing behind when it fails alone. An error concerns the whole batch.
fn answer_alone(tx: &mut Transaction<'_>, request: &StoreRequest) -> rusqlite::Result<Outcome> {
    let savepoint = tx.savepoint()?;
    match perform(&savepoint, request) {
        Ok(done) => savepoint.commit().map(|()| answer(done)),
        Err(error) if concerns_request(&error) => savepoint.finish().map(|()| impossible(&error.to_string())),
        Err(error) => Err(error),
    }
}

fn impossible(why: &str) -> Outcome {
    tracing::error!(why, "a request to the store could not be carried out");
    Outcome::Failed(StoreFailure::Unavailable)
}

/// Whether only the request at hand is hurt: it breaks a rule of the tables, or a row cannot be understood.
fn concerns_request(error: &SqlError) -> bool {
    match Harm::of(error) {
        Harm::Request => true,
        Harm::Corrupt => !matches!(error, SqlError::SqliteFailure(..)),
        Harm::Full | Harm::Busy | Harm::Fatal => false,
    }
}
