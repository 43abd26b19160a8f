//! What the lobby tells, encoded once for everybody who hears it.

use std::sync::Arc;

use teahouse_core::lobby::{Label, LobbyEvent, Payload, Roster, Tag};

use super::refusal::event_of;
use super::{Complaint, decimal};
use crate::socketio;

/// How many members a full room has, as its `count`.
const FULL: u8 = 2;

/// Packets ready for the sessions of either protocol version: perhaps an event, then perhaps an answer.
#[derive(Debug, Clone, Default)]
pub struct Parcel {
    pub(super) event: Option<Arc<Payload>>,
    pub(super) answer: Option<Arc<Payload>>,
    /// How many people are here, where the event says it.
    pub(super) people: Option<u32>,
}

impl Parcel {
    /// Encodes an event of the lobby.
    pub fn of(event: &LobbyEvent) -> Parcel {
        match event {
            LobbyEvent::Arrived { id, roster } => Parcel {
                people: Some(people(roster)),
                ..Parcel::event("ready", &[&format!("\"{id}\""), &persons(roster)])
            },
            LobbyEvent::BoothEmpty { booth, tag } => {
                Parcel::event("empty", &[&room(booth)]).answered(*tag, || counted(booth, 0))
            }
            LobbyEvent::BoothEntered { booth, before, tag } => {
                Parcel::default().answered(*tag, || counted(booth, *before))
            }
            LobbyEvent::BoothFull { booth, tag } => {
                Parcel::event("full", &[&room(booth)]).answered(*tag, || counted(booth, FULL))
            }
            LobbyEvent::BoothJoined { booth } => Parcel::event("join", &[&room(booth)]),
            LobbyEvent::BoothLeft { booth, id } => Parcel::event("leave", &[&room(booth), &format!("\"{id}\"")]),
            LobbyEvent::Done { tag } => Parcel::default().answered(*tag, String::new),
            LobbyEvent::Refused { ask, refusal, tag } => {
                let error = Complaint::Refused(*refusal).json(event_of(*ask));
                Parcel::event("error", &[&error]).answered(*tag, || error)
            }
            LobbyEvent::RosterChanged(roster) => Parcel {
                people: Some(people(roster)),
                ..Parcel::event("change", &[&persons(roster)])
            },
            LobbyEvent::Told(payload) => Parcel {
                event: Some(payload.clone()),
                ..Parcel::default()
            },
        }
    }

    fn event(name: &str, args: &[&str]) -> Parcel {
        Parcel {
            event: Some(payload(socketio::event_text(name, args))),
            ..Parcel::default()
        }
    }

    fn answered(self, tag: Tag, args: impl FnOnce() -> String) -> Parcel {
        Parcel {
            answer: tag.map(|id| payload(socketio::ack(id, &args()))),
            ..self
        }
    }
}

fn payload(text: String) -> Arc<Payload> {
    Arc::new(Payload {
        text: text.into(),
        attachments: Vec::new(),
    })
}

fn people(roster: &Roster) -> u32 {
    u32::try_from(roster.entries.len()).unwrap_or(u32::MAX)
}

/// The list of everybody: `[{"id":…,"seq":…},…]`.
fn persons(roster: &Roster) -> String {
    const ENTRY_LEN: usize = 44;
    let mut json = String::with_capacity(roster.entries.len() * ENTRY_LEN + 2);
    json.push('[');
    for (i, entry) in roster.entries.iter().enumerate() {
        json.push_str(if i == 0 { "{\"id\":\"" } else { ",{\"id\":\"" });
        json.push_str(entry.id.as_str());
        json.push_str("\",\"seq\":");
        decimal::push(entry.number, &mut json);
        json.push('}');
    }
    json.push(']');
    json
}

/// A room as it came: text or a number.
fn room(booth: &Label) -> String {
    if booth.is_number() {
        booth.as_str().to_owned()
    } else {
        serde_json::Value::from(booth.as_str()).to_string()
    }
}

fn counted(booth: &Label, before: u8) -> String {
    format!(r#"{{"id":{},"count":{before}}}"#, room(booth))
}
