//! The bytes of a kept file as the body of an answer, read while they are sent.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

/// Bytes read at once: all that one download holds in memory.
const CHUNK: u64 = 128 * 1024;

/// A part of a file.
#[derive(Debug)]
pub struct FileBody {
    state: State,
    at: u64,
    end: u64,
}

#[derive(Debug)]
enum State {
    Idle(File),
    Reading(JoinHandle<io::Result<(File, Bytes)>>),
    Over,
}

impl FileBody {
    /// These bytes of `file`, which has at least as many.
    #[must_use]
    pub fn new(file: File, part: Range<u64>) -> FileBody {
        FileBody {
            state: State::Idle(file),
            at: part.start,
            end: part.end,
        }
    }
}

fn read(mut file: File, at: u64, len: u64) -> io::Result<(File, Bytes)> {
    let mut chunk = Vec::with_capacity(usize::try_from(len).map_err(io::Error::other)?);
    file.seek(SeekFrom::Start(at))?;
    (&mut file).take(len).read_to_end(&mut chunk)?;
    match chunk.len() as u64 == len {
        true => Ok((file, chunk.into())),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let (at, end) = (self.at, self.end);
        if at >= end {
            self.state = State::Over;
        }
        if let State::Idle(_) = self.state
            && let State::Idle(file) = std::mem::replace(&mut self.state, State::Over)
        {
            self.state = State::Reading(spawn_blocking(move || read(file, at, (end - at).min(CHUNK))));
        }
        let State::Reading(reading) = &mut self.state else {
            return Poll::Ready(None);
        };
        let read = ready!(Pin::new(reading).poll(context)).unwrap_or_else(|gone| Err(io::Error::other(gone)));
        Poll::Ready(Some(read.map(|(file, chunk)| {
            self.at += chunk.len() as u64;
            self.state = State::Idle(file);
            Frame::data(chunk)
        })))
    }

    fn is_end_stream(&self) -> bool {
        self.at >= self.end
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.end - self.at)
    }
}
