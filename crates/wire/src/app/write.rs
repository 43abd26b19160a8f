//! Events → messages for a page.

use serde_json::value::RawValue;
use teahouse_core::command::{Opaque, Signal};
use teahouse_core::effect::RequestId;
use teahouse_core::event::Event;
use teahouse_core::refusal::Refusal;

mod people;
mod rooms;
pub mod view;

use super::message::*;
use super::read::Malformed;
use crate::frame::encode;

/// Appends the frame that `event` is in this protocol; every event is one message.
pub fn encode(out: &mut Vec<u8>, re: Option<RequestId>, event: &Event) {
    if let Some(message) = message(re, event) {
        append(out, &message);
    }
}

/// Appends the refusal of a message that could not be understood.
pub fn malformed(out: &mut Vec<u8>, why: &Malformed) {
    let refused = Refused {
        re: why.re,
        code: why.code.into(),
        message: why.message.into(),
        retry_after_ms: None,
    };
    append(out, &ServerMessage::Refused(refused));
}

fn append(out: &mut Vec<u8>, message: &ServerMessage) {
    encode::text_with(out, |out| {
        serde_json::to_writer(out, message).expect("our own messages are JSON and a vector takes every byte");
    });
}

fn message(re: Option<RequestId>, event: &Event) -> Option<ServerMessage> {
    // A message that is always an answer has a number; the hub gives it back.
    let answers = re.unwrap_or_default();
    Some(match event {
        Event::Accepted { call, answer } => ServerMessage::CallAccepted(CallAccepted {
            call: call.to_string(),
            answer: raw(answer),
        }),
        Event::Answered { call } => ServerMessage::CallAnswered(CallAnswered {
            re: answers,
            call: call.to_string(),
        }),
        Event::Done => ServerMessage::Done(Done { re: re? }),
        Event::Ended { call, reason } => ServerMessage::CallEnded(CallEnded {
            call: call.to_string(),
            reason: view::end_reason(*reason),
        }),
        Event::HistoryRead { room, messages, more } => ServerMessage::HistoryPage(HistoryPage {
            re: answers,
            room: room.to_string(),
            messages: messages.iter().map(|message| view::message(message)).collect(),
            more: *more,
        }),
        Event::IncomingCall {
            call,
            caller,
            media,
            offer,
        } => ServerMessage::CallIncoming(CallIncoming {
            call: call.to_string(),
            caller: view::profile(caller),
            media: view::media_kind(*media),
            offer: raw(offer),
        }),
        Event::InviteRefused { refusal, .. } | Event::Refused(refusal) => ServerMessage::Refused(refused(re, refusal)),
        Event::Invited { call, peer } => ServerMessage::CallInvited(CallInvited {
            re: answers,
            call: call.to_string(),
            peer: view::profile(peer),
        }),
        Event::Marked {
            room,
            user,
            delivered,
            read,
            unread,
        } => ServerMessage::RoomMarked(RoomMarked {
            room: room.to_string(),
            user: user.to_string(),
            delivered: delivered.0,
            read: read.0,
            unread: *unread,
        }),
        Event::MessageKnown(message) | Event::MessagePosted(message) => ServerMessage::MessagePosted(MessagePosted {
            re,
            message: view::message(message),
        }),
        Event::PeopleChanged {
            fresh,
            came,
            went,
            total,
        } => ServerMessage::PeopleChanged(PeopleChanged {
            fresh: *fresh,
            came: came.iter().map(view::profile).collect(),
            went: went.iter().map(ToString::to_string).collect(),
            total: *total,
        }),
        Event::PresenceChanged { online, offline } => ServerMessage::PresenceChanged(PresenceChanged {
            online: online.iter().map(ToString::to_string).collect(),
            offline: offline.iter().map(view::away).collect(),
        }),
        Event::Resumed { call } => ServerMessage::CallResumed(CallResumed {
            re: answers,
            call: call.to_string(),
        }),
        Event::Ringing { call } => ServerMessage::CallRinging(CallRinging { call: call.to_string() }),
        Event::RoomOpened(room) => ServerMessage::RoomOpened(RoomOpened {
            re,
            room: view::room(room),
        }),
        Event::RoomsListed { rooms, more } => ServerMessage::RoomsPage(RoomsPage {
            re: answers,
            rooms: rooms.iter().map(view::room).collect(),
            cursor: more.then(|| view::cursor(rooms)).flatten(),
        }),
        Event::Signaled { call, signal, .. } => ServerMessage::CallSignaled(signaled(call.to_string(), signal)),
        Event::SignedOut => ServerMessage::SessionEnded(SessionEnded {}),
        Event::TypingNoticed { room, user } => ServerMessage::TypingNoticed(TypingNoticed {
            room: room.to_string(),
            user: user.to_string(),
        }),
        Event::Welcomed {
            you,
            at,
            recall_window,
            previews,
        } => ServerMessage::SessionWelcomed(SessionWelcomed {
            you: view::profile(&you.profile),
            account: view::account(you),
            at: at.0,
            recall_window_ms: recall_window.map(|window| u64::try_from(window.as_millis()).unwrap_or(u64::MAX)),
            previews: *previews,
        }),
        event => return people::message(re, event).or_else(|| rooms::message(re, event)),
    })
}

fn raw(text: &Opaque) -> Box<RawValue> {
    RawValue::from_string(text.0.to_string()).expect("the dialect that took the text in has checked that it is JSON")
}

fn refused(re: Option<RequestId>, refusal: &Refusal) -> Refused {
    let retry_after_ms = match refusal {
        Refusal::TooMany { retry_after_ms } => Some(*retry_after_ms),
        _ => None,
    };
    Refused {
        re,
        code: refusal.code().into(),
        message: refusal.text().into(),
        retry_after_ms,
    }
}

fn signaled(call: String, signal: &Signal) -> CallSignaled {
    match signal {
        Signal::Answer(text) | Signal::Offer(text) => CallSignaled {
            call,
            description: Some(raw(text)),
            candidate: None,
        },
        Signal::Candidate(text) => CallSignaled {
            call,
            description: None,
            candidate: Some(raw(text)),
        },
    }
}
