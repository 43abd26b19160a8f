//! The one sentence in which a setting is refused.

/// Why the server does not start: one sentence that names the setting and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct SettingError {
    sentence: String,
}

impl SettingError {
    /// The process's exit code for every refusal of a setting.
    pub const EXIT_CODE: u8 = 2;

    /// Refuses with a sentence, whose full stop may be left out.
    pub fn new(sentence: impl Into<String>) -> Self {
        let sentence: String = sentence.into();
        // What strangers' files and variables contain must not break the one line.
        let mut line: String = sentence.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if !line.ends_with(['.', '?']) {
            line.push('.');
        }
        Self { sentence: line }
    }
}
