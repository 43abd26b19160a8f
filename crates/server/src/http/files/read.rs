//! Files on their way out. Nothing of them ever runs in the origin of the house: originals are attachments in a sandbox
//! and have a type of their own only where a browser shows it in an element for pictures, sound or films.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use hyper::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH, IF_RANGE, RANGE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use hyper::{Response, StatusCode};
use teahouse_core::refusal::Refusal;

use super::super::{Body, Call, Fault};
use super::{disk_fault, record};
use crate::files::body::FileBody;
use crate::files::examine::hex;
use crate::files::format::Format;
use crate::files::name::attachment;
use crate::files::range::{Wanted, wanted};
use crate::files::upload::blocking;

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// Bytes of a hash that tell one content from another.
const ETAG_LEN: usize = 12;

/// The bytes as they are kept.
pub(super) async fn original(call: Call) -> Result<Response<Body>, Fault> {
    let token = call.token()?;
    let record = record(&call.house, token, call.id("file")?).await?;
    let vault = std::sync::Arc::clone(&call.house.files.vault);
    let opened = blocking(move || {
        let file = vault.read(record.id)?;
        let len = file.metadata()?.len();
        Ok((file, len, record))
    });
    let (file, len, record) = opened.await.map_err(|error| disk_fault(&error))?;
    let content = Content {
        file,
        len,
        mime: record.facts.mime.to_string(),
        disposition: attachment(&record.name),
        tag: format!("\"{}\"", hex(&record.facts.sha256[..ETAG_LEN])),
    };
    Ok(answer(&call.headers, content))
}

/// The small picture, which the house has made itself.
pub(super) async fn thumbnail(call: Call) -> Result<Response<Body>, Fault> {
    let token = call.token()?;
    let record = record(&call.house, token, call.id("file")?).await?;
    if !record.facts.has_thumbnail {
        return Err(Refusal::NoFile.into());
    }
    let vault = std::sync::Arc::clone(&call.house.files.vault);
    let opened = blocking(move || open_small(vault.read_small(record.id)?));
    let (file, len, mime) = opened.await.map_err(|error| disk_fault(&error))?;
    let content = Content {
        file,
        len,
        mime: mime.to_owned(),
        disposition: "inline".to_owned(),
        tag: format!("\"small-{}-{len}\"", call.text("file")),
    };
    Ok(answer(&call.headers, content))
}

fn open_small(mut file: File) -> io::Result<(File, u64, &'static str)> {
    let mut head = [0; 8];
    file.read_exact(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let len = file.metadata()?.len();
    let (_, mime) = Format::sniff(&head).nature(false);
    Ok((file, len, mime))
}

/// What is to be sent, and what is said of it.
struct Content {
    file: File,
    len: u64,
    mime: String,
    disposition: String,
    tag: String,
}

fn answer(asked: &HeaderMap, content: Content) -> Response<Body> {
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let mut headers = guarded();
    headers.insert(ETAG, header(&content.tag));
    if text(IF_NONE_MATCH).is_some_and(|tags| is_among(tags, &content.tag)) {
        return finished(StatusCode::NOT_MODIFIED, headers, Body::default());
    }
    headers.insert(CONTENT_TYPE, header(&content.mime));
    headers.insert(CONTENT_DISPOSITION, header(&content.disposition));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // RFC 9110 §13.1.5: a range counts only if the content is still the one that it was asked of.
    let is_same = text(IF_RANGE).is_none_or(|tag| tag == content.tag);
    match wanted(text(RANGE).filter(|_| is_same), content.len) {
        Wanted::All => {
            let body = Body::streamed(FileBody::new(content.file, 0..content.len));
            finished(StatusCode::OK, headers, body)
        }
        Wanted::Part(part) => {
            let range = format!("bytes {}-{}/{}", part.start, part.end - 1, content.len);
            headers.insert(CONTENT_RANGE, header(&range));
            let body = Body::streamed(FileBody::new(content.file, part));
            finished(StatusCode::PARTIAL_CONTENT, headers, body)
        }
        Wanted::Beyond => {
            headers.insert(CONTENT_RANGE, header(&format!("bytes */{}", content.len)));
            finished(StatusCode::RANGE_NOT_SATISFIABLE, headers, Body::default())
        }
    }
}

/// The headers of everything that people have brought. Browsers ask each time: what may be read now need not be later.
fn guarded() -> HeaderMap {
    [
        (CACHE_CONTROL, "private, no-cache"),
        (CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (REFERRER_POLICY, "no-referrer"),
        (RESOURCE_POLICY, "same-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
    ]
    .into_iter()
    .map(|(name, value)| (name, HeaderValue::from_static(value)))
    .collect()
}

/// RFC 9110 §13.1.2, compared weakly.
fn is_among(tags: &str, tag: &str) -> bool {
    let mut known = tags.split(',').map(|known| known.trim().trim_start_matches("W/"));
    known.any(|known| known == "*" || known == tag)
}

fn finished(status: StatusCode, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("names are escaped, the rest is the house's own words")
}
