//! The words of our own protocol: one JSON object per WebSocket text frame, `{"type":"noun.verb", …}`.
//!
//! Ids are 13-character strings, times are milliseconds since 1970 UTC, `seq` counts 1, 2, 3, … in each room.
//! Unknown fields are ignored in both directions, so that either side can be newer than the other.

#![allow(missing_docs, reason = "a message's own line says what its fields are")]

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ts_rs::TS;

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
        pub enum $enum {$(
            $(#[$doc])*
            #[serde(rename = $tag)]
            $name($name),
        )+}

        impl $enum {
            /// Reads the message called `tag` from the whole JSON `text`; `None` if no message is called so.
            pub(super) fn read(tag: &str, text: &str) -> Option<serde_json::Result<Self>> {
                match tag {
                    $($tag => Some(serde_json::from_str(text).map($enum::$name)),)+
                    _ => None,
                }
            }
        }
    };
}

messages! {
    /// What a page says. A request carries `re`, a number of the page's choice; its answer carries the same.
    ClientMessage {
        /// Pick up. Answer: `call.answered`.
        "call.accept" => CallAccept {
            pub re: u32,
            pub call: String,
            #[ts(type = "RTCSessionDescriptionInit")]
            pub answer: Box<RawValue>,
        }
        /// Say no. Answer: `done`.
        "call.decline" => CallDecline {
            pub re: u32,
            pub call: String,
        }
        /// Cancel, decline or end. `seconds`: how long the two talked, when the call ended while the house was away. Answer: `done`.
        "call.hangup" => CallHangup {
            pub re: u32,
            pub call: String,
            #[serde(default)]
            #[ts(optional)]
            pub seconds: Option<u32>,
        }
        /// Call somebody. Answer: `call.invited`; then `call.ringing`, `call.accepted` or `call.ended` follow.
        "call.invite" => CallInvite {
            pub re: u32,
            pub callee: String,
            pub media: MediaKind,
            #[ts(type = "RTCSessionDescriptionInit")]
            pub offer: Box<RawValue>,
        }
        /// Take up a running call after the connection, or the house, was away. Answer: `call.resumed` or a refusal, which
        /// says nothing about the media.
        "call.resume" => CallResume {
            pub re: u32,
            pub call: String,
            pub peer: String,
        }
        /// Say that this device rings. No answer.
        "call.ring" => CallRing {
            pub call: String,
        }
        /// Pass a later offer or answer, or a candidate (`null` for their end), to the other end. No answer.
        "call.signal" => CallSignal {
            pub call: String,
            #[serde(default)]
            #[ts(optional, type = "RTCSessionDescriptionInit")]
            pub description: Option<Box<RawValue>>,
            #[serde(default, deserialize_with = "present")]
            #[ts(optional, type = "RTCIceCandidateInit | null")]
            pub candidate: Option<Box<RawValue>>,
        }
        /// A page of a room. At most one of `after` and `before`; neither: the latest. Answer: `history.page`.
        "history.read" => HistoryRead {
            pub re: u32,
            pub room: String,
            #[serde(default)]
            #[ts(optional, type = "number")]
            pub after: Option<u64>,
            #[serde(default)]
            #[ts(optional, type = "number")]
            pub before: Option<u64>,
            /// 1 to 200.
            pub limit: u16,
        }
        /// Say something. `client_id` (1 to 64 visible ASCII characters) names the message for ever: a retry with the same
        /// one is harmless. Answer: `message.posted` with `re`.
        "message.send" => MessageSend {
            pub re: u32,
            pub room: String,
            pub client_id: String,
            pub text: String,
        }
        /// Who is online: the first `limit` rows, now and at each change; 0 ends it. No answer but `people.changed`.
        "people.watch" => PeopleWatch {
            pub limit: u16,
        }
        /// Whether these people (at most 500) are online, now and at each change. No answer but `presence.changed`.
        "presence.watch" => PresenceWatch {
            pub users: Vec<String>,
        }
        /// Move one's marks forward. No answer; one's other devices hear `room.marked`.
        "room.mark" => RoomMark {
            pub room: String,
            #[ts(type = "number")]
            pub delivered: u64,
            #[ts(type = "number")]
            pub read: u64,
        }
        /// The room of oneself and somebody, made if need be. Answer: `room.opened`.
        "room.open" => RoomOpen {
            pub re: u32,
            pub peer: String,
        }
        /// Tell the other that one is writing; repeat each 3 s while it is so. No answer.
        "room.typing" => RoomTyping {
            pub room: String,
        }
        /// A page of one's rooms, newest first; `before` is the `cursor` of the page before. Answer: `rooms.page`.
        "rooms.list" => RoomsList {
            pub re: u32,
            #[serde(default)]
            #[ts(optional)]
            pub before: Option<Cursor>,
            pub limit: u16,
        }
    }
}

messages! {
    /// What the house says.
    ServerMessage {
        /// The callee picked up.
        "call.accepted" => CallAccepted {
            pub call: String,
            #[ts(type = "RTCSessionDescriptionInit")]
            pub answer: Box<RawValue>,
        }
        /// The answer to `call.accept`: this page is the one.
        "call.answered" => CallAnswered {
            pub re: u32,
            pub call: String,
        }
        /// The call is over.
        "call.ended" => CallEnded {
            pub call: String,
            pub reason: EndReason,
        }
        /// Somebody calls.
        "call.incoming" => CallIncoming {
            pub call: String,
            pub caller: Profile,
            pub media: MediaKind,
            #[ts(type = "RTCSessionDescriptionInit")]
            pub offer: Box<RawValue>,
        }
        /// The answer to `call.invite`.
        "call.invited" => CallInvited {
            pub re: u32,
            pub call: String,
            pub peer: Profile,
        }
        /// The answer to `call.resume`.
        "call.resumed" => CallResumed {
            pub re: u32,
            pub call: String,
        }
        /// A device of the callee rings.
        "call.ringing" => CallRinging {
            pub call: String,
        }
        /// Something from the other end: one of the two is there.
        "call.signaled" => CallSignaled {
            pub call: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "RTCSessionDescriptionInit")]
            pub description: Option<Box<RawValue>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "RTCIceCandidateInit | null")]
            pub candidate: Option<Box<RawValue>>,
        }
        /// A request is done that has no other answer.
        "done" => Done {
            pub re: u32,
        }
        /// The answer to `history.read`, ascending by `seq`.
        "history.page" => HistoryPage {
            pub re: u32,
            pub room: String,
            pub messages: Vec<Message>,
            pub more: bool,
        }
        /// A message stands in a room; with `re`, the answer to `message.send`.
        "message.posted" => MessagePosted {
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub re: Option<u32>,
            pub message: Message,
        }
        /// Who is online has changed within the rows watched. `fresh`: forget the rows known before. `came` stand behind
        /// the known rows, in order.
        "people.changed" => PeopleChanged {
            pub fresh: bool,
            pub came: Vec<Profile>,
            pub went: Vec<String>,
            pub total: u32,
        }
        /// Whether watched people are online has changed.
        "presence.changed" => PresenceChanged {
            pub online: Vec<String>,
            pub offline: Vec<String>,
        }
        /// A request was refused; `code` is stable (docs/protocols/errors.md).
        "refused" => Refused {
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub re: Option<u32>,
            pub code: String,
            pub message: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub retry_after_ms: Option<u32>,
        }
        /// Somebody's marks have moved. `unread` comes with one's own.
        "room.marked" => RoomMarked {
            pub room: String,
            pub user: String,
            #[ts(type = "number")]
            pub delivered: u64,
            #[ts(type = "number")]
            pub read: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub unread: Option<u32>,
        }
        /// The answer to `room.open`.
        "room.opened" => RoomOpened {
            pub re: u32,
            pub room: Room,
        }
        /// The answer to `rooms.list`. `cursor` asks for the next page; absent on the last.
        "rooms.page" => RoomsPage {
            pub re: u32,
            pub rooms: Vec<Room>,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub cursor: Option<Cursor>,
        }
        /// The session has ended; the connection closes.
        "session.ended" => SessionEnded {}
        /// First on every connection.
        "session.welcomed" => SessionWelcomed {
            pub you: Profile,
            #[ts(type = "number")]
            pub at: i64,
        }
        /// Somebody is writing; it holds for 5 s.
        "typing.noticed" => TypingNoticed {
            pub room: String,
            pub user: String,
        }
    }
}

/// A person as others see her. `call_only`: her program can call but not chat.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Profile {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub call_only: bool,
}

/// A message as it stands in its room.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Message {
    pub id: String,
    pub room: String,
    #[ts(type = "number")]
    pub seq: u64,
    pub author: String,
    pub client_id: String,
    #[ts(type = "number")]
    pub at: i64,
    /// Exactly one of `text` and `call` is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub call: Option<CallLine>,
}

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

/// A room of two, as it stands in one's list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[ts(export_to = "protocol.ts")]
pub struct Room {
    pub id: String,
    pub peer: Profile,
    #[ts(type = "number")]
    pub last_seq: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last: Option<Message>,
    pub unread: u32,
    /// One's own marks.
    #[ts(type = "number")]
    pub delivered: u64,
    #[ts(type = "number")]
    pub read: u64,
    /// The other's marks.
    #[ts(type = "number")]
    pub peer_delivered: u64,
    #[ts(type = "number")]
    pub peer_read: u64,
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

/// Tells an absent field from `null`, which serde's `Option` does not.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(from).map(Some)
}
