//! The two buffers that all connections of a thread share: nothing is allocated to read or to write.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::AsyncWrite;

/// Bytes read at once.
const READ_SIZE: usize = 64 * 1024;
/// A write buffer that one large burst has grown beyond this is given back.
const WRITE_KEPT: usize = 1024 * 1024;

thread_local! {
    static READ: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ_SIZE].into_boxed_slice());
    static WRITE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Lends the thread's buffer to read into. Not to be called within itself.
pub fn with_read<T>(read: impl FnOnce(&mut [u8]) -> T) -> T {
    READ.with_borrow_mut(|buffer| read(buffer))
}

/// Lends the thread's buffer to encode into, empty. Not to be called within itself.
pub fn with_write<T>(write: impl FnOnce(&mut Vec<u8>) -> T) -> T {
    WRITE.with_borrow_mut(|buffer| {
        buffer.clear();
        let result = write(buffer);
        if buffer.capacity() > WRITE_KEPT {
            *buffer = Vec::new();
        }
        result
    })
}

/// Writes until everything is written or the socket takes no more; then the task is woken when it does.
///
/// # Errors
/// The socket has ended.
pub fn write_some(mut stream: impl AsyncWrite + Unpin, context: &mut Context<'_>, bytes: &[u8]) -> io::Result<usize> {
    let mut written = 0;
    while written < bytes.len() {
        match Pin::new(&mut stream).poll_write(context, &bytes[written..]) {
            Poll::Ready(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
            Poll::Ready(Ok(count)) => written += count,
            Poll::Ready(Err(error)) => return Err(error),
            Poll::Pending => return Ok(written),
        }
    }
    // A TLS stream keeps what the socket did not take; the next turn flushes it.
    match Pin::new(&mut stream).poll_flush(context) {
        Poll::Ready(Err(error)) => Err(error),
        Poll::Ready(Ok(())) | Poll::Pending => Ok(written),
    }
}
