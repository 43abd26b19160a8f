//! Events → frames for a plain guest.

use teahouse_core::command::{Opaque, Signal};
use teahouse_core::effect::RequestId;
use teahouse_core::event::Event;

use super::RE_LEAVE;
use crate::frame::encode;

/// What a guest hears before anything else: not JSON, since its program waits for just that.
pub fn greeting(out: &mut Vec<u8>) {
    encode::text(out, "Hello world");
}

/// Appends an `error` frame.
pub fn error(out: &mut Vec<u8>, message: &str) {
    encode::text_with(out, |out| {
        out.extend_from_slice(br#"{"type":"error","message":"#);
        json_string(out, message);
        out.push(b'}');
    });
}

/// Appends what `event` is in this dialect: no, one or two frames.
pub fn encode(out: &mut Vec<u8>, re: Option<RequestId>, event: &Event) {
    match event {
        Event::NameAnswered { accepted: true } => encode::text(out, r#"{"type":"login","success":true}"#),
        Event::NameAnswered { accepted: false } => encode::text(out, r#"{"type":"login","success":false}"#),
        Event::IncomingCall { caller, offer, .. } => payload(out, "offer", offer, Some(caller.name.as_str())),
        Event::Accepted { answer, .. } => payload(out, "answer", answer, None),
        Event::Signaled { signal, from, .. } => match signal {
            Signal::Answer(answer) => payload(out, "answer", answer, None),
            Signal::Candidate(candidate) => payload(out, "candidate", candidate, None),
            Signal::Offer(offer) => payload(out, "offer", offer, Some(from.as_str())),
        },
        Event::Ended { .. } => leave(out),
        Event::InviteRefused { refusal, in_call } => {
            error(out, refusal.text());
            if !in_call {
                leave(out);
            }
        }
        Event::Refused(_) if re == Some(RE_LEAVE) => {}
        Event::Refused(refusal) => error(out, refusal.text()),
        // The protocol has no word for the rest: rooms, messages, accounts and files.
        _ => {}
    }
}

fn leave(out: &mut Vec<u8>) {
    encode::text(out, r#"{"type":"leave"}"#);
}

fn payload(out: &mut Vec<u8>, kind: &str, payload: &Opaque, name: Option<&str>) {
    encode::text_with(out, |out| {
        for part in [r#"{"type":""#, kind, r#"",""#, kind, r#"":"#, &payload.0] {
            out.extend_from_slice(part.as_bytes());
        }
        if let Some(name) = name {
            out.extend_from_slice(br#","name":"#);
            json_string(out, name);
        }
        out.push(b'}');
    });
}

fn json_string(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("a string is JSON and a vector takes every byte");
}
