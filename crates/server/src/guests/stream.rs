//! A socket of whatever kind: a session does not know whether its client came by TLS.

use tokio::io::{AsyncRead, AsyncWrite};

/// What a session reads and writes.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}
