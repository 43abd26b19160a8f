//! How a client announces a file: as JSON, or in the headers of tus.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::body::Incoming;
use hyper::header::{HeaderMap, HeaderName};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use super::super::payload::{Payload, whole};
use super::{Fault, UPLOAD_LENGTH};
use crate::files::name::file_name;
use crate::files::note::Told;

const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");

/// An announcement that makes sense.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Announcement {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) sha256: Option<String>,
    pub(super) told: Told,
}

/// A file that will come.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(rename = "FileAnnouncement")]
struct Said {
    /// What others see; a path before it is dropped.
    name: String,
    /// Bytes.
    size: u64,
    /// The SHA-256 of the bytes in hex.
    sha256: Option<String>,
    /// What the client takes it for; the house looks itself.
    #[serde(rename = "type")]
    _type: Option<String>,
    /// Of recorded voice.
    voice: Option<Voice>,
    /// Of a film.
    video: Option<Film>,
}

/// What a recorder knows of its recording.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "VoiceAnnouncement")]
struct Voice {
    /// How long it is.
    duration_ms: u32,
    /// Its loudness over time; at most 128 bars.
    #[serde(default)]
    waveform: Vec<u8>,
}

/// What a player knows of a film.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "FilmAnnouncement")]
struct Film {
    /// How long it is.
    duration_ms: Option<u32>,
    /// Pixels from left to right.
    width: u32,
    /// Pixels from top to bottom.
    height: u32,
}

impl Payload for Announcement {
    fn described(schemas: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
        vec![("application/json", schemas.subschema_for::<Said>())]
    }

    async fn read(headers: &HeaderMap, body: Incoming, limit: usize) -> Result<Self, Fault> {
        let said = if headers.contains_key(UPLOAD_LENGTH) {
            in_headers(headers).ok_or_else(|| Fault::unreadable(&"its tus headers make no sense"))?
        } else {
            let body = whole(body, limit).await?;
            serde_json::from_slice(&body).map_err(|why| Fault::unreadable(&why))?
        };
        Announcement::of(said)
    }
}

impl Announcement {
    fn of(said: Said) -> Result<Announcement, Fault> {
        let mut told = Told::default();
        if let Some(voice) = said.voice {
            told.is_voice = true;
            told.duration_ms = Some(voice.duration_ms);
            told.waveform = voice.waveform;
        } else if let Some(film) = said.video {
            told.duration_ms = film.duration_ms;
            told.sides = Some((film.width, film.height));
        }
        if !told.is_sound() {
            return Err(Fault::unreadable(&"what it tells of sound or film is out of bounds"));
        }
        if said.size == 0 {
            return Err(Fault::unreadable(&"a file has at least one byte"));
        }
        let is_hash = |text: &String| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !said.sha256.as_ref().is_none_or(is_hash) {
            return Err(Fault::unreadable(&"sha256 has 64 hex digits"));
        }
        Ok(Announcement {
            name: file_name(&said.name),
            size: said.size,
            sha256: said.sha256,
            told,
        })
    }
}

/// tus 1.0, creation: `Upload-Length`, and pairs of a key and Base64 in `Upload-Metadata`.
fn in_headers(headers: &HeaderMap) -> Option<Said> {
    let size = headers.get(UPLOAD_LENGTH)?.to_str().ok()?.parse().ok()?;
    let metadata = match headers.get(UPLOAD_METADATA) {
        Some(line) => line.to_str().ok()?,
        None => "",
    };
    let mut said = Said {
        size,
        ..Said::default()
    };
    for pair in metadata.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
        match key {
            "filename" | "name" => said.name = value,
            "sha256" => said.sha256 = Some(value),
            _ => {}
        }
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use hyper::header::{HeaderMap, HeaderValue};

    use super::{Announcement, Said, Told, in_headers};

    fn of(json: &str) -> Option<Announcement> {
        Announcement::of(serde_json::from_str::<Said>(json).ok()?).ok()
    }

    #[test]
    fn an_announcement_is_read_and_its_type_is_not_believed() {
        let said = of(r#"{"name": "../tea.png", "size": 3, "type": "text/html", "more": 1}"#).unwrap();
        assert_eq!(
            (said.name.as_str(), said.size, said.told),
            ("tea.png", 3, Told::default())
        );
        let voice = of(r#"{"name": "v", "size": 3, "voice": {"duration_ms": 900, "waveform": [0, 255]}}"#).unwrap();
        assert!(voice.told.is_voice && voice.told.waveform == [0, 255]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let long = format!(
            r#"{{"name": "v", "size": 3, "voice": {{"duration_ms": 1, "waveform": {:?}}}}}"#,
            [1; 129]
        );
        for json in [
            "{}",
            r#"{"name": "a"}"#,
            r#"{"name": "a", "size": 0}"#,
            r#"{"name": "a", "size": -1}"#,
            r#"{"name": "a", "size": 1, "sha256": "abc"}"#,
            r#"{"name": "a", "size": 1, "video": {"width": 0, "height": 1}}"#,
            r#"{"name": "a", "size": 1, "voice": {"duration_ms": 4294967295}}"#,
            r#"{"name": "a", "size": 1, "voice": {"duration_ms": 1, "waveform": [256]}}"#,
            &long,
        ] {
            assert_eq!(of(json), None, "{json}");
        }
    }

    #[test]
    fn a_tus_client_says_it_in_headers() {
        let mut headers = HeaderMap::new();
        headers.insert("upload-length", HeaderValue::from_static("12"));
        headers.insert(
            "upload-metadata",
            HeaderValue::from_static("filename dGVhLnBuZw==,is_private"),
        );
        let said = in_headers(&headers).unwrap();
        assert_eq!((said.name.as_str(), said.size), ("tea.png", 12));
        headers.insert("upload-metadata", HeaderValue::from_static("filename ***"));
        assert!(in_headers(&headers).is_none());
    }
}
