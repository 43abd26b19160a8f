//! Requests to the Socket.IO path → what they are for a session, and its answer.

use std::sync::Arc;

use http_body_util::{BodyExt as _, Limited};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use hyper::{Method, Response};
use teahouse_wire::chat_room::Opening;
use teahouse_wire::engineio::{
    BadRequest, Binding, Cookie, MAX_POST, PollBody, Request, TransportName, Version, cookie_of,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::oneshot;

use super::session::{Begin, SessionTask};
use super::table::Entry;
use super::{entropy, fresh_id};
use crate::house::House;
use crate::http::{Asked, Body, Reply, file, upgrade};
use crate::hub::{LobbyOut, LobbyOutbox};

/// Whether a path is this door's.
#[must_use]
pub fn is_socket_io(path: &str) -> bool {
    path == "/socket.io" || path.starts_with("/socket.io/")
}

/// Answers one request to this door.
pub async fn answer<S>(house: Arc<House>, asked: Asked) -> Response<Body>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let path = asked.request.uri().path();
    if path != "/socket.io" && path != "/socket.io/" {
        return file(&asked).unwrap_or_else(Reply::not_found);
    }
    let admission = match asked.check_guest(&house) {
        Ok(admission) => admission,
        Err(refusal) => return Reply::refused_origin(refusal),
    };
    if asked.request.method() == Method::OPTIONS {
        let headers = asked.request.headers().get("access-control-request-headers").cloned();
        return with(
            admission.preflight_headers(headers.as_ref()),
            Reply::of(204, "text/plain", ""),
        );
    }
    let response = serve::<S>(&house, asked).await.unwrap_or_else(refused);
    with(admission.response_headers(), response)
}

fn with(headers: HeaderMap, mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().extend(headers);
    response
}

fn refused(why: BadRequest) -> Response<Body> {
    Reply::of(why.status(), "application/json", why.json())
}

async fn serve<S>(house: &Arc<House>, asked: Asked) -> Result<Response<Body>, BadRequest>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let query = asked.request.uri().query().unwrap_or_default().to_owned();
    let request = Request::parse(asked.request.method().as_str(), &query)?;
    let cookie = asked
        .request
        .headers()
        .get_all(COOKIE)
        .iter()
        .find_map(|line| cookie_of(line.to_str().ok()?));
    let Some(sid) = request.sid else {
        return match request.transport {
            TransportName::Polling => begin_by_polling(house, &asked, &request, cookie).await,
            TransportName::WebSocket => Ok(begin_on_websocket::<S>(house, asked, &request)),
        };
    };
    let outbox = house.guests.table.find(sid, cookie.as_ref(), asked.visitor.address)?;
    match (request.transport, asked.request.method()) {
        (TransportName::WebSocket, _) => change_to_websocket::<S>(&outbox, asked, request.b64).await,
        (TransportName::Polling, &Method::POST) => post(&outbox, asked).await,
        (TransportName::Polling, _) => poll(outbox).await,
    }
}

fn opening(asked: &Asked, request: &Request<'_>) -> Opening {
    Opening {
        version: request.version,
        transport: request.transport,
        b64: request.b64,
        sid: fresh_id(),
        public_id: fresh_id(),
        reached_by: Some(asked.line.local.ip().to_canonical()),
    }
}

async fn begin_by_polling(
    house: &Arc<House>,
    asked: &Asked,
    request: &Request<'_>,
    cookie: Option<Cookie>,
) -> Result<Response<Body>, BadRequest> {
    let Some(place) = house.guests.turnstile.enter(asked.visitor.address) else {
        return Ok(Reply::error(429, "too_many", "Too many sessions from this address."));
    };
    let opening = opening(asked, request);
    let is_secure = asked.visitor.is_secure();
    let binding = match request.version {
        Version::V3 => Some(Binding::new(cookie, Cookie::new(entropy()), asked.visitor.address)),
        Version::V4 => None,
    };
    let set_cookie = binding
        .as_ref()
        .and_then(Binding::to_set)
        .map(|cookie| cookie.header(is_secure));
    let outbox = SessionTask::begin(house, opening, Begin::Polling { place });
    house.guests.table.add(
        opening.sid,
        Entry {
            outbox: Arc::clone(&outbox),
            binding,
        },
    );
    let mut response = poll(outbox).await?;
    if let Some(set_cookie) = set_cookie {
        response.headers_mut().insert(
            SET_COOKIE,
            HeaderValue::try_from(set_cookie).expect("a cookie is ASCII"),
        );
    }
    Ok(response)
}

fn begin_on_websocket<S>(house: &Arc<House>, asked: Asked, request: &Request<'_>) -> Response<Body>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let opening = opening(&asked, request);
    let for_task = Arc::clone(house);
    upgrade::<S, _, _>(asked, move |stream, early, place| {
        let stream = Box::new(stream);
        SessionTask::new(&for_task, opening, Begin::WebSocket { stream, early, place }).run()
    })
}

async fn change_to_websocket<S>(
    outbox: &Arc<LobbyOutbox>,
    asked: Asked,
    b64: bool,
) -> Result<Response<Body>, BadRequest>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // Refused before the session hears of it: a proxy that cannot upgrade must not disturb the polling.
    if !crate::http::is_websocket(asked.request.headers()) {
        return Err(BadRequest::Malformed);
    }
    let (reply, answer) = oneshot::channel();
    put(outbox, LobbyOut::Attach { b64, reply });
    answer.await.unwrap_or(Err(BadRequest::UnknownSid))?;
    let outbox = Arc::clone(outbox);
    Ok(upgrade::<S, _, _>(asked, move |stream, early, _place| async move {
        put(
            &outbox,
            LobbyOut::Attached {
                stream: Box::new(stream),
                early,
            },
        );
    }))
}

async fn poll(outbox: Arc<LobbyOutbox>) -> Result<Response<Body>, BadRequest> {
    let (reply, answer) = oneshot::channel();
    put(&outbox, LobbyOut::Poll { reply });
    let mut hanging = Hanging {
        outbox,
        is_answered: false,
    };
    let answered = answer.await;
    hanging.is_answered = true;
    let PollBody { bytes, is_binary } = answered.unwrap_or(Err(BadRequest::UnknownSid))?;
    let kind = if is_binary {
        "application/octet-stream"
    } else {
        "text/plain; charset=UTF-8"
    };
    Ok(Reply::of(200, kind, bytes))
}

/// A GET that waits. Dropped before its answer, it tells the session that its client went away.
struct Hanging {
    outbox: Arc<LobbyOutbox>,
    is_answered: bool,
}

impl Drop for Hanging {
    fn drop(&mut self) {
        if !self.is_answered {
            put(&self.outbox, LobbyOut::PollAborted);
        }
    }
}

async fn post(outbox: &Arc<LobbyOutbox>, asked: Asked) -> Result<Response<Body>, BadRequest> {
    let is_binary = asked
        .request
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/octet-stream");
    let Ok(body) = Limited::new(asked.request.into_body(), MAX_POST).collect().await else {
        return Ok(Reply::error(413, "too_large", "The request is too large."));
    };
    let (reply, answer) = oneshot::channel();
    put(
        outbox,
        LobbyOut::Post {
            body: body.to_bytes(),
            is_binary,
            reply,
        },
    );
    answer.await.unwrap_or(Err(BadRequest::UnknownSid))?;
    let mut response = Reply::of(200, "text/html", "ok");
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn put(outbox: &LobbyOutbox, item: LobbyOut) {
    if let Some(waker) = outbox.push(item) {
        waker.wake();
    }
}
