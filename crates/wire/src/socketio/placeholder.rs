//! Placeholders: in the JSON of a binary event, `{"_placeholder":true,"num":0}` stands where the first attachment
//! belongs. A number that fits no attachment makes the receiver's parser throw, so it is refused here.

use serde_json::Value;

/// Whether every placeholder in `json` names one of `attachments`. Such JSON is rare and short, so a tree may be made.
pub fn placeholders_fit(json: &str, attachments: usize) -> bool {
    serde_json::from_str(json).is_ok_and(|value| fit(&value, attachments))
}

fn fit(value: &Value, attachments: usize) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| fit(item, attachments)),
        Value::Object(members) if members.get("_placeholder").is_some_and(is_truthy) => members
            .get("num")
            .and_then(Value::as_u64)
            .is_some_and(|num| num < attachments as u64),
        Value::Object(members) => members.values().all(|member| fit(member, attachments)),
        Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_) => true,
    }
}

/// What JavaScript takes for true: older parsers test no further.
fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}
