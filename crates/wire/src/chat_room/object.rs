//! The top level of a JSON object, in place: finding members and replacing their values without touching the rest.
//!
//! The text is known to be a JSON object; nothing here validates.

use std::borrow::Cow;
use std::ops::Range;

/// One member of an object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Member<'a> {
    /// As written, between its quotation marks.
    raw_key: &'a str,
    /// Where its value stands.
    pub(super) value: Range<usize>,
}

impl Member<'_> {
    /// Whether the key means `name`, however it is spelled.
    pub(super) fn is(&self, name: &str) -> bool {
        if !self.raw_key.contains('\\') {
            return self.raw_key == name;
        }
        serde_json::from_str::<String>(&format!("\"{}\"", self.raw_key)).is_ok_and(|key| key == name)
    }
}

/// The members of the object `text`, in order.
pub(super) fn members(text: &str) -> impl Iterator<Item = Member<'_>> {
    let mut at = 1;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        let key = skip_until(bytes, at, |b| b == b'"' || b == b'}');
        if bytes.get(key) != Some(&b'"') {
            return None;
        }
        let after_key = skip_string(bytes, key);
        let start = skip_until(bytes, after_key, |b| !b.is_ascii_whitespace() && b != b':');
        at = skip_value(bytes, start);
        Some(Member {
            raw_key: text.get(key + 1..after_key - 1)?,
            value: start..at,
        })
    })
}

/// What [`replace`] does to a member.
pub(super) struct Replacement<'a> {
    pub(super) key: &'static str,
    /// JSON.
    pub(super) value: Cow<'a, str>,
    /// Whether to add the member where there is none.
    pub(super) add: bool,
}

/// Appends the object `text` to `out` with some values replaced wherever their keys stand.
pub(super) fn replace(text: &str, replacements: &[Replacement<'_>], out: &mut String) {
    let mut copied = 0;
    let mut is_empty = true;
    let mut found = 0_u32;
    for member in members(text) {
        is_empty = false;
        if let Some(i) = replacements.iter().position(|replacement| member.is(replacement.key)) {
            found |= 1 << i;
            out.push_str(&text[copied..member.value.start]);
            out.push_str(&replacements[i].value);
            copied = member.value.end;
        }
    }
    // All but the closing brace.
    out.push_str(&text[copied..text.len() - 1]);
    let missing = replacements
        .iter()
        .enumerate()
        .filter(|(i, replacement)| replacement.add && found & 1 << i == 0);
    for (_, Replacement { key, value, .. }) in missing {
        if !std::mem::take(&mut is_empty) {
            out.push(',');
        }
        out.push('"');
        out.push_str(key);
        out.push_str("\":");
        out.push_str(value);
    }
    out.push('}');
}

fn skip_until(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|&b| wanted(b)).map_or(bytes.len(), |i| from + i)
}

/// Where the string ends that begins at `from`.
fn skip_string(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Where the value ends that begins at `from`.
fn skip_value(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = skip_string(bytes, at),
            b'[' | b'{' => {
                depth += 1;
                at += 1;
            }
            b']' | b'}' if depth > 0 => {
                depth -= 1;
                at += 1;
            }
            b',' | b']' | b'}' if depth == 0 => return at,
            _ if depth == 0 && byte.is_ascii_whitespace() => return at,
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        members(text)
            .map(|member| (member.raw_key, &text[member.value]))
            .collect()
    }

    fn replaced(text: &str, add: bool) -> String {
        let mut out = String::new();
        let replacement = |key, value: &'static str| Replacement {
            key,
            value: value.into(),
            add,
        };
        replace(
            text,
            &[replacement("from", "\"me\""), replacement("time", "0")],
            &mut out,
        );
        out
    }

    #[test]
    fn members_are_found_whatever_stands_in_them() {
        let text = r#"{ "a" : 1.50 ,"b":"x,\"}" , "c":[1,{"a":2},"]"],"d":{"a":{}} ,"e":null}"#;
        let expected = [
            ("a", "1.50"),
            ("b", r#""x,\"}""#),
            ("c", r#"[1,{"a":2},"]"]"#),
            ("d", r#"{"a":{}}"#),
            ("e", "null"),
        ];
        assert_eq!(found(text), expected);
        assert_eq!(found("{}"), []);
        assert_eq!(found("{ }"), []);
    }

    #[test]
    fn values_are_replaced_in_place_and_missing_ones_added() {
        assert_eq!(replaced("{}", true), r#"{"from":"me","time":0}"#);
        assert_eq!(replaced(r#"{ "a":1.0 }"#, true), r#"{ "a":1.0 ,"from":"me","time":0}"#);
        assert_eq!(
            replaced(r#"{"from":[1,2],"z":{}}"#, true),
            r#"{"from":"me","z":{},"time":0}"#
        );
        assert_eq!(replaced(r#"{"z":{"from":1}}"#, false), r#"{"z":{"from":1}}"#);
        assert_eq!(replaced(r#"{"time":"x"}"#, false), r#"{"time":0}"#);
    }

    #[test]
    fn a_key_spelled_twice_or_in_escapes_is_still_replaced() {
        assert_eq!(
            replaced(r#"{"from":1,"fr\u006fm":2,"time":3}"#, true),
            r#"{"from":"me","fr\u006fm":"me","time":0}"#
        );
    }
}
