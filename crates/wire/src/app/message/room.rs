//! What messages speak of: rooms and those in them.

#![allow(missing_docs, reason = "a type's own line says what its fields are")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::person::Profile;
use super::words::Message;

/// What a room is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum RoomKind {
    Direct,
    Group,
    Notes,
}

/// What a member is in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum MemberRole {
    Member,
    Admin,
    Owner,
}

/// Somebody in a room.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Member {
    pub person: Profile,
    pub role: MemberRole,
    #[ts(type = "number")]
    pub delivered: u64,
    #[ts(type = "number")]
    pub read: u64,
}

/// A member has another role.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct RoleGiven {
    pub user: String,
    pub role: MemberRole,
}

/// What a group is to all its members.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct RoomFacts {
    pub id: String,
    pub kind: RoomKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub picture: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub announcement: bool,
    pub member_count: u32,
}

/// Words that one has begun and not sent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Draft {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reply_to: Option<String>,
    #[ts(type = "number")]
    pub at: i64,
}

/// What a room is to oneself. `mention`: the last message that calls upon one and is not read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Own {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub muted_until: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub pinned: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub draft: Option<Draft>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub mention: Option<u64>,
}

/// A room as it stands in one's list. With `direct`, `peer` is the other one, and `peer_delivered` and `peer_read` are her
/// marks; with `group`, `people` are some of the others, for its picture.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Room {
    pub id: String,
    pub kind: RoomKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub picture: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub announcement: bool,
    pub member_count: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub peer: Option<Profile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Profile>>")]
    pub people: Vec<Profile>,
    /// What one is in it.
    pub role: MemberRole,
    #[ts(type = "number")]
    pub last_seq: u64,
    #[ts(type = "number")]
    pub rev: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last: Option<Message>,
    pub unread: u32,
    /// One's own marks.
    #[ts(type = "number")]
    pub delivered: u64,
    #[ts(type = "number")]
    pub read: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub peer_delivered: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub peer_read: Option<u64>,
    pub own: Own,
    #[ts(type = "number")]
    pub created_at: i64,
}

/// Where a page of rooms ends.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Cursor {
    #[ts(type = "number")]
    pub at: i64,
    pub room: String,
}
