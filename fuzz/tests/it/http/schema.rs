//! Values of the shapes that the description of the API promises to take, and now and then of others.

use serde_json::{Map, Value, json};

use crate::script::Script;

/// How deep a value may be: deeper than any that is described.
const MAX_DEPTH: u32 = 8;

/// Values of one house.
pub struct Forms<'a> {
    /// Its description, where schemas are named.
    pub document: &'a Value,
    /// Texts that mean something in it, by the names of fields and parameters.
    pub known: &'a [(String, String)],
}

impl Forms<'_> {
    /// A text for a field or parameter: mostly one that is meant by its name, else one that is meant by another or by
    /// nobody.
    pub fn text(&self, name: &str, script: &mut Script<'_>) -> String {
        const WORDS: [&str; 16] = [
            "Tea",
            "tea 茶",
            "",
            "1",
            "-1",
            "18446744073709551615",
            "0000000000000",
            "fzzzzzzzzzzzz",
            "🍵",
            "\u{202e}",
            "..",
            "a b",
            "%2f",
            "null",
            "{}",
            "1763000000000.0000000000007.3",
        ];
        let number = script.byte();
        let meant: Vec<&str> = self
            .known
            .iter()
            .filter(|(of, _)| of == name)
            .map(|(_, text)| text.as_str())
            .collect();
        match number {
            0..=0xb0 if !meant.is_empty() => script.choose(&meant).to_owned(),
            0..=0xd0 => script.choose(&self.known.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>()),
            _ => script.word(&WORDS),
        }
    }
}

/// A value for the schema of a field.
pub fn value(name: &str, schema: &Value, forms: &Forms<'_>, script: &mut Script<'_>, depth: u32) -> Value {
    if script.byte() >= 0xf4 || depth > MAX_DEPTH {
        return odd(script);
    }
    if let Some(path) = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#')) {
        let meant = forms.document.pointer(path).expect("what is named is there");
        return value(name, meant, forms, script, depth + 1);
    }
    if let Some(constant) = schema.get("const") {
        return constant.clone();
    }
    for choices in ["enum", "anyOf", "oneOf"] {
        let Some(list) = schema[choices].as_array() else {
            continue;
        };
        let chosen = script.choose(list);
        return match choices {
            "enum" => chosen,
            _ => value(name, &chosen, forms, script, depth + 1),
        };
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => script.choose(kinds),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("object") => object(schema, forms, script, depth),
        Some("array") => {
            let len = script.byte() % 4;
            (0..len)
                .map(|_| value(name, &schema["items"], forms, script, depth + 1))
                .collect()
        }
        Some("integer" | "number") => number(script),
        Some("boolean") => (script.byte() < 128).into(),
        Some("string") => forms.text(name, script).into(),
        _ => Value::Null,
    }
}

fn object(schema: &Value, forms: &Forms<'_>, script: &mut Script<'_>, depth: u32) -> Value {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut fields = Map::new();
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let is_required = required.iter().any(|known| known == name);
        // One of a great many leaves out what must be there.
        if script.byte() < if is_required { 0xfa } else { 0x80 } {
            fields.insert(name.clone(), value(name, inner, forms, script, depth + 1));
        }
    }
    fields.into()
}

/// A number at an edge.
pub fn number(script: &mut Script<'_>) -> Value {
    let edges = [
        json!(1),
        json!(0),
        json!(-1),
        json!(2),
        json!(50),
        json!(100),
        json!(101),
        json!(65_536),
        json!(u32::MAX),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1.5),
        json!(1e300),
    ];
    script.choose(&edges)
}

/// A value of some other shape.
fn odd(script: &mut Script<'_>) -> Value {
    match script.byte() % 6 {
        0 => Value::Null,
        1 => number(script),
        2 => "茶".repeat(script.short() % 6_000).into(),
        3 => (0..200).fold(json!(1), |inner, _| json!([inner])),
        4 => json!({ "tea": {} }),
        _ => String::from_utf8_lossy(script.take(12)).into(),
    }
}
