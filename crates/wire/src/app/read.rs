//! Messages of a page → commands.

use std::str::FromStr;

use serde::Deserialize;
use serde_json::value::RawValue;
use teahouse_core::command::{CallRef, Callee, Command, Opaque, Signal};
use teahouse_core::effect::RequestId;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{self, ClientId, Media, RoomCursor, Seq, Span};

mod people;
mod rooms;

use super::message::*;
use crate::shape;

/// What a message asks.
#[derive(Debug, PartialEq)]
pub struct Asked {
    /// The command.
    pub command: Command,
    /// The page's number of the request.
    pub re: Option<RequestId>,
}

/// A message that asks nothing that can be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The page's number of the request, if that much could be read.
    pub re: Option<RequestId>,
    /// `bad_request` or `unknown_type`.
    pub code: &'static str,
    /// One sentence that repeats nothing of the message.
    pub message: &'static str,
}

/// The head that every message has.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
    #[serde(default)]
    re: Option<u32>,
}

/// Reads one message.
///
/// # Errors
/// What to refuse it with.
pub fn decode(text: &str) -> Result<Asked, Malformed> {
    let bad = |re, message| Malformed {
        re,
        code: "bad_request",
        message,
    };
    shape::check(text).map_err(|_| bad(None, "The message is nested too deep or has too long a string."))?;
    let head: Head = serde_json::from_str(text).map_err(|_| bad(None, "The message is no JSON object with a type."))?;
    let message = ClientMessage::read(&head.kind, text).ok_or(Malformed {
        re: head.re,
        code: "unknown_type",
        message: "There is no message of this type.",
    })?;
    let message = message.map_err(|_| bad(head.re, "A field is missing or of the wrong kind."))?;
    let command = command(message).ok_or_else(|| bad(head.re, "A field does not hold what it should."))?;
    Ok(Asked { command, re: head.re })
}

/// Reads one message of the house, for bots: `None` if there is none of this type, or it is not as it should be.
pub fn decode_server(text: &str) -> Option<ServerMessage> {
    let head: Head = serde_json::from_str(text).ok()?;
    ServerMessage::read(&head.kind, text)?.ok()
}

/// The command of a message; `None` if an id or another field is not what it should be.
fn command(message: ClientMessage) -> Option<Command> {
    Some(match message {
        ClientMessage::CallAccept(m) => Command::Accept {
            call: call(&m.call)?,
            answer: opaque(&m.answer),
        },
        ClientMessage::CallDecline(m) => Command::Decline { call: call(&m.call)? },
        ClientMessage::CallHangup(m) => Command::Hangup {
            call: call(&m.call)?,
            seconds: m.seconds,
        },
        ClientMessage::CallInvite(m) => Command::Invite {
            callee: Callee::User(m.callee.parse().ok()?),
            media: match m.media {
                MediaKind::Voice => Media::Voice,
                MediaKind::Video => Media::Video,
            },
            offer: opaque(&m.offer),
        },
        ClientMessage::CallResume(m) => Command::ResumeCall {
            call: m.call.parse().ok()?,
            peer: m.peer.parse().ok()?,
        },
        ClientMessage::CallRing(m) => Command::Ring {
            call: m.call.parse().ok()?,
        },
        ClientMessage::CallSignal(m) => Command::Signal {
            call: call(&m.call)?,
            signal: signal(&m)?,
        },
        ClientMessage::HistoryRead(m) => Command::ReadHistory {
            room: m.room.parse().ok()?,
            span: match (m.after, m.before, m.around) {
                (Some(after), None, None) => Span::After(Seq(after)),
                (None, Some(before), None) => Span::Before(Seq(before)),
                (None, None, Some(around)) => Span::Around(Seq(around)),
                (None, None, None) => Span::Latest,
                _ => return None,
            },
            limit: m.limit,
        },
        ClientMessage::MessageSend(m) => Command::SendMessage {
            room: m.room.parse().ok()?,
            client_id: ClientId::new(&m.client_id)?,
            text: m.text,
            reply_to: optional(m.reply_to.as_deref())?,
            mentions: mentions(m.mentions.as_ref())?,
            files: ids(&m.files)?,
            forward_of: match m.forward_of {
                Some(origin) => Some((origin.room.parse().ok()?, origin.message.parse().ok()?)),
                None => None,
            },
        },
        ClientMessage::PeopleWatch(m) => Command::WatchPeople { limit: m.limit },
        ClientMessage::PresenceWatch(m) => Command::WatchPresence { users: ids(&m.users)? },
        ClientMessage::RoomMark(m) => Command::Mark {
            room: m.room.parse().ok()?,
            delivered: Seq(m.delivered),
            read: Seq(m.read),
        },
        ClientMessage::RoomOpen(m) => Command::OpenRoom {
            peer: m.peer.parse().ok()?,
        },
        ClientMessage::RoomTyping(m) => Command::SetTyping {
            room: m.room.parse().ok()?,
        },
        ClientMessage::RoomsList(m) => Command::ListRooms {
            before: match m.before {
                Some(cursor) => Some(RoomCursor {
                    at: UnixMillis(cursor.at),
                    room: cursor.room.parse().ok()?,
                }),
                None => None,
            },
            limit: m.limit,
        },
        other => return people::command(&other).or_else(|| rooms::command(other)),
    })
}

/// An id that may be left out; `None` if it is there and no id.
fn optional<T: FromStr>(text: Option<&str>) -> Option<Option<T>> {
    match text {
        Some(text) => text.parse().ok().map(Some),
        None => Some(None),
    }
}

/// An id that may be left out or `null`.
fn erasable<T: FromStr>(text: Option<&Option<String>>) -> Option<Option<Option<T>>> {
    match text {
        Some(text) => optional(text.as_deref()).map(Some),
        None => Some(None),
    }
}

fn ids<T: FromStr>(texts: &[String]) -> Option<Vec<T>> {
    texts.iter().map(|text| text.parse().ok()).collect()
}

fn mentions(given: Option<&Mentions>) -> Option<record::Mentions> {
    Some(match given {
        Some(given) => record::Mentions {
            all: given.all,
            users: ids(&given.users)?,
        },
        None => record::Mentions::default(),
    })
}

fn call(id: &str) -> Option<CallRef> {
    id.parse().ok().map(CallRef::Id)
}

fn opaque(raw: &RawValue) -> Opaque {
    Opaque(raw.get().into())
}

/// A description goes as an offer or an answer by its own `type`.
fn signal(message: &CallSignal) -> Option<Signal> {
    #[derive(Deserialize)]
    struct Description<'a> {
        #[serde(rename = "type", borrow)]
        kind: std::borrow::Cow<'a, str>,
    }
    match (&message.description, &message.candidate) {
        (Some(raw), None) => {
            let description: Description = serde_json::from_str(raw.get()).ok()?;
            match &*description.kind {
                "answer" => Some(Signal::Answer(opaque(raw))),
                "offer" => Some(Signal::Offer(opaque(raw))),
                _ => None,
            }
        }
        (None, Some(raw)) => Some(Signal::Candidate(opaque(raw))),
        _ => None,
    }
}
