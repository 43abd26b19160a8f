//! What messages speak of: calls.

#![allow(missing_docs, reason = "a type's own line says what its fields are")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The line that a call leaves. The author of its message is the caller.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct CallLine {
    pub call: String,
    pub media: MediaKind,
    pub outcome: CallOutcome,
    /// How long the two talked; 0 unless completed.
    pub seconds: u32,
}

/// Voice alone, or voice and picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum MediaKind {
    Voice,
    Video,
}

/// How a call went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum CallOutcome {
    Busy,
    Cancelled,
    Completed,
    Declined,
    Missed,
}

/// "The call ended: …"
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "protocol.ts")]
pub enum EndReason {
    AnsweredElsewhere,
    Cancelled,
    Declined,
    HungUp,
    Lost,
    NoAnswer,
}
