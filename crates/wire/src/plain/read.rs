//! Frames of a plain guest → commands.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use teahouse_core::command::{CallRef, Callee, Command, Opaque, Signal};
use teahouse_core::record::Media;

use super::{Asked, RE_LEAVE};
use crate::shape;

/// How much of an unknown `type` is said back.
const MAX_ECHO: usize = 64;

/// Reads one frame.
///
/// # Errors
/// The text of the `error` to answer with.
pub fn decode(text: &str) -> Result<Asked, Cow<'static, str>> {
    shape::check(text).map_err(|why| Cow::Owned(format!("Message refused: {why}")))?;
    let fields = read_fields(text);
    let Some(kind) = fields.kind else {
        return Err("Command not found: undefined".into());
    };
    let name = || fields.name.and_then(string);
    let payload = |raw: Option<&RawValue>, what: &str| {
        raw.map(|raw| Opaque(raw.get().into()))
            .ok_or_else(|| Cow::Owned(format!("No {what} in the message")))
    };
    let ask = |command| Ok(Asked { command, re: None });
    match string(kind).as_deref() {
        // A name that is no string is nobody's: an empty one is refused like it.
        Some("login") => ask(Command::TakeName {
            name: name().unwrap_or_default(),
        }),
        Some("offer") => {
            let offer = payload(fields.offer, "offer")?;
            ask(Command::Invite {
                callee: Callee::Named(name().unwrap_or_default()),
                media: Media::Video,
                offer,
            })
        }
        Some("answer") => {
            let answer = payload(fields.answer, "answer")?;
            ask(Command::Accept {
                call: CallRef::Mine { peer: name() },
                answer,
            })
        }
        Some("candidate") => {
            let candidate = payload(fields.candidate, "candidate")?;
            ask(Command::Signal {
                call: CallRef::Mine { peer: name() },
                signal: Signal::Candidate(candidate),
            })
        }
        Some("leave") => Ok(Asked {
            command: Command::Hangup {
                call: CallRef::Mine { peer: None },
                seconds: None,
            },
            re: Some(RE_LEAVE),
        }),
        _ => Err(Cow::Owned(format!("Command not found: {}", echo(kind)))),
    }
}

fn string(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}

/// What a JavaScript server would have said of the type, cut and without control characters.
fn echo(kind: &RawValue) -> String {
    match kind.get().as_bytes().first() {
        Some(b'{' | b'[') => "[object Object]".into(),
        Some(b'"') => string(kind)
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_control())
            .take(MAX_ECHO)
            .collect(),
        _ => kind.get().chars().take(MAX_ECHO).collect(),
    }
}

/// The fields that mean something; the last of equal keys counts, as it does for `JSON.parse`.
#[derive(Default)]
struct Fields<'a> {
    kind: Option<&'a RawValue>,
    name: Option<&'a RawValue>,
    offer: Option<&'a RawValue>,
    answer: Option<&'a RawValue>,
    candidate: Option<&'a RawValue>,
}

fn read_fields(text: &str) -> Fields<'_> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let fields = deserializer.deserialize_map(FieldsVisitor).unwrap_or_default();
    if deserializer.end().is_err() {
        return Fields::default();
    }
    fields
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let slot = match &*key {
                "type" => &mut fields.kind,
                "name" => &mut fields.name,
                "offer" => &mut fields.offer,
                "answer" => &mut fields.answer,
                "candidate" => &mut fields.candidate,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *slot = Some(map.next_value()?);
        }
        Ok(fields)
    }
}
