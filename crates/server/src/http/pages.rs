//! Pages and files: the app, the examples, the trust page, the certificate.

use bytes::Bytes;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HOST, HeaderName, IF_NONE_MATCH, UPGRADE, USER_AGENT};
use hyper::{Method, Response};

use super::{Asked, Body, Reply};
use crate::embedded::{self, FileRequest};
use crate::house::House;
use crate::origin::Authority;
use crate::trust::{self, RequestFacts, TrustRequest, wants_trust_page};

const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Answers a GET or HEAD of a page or file.
pub(super) fn answer(house: &House, asked: &Asked, path: &str) -> Response<Body> {
    let host = host(asked);
    if let Some(response) = trust::serve_file(path, house.certificates.authority()) {
        return finish(asked, response);
    }
    let facts = RequestFacts {
        method: asked.request.method(),
        path,
        host: host.as_ref(),
        visitor: asked.visitor,
        fetch_mode: asked.header(SEC_FETCH_MODE),
        accept: asked.header(ACCEPT),
        is_upgrade: asked.request.headers().contains_key(UPGRADE),
    };
    if wants_trust_page(&facts) {
        let request = TrustRequest {
            path,
            query: asked.request.uri().query(),
            host: host.as_ref(),
            accept_language: asked.header(ACCEPT_LANGUAGE),
            user_agent: asked.header(USER_AGENT),
        };
        return finish(asked, trust::answer(&request, &house.certificates));
    }
    let is_hsts = asked.line.is_tls && house.config.certificate.is_some();
    with_file_request(asked, host.as_ref(), is_hsts, |request| {
        let is_page = !path.rsplit('/').next().unwrap_or_default().contains('.');
        embedded::serve(request).or_else(|| is_page.then(|| embedded::serve_app_page(request)).flatten())
    })
    .map_or_else(Reply::not_found, |response| finish(asked, response))
}

/// The embedded file that a request means, if there is one.
#[must_use]
pub fn file(asked: &Asked) -> Option<Response<Body>> {
    let response = with_file_request(asked, host(asked).as_ref(), false, embedded::serve)?;
    Some(finish(asked, response))
}

fn with_file_request<T>(
    asked: &Asked,
    host: Option<&Authority>,
    is_hsts: bool,
    serve: impl FnOnce(&FileRequest<'_>) -> T,
) -> T {
    serve(&FileRequest {
        path: asked.request.uri().path(),
        query: asked.request.uri().query(),
        host,
        accept_encoding: asked.header(ACCEPT_ENCODING),
        if_none_match: asked.header(IF_NONE_MATCH),
        is_hsts,
    })
}

/// The host that a request names, if it is one.
pub(super) fn host(asked: &Asked) -> Option<Authority> {
    asked.header(HOST)?.parse().ok()
}

/// HEAD gets the head alone.
fn finish(asked: &Asked, response: Response<Bytes>) -> Response<Body> {
    let is_head = asked.request.method() == Method::HEAD;
    response.map(|body| Body::new(if is_head { Bytes::new() } else { body }))
}
