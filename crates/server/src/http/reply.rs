//! Answers over HTTP, all of one shape: errors are JSON with a stable code.

use std::time::Duration;

use bytes::Bytes;
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use hyper::{Response, StatusCode};
use serde::Serialize;
use teahouse_core::refusal::Refusal;
use teahouse_wire::app::ErrorView;

use super::Body;
use crate::origin::OriginRefusal;

const NOSNIFF: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-content-type-options"),
    HeaderValue::from_static("nosniff"),
);

/// Makes answers.
pub struct Reply;

impl Reply {
    /// An answer of a kind, never cached.
    #[must_use]
    pub fn of(status: u16, kind: &'static str, body: impl Into<Bytes>) -> Response<Body> {
        let mut response = Response::new(Body::new(body.into()));
        *response.status_mut() = StatusCode::from_u16(status).expect("statuses are written in this program");
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(NOSNIFF.0, NOSNIFF.1);
        response
    }

    /// Text for people and machines.
    #[must_use]
    pub fn text(status: u16, body: &'static str) -> Response<Body> {
        Self::of(status, "text/plain; charset=utf-8", body)
    }

    /// A value of ours as JSON.
    #[must_use]
    pub fn json(status: u16, value: &impl Serialize) -> Response<Body> {
        let body = serde_json::to_vec(value).expect("our own views are JSON");
        Self::of(status, "application/json", body)
    }

    /// An error with its code.
    #[must_use]
    pub fn error(status: u16, code: &str, message: &str) -> Response<Body> {
        let view = ErrorView {
            code: code.into(),
            message: message.into(),
            retry_after: None,
            retry_after_ms: None,
            proposal: None,
        };
        Self::json(status, &view)
    }

    /// Nothing is here.
    #[must_use]
    pub fn not_found() -> Response<Body> {
        Self::error(404, "not_found", "There is nothing at this address.")
    }

    /// Something is here, but not for this method.
    #[must_use]
    pub fn wrong_method(allow: &str) -> Response<Body> {
        let mut response = Self::error(405, "wrong_method", "This address does not take this method.");
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_str(allow).expect("methods are ASCII"));
        response
    }

    /// The page that asks has no business here.
    #[must_use]
    pub fn refused_origin(refusal: OriginRefusal) -> Response<Body> {
        Self::error(403, refusal.code(), &refusal.to_string())
    }

    /// Too often.
    #[must_use]
    pub fn too_many(wait: Duration) -> Response<Body> {
        Self::refused(&Refusal::too_many(wait))
    }

    /// A refusal of the core.
    #[must_use]
    pub fn refused(refusal: &Refusal) -> Response<Body> {
        let (retry_after_ms, proposal) = match refusal {
            Refusal::TooMany { retry_after_ms } => (Some(*retry_after_ms), None),
            Refusal::NameTaken { proposal } => (None, Some(proposal.as_str().to_owned())),
            _ => (None, None),
        };
        let view = ErrorView {
            code: refusal.code().into(),
            message: refusal.text().into(),
            retry_after: retry_after_ms.map(seconds),
            retry_after_ms,
            proposal,
        };
        let mut response = Self::json(status_of(refusal), &view);
        if let Some(wait) = retry_after_ms {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds(wait)));
        }
        response
    }
}

/// Whole seconds, never too few: `Retry-After` has no smaller unit (RFC 9110 §10.2.3).
fn seconds(milliseconds: u32) -> u32 {
    milliseconds.div_ceil(1000)
}

/// 401 and 403: who one is; 404: what is not there for one; 409: what stands in the way now; 422: what cannot be.
fn status_of(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::NotSignedIn | Refusal::WrongPassword => 401,
        Refusal::Closed | Refusal::NotAllowed | Refusal::NotAuthor | Refusal::NotPermitted => 403,
        Refusal::NoCall
        | Refusal::NoFile
        | Refusal::NoHook
        | Refusal::NoInvite
        | Refusal::NoMessage
        | Refusal::NoPerson
        | Refusal::NoReset
        | Refusal::NoSession
        | Refusal::NotMember => 404,
        Refusal::ClientIdReused | Refusal::HandleTaken | Refusal::NameTaken { .. } | Refusal::TooLate => 409,
        Refusal::FileTooLarge => 413,
        Refusal::TooMany { .. } => 429,
        Refusal::StorageUnavailable => 503,
        Refusal::OverQuota | Refusal::StorageFull => 507,
        _ => 422,
    }
}
