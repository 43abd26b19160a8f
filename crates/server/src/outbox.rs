//! What waits to be written to one connection: filled by the hub, emptied by the connection's task.
//!
//! The hub never waits for a reader. It fills boxes and wakes each task once after a batch; a box that nobody empties
//! overflows, and its connection is closed rather than trimmed, so that a client that reads never misses anything.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use teahouse_core::effect::{CloseReason, RequestId};
use teahouse_core::event::Event;

/// Items that wait at most before the connection is given up: an hour of a lively house. The task drains its box at
/// every wake-up, so only a stalled process comes near.
const MAX_ITEMS: usize = 100_000;

/// One thing to write.
#[derive(Debug)]
pub enum Out {
    /// An event for this connection alone, perhaps an answer.
    Event(Option<RequestId>, Arc<Event>),
    /// An event for many: encoded once in each dialect.
    Shared(Arc<SharedEvent>),
    /// Frames that are ready.
    Frame(Bytes),
    /// A ping, to see whether anybody is there.
    Ping,
    /// A close frame; nothing after it.
    Close(CloseReason),
    /// Nobody is there: end without a word.
    Drop,
}

/// An event for many connections, with its frame in each dialect once somebody has needed it.
#[derive(Debug)]
pub struct SharedEvent {
    /// The event.
    pub event: Arc<Event>,
    /// Its frames in the app's protocol.
    pub app: OnceLock<Bytes>,
    /// Its frames in the plain dialect.
    pub plain: OnceLock<Bytes>,
}

impl SharedEvent {
    /// An event that nobody has encoded yet.
    #[must_use]
    pub fn new(event: Arc<Event>) -> Self {
        SharedEvent {
            event,
            app: OnceLock::new(),
            plain: OnceLock::new(),
        }
    }
}

/// The box of one connection.
#[derive(Debug)]
pub struct Outbox<T> {
    inner: Mutex<Inner<T>>,
    /// When something was read last, in seconds of the house's clock; the sweep compares it.
    heard_at: AtomicU32,
    /// Since when the reader takes nothing of what waits for it; [`READS`] while it does.
    stalled_at: AtomicU32,
}

/// The reader takes what is written.
const READS: u32 = u32::MAX;

#[derive(Debug)]
struct Inner<T> {
    items: Vec<T>,
    waker: Option<Waker>,
    is_overfull: bool,
}

impl<T> Outbox<T> {
    /// An empty box of a connection that was heard at `second`.
    #[must_use]
    pub fn new(second: u32) -> Self {
        let inner = Inner {
            items: Vec::new(),
            waker: None,
            is_overfull: false,
        };
        Outbox {
            inner: Mutex::new(inner),
            heard_at: AtomicU32::new(second),
            stalled_at: AtomicU32::new(READS),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an item; the waker, if the task sleeps, is to be woken after the batch.
    pub fn push(&self, item: T) -> Option<Waker> {
        let mut inner = self.lock();
        if inner.items.len() >= MAX_ITEMS {
            inner.is_overfull = true;
        } else {
            inner.items.push(item);
        }
        inner.waker.take()
    }

    /// Takes all items, or registers the task for the next one. `Err` says that items were lost: the connection must end.
    pub fn poll_take(&self, context: &mut Context<'_>) -> Poll<Result<Vec<T>, Overfull>> {
        let mut inner = self.lock();
        if inner.is_overfull {
            return Poll::Ready(Err(Overfull));
        }
        if inner.items.is_empty() {
            match &mut inner.waker {
                Some(waker) => waker.clone_from(context.waker()),
                none => *none = Some(context.waker().clone()),
            }
            return Poll::Pending;
        }
        Poll::Ready(Ok(std::mem::take(&mut inner.items)))
    }

    /// Notes that something was read.
    pub fn hear(&self, second: u32) {
        self.heard_at.store(second, Ordering::Relaxed);
    }

    /// Notes that what waits in the socket's front has become more or less: with `is_behind`, something waits still, and
    /// the reader's time begins anew.
    pub fn note_unsent(&self, is_behind: bool, second: u32) {
        self.stalled_at
            .store(if is_behind { second } else { READS }, Ordering::Relaxed);
    }

    /// Since when the reader takes nothing, if it does not.
    pub fn stalled_at(&self) -> Option<u32> {
        Some(self.stalled_at.load(Ordering::Relaxed)).filter(|second| *second != READS)
    }

    /// When something was read last.
    pub fn heard_at(&self) -> u32 {
        self.heard_at.load(Ordering::Relaxed)
    }
}

/// More waits than a reader may leave behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overfull;

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::{MAX_ITEMS, Outbox, Overfull};

    #[test]
    fn a_sleeping_task_is_woken_once_and_finds_everything_in_order() {
        let outbox = Outbox::new(0);
        let mut context = Context::from_waker(Waker::noop());
        assert!(outbox.poll_take(&mut context).is_pending());
        assert!(outbox.push(1).is_some());
        assert!(outbox.push(2).is_none());
        assert_eq!(outbox.poll_take(&mut context), Poll::Ready(Ok(vec![1, 2])));
    }

    #[test]
    fn a_box_that_nobody_empties_ends_its_connection() {
        let outbox = Outbox::new(0);
        for item in 0..=MAX_ITEMS {
            outbox.push(item);
        }
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(outbox.poll_take(&mut context), Poll::Ready(Err(Overfull)));
    }
}
