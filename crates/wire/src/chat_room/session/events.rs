//! What each event of a client asks.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::value::RawValue;
use teahouse_core::lobby::{Label, LobbyCommand, LobbyRefusal, Payload, Tag};
use teahouse_core::now::Mono;

use super::super::object::{Replacement, members, replace};
use super::super::{Complaint, MAX_MESSAGE, Moment};
use super::Session;
use crate::shape;
use crate::socketio::{self, EventArgs, Header};

/// The name and the array around a body.
const ENVELOPE_LEN: usize = 64;

impl Session {
    pub(super) fn handle_event(
        &mut self,
        at: Moment,
        header: &Header<'_>,
        attachments: Vec<Box<[u8]>>,
        out: &mut Vec<LobbyCommand>,
    ) -> Result<(), socketio::Malformed> {
        let now = at.now.mono;
        if header.data.len() > MAX_MESSAGE + ENVELOPE_LEN {
            self.credit.spend(self.settings.rate, now, 0);
            self.complain(now, Complaint::TooLong, peeked_name(header.data), header.id);
            return Ok(());
        }
        let args = EventArgs::parse(header.data)?;
        let name = args.name();
        let hearers = if name == "meeting" { self.people } else { 0 };
        self.credit.spend(self.settings.rate, now, hearers);
        let asked = match name {
            "message" => self.message(at, args.first, attachments, header.id),
            "meeting" => self.meeting(args.first, attachments, header.id),
            "create" => enter(args.first, true, header.id),
            "join" => enter(args.first, false, header.id),
            "ipaddr" => {
                self.tell_address(now, header.id);
                return Ok(());
            }
            _ => {
                self.answer(now, header.id, "");
                return Ok(());
            }
        };
        match asked {
            Ok(command) => out.push(command),
            Err(complaint) => self.complain(now, complaint, name, header.id),
        }
        Ok(())
    }

    /// `message {to, …}`: to one person or a room, with `from` and `time`.
    fn message(
        &self,
        at: Moment,
        body: Option<&RawValue>,
        attachments: Vec<Box<[u8]>>,
        tag: Tag,
    ) -> Result<LobbyCommand, Complaint> {
        let body = object(body).ok_or(Complaint::BadBody)?;
        // As in JavaScript, the last of several counts.
        let to = members(body)
            .filter(|member| member.is("to"))
            .last()
            .ok_or(Complaint::BadRecipient)?;
        let to = match label(&body[to.value]) {
            Some(to) => to.map_err(|TooLong| Complaint::Refused(LobbyRefusal::NobodyThere))?,
            None => return Err(Complaint::BadRecipient),
        };
        let time = Replacement {
            key: "time",
            value: at.time_of_day().into(),
            add: true,
        };
        let replacements = [self.from(true), time];
        let payload = payload("message", body, &replacements, attachments)?;
        Ok(LobbyCommand::Tell { to, payload, tag })
    }

    /// `meeting {…}`: to everybody else as it is, but nobody speaks in another's name.
    fn meeting(
        &self,
        body: Option<&RawValue>,
        attachments: Vec<Box<[u8]>>,
        tag: Tag,
    ) -> Result<LobbyCommand, Complaint> {
        let payload = match object(body) {
            Some(body) => payload("meeting", body, &[self.from(false)], attachments)?,
            None => payload("meeting", body.map_or("null", RawValue::get), &[], attachments)?,
        };
        Ok(LobbyCommand::TellOthers { payload, tag })
    }

    fn from(&self, add: bool) -> Replacement<'static> {
        Replacement {
            key: "from",
            value: Cow::Owned(["\"", self.id.as_str(), "\""].concat()),
            add,
        }
    }

    /// `ipaddr`: the one address of ours that the client knows already.
    fn tell_address(&mut self, now: Mono, tag: Tag) {
        if let Some(address) = self.reached_by {
            let address = format!("\"{}\"", address.to_canonical());
            self.engine.send_text(now, socketio::event_text("ipaddr", &[&address]));
        }
        self.answer(now, tag, "");
    }

    fn complain(&mut self, now: Mono, complaint: Complaint, event: &str, tag: Tag) {
        self.engine.send_text(now, complaint.packet(event));
        self.answer(now, tag, &complaint.json(event));
    }

    fn answer(&mut self, now: Mono, tag: Tag, args: &str) {
        if let Some(id) = tag {
            self.engine.send_text(now, socketio::ack(id, args));
        }
    }
}

/// `create(room)`, `join(room)`.
fn enter(room: Option<&RawValue>, open: bool, tag: Tag) -> Result<LobbyCommand, Complaint> {
    let booth = room.and_then(|room| label(room.get())).ok_or(Complaint::BadRoom)?;
    let booth = booth.map_err(|TooLong| Complaint::BadRoom)?;
    Ok(LobbyCommand::Enter { booth, open, tag })
}

fn object(json: Option<&RawValue>) -> Option<&str> {
    json.map(RawValue::get).filter(|json| json.starts_with('{'))
}

fn payload(
    event: &str,
    body: &str,
    replacements: &[Replacement<'_>],
    attachments: Vec<Box<[u8]>>,
) -> Result<Arc<Payload>, Complaint> {
    shape::check(body)?;
    if !attachments.is_empty() && !socketio::placeholders_fit(body, attachments.len()) {
        return Err(Complaint::BadAttachment);
    }
    let mut text = socketio::event_head(attachments.len(), event, body.len() + 64);
    if replacements.is_empty() {
        text.push_str(body);
    } else {
        replace(body, replacements, &mut text);
    }
    text.push(']');
    Ok(Arc::new(Payload {
        text: text.into(),
        attachments,
    }))
}

struct TooLong;

/// Reads JSON text or a number as a label; other JSON is none.
fn label(json: &str) -> Option<Result<Label, TooLong>> {
    if let Some(raw) = json.strip_prefix('"') {
        let raw = raw.strip_suffix('"')?;
        let label = if raw.contains('\\') {
            Label::text(&serde_json::from_str::<String>(json).ok()?)
        } else {
            Label::text(raw)
        };
        return Some(label.ok_or(TooLong));
    }
    // `5`, `5.0` and `5e0` are one number to every client.
    let number: f64 = json.parse().ok().filter(|number: &f64| number.is_finite())?;
    let number = if number == 0.0 { 0.0 } else { number };
    Some(Label::number(&number.to_string()).ok_or(TooLong))
}

/// The name of an event that is too big to be parsed, if it is one of ours.
fn peeked_name(json: &str) -> &'static str {
    let known = ["create", "ipaddr", "join", "meeting", "message"];
    let begins = |name: &&str| {
        json.strip_prefix("[\"")
            .is_some_and(|json| json.starts_with(&format!("{name}\"")))
    };
    known.into_iter().find(begins).unwrap_or("")
}
