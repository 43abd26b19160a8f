//! What is answered over HTTP, and which requests become something else. `table.rs` is the one table of routes for
//! pages and programs; the pages themselves, the guests' doors and the health check stand here.

mod account;
mod api;
mod body;
mod bots;
mod call;
mod conversations;
mod cookie;
mod credential;
mod fault;
mod files;
mod hooks;
mod invites;
mod members;
mod messages;
mod openapi;
mod pace;
mod page;
mod pages;
mod payload;
mod people;
mod preview;
mod reply;
mod resets;
mod route;
mod router;
mod search;
mod session;
mod staff;
mod table;
mod upgrade;

use std::convert::Infallible;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, Request, Response, StatusCode};
use teahouse_core::hub::Opening;
use tokio::io::{AsyncRead, AsyncWrite};

pub use body::Body;
pub use call::Call;
pub use credential::Credential;
pub use fault::Fault;
pub use pace::{Class, Paces, Payer};
pub use pages::file;
pub use payload::{Answer, Given, Json, Nothing, Payload, Streamed, whole};
pub use reply::Reply;
pub use route::{Route, Who};
pub use router::Router;
pub use table::routes;
pub use upgrade::{is_websocket, upgrade};

use crate::conn::{Dialect, Manner, Pace};
use crate::embedded;
use crate::guests;
use crate::house::House;
use crate::listen::{DoorKind, Line};
use crate::origin::{
    AppRequest, GuestAdmission, GuestRequest, OriginRefusal, check_host, may_use_app, may_use_guest_door,
};
use crate::proxy::Visitor;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// One request with what is known of it.
pub struct Asked {
    /// The request.
    pub request: Request<Incoming>,
    /// The connection it came on.
    pub line: Arc<Line>,
    /// Who asks, a proxy looked through.
    pub visitor: Visitor,
}

impl Asked {
    /// A header's text; one that is not text is an empty one.
    pub fn header(&self, name: HeaderName) -> Option<&str> {
        text(self.request.headers(), name)
    }

    /// The strict rule of the app's own door.
    fn check_app(&self, house: &House) -> Result<(), OriginRefusal> {
        let request = AppRequest {
            host: self.header(HOST),
            origin: self.header(ORIGIN),
            fetch_site: self.header(SEC_FETCH_SITE),
            has_cookie: cookie::token(self.request.headers()).is_some(),
            visitor: self.visitor,
        };
        may_use_app(&request, &house.certificates.host_rules())
    }

    /// The rule for requests that no browser sends by itself.
    fn check_host(&self, house: &House) -> Result<(), OriginRefusal> {
        check_host(self.header(HOST), self.visitor, &house.certificates.host_rules())
    }

    /// The lenient rule of the guests' doors.
    ///
    /// # Errors
    /// Why the request must be answered 403.
    pub fn check_guest(&self, house: &House) -> Result<GuestAdmission, OriginRefusal> {
        let request = GuestRequest {
            host: self.header(HOST),
            origin: self.header(ORIGIN),
            address: self.visitor.address,
            is_proxied: self.visitor.is_proxied,
            is_open_to_network: self.line.is_open_to_network,
        };
        may_use_guest_door(&request, &house.certificates.host_rules())
    }
}

/// A header's text; one that is not text is an empty one, never an absent one.
fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

/// Answers one request.
///
/// # Errors
/// Never: what goes wrong is an answer too.
pub async fn answer<S>(
    house: Arc<House>,
    line: Arc<Line>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let trusted = &house.config.web.trusted_proxies;
    let visitor = Visitor::of(line.peer.ip(), line.is_tls, request.headers(), trusted);
    let path = request.uri().path();
    // The guests' clients come from pages of their own.
    let is_for_guests = line.door != DoorKind::Main || guests::is_socket_io(path);
    let is_hsts = line.is_tls && house.config.certificate.is_some();
    let asked = Asked { request, line, visitor };
    let host = pages::host(&asked);
    let mut response = match house.requests.take(visitor.address, house.clock.now().mono) {
        Ok(()) => route::<S>(house, asked).await,
        Err(wait) => Reply::too_many(wait),
    };
    if !is_for_guests && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        embedded::forbid(response.headers_mut(), host.as_ref(), is_hsts);
    }
    Ok(response)
}

async fn route<S>(house: Arc<House>, asked: Asked) -> Response<Body>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let path = asked.request.uri().path().to_owned();
    match (asked.line.door, path.as_str()) {
        (DoorKind::Signal, _) | (DoorKind::Main, "/signal" | "/signal/") => plain_socket::<S>(&house, asked),
        (DoorKind::Main | DoorKind::ChatRoom, path) if guests::is_socket_io(path) => {
            guests::answer::<S>(house, asked).await
        }
        (DoorKind::ChatRoom, _) => Reply::not_found(),
        (DoorKind::Main, "/healthz") => Reply::text(200, "ok\n"),
        (DoorKind::Main, path) if path.starts_with("/api/") || path.starts_with("/hooks/") => {
            api::answer::<S>(house, asked).await
        }
        (DoorKind::Main, path) => match *asked.request.method() {
            Method::GET | Method::HEAD => pages::answer(&house, &asked, path),
            _ => Reply::wrong_method("GET, HEAD"),
        },
    }
}

fn plain_socket<S>(house: &Arc<House>, asked: Asked) -> Response<Body>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    if let Err(refusal) = asked.check_guest(house) {
        return Reply::refused_origin(refusal);
    }
    let manner = Manner {
        dialect: Dialect::Plain,
        opening: Opening::Plain,
        pace: Pace::new(house.config.limits.frames),
    };
    upgrade::to_conn::<S>(house, asked, manner)
}
