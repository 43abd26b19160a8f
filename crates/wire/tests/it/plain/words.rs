//! Golden frames in short.

pub const LEAVE: &str = r#"{"type":"leave"}"#;
pub const LOGIN_FALSE: &str = r#"{"type":"login","success":false}"#;
pub const LOGIN_TRUE: &str = r#"{"type":"login","success":true}"#;
pub const NOTHING: [&str; 0] = [];

/// An `error` frame.
pub fn error(message: &str) -> String {
    format!(r#"{{"type":"error","message":{}}}"#, serde_json::Value::from(message))
}

/// The `error` for a type that nobody knows.
pub fn not_found(kind: &str) -> String {
    error(&format!("Command not found: {kind}"))
}
