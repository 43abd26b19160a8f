//! From a request to a WebSocket connection: the handshake is answered, the bare stream is taken out of hyper, and a
//! small task of its own goes on with it. Hyper's buffers end with the request.

use std::sync::Arc;

use bytes::Bytes;
use hyper::header::{CONNECTION, HeaderMap, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_VERSION, UPGRADE};
use hyper::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use teahouse_wire::frame::handshake;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{Asked, Body, Reply};
use crate::conn::{Conn, Manner};
use crate::gate::Place;
use crate::house::House;

/// Upgrades to a connection of the hub.
pub(super) fn to_conn<S>(house: &Arc<House>, asked: Asked, manner: Manner) -> Response<Body>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shared = Arc::clone(&house.conns);
    upgrade::<S, _, _>(asked, move |stream, early, place| {
        Conn::new(stream, &early, manner, shared, place).run()
    })
}

/// Whether a request asks for a WebSocket as it should.
#[must_use]
pub fn is_websocket(headers: &HeaderMap) -> bool {
    accept(headers).is_ok()
}

fn accept(headers: &HeaderMap) -> Result<String, handshake::HandshakeError> {
    handshake::accept(
        headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default())),
    )
}

/// Answers the handshake and runs `then` with the stream and the bytes that came too early.
pub fn upgrade<S, F, T>(mut asked: Asked, then: F) -> Response<Body>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    F: FnOnce(S, Bytes, Arc<Place>) -> T + Send + 'static,
    T: Future<Output = ()> + Send + 'static,
{
    let accept = match accept(asked.request.headers()) {
        Ok(accept) => accept,
        Err(error) => {
            let mut response = Reply::error(
                error.status(),
                "no_websocket",
                "This address takes WebSocket connections.",
            );
            response
                .headers_mut()
                .insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static(handshake::VERSION));
            return response;
        }
    };
    let upgrade = hyper::upgrade::on(&mut asked.request);
    let place = Arc::clone(&asked.line.place);
    tokio::spawn(async move {
        let Ok(upgraded) = upgrade.await else { return };
        if let Ok(parts) = upgraded.downcast::<TokioIo<S>>() {
            // A task of its own, as small as `then` makes it: this one still has hyper's.
            tokio::spawn(then(parts.io.into_inner(), parts.read_buf, place));
        }
    });
    let mut response = Response::new(Body::default());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(
        SEC_WEBSOCKET_ACCEPT,
        HeaderValue::try_from(accept).expect("base64 is ASCII"),
    );
    response
}
