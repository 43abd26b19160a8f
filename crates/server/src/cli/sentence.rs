//! Turns the argument parser's many-lined complaints into one sentence.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::config::SettingError;

/// Says what is wrong with the arguments and what to write instead.
pub(super) fn about(error: &clap::Error, command: &clap::Command) -> SettingError {
    let said = |kind| error.get(kind).map(one).unwrap_or_default();
    let argument = flag_of(&said(ContextKind::InvalidArg));
    let help = format!("see `{} --help`", command.get_name());
    SettingError::new(match error.kind() {
        ErrorKind::UnknownArgument => match error.get(ContextKind::SuggestedArg).map(one) {
            Some(near) => format!("{argument} is no setting; did you mean {near}?"),
            None => format!("{argument} is no setting; {help} for those that are"),
        },
        ErrorKind::InvalidSubcommand => format!(
            "{:?} is nothing this program can do; {help}",
            said(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::MissingSubcommand => format!("The command is not complete; {help}"),
        ErrorKind::InvalidValue => format!("{argument} has no value; write one after it ({help})"),
        ErrorKind::ArgumentConflict if error.get(ContextKind::InvalidSubcommand).is_some() => {
            format!("A flag stands before the command; write the command first ({help})")
        }
        ErrorKind::ArgumentConflict => {
            format!("{argument} stands twice or in the wrong place; write it once")
        }
        ErrorKind::InvalidUtf8 => {
            format!("An argument is not UTF-8 text; write it in UTF-8 ({help})")
        }
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
            format!("{first}; {help}")
        }
    })
}

fn one(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.first().cloned().unwrap_or_default(),
        other => other.to_string(),
    }
}

/// `--listen <IP:PORT>` is `--listen`.
fn flag_of(argument: &str) -> String {
    argument.split_whitespace().next().unwrap_or("An argument").to_owned()
}
