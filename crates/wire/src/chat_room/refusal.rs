//! Why somebody is not served, in the words of the dialect's `error` event.

use teahouse_core::lobby::{LobbyAsk, LobbyRefusal};

use crate::shape::Misshapen;
use crate::socketio;

/// What is wrong with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Complaint {
    /// A placeholder names no attachment.
    BadAttachment,
    /// The body is no JSON object.
    BadBody,
    /// `to` is neither text nor number.
    BadRecipient,
    /// The room is neither text nor number, or its name is too long.
    BadRoom,
    /// A string is longer than [`MAX_STRING`](crate::shape::MAX_STRING).
    StringTooLong,
    /// The nesting is deeper than [`MAX_DEPTH`](crate::shape::MAX_DEPTH).
    TooDeep,
    /// The packet is longer than [`MAX_MESSAGE`](super::MAX_MESSAGE).
    TooLong,
    /// The lobby refused.
    Refused(LobbyRefusal),
}

impl From<Misshapen> for Complaint {
    fn from(misshapen: Misshapen) -> Self {
        match misshapen {
            Misshapen::LongString => Complaint::StringTooLong,
            Misshapen::TooDeep => Complaint::TooDeep,
        }
    }
}

impl Complaint {
    /// The stable word that programs test, and a sentence for people.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Complaint::BadAttachment => ("bad_attachment", "A placeholder names no attachment."),
            Complaint::BadBody => ("bad_body", "The body must be a JSON object."),
            Complaint::BadRecipient => ("bad_recipient", "`to` must be one person's id or one room."),
            Complaint::BadRoom => ("bad_room", "A room is a number or a string of at most 512 bytes."),
            Complaint::StringTooLong => ("string_too_long", "A string is longer than 64 KiB."),
            Complaint::TooDeep => ("too_deep", "The message is nested deeper than 64 levels."),
            Complaint::TooLong => ("too_long", "The message is longer than 256 KiB."),
            Complaint::Refused(refusal) => match refusal {
                LobbyRefusal::AlreadyHere => ("already_here", "The id is taken."),
                LobbyRefusal::NobodyThere => (
                    "nobody_there",
                    "`to` is neither a person who is here nor a room that you have joined.",
                ),
                LobbyRefusal::NotHere => ("not_here", "You are not connected."),
                LobbyRefusal::Oneself => ("oneself", "`to` is yourself."),
                LobbyRefusal::SomebodysId => ("somebodys_id", "A room cannot bear a person's id."),
                LobbyRefusal::TooManyBooths => ("too_many_rooms", "You are in 256 rooms, which is the limit."),
            },
        }
    }

    /// The object of the `error` event and of the answer, about the event named `event`.
    pub(super) fn json(self, event: &str) -> String {
        let (code, message) = self.words();
        format!(r#"{{"code":"{code}","message":"{message}","event":"{event}"}}"#)
    }

    /// The `error` event, kind in front.
    pub(super) fn packet(self, event: &str) -> String {
        socketio::event_text("error", &[&self.json(event)])
    }
}

/// The event by which something was asked.
pub(super) fn event_of(ask: LobbyAsk) -> &'static str {
    match ask {
        LobbyAsk::Arrive => "connect",
        LobbyAsk::Enter => "join",
        LobbyAsk::Open => "create",
        LobbyAsk::Tell => "message",
        LobbyAsk::TellOthers => "meeting",
    }
}
