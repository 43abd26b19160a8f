//! The body of an answer: whole in memory, or read piece by piece while it is sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::Full;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::{Body as Bodily, Frame, SizeHint};

/// The body of every answer.
#[derive(Debug)]
pub struct Body(Source);

#[derive(Debug)]
enum Source {
    Whole(Full<Bytes>),
    Streamed(UnsyncBoxBody<Bytes, io::Error>),
}

impl Body {
    /// These bytes.
    #[must_use]
    pub fn new(bytes: Bytes) -> Self {
        Body(Source::Whole(Full::new(bytes)))
    }

    /// Whatever comes, as fast as the client takes it. An error cuts the connection: the answer has begun.
    pub fn streamed(stream: impl Bodily<Data = Bytes, Error = io::Error> + Send + 'static) -> Self {
        Body(Source::Streamed(UnsyncBoxBody::new(stream)))
    }
}

impl Default for Body {
    fn default() -> Self {
        Body::new(Bytes::new())
    }
}

impl Bodily for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut self.0 {
            Source::Whole(whole) => Pin::new(whole)
                .poll_frame(context)
                .map_err(|never: std::convert::Infallible| match never {}),
            Source::Streamed(stream) => Pin::new(stream).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Source::Whole(whole) => whole.is_end_stream(),
            Source::Streamed(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Source::Whole(whole) => whole.size_hint(),
            Source::Streamed(stream) => stream.size_hint(),
        }
    }
}
