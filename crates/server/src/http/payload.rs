//! What a route takes and gives: bodies read within their limit, answers with their schemas.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::Response;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::{Body, Fault, Reply};

/// How long the whole body of a small request may take: a slow phone's, not a held connection's.
const PATIENCE: Duration = Duration::from_secs(30);

/// The body of a request, as a route takes it.
pub trait Payload: Sized + Send + 'static {
    /// Its media type and schema, for the description of the route.
    fn described(_schemas: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
        Vec::new()
    }

    /// Reads it; `limit` is in bytes.
    ///
    /// # Errors
    /// It is too large, too slow, or not of its shape.
    fn read(headers: &HeaderMap, body: Incoming, limit: usize) -> impl Future<Output = Result<Self, Fault>> + Send;
}

/// No body: whatever comes is left unread.
impl Payload for () {
    async fn read(_: &HeaderMap, _: Incoming, _: usize) -> Result<Self, Fault> {
        Ok(())
    }
}

/// A JSON object. Fields that the house does not know are ignored, whatever the content type says.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Payload for Json<T> {
    fn described(schemas: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
        vec![("application/json", schemas.subschema_for::<T>())]
    }

    async fn read(_: &HeaderMap, body: Incoming, limit: usize) -> Result<Self, Fault> {
        let bytes = whole(body, limit).await?;
        serde_json::from_slice(&bytes)
            .map(Json)
            .map_err(|why| Fault::unreadable(&why))
    }
}

/// A body that the handler reads piece by piece, never more than the route's limit.
pub struct Streamed(pub Limited<Incoming>);

impl Payload for Streamed {
    fn described(schemas: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
        vec![("application/octet-stream", schemas.subschema_for::<Octets>())]
    }

    async fn read(_: &HeaderMap, body: Incoming, limit: usize) -> Result<Self, Fault> {
        if is_declared_too_large(&body, limit) {
            return Err(too_large());
        }
        Ok(Streamed(Limited::new(body, limit)))
    }
}

/// Any bytes.
struct Octets;

impl JsonSchema for Octets {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Octets".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "description": "Bytes, as they are." })
    }
}

/// The whole of a small body.
///
/// # Errors
/// It is larger than `limit`, or does not come.
pub async fn whole(body: Incoming, limit: usize) -> Result<Bytes, Fault> {
    if is_declared_too_large(&body, limit) {
        return Err(too_large());
    }
    match timeout(PATIENCE, Limited::new(body, limit).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(why)) if why.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Fault::error(400, "bad_request", "The request broke off.")),
        Err(_) => Err(Fault::error(
            408,
            "too_slow",
            "The request did not come to its end in time.",
        )),
    }
}

fn is_declared_too_large(body: &Incoming, limit: usize) -> bool {
    body.size_hint().lower() > limit as u64
}

fn too_large() -> Fault {
    Fault::error(413, "too_large", "The request is too large.")
}

/// What a route answers with when all went well.
pub trait Answer: Send + 'static {
    /// The statuses that it has where the row names no others.
    const STATUSES: &'static [u16] = &[200];

    /// Its media type and schema; none for an answer without a body.
    fn described(schemas: &mut SchemaGenerator) -> Option<(&'static str, Schema)>;

    /// As HTTP says it.
    fn response(self) -> Response<Body>;
}

/// A view with its status.
pub struct Given<T> {
    status: u16,
    view: T,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl<T> Given<T> {
    /// 200: here it is.
    pub fn ok(view: T) -> Self {
        Given::with_status(200, view)
    }

    /// 201: it was made.
    pub fn created(view: T) -> Self {
        Given::with_status(201, view)
    }

    /// With another status.
    pub fn with_status(status: u16, view: T) -> Self {
        let headers = Vec::new();
        Given { status, view, headers }
    }

    /// With one more header line.
    #[must_use]
    pub fn and_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl<T: Serialize + JsonSchema + Send + 'static> Answer for Given<T> {
    fn described(schemas: &mut SchemaGenerator) -> Option<(&'static str, Schema)> {
        Some(("application/json", schemas.subschema_for::<T>()))
    }

    fn response(self) -> Response<Body> {
        let mut response = Reply::json(self.status, &self.view);
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

/// 204: done, and nothing more to say.
#[derive(Default)]
pub struct Nothing(Vec<(HeaderName, HeaderValue)>);

impl Nothing {
    /// With one more header line; a name may come again.
    #[must_use]
    pub fn and_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.push((name, value));
        self
    }
}

impl Answer for Nothing {
    const STATUSES: &'static [u16] = &[204];

    fn described(_: &mut SchemaGenerator) -> Option<(&'static str, Schema)> {
        None
    }

    fn response(self) -> Response<Body> {
        let mut response = Reply::of(204, "text/plain", "");
        response.headers_mut().remove(CONTENT_TYPE);
        for (name, value) in self.0 {
            response.headers_mut().append(name, value);
        }
        response
    }
}

/// An answer that its handler has put together itself: files, redirections, ready text.
impl Answer for Response<Body> {
    fn described(schemas: &mut SchemaGenerator) -> Option<(&'static str, Schema)> {
        Some(("*/*", schemas.subschema_for::<Octets>()))
    }

    fn response(self) -> Response<Body> {
        self
    }
}
