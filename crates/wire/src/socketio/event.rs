//! The JSON of an event: its name and arguments, borrowed.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Malformed;

/// The parts of an event that anybody looks at; further arguments are validated and left.
#[derive(Debug, Clone, Copy)]
pub struct EventArgs<'a> {
    /// As written: a JSON string or number.
    name: &'a RawValue,
    /// The first argument.
    pub first: Option<&'a RawValue>,
}

impl<'a> EventArgs<'a> {
    /// Reads the JSON of an event packet.
    ///
    /// # Errors
    /// It is not a JSON array that begins with a string or number.
    pub fn parse(data: &'a str) -> Result<Self, Malformed> {
        serde_json::from_str(data).map_err(|_| Malformed)
    }

    /// The name between its quotation marks, unless it is written in a way that no client of ours writes: then it is
    /// nobody's name.
    pub fn name(&self) -> &'a str {
        let raw = self.name.get();
        raw.strip_prefix('"')
            .and_then(|raw| raw.strip_suffix('"'))
            .filter(|raw| !raw.contains('\\'))
            .unwrap_or("")
    }
}

impl<'de> Deserialize<'de> for EventArgs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ArgsVisitor)
    }
}

struct ArgsVisitor;

impl<'de> Visitor<'de> for ArgsVisitor {
    type Value = EventArgs<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array that begins with a name")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let name: &RawValue = seq
            .next_element()?
            .ok_or_else(|| serde::de::Error::invalid_length(0, &self))?;
        if !name
            .get()
            .starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit())
        {
            return Err(serde::de::Error::custom("no name"));
        }
        let first = seq.next_element()?;
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(EventArgs { name, first })
    }
}
