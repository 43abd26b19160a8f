//! What only requests over HTTP carry.

#![allow(missing_docs, reason = "a type's own line says what its fields are")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::person::*;

/// `POST /api/v1/session`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct EnterRequest {
    pub name: String,
}

/// `201` of `POST /api/v1/session`, `200` of `GET /api/v1/session`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct SessionView {
    pub you: Profile,
}

/// Every refusal over HTTP. `retry_after` (seconds) and `retry_after_ms` come with `too_many`, `proposal` with
/// `name_taken`: one that is free.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct ErrorView {
    pub code: String,
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub retry_after: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub retry_after_ms: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub proposal: Option<String>,
}
