//! What was announced of an upload, as it is written beside its bytes.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use teahouse_core::id::{FileId, UserId};
use teahouse_core::record::{MAX_WAVEFORM, Picture};

/// Longer than any recording or film that fits a house.
const MAX_DURATION_MS: u32 = 48 * 3600 * 1000;
/// Wider than any film.
const MAX_SIDE: u32 = 1 << 16;

/// An announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The file that it will be.
    #[serde(serialize_with = "as_text", deserialize_with = "of_text")]
    pub file: FileId,
    /// Who brings it.
    #[serde(serialize_with = "as_text", deserialize_with = "of_text")]
    pub owner: UserId,
    /// How many bytes will come.
    pub size: u64,
    /// Their SHA-256 in hex, if the client said it.
    pub sha256: Option<String>,
    /// What the client tells of its sound or film.
    pub told: Told,
}

/// What a client tells that the house does not find out itself. It decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Told {
    /// Whether it is recorded voice.
    pub is_voice: bool,
    /// How long it lasts.
    pub duration_ms: Option<u32>,
    /// The loudness of voice over time.
    pub waveform: Vec<u8>,
    /// Width and height of a film.
    pub sides: Option<(u32, u32)>,
}

impl Told {
    /// Whether every part of it is in its bounds.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.waveform.len() <= MAX_WAVEFORM
            && self.duration_ms.is_none_or(|length| length <= MAX_DURATION_MS)
            && self
                .sides
                .is_none_or(|(width, height)| [width, height].iter().all(|side| (1..=MAX_SIDE).contains(side)))
    }

    /// The sides as a record has them.
    #[must_use]
    pub fn picture(&self) -> Option<Picture> {
        self.sides.map(|(width, height)| Picture { width, height })
    }
}

impl Note {
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a note is JSON")
    }

    pub(super) fn from_json(json: &[u8]) -> Option<Note> {
        serde_json::from_slice(json).ok()
    }
}

fn as_text<S: Serializer>(id: &impl std::fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

fn of_text<'de, D: Deserializer<'de>, T: std::str::FromStr>(deserializer: D) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| de::Error::custom("not an id"))
}
