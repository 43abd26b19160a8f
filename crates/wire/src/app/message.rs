//! The words of our own protocol: one JSON object per WebSocket text frame, `{"type":"noun.verb", …}`.
//!
//! Ids are 13-character strings, times are milliseconds since 1970 UTC, `seq` counts 1, 2, 3, … in each room.
//! Unknown fields are ignored in both directions, so that either side can be newer than the other.

/// One struct a message and one enum a direction. The enum is decoded by hand, in two steps, because serde buffers
/// the content of tagged enums and a `RawValue` cannot come out of that buffer.
macro_rules! messages {
    ($(#[$edoc:meta])* $enum:ident { $($(#[$doc:meta])* $tag:literal => $name:ident { $($(#[$f:meta])* pub $field:ident: $ty:ty,)* })+ }) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Serialize, Deserialize, TS)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[ts(export_to = "protocol.ts")]
            pub struct $name { $($(#[$f])* pub $field: $ty,)* }
        )+

        $(#[$edoc])*
        #[derive(Debug, Clone, Serialize, TS)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "type")]
        #[ts(export_to = "protocol.ts")]
        #[allow(clippy::large_enum_variant, reason = "each is written at once, and none is kept")]
        pub enum $enum {$(
            $(#[$doc])*
            #[serde(rename = $tag)]
            $name($name),
        )+}

        impl $enum {
            /// Reads the message called `tag` from the whole JSON `text`; `None` if no message is called so.
            pub(in crate::app) fn read(tag: &str, text: &str) -> Option<serde_json::Result<Self>> {
                match tag {
                    $($tag => Some(serde_json::from_str(text).map($enum::$name)),)+
                    _ => None,
                }
            }
        }
    };
}

mod calls;
mod client;
mod http;
mod person;
mod room;
mod server;
mod words;

pub use calls::*;
pub use client::*;
pub use http::*;
pub use person::*;
pub use room::*;
pub use server::*;
pub use words::*;

/// Tells an absent field from `null`, which serde's `Option` does not.
fn given<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
