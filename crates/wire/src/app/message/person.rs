//! What messages speak of: people, their devices, and ways in.

#![allow(missing_docs, reason = "a type's own line says what its fields are")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::words::Marks;

/// A person as others see her. `call_only`: her program can call but not chat. `handle`: she has an account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Profile {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub call_only: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub handle: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub bot: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub avatar: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub about: Option<String>,
}

/// What a person knows of herself. `session` is the one that asks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Account {
    pub role: Role,
    pub privacy: Privacy,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub quiet_until: Option<i64>,
    pub session: String,
}

/// What somebody is in the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum Role {
    Guest,
    Member,
    Admin,
    Owner,
}

/// Who may see something of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum Audience {
    Contacts,
    Everybody,
    Nobody,
}

/// Who sees whether one is online, and when one was last.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Privacy {
    pub online: Audience,
    pub last_seen: Audience,
}

/// A person as those see her who look after the house.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct PersonRow {
    pub person: Profile,
    pub role: Role,
    pub disabled: bool,
    #[ts(type = "number")]
    pub created_at: i64,
    #[ts(type = "number")]
    pub seen_at: i64,
}

/// Somebody who is not online; `seen_at` if she lets one see it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Away {
    pub user: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub seen_at: Option<i64>,
}

/// What one has noted about somebody.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Contact {
    pub person: Profile,
    pub listed: bool,
    pub blocked: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub remark: Option<String>,
}

/// One sign-in of one device. `current`: the one that asks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Device {
    pub id: String,
    pub device: String,
    pub bot: bool,
    #[ts(type = "number")]
    pub created_at: i64,
    #[ts(type = "number")]
    pub seen_at: i64,
    pub current: bool,
}

/// A way into the house (no `room`) or a group. `code` ends its link: `/#/invite/` and the code.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Invite {
    pub id: String,
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub room: Option<String>,
    pub by: String,
    pub needs_approval: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub uses_left: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub expires_at: Option<i64>,
    #[ts(type = "number")]
    pub created_at: i64,
}

/// By what somebody was found: marks in her name, her handle, and what one calls her oneself.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct FoundBy {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Marks>")]
    pub name: Marks,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Marks>")]
    pub handle: Marks,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Marks>")]
    pub remark: Marks,
}

/// Somebody waits to be let into a group.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct JoinRequest {
    pub person: Profile,
    #[ts(type = "number")]
    pub at: i64,
}

/// A program's way: with `room` it writes there under `name`; with `url` what the bot sees is sent there.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Hook {
    pub id: String,
    pub bot: String,
    pub by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub room: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub url: Option<String>,
}
