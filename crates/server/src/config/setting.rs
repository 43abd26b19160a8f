//! A value together with who chose it.

use std::fmt;
use std::path::PathBuf;

use super::SettingError;

/// Who chose a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nobody: the house's own default.
    Default,
    /// A key of this settings file.
    File(PathBuf),
    /// A `TEAHOUSE_` variable.
    Environment,
    /// A flag on the command line.
    Flag,
}

impl Source {
    /// The setting as the operator wrote it, such as `--listen` or `TEAHOUSE_LISTEN`.
    #[must_use]
    pub fn spell(&self, name: &str) -> String {
        match self {
            Self::Default => format!("`{name}` (the default)"),
            Self::File(path) => format!("`{name}` in {}", path.display()),
            Self::Environment => variable(name),
            Self::Flag => format!("--{}", name.replace('_', "-")),
        }
    }
}

/// The environment variable of a setting: `limits.messages` is `TEAHOUSE_LIMITS__MESSAGES`.
pub(super) fn variable(name: &str) -> String {
    format!("TEAHOUSE_{}", name.replace('.', "__").to_uppercase())
}

/// A value, the setting it came from, and who chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value in force.
    pub value: T,
    /// Who chose it.
    pub source: Source,
    name: &'static str,
}

impl<T> Setting<T> {
    /// A value that somebody chose.
    pub const fn new(name: &'static str, value: T, source: Source) -> Self {
        Self { value, source, name }
    }

    /// A value that nobody chose.
    pub const fn default(name: &'static str, value: T) -> Self {
        Self::new(name, value, Source::Default)
    }

    /// Whether the operator named it, so that failing to honor it must stop the start.
    pub fn is_named(&self) -> bool {
        self.source != Source::Default
    }

    /// Refuses the start because of this setting; `what` continues the sentence after its name.
    pub fn fault(&self, what: impl fmt::Display) -> SettingError {
        SettingError::new(format!("{self} {what}"))
    }
}

/// Spells the setting as the operator wrote it.
impl<T> fmt::Display for Setting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source.spell(self.name))
    }
}
