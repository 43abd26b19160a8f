//! What messages speak of: messages, their files, and what is found.

#![allow(missing_docs, reason = "a type's own line says what its fields are")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::calls::CallLine;
use super::room::MemberRole;

/// Whom a message calls upon.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Mentions {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub all: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub users: Vec<String>,
}

/// A message of a room.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Origin {
    pub room: String,
    pub message: String,
}

/// The message that another one answers, as it stands now. No `excerpt`: it was recalled or has no words.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Quote {
    pub id: String,
    #[ts(type = "number")]
    pub seq: u64,
    pub sender: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub excerpt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub file: Option<String>,
}

/// What a file is, by what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum FileKind {
    Audio,
    File,
    Image,
    Video,
    Voice,
}

/// A file. Its bytes: `GET /api/v1/files/{id}`, a small picture: `GET /api/v1/files/{id}/thumbnail` if `thumbnail`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct File {
    pub id: String,
    pub name: String,
    pub kind: FileKind,
    pub mime: String,
    #[ts(type = "number")]
    pub size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub height: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub duration_ms: Option<u32>,
    /// Loudness over time, 0 to 255.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<u8>>")]
    pub waveform: Vec<u8>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub thumbnail: bool,
}

/// One emoji under a message, with all who gave it in order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Reaction {
    pub key: String,
    pub users: Vec<String>,
}

/// What happened to a group; the sender of its message did it. `users` came or (`removed`) went; `name`, `on` and `role`
/// are what is so now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Notice {
    pub kind: NoticeKind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub users: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub on: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub role: Option<MemberRole>,
}

/// Which thing happened to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum NoticeKind {
    Added,
    Announcement,
    Joined,
    Left,
    Pictured,
    Removed,
    Renamed,
    RoleGiven,
}

/// A message as it stands in its room. It is words (`text`, with `files` and the rest), or exactly one of `call`,
/// `notice`, `recalled_by` (it was taken back) and `hidden` (one has deleted it for oneself).
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Message {
    pub id: String,
    pub room: String,
    #[ts(type = "number")]
    pub seq: u64,
    /// When it changed last, in the room's own count.
    #[ts(type = "number")]
    pub rev: u64,
    pub sender: String,
    pub client_id: String,
    #[ts(type = "number")]
    pub sent_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub edited_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reply_to: Option<Quote>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub mentions: Option<Mentions>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<File>>")]
    pub files: Vec<File>,
    /// Who wrote it first, if it was passed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub forwarded_from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub call: Option<CallLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub notice: Option<Notice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recalled_by: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub hidden: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Reaction>>")]
    pub reactions: Vec<Reaction>,
}

/// What a message said before; `at`: from when on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Edit {
    #[ts(type = "number")]
    pub at: i64,
    pub text: String,
}

/// What a message must be to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum HitKind {
    File,
    Image,
    Link,
    Video,
    Voice,
}

/// Where in a text what was looked for stands: `[from, to)` in UTF-16 code units, ascending, apart from each other.
pub type Marks = Vec<(u32, u32)>;

/// A message found, and where. `marks` lie in its text, `file_marks` in the names of its files, in their order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Hit {
    pub message: Message,
    pub conversation: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Marks>")]
    pub marks: Marks,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Marks>>")]
    pub file_marks: Vec<Marks>,
}

/// Where a page of hits ends.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct HitCursor {
    #[ts(type = "number")]
    pub at: i64,
    pub room: String,
    #[ts(type = "number")]
    pub seq: u64,
}
