//! The door of the API: who asks, whether from a page of ours, how often; then the row that answers.

use std::sync::Arc;

use hyper::Response;
use hyper::header::{HeaderValue, WWW_AUTHENTICATE};
use teahouse_core::hub::Opening;
use teahouse_core::refusal::Refusal;
use tokio::io::{AsyncRead, AsyncWrite};

use super::pace::Payer;
use super::route::{Handler, Received, Route, Who};
use super::router::Found;
use super::{Asked, Body, Credential, Reply, upgrade};
use crate::conn::{Dialect, Manner, Pace};
use crate::house::House;

/// Answers a request to `/api` or a hook.
pub(super) async fn answer<S>(house: Arc<House>, asked: Asked) -> Response<Body>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let router = Arc::clone(&house.router);
    let found = router.find(asked.request.method(), asked.request.uri().path());
    let credential = Credential::of(asked.request.headers());
    let is_open = matches!(&found, Found::Route(route, _) if route.who == Who::Anyone);
    // A browser adds cookies by itself, to requests of foreign pages too; nothing but a program adds a token.
    let admitted = if is_open || credential.is_some_and(|credential| credential.is_bearer) {
        asked.check_host(&house)
    } else {
        asked.check_app(&house)
    };
    if let Err(refusal) = admitted {
        return Reply::refused_origin(refusal);
    }
    let (route, parameters) = match found {
        Found::Route(route, parameters) => (route, parameters),
        Found::WrongMethod { allow } => return Reply::wrong_method(&allow),
        Found::Nothing => return Reply::not_found(),
    };
    let credential = match admit(&house, route, &asked, credential) {
        Ok(credential) => credential,
        Err(refused) => return *refused,
    };
    match &route.handler {
        Handler::Socket => match credential {
            Some(credential) => socket::<S>(&house, asked, credential),
            None => unauthorized(),
        },
        Handler::Call(answer) => {
            let received = Received {
                house,
                visitor: asked.visitor,
                credential,
                parameters,
                request: asked.request,
                limit: route.limit,
            };
            answer(received).await
        }
    }
}

/// Whether the row takes this request, by what it declares.
fn admit(
    house: &House,
    route: &Route,
    asked: &Asked,
    credential: Option<Credential>,
) -> Result<Option<Credential>, Box<Response<Body>>> {
    let (credential, payer) = match (route.who, credential) {
        (Who::Anyone, _) => (None, Payer::of_address(asked.visitor.address)),
        (Who::Visitor, credential) => (credential, Payer::of_address(asked.visitor.address)),
        (Who::Person | Who::Account | Who::Staff, Some(credential)) => {
            (Some(credential), Payer::Token(credential.token))
        }
        (Who::Person | Who::Account | Who::Staff, None) => return Err(Box::new(unauthorized())),
    };
    match house.paces.take(route.class, payer, house.clock.now().mono) {
        Ok(()) => Ok(credential),
        Err(wait) => Err(Box::new(Reply::too_many(wait))),
    }
}

/// RFC 9110 §15.5.2: a 401 says which credentials would do.
fn unauthorized() -> Response<Body> {
    let mut response = Reply::refused(&Refusal::NotSignedIn);
    let challenge = HeaderValue::from_static("Bearer realm=\"teahouse\"");
    response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    response
}

fn socket<S>(house: &Arc<House>, asked: Asked, credential: Credential) -> Response<Body>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let manner = Manner {
        dialect: Dialect::App,
        opening: Opening::App(credential.token),
        pace: Pace::new(house.config.limits.frames),
    };
    upgrade::to_conn::<S>(house, asked, manner)
}
