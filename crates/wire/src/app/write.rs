//! Events → messages for a page.

use serde_json::value::RawValue;
use teahouse_core::command::{Opaque, Signal};
use teahouse_core::effect::RequestId;
use teahouse_core::event::{self, Event};
use teahouse_core::record::{self, Body, RoomSummary};
use teahouse_core::refusal::Refusal;

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
            reason: end_reason(*reason),
        }),
        Event::HistoryRead { room, messages, more } => ServerMessage::HistoryPage(HistoryPage {
            re: answers,
            room: room.to_string(),
            messages: messages.iter().map(|message| message_view(message)).collect(),
            more: *more,
        }),
        Event::IncomingCall {
            call,
            caller,
            media,
            offer,
        } => ServerMessage::CallIncoming(CallIncoming {
            call: call.to_string(),
            caller: profile(caller),
            media: media_kind(*media),
            offer: raw(offer),
        }),
        Event::InviteRefused { refusal, .. } | Event::Refused(refusal) => ServerMessage::Refused(refused(re, refusal)),
        Event::Invited { call, peer } => ServerMessage::CallInvited(CallInvited {
            re: answers,
            call: call.to_string(),
            peer: profile(peer),
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
        Event::MessagePosted(message) => ServerMessage::MessagePosted(MessagePosted {
            re,
            message: message_view(message),
        }),
        Event::PeopleChanged {
            fresh,
            came,
            went,
            total,
        } => ServerMessage::PeopleChanged(PeopleChanged {
            fresh: *fresh,
            came: came.iter().map(profile).collect(),
            went: went.iter().map(ToString::to_string).collect(),
            total: *total,
        }),
        Event::PresenceChanged { online, offline } => ServerMessage::PresenceChanged(PresenceChanged {
            online: online.iter().map(ToString::to_string).collect(),
            offline: offline.iter().map(|away| away.user.to_string()).collect(),
        }),
        Event::Resumed { call } => ServerMessage::CallResumed(CallResumed {
            re: answers,
            call: call.to_string(),
        }),
        Event::Ringing { call } => ServerMessage::CallRinging(CallRinging { call: call.to_string() }),
        Event::RoomOpened(view) => ServerMessage::RoomOpened(RoomOpened {
            re: answers,
            room: room_view(&view.summary, &view.people[0]),
        }),
        Event::RoomsListed { rooms, more } => ServerMessage::RoomsPage(RoomsPage {
            re: answers,
            rooms: rooms.iter().map(|view| room_view(&view.summary, &view.people[0])).collect(),
            cursor: more.then(|| cursor(rooms)).flatten(),
        }),
        Event::Signaled { call, signal, .. } => ServerMessage::CallSignaled(signaled(call.to_string(), signal)),
        Event::SignedOut => ServerMessage::SessionEnded(SessionEnded {}),
        Event::TypingNoticed { room, user } => ServerMessage::TypingNoticed(TypingNoticed {
            room: room.to_string(),
            user: user.to_string(),
        }),
        Event::Welcomed { you, at } => ServerMessage::SessionWelcomed(SessionWelcomed {
            you: profile(&you.profile),
            at: at.0,
        }),
        // Told over HTTP, or to guests of another dialect, only.
        _ => return None,
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

/// A person as a page sees her.
pub fn profile(profile: &event::Profile) -> Profile {
    Profile {
        id: profile.id.to_string(),
        name: profile.name.as_str().into(),
        call_only: profile.call_only,
    }
}

fn media_kind(media: record::Media) -> MediaKind {
    match media {
        record::Media::Voice => MediaKind::Voice,
        record::Media::Video => MediaKind::Video,
    }
}

fn end_reason(reason: event::EndReason) -> EndReason {
    match reason {
        event::EndReason::AnsweredElsewhere => EndReason::AnsweredElsewhere,
        event::EndReason::Cancelled => EndReason::Cancelled,
        event::EndReason::Declined => EndReason::Declined,
        event::EndReason::HungUp => EndReason::HungUp,
        event::EndReason::Lost => EndReason::Lost,
        event::EndReason::NoAnswer => EndReason::NoAnswer,
    }
}

fn message_view(message: &record::Message) -> Message {
    let (text, call) = match &message.body {
        Body::Call(line) => (None, Some(call_line(line))),
        Body::Words(words) => (Some(words.text.to_string()), None),
        _ => (None, None),
    };
    Message {
        id: message.id.to_string(),
        room: message.room.to_string(),
        seq: message.seq.0,
        author: message.author.to_string(),
        client_id: message.client_id.as_str().into(),
        at: message.at.0,
        text,
        call,
    }
}

fn call_line(line: &record::CallLine) -> CallLine {
    let outcome = match line.outcome {
        record::CallOutcome::Busy => CallOutcome::Busy,
        record::CallOutcome::Cancelled => CallOutcome::Cancelled,
        record::CallOutcome::Completed => CallOutcome::Completed,
        record::CallOutcome::Declined => CallOutcome::Declined,
        record::CallOutcome::Missed => CallOutcome::Missed,
    };
    CallLine {
        call: line.call.to_string(),
        media: media_kind(line.media),
        outcome,
        seconds: line.seconds,
    }
}

fn room_view(summary: &RoomSummary, peer: &event::Profile) -> Room {
    let room = &summary.room;
    let marks = |is_peer: bool| {
        let member = room.members.iter().find(|member| (member.user == peer.id) == is_peer);
        member.map_or((0, 0), |member| (member.delivered.0, member.read.0))
    };
    let ((delivered, read), (peer_delivered, peer_read)) = (marks(false), marks(true));
    Room {
        id: room.id.to_string(),
        peer: profile(peer),
        last_seq: room.last_seq.0,
        last: summary.last.as_deref().map(message_view),
        unread: summary.unread,
        delivered,
        read,
        peer_delivered,
        peer_read,
    }
}

fn cursor(rooms: &[event::RoomView]) -> Option<Cursor> {
    let summary = &rooms.last()?.summary;
    Some(Cursor {
        at: summary.last.as_ref()?.at.0,
        room: summary.room.id.to_string(),
    })
}
