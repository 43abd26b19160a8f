//! `/api/v1`: what a page asks before it has a socket.

use http_body_util::{BodyExt as _, Limited};
use hyper::header::SET_COOKIE;
use hyper::{Method, Response};
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::id::SessionId;
use teahouse_core::refusal::Refusal;
use teahouse_wire::app::{self, EnterRequest, SessionView};

use super::{Asked, Body, Reply, cookie};
use crate::house::House;

/// The longest body of a request: a name, in the widest spelling.
const MAX_BODY: usize = 4 * 1024;

pub(super) async fn answer(house: &House, asked: Asked) -> Response<Body> {
    match (asked.request.uri().path(), asked.request.method()) {
        ("/api/v1/session", &Method::POST) => enter(house, asked).await,
        ("/api/v1/session", &Method::GET) => who_am_i(house, &asked).await,
        ("/api/v1/session", &Method::DELETE) => leave(house, &asked).await,
        ("/api/v1/session", _) => Reply::wrong_method("GET, POST, DELETE"),
        _ => Reply::not_found(),
    }
}

/// A name becomes a person with a session on this device.
async fn enter(house: &House, asked: Asked) -> Response<Body> {
    if let Err(wait) = house.sign_ins.take(asked.visitor.address, house.clock.now().mono) {
        return Reply::too_many(wait);
    }
    let is_secure = asked.visitor.is_secure();
    let Ok(body) = Limited::new(asked.request.into_body(), MAX_BODY).collect().await else {
        return Reply::error(413, "too_large", "The request is too large.");
    };
    let Ok(entered) = serde_json::from_slice::<EnterRequest>(&body.to_bytes()) else {
        return Reply::error(400, "bad_request", "The request is no JSON object with a name.");
    };
    let token = cookie::fresh();
    let session = SessionId(random());
    let command = Command::Register {
        name: entered.name,
        session,
        token: cookie::hash(&token),
    };
    match house.hub.request(command).await.as_deref() {
        Some(Event::Registered(you)) => {
            tracing::info!(user = %you.id, "a new person");
            let mut response = Reply::json(201, &SessionView { you: app::profile(you) });
            response
                .headers_mut()
                .insert(SET_COOKIE, cookie::set(&token, is_secure));
            response
        }
        other => refused(other),
    }
}

async fn who_am_i(house: &House, asked: &Asked) -> Response<Body> {
    let Some(token) = cookie::token(asked.request.headers()) else {
        return Reply::refused(&Refusal::NotSignedIn);
    };
    match house
        .hub
        .request(Command::WhoAmI {
            token: cookie::hash(&token),
        })
        .await
        .as_deref()
    {
        Some(Event::Registered(you)) => Reply::json(200, &SessionView { you: app::profile(you) }),
        other => refused(other),
    }
}

async fn leave(house: &House, asked: &Asked) -> Response<Body> {
    let Some(token) = cookie::token(asked.request.headers()) else {
        return Reply::refused(&Refusal::NotSignedIn);
    };
    match house
        .hub
        .request(Command::SignOut {
            token: cookie::hash(&token),
        })
        .await
        .as_deref()
    {
        Some(Event::SignedOut) => {
            let mut response = Reply::of(204, "text/plain", "");
            for forget in cookie::forget() {
                response.headers_mut().append(SET_COOKIE, forget);
            }
            response
        }
        other => refused(other),
    }
}

fn refused(event: Option<&Event>) -> Response<Body> {
    match event {
        Some(Event::Refused(refusal)) => Reply::refused(refusal),
        // The hub answers a request with what was asked for or a refusal, unless it has ended.
        _ => Reply::error(503, "stopping", "The house is stopping; try again in a moment."),
    }
}

fn random() -> u64 {
    getrandom::u64().expect("the system gives random bytes")
}
