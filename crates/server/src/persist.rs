//! The threads that carry out what the hub asks of the store.
//!
//! One thread writes: it takes whatever has gathered while the last batch was being flushed and commits it at once, so
//! that many messages share one flush. Look-ups go to threads of their own, but only after the writes that were asked
//! before them are committed, so that each sees what its asker has been told.

use std::sync::mpsc;
use std::thread;

use teahouse_core::effect::StoreRequest;
use teahouse_core::id::Ticket;
use teahouse_core::outcome::{Outcome, StoreFailure};
use teahouse_store::{Error, Reader, Store, Writer, is_read};
use tokio::sync::mpsc::UnboundedSender;

/// Requests committed at once: more share a flush no better, and make the first wait for the last.
const BATCH: usize = 512;
/// Threads that look things up: one may read a long page while the other answers short questions.
const READERS: usize = 2;

/// An answer of the store.
#[derive(Debug)]
pub struct Answered {
    /// Names the question.
    pub ticket: Ticket,
    /// The answer.
    pub outcome: Outcome,
}

/// The way to the store. Dropping the last one ends its threads.
#[derive(Debug, Clone)]
pub struct StoreHandle {
    questions: mpsc::Sender<Question>,
}

type Question = (Ticket, StoreRequest);

impl StoreHandle {
    /// Asks; the answer comes to the channel that [`start`] was given.
    pub fn ask(&self, ticket: Ticket, request: StoreRequest) {
        if self.questions.send((ticket, request)).is_err() {
            tracing::error!("the store has ended before the hub");
        }
    }
}

/// Starts the threads.
///
/// # Errors
/// A connection for look-ups cannot be opened.
pub fn start(store: &Store, writer: Writer, answers: UnboundedSender<Answered>) -> Result<StoreHandle, Error> {
    let mut readers = Vec::with_capacity(READERS);
    for number in 0..READERS {
        let (questions, receiver) = mpsc::channel();
        let (reader, answers) = (store.reader()?, answers.clone());
        spawn(&format!("reader-{number}"), move || {
            look_up(reader, &receiver, &answers)
        });
        readers.push(questions);
    }
    let (questions, receiver) = mpsc::channel();
    spawn("writer", move || write(writer, &receiver, &readers, &answers));
    Ok(StoreHandle { questions })
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) {
    let started = thread::Builder::new().name(name.to_owned()).spawn(run);
    started.expect("a process that has just started can start a thread");
}

fn write(
    mut writer: Writer,
    questions: &mpsc::Receiver<Question>,
    readers: &[mpsc::Sender<Question>],
    answers: &UnboundedSender<Answered>,
) {
    #[cfg(feature = "planted-bugs")]
    if std::env::var_os("PLANTED_BUG").is_some_and(|bug| bug == "answer-before-commit") {
        writer.answer_before_commit();
    }
    let mut next_reader = 0;
    while let Ok(first) = questions.recv() {
        let mut tickets = Vec::new();
        let mut batch = Vec::new();
        let mut reads = Vec::new();
        let more = std::iter::from_fn(|| questions.try_recv().ok());
        for (ticket, request) in std::iter::once(first).chain(more).take(BATCH) {
            if is_read(&request) {
                reads.push((ticket, request));
            } else {
                tickets.push(ticket);
                batch.push(request);
            }
        }
        if !batch.is_empty() {
            let outcomes = writer.commit(&batch).unwrap_or_else(|error| give_up(&error));
            for (ticket, outcome) in tickets.into_iter().zip(outcomes) {
                let _hub_has_ended = answers.send(Answered { ticket, outcome });
            }
        }
        for read in reads {
            next_reader = (next_reader + 1) % readers.len();
            let _reader_has_ended = readers[next_reader].send(read);
        }
        writer.tidy().unwrap_or_else(|error| give_up(&error));
    }
}

/// After a failed flush nobody knows what is on the disk: the process ends before it tells anybody anything, and the
/// next one finds out.
fn give_up<T>(error: &Error) -> T {
    tracing::error!(%error, "the store has failed; the server ends so that nothing is lost silently");
    std::process::exit(1);
}

fn look_up(mut reader: Reader, questions: &mpsc::Receiver<Question>, answers: &UnboundedSender<Answered>) {
    while let Ok((ticket, request)) = questions.recv() {
        let outcome = reader.read(&request).unwrap_or_else(|error| {
            tracing::error!(%error, "a look-up failed");
            Outcome::Failed(StoreFailure::Unavailable)
        });
        let _hub_has_ended = answers.send(Answered { ticket, outcome });
    }
}
