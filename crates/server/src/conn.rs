//! One connection of a page or a plain guest: one small task owns socket, framing, dialect and what is not written yet.
//!
//! It keeps no buffer while idle: bytes are read into one buffer of the thread, frames are taken where they lie, and
//! what the hub put into the outbox is encoded into another buffer of the thread and written at once. Only what the
//! socket does not take is kept, up to [`MAX_UNSENT`].

pub mod buffers;
mod dialect;
mod pace;

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use teahouse_core::hub::{Closing, Opening};
use teahouse_core::id::ConnId;
use teahouse_wire::frame::{Decoder, Incoming, Limits, Server, encode};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::sleep_until;

pub use dialect::Dialect;
pub use pace::Pace;

use crate::clock::Clock;
use crate::gate::Place;
use crate::hub::{HubHandle, Input};
use crate::outbox::{Out, Outbox};

/// What a reader may leave unread before the connection is closed: several screens of history, or a burst of a
/// thousand guests' messages of some kilobytes.
const MAX_UNSENT: usize = 4 * 1024 * 1024;
/// What all readers together may leave unread before those who leave more than [`FAIR_UNSENT`] are closed: a thousand
/// stalled ones must not cost the house its memory.
const MAX_UNSENT_OF_ALL: usize = 64 * 1024 * 1024;
/// What each may leave unread even then: a burst on a slow line.
const FAIR_UNSENT: usize = 64 * 1024;
/// Reads in one turn of a connection that always has more: then the others get theirs.
const READS_PER_TURN: usize = 4;

/// What all connections share.
#[derive(Debug)]
pub struct Shared {
    /// The way to the hub.
    pub hub: HubHandle,
    /// The house's clock.
    pub clock: Clock,
    /// Sizes of frames and messages.
    pub limits: Limits,
    /// Bytes that all connections keep because their sockets do not take them.
    pub unsent: AtomicUsize,
}

/// One connection.
pub struct Conn<S> {
    id: ConnId,
    stream: S,
    shared: Arc<Shared>,
    decoder: Decoder<Server>,
    dialect: Dialect,
    outbox: Arc<Outbox<Out>>,
    pace: Pace,
    unsent: Vec<u8>,
    /// How much of it stands in the shared count.
    counted: u32,
    asked: Vec<Input>,
    ending: Option<Closing>,
    _place: Arc<Place>,
}

impl<S> Drop for Conn<S> {
    fn drop(&mut self) {
        self.shared.unsent.fetch_sub(self.counted as usize, Ordering::Relaxed);
    }
}

/// How a connection behaves.
pub struct Manner {
    /// What it speaks.
    pub dialect: Dialect,
    /// As what it comes.
    pub opening: Opening,
    /// How fast it is read.
    pub pace: Pace,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Conn<S> {
    /// A connection whose handshake is done. `early` are bytes that came with it; `place` is given back at the end.
    pub fn new(stream: S, early: &[u8], manner: Manner, shared: Arc<Shared>, place: Arc<Place>) -> Box<Self> {
        let id = shared.hub.next_conn();
        let outbox = Arc::new(Outbox::new(second(&shared.clock)));
        let open = Input::Open {
            conn: id,
            outbox: Arc::clone(&outbox),
            opening: manner.opening,
        };
        let mut conn = Box::new(Conn {
            id,
            stream,
            shared,
            decoder: Decoder::new(),
            dialect: manner.dialect,
            outbox,
            pace: manner.pace,
            unsent: Vec::new(),
            counted: 0,
            asked: vec![open],
            ending: None,
            _place: place,
        });
        conn.dialect.greet(&mut conn.unsent);
        if !early.is_empty() {
            conn.read_frames(&mut early.to_vec());
        }
        conn
    }

    /// Runs it until it ends. Boxed, so that the task is a pointer and not twice the connection.
    pub async fn run(mut self: Box<Self>) {
        let closing = loop {
            for input in std::mem::take(&mut self.asked) {
                if let Some(waiting) = self.shared.hub.send(input) {
                    waiting.await;
                }
            }
            if let Some(until) = self.pace.exhausted_until() {
                Box::pin(sleep_until(until)).await;
            }
            if let Some(closing) = poll_fn(|context| self.turn(context)).await {
                break closing;
            }
        };
        let (hub, close) = (self.shared.hub.clone(), Input::Close { conn: self.id, closing });
        drop(self);
        if let Some(waiting) = hub.send(close) {
            waiting.await;
        }
    }

    /// Writes what there is to write, reads what there is to read. Ready when something is to be sent to the hub
    /// (`None`) or the connection has ended.
    fn turn(&mut self, context: &mut Context<'_>) -> Poll<Option<Closing>> {
        loop {
            match self.write(context) {
                Ok(()) => {}
                Err(Gone) => return Poll::Ready(Some(self.ending.unwrap_or(Closing::Lost))),
            }
            if let Some(closing) = self.ending {
                return if self.unsent.is_empty() {
                    self.shut_down(context, closing)
                } else {
                    Poll::Pending
                };
            }
            match self.read(context) {
                Poll::Pending if self.asked.is_empty() => return Poll::Pending,
                Poll::Ready(Err(Gone)) => return Poll::Ready(Some(Closing::Lost)),
                Poll::Pending | Poll::Ready(Ok(())) => {}
            }
            if !self.asked.is_empty() {
                return Poll::Ready(None);
            }
        }
    }

    fn shut_down(&mut self, context: &mut Context<'_>, closing: Closing) -> Poll<Option<Closing>> {
        Pin::new(&mut self.stream)
            .poll_shutdown(context)
            .map(|_gone_anyway| Some(closing))
    }

    // -- writing

    /// Encodes what the hub put into the outbox and writes until the socket takes no more.
    fn write(&mut self, context: &mut Context<'_>) -> Result<(), Gone> {
        loop {
            self.flush(context)?;
            self.count_unsent()?;
            if self.ending.is_some() {
                return Ok(());
            }
            match self.outbox.poll_take(context) {
                Poll::Pending => return Ok(()),
                Poll::Ready(Err(_overfull)) => return Err(Gone),
                Poll::Ready(Ok(items)) => self.encode_and_write(items, context)?,
            }
        }
    }

    fn encode_and_write(&mut self, items: Vec<Out>, context: &mut Context<'_>) -> Result<(), Gone> {
        buffers::with_write(|buffer| {
            for item in items {
                self.encode(item, buffer)?;
            }
            let written = if self.unsent.is_empty() {
                self.write_some(context, buffer)?
            } else {
                0
            };
            self.keep(&buffer[written..])
        })
    }

    fn encode(&mut self, item: Out, buffer: &mut Vec<u8>) -> Result<(), Gone> {
        if self.ending.is_some() {
            return Ok(());
        }
        match item {
            Out::Event(re, event) => self.dialect.encode(buffer, re, &event),
            Out::Shared(shared) => buffer.extend_from_slice(self.dialect.shared(&shared)),
            Out::Frame(frame) => buffer.extend_from_slice(&frame),
            Out::Ping => encode::ping(buffer, b""),
            Out::Close(why) => {
                encode::close(buffer, Some(dialect::close_code(why)));
                self.ending = Some(Closing::Clean);
            }
            Out::Drop => return Err(Gone),
        }
        Ok(())
    }

    /// Notes whether the reader keeps up. What is kept grows only here and in [`Self::keep`], which the next turn counts.
    fn count_unsent(&mut self) -> Result<(), Gone> {
        let unsent = self.unsent.len();
        if unsent == self.counted as usize {
            return Ok(());
        }
        self.outbox.note_unsent(unsent > 0, second(&self.shared.clock));
        let counted = u32::try_from(unsent).unwrap_or(u32::MAX);
        let before = self.shared.unsent.fetch_add(counted as usize, Ordering::Relaxed);
        let all = before + counted as usize - self.counted as usize;
        self.shared.unsent.fetch_sub(self.counted as usize, Ordering::Relaxed);
        self.counted = counted;
        if all > MAX_UNSENT_OF_ALL && unsent > FAIR_UNSENT {
            tracing::debug!(conn = %self.id, "closed: too many clients do not read");
            return Err(Gone);
        }
        Ok(())
    }

    fn keep(&mut self, rest: &[u8]) -> Result<(), Gone> {
        if self.unsent.len() + rest.len() > MAX_UNSENT {
            tracing::debug!(conn = %self.id, "closed: the client does not read");
            return Err(Gone);
        }
        self.unsent.extend_from_slice(rest);
        Ok(())
    }

    fn flush(&mut self, context: &mut Context<'_>) -> Result<(), Gone> {
        if self.unsent.is_empty() {
            return Ok(());
        }
        let unsent = std::mem::take(&mut self.unsent);
        let written = self.write_some(context, &unsent)?;
        if written < unsent.len() {
            self.unsent = unsent;
            self.unsent.drain(..written);
        }
        Ok(())
    }

    fn write_some(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Result<usize, Gone> {
        buffers::write_some(&mut self.stream, context, bytes).map_err(|_| Gone)
    }

    // -- reading

    /// Reads until there is nothing more, something was asked, or others should have their turn.
    fn read(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        buffers::with_read(|buffer| {
            for _ in 0..READS_PER_TURN {
                let mut into = ReadBuf::new(buffer);
                match Pin::new(&mut self.stream).poll_read(context, &mut into) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Err(_)) => return Poll::Ready(Err(Gone)),
                    Poll::Ready(Ok(())) => {}
                }
                let count = into.filled().len();
                if count == 0 {
                    return Poll::Ready(Err(Gone));
                }
                self.outbox.hear(second(&self.shared.clock));
                self.read_frames(&mut buffer[..count]);
                if !self.asked.is_empty() || !self.unsent.is_empty() || self.ending.is_some() {
                    return Poll::Ready(Ok(()));
                }
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
    }

    fn read_frames(&mut self, bytes: &mut [u8]) {
        let mut frames = self.decoder.feed(bytes, &self.shared.limits);
        while let Some(frame) = frames.next() {
            let text = match frame {
                Ok(Incoming::Text(text)) => text,
                Ok(Incoming::Binary(bytes)) => match self.dialect.text_of(bytes) {
                    Ok(text) => text,
                    Err((code, why)) => {
                        encode::close(&mut self.unsent, Some((code, why)));
                        self.ending = Some(Closing::Clean);
                        return;
                    }
                },
                Ok(Incoming::Ping(payload)) => {
                    encode::pong(&mut self.unsent, payload);
                    continue;
                }
                Ok(Incoming::Pong(_)) => continue,
                Ok(Incoming::Close(why)) => {
                    encode::close(&mut self.unsent, why.map(|(code, _)| (code, "")));
                    self.ending = Some(Closing::Clean);
                    return;
                }
                Err(violation) => {
                    encode::close(&mut self.unsent, Some((violation.close_code(), "")));
                    self.ending = Some(Closing::Lost);
                    return;
                }
            };
            self.pace.count();
            let conn = self.id;
            self.asked.push(match self.dialect.decode(text) {
                Ok((re, command)) => Input::Command { conn, re, command },
                // Through the hub, so that it stands behind the answers to what came before it.
                Err(frame) => Input::Echo { conn, frame },
            });
        }
    }
}

/// Nobody reads any more.
struct Gone;

fn second(clock: &Clock) -> u32 {
    u32::try_from(clock.now().mono.0.as_secs()).unwrap_or(u32::MAX)
}
