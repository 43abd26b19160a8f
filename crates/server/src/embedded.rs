//! The files that the binary brings along: the app, the examples, and the guests' browser clients.
//!
//! [`serve`] is a pure function from a request's few relevant lines to a whole response; it reads
//! memory only.

mod encoding;
mod headers;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderValue, LOCATION, VARY,
};
use axum::http::{HeaderMap, Response, StatusCode};
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};

pub use headers::{forbid, security_headers};

use crate::origin::Authority;
use encoding::Encoding;

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/site"]
struct Site;

/// Vite names these files by their content.
const HASHED: &str = "web/assets/";
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The lines of a GET or HEAD request that decide what is answered.
#[derive(Debug, Clone, Copy, Default)]
pub struct FileRequest<'a> {
    /// The path, as sent.
    pub path: &'a str,
    /// The query, without its question mark.
    pub query: Option<&'a str>,
    /// The `Host` line, parsed.
    pub host: Option<&'a Authority>,
    /// `Accept-Encoding`.
    pub accept_encoding: Option<&'a str>,
    /// `If-None-Match`.
    pub if_none_match: Option<&'a str>,
    /// Whether the browser may be told to come by HTTPS only from now on.
    pub is_hsts: bool,
}

/// Answers with a file, or `None` if there is none of this name.
#[must_use]
pub fn serve(request: &FileRequest<'_>) -> Option<Response<Bytes>> {
    let name = name_of(request.path, request.query)?;
    if let Some(response) = answer(&name, request) {
        return Some(response);
    }
    // A folder without its slash would break the relative links of its page.
    let is_folder = Site::get(&format!("{name}/index.html")).is_some();
    is_folder.then(|| moved(request.path)).flatten()
}

/// Answers with the app's page, for paths that the app itself understands.
#[must_use]
pub fn serve_app_page(request: &FileRequest<'_>) -> Option<Response<Bytes>> {
    answer("web/index.html", request)
}

/// The embedded file that a path means.
fn name_of(path: &str, query: Option<&str>) -> Option<String> {
    // The encoded copies are no files of their own.
    if path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let path = path.strip_prefix('/')?;
    let name = if let Some(file) = path.strip_prefix("socket.io/") {
        let is_old = query.is_some_and(|query| query.split('&').any(|pair| pair == "v=2"));
        format!("socket.io/{}/{file}", if is_old { "2" } else { "4" })
    } else if path == "examples" || path.starts_with("examples/") {
        path.to_owned()
    } else {
        format!("web/{path}")
    };
    Some(if name.ends_with('/') { name + "index.html" } else { name })
}

fn answer(name: &str, request: &FileRequest<'_>) -> Option<Response<Bytes>> {
    let plain = Site::get(name)?;
    let (file, encoding) = Encoding::accepted(request.accept_encoding)
        .find_map(|encoding| Some((Site::get(&format!("{name}{}", encoding.suffix()))?, Some(encoding))))
        .unwrap_or((plain, None));
    let tag = tag(&file);
    let mut response = Response::new(Bytes::new());
    let headers = response.headers_mut();
    *headers = if name.starts_with("web/") {
        security_headers(request.host, request.is_hsts)
    } else if name.starts_with("examples/") {
        headers::example_headers(request.host)
    } else {
        headers::guest_client_headers()
    };
    headers.insert(
        CACHE_CONTROL,
        if name.starts_with(HASHED) { FOREVER } else { ASK_AGAIN },
    );
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(ETAG, tag.clone());
    if request.if_none_match.is_some_and(|known| knows(known, &tag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Some(response);
    }
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.token()));
    }
    headers.insert(CONTENT_TYPE, content_type(name));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(file.data.len()));
    *response.body_mut() = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    };
    Some(response)
}

fn moved(path: &str) -> Option<Response<Bytes>> {
    let mut headers = HeaderMap::new();
    headers.insert(LOCATION, HeaderValue::from_str(&format!("{path}/")).ok()?);
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    *response.headers_mut() = headers;
    Some(response)
}

/// A strong tag: each encoded copy has its own content and so its own (RFC 9110 §8.8.3).
fn tag(file: &EmbeddedFile) -> HeaderValue {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{hex}\"")).expect("hexadecimal digits are a header value")
}

/// Weak comparison, as If-None-Match wants it (RFC 9110 §13.1.2).
fn knows(known: &str, tag: &HeaderValue) -> bool {
    known
        .split(',')
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one).as_bytes() == tag)
}

fn content_type(name: &str) -> HeaderValue {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    HeaderValue::from_static(match extension {
        "css" => "text/css; charset=utf-8",
        "gif" => "image/gif",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "wav" => "audio/wav",
        "webm" => "video/webm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, LOCATION};

    use super::{FileRequest, Site, serve, serve_app_page};

    fn get(path: &str) -> FileRequest<'_> {
        FileRequest {
            path,
            ..FileRequest::default()
        }
    }

    fn script() -> String {
        let script = Site::iter().find(|name| name.starts_with("web/assets/") && name.ends_with(".js"));
        script
            .expect("the app has a script")
            .strip_prefix("web")
            .unwrap()
            .to_owned()
    }

    #[test]
    fn the_apps_page_is_asked_for_again_and_its_hashed_files_are_kept_for_ever() {
        let page = serve(&get("/")).unwrap();
        assert_eq!(page.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
        assert_eq!(page.headers()[CACHE_CONTROL], "no-cache");
        assert!(page.headers().contains_key("content-security-policy"));
        assert_eq!(serve_app_page(&get("/anything")).unwrap().body(), page.body());
        let script = serve(&get(&script())).unwrap();
        assert_eq!(script.headers()[CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert!(script.headers()[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    }

    #[test]
    fn a_compressed_copy_goes_to_whoever_takes_it_and_has_a_tag_of_its_own() {
        let path = script();
        let plain = serve(&get(&path)).unwrap();
        let asking = |accepted| {
            serve(&FileRequest {
                accept_encoding: Some(accepted),
                ..get(&path)
            })
            .unwrap()
        };
        let (brotli, gzip) = (asking("gzip, deflate, br"), asking("gzip"));
        assert_eq!(brotli.headers()[CONTENT_ENCODING], "br");
        assert_eq!(gzip.headers()[CONTENT_ENCODING], "gzip");
        assert!(!plain.headers().contains_key(CONTENT_ENCODING));
        assert!(brotli.body().len() < gzip.body().len() && gzip.body().len() < plain.body().len());
        assert_ne!(brotli.headers()[ETAG], plain.headers()[ETAG]);
        assert!(serve(&get(&format!("{path}.br"))).is_none());
    }

    #[test]
    fn a_known_tag_is_answered_without_a_body() {
        let first = serve(&get("/")).unwrap();
        let tag = first.headers()[ETAG].to_str().unwrap();
        for known in [tag.to_owned(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let again = serve(&FileRequest {
                if_none_match: Some(&known),
                ..get("/")
            })
            .unwrap();
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
            assert!(again.body().is_empty());
        }
        let other = serve(&FileRequest {
            if_none_match: Some("\"other\""),
            ..get("/")
        })
        .unwrap();
        assert_eq!(other.status(), StatusCode::OK);
    }

    #[test]
    fn guests_pages_load_either_generation_of_their_client() {
        let new = serve(&get("/socket.io/socket.io.js")).unwrap();
        let old = serve(&FileRequest {
            query: Some("t=1&v=2"),
            ..get("/socket.io/socket.io.js")
        })
        .unwrap();
        assert!(String::from_utf8_lossy(new.body()).contains("Socket.IO v4."));
        assert!(String::from_utf8_lossy(old.body()).contains("Socket.IO v2.5"));
        assert_eq!(new.headers()["cross-origin-resource-policy"], "cross-origin");
    }

    #[test]
    fn a_folder_is_answered_by_its_page_and_without_its_slash_by_a_redirect() {
        let Some(page) = Site::iter().find(|name| name.starts_with("examples/") && name.ends_with("/index.html"))
        else {
            return assert!(serve(&get("/examples")).is_none());
        };
        let folder = format!("/{}", page.strip_suffix("index.html").unwrap());
        assert_eq!(
            serve(&get(&folder)).unwrap().headers()[CONTENT_TYPE],
            "text/html; charset=utf-8"
        );
        let bare = serve(&get(folder.trim_end_matches('/'))).unwrap();
        assert_eq!(bare.status(), StatusCode::PERMANENT_REDIRECT);
        assert_eq!(bare.headers()[LOCATION], folder.as_str());
    }

    #[test]
    fn nothing_outside_the_served_folders_can_be_named() {
        for path in [
            "/../Cargo.toml",
            "/examples/../web/index.html",
            "//etc/passwd",
            "/nowhere",
            "",
            "/socket.io/",
            "*",
        ] {
            assert!(serve(&get(path)).is_none(), "{path}");
        }
    }
}
