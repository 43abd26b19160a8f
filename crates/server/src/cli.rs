//! The command line: what was asked for, or the one sentence why it makes no sense.

mod flags;
mod operate;
mod sentence;

use std::ffi::OsString;
use std::path::Path;

use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};

use crate::config::{self, Config, SettingError, Surroundings};
use crate::http::{self, Router};

pub use flags::{Described, Flags};
pub use operate::Operation;
use operate::{BotVerb, InviteVerb, UserVerb};

/// What one invocation asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Invocation {
    /// Do something at a house, served or not.
    Operate(Operation),
    /// Print this and end well: help, version, a reference.
    Print(String),
    /// Run the server.
    Serve(Box<Config>),
}

/// A self-hosted house for chat and video calls: one program, one port.
#[derive(Parser)]
#[command(name = "teahouse", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Subcommand)]
enum Verb {
    /// Runs the server; what `teahouse` alone does too.
    Serve(Box<Flags>),
    /// Makes bots: programs with a token. Works whether the server runs or not.
    #[command(subcommand)]
    Bot(BotVerb),
    /// Makes links by which people get an account. Works whether the server runs or not.
    #[command(subcommand)]
    Invite(InviteVerb),
    /// Makes and changes accounts. Works whether the server runs or not.
    #[command(subcommand)]
    User(UserVerb),
    /// Talks about the settings.
    #[command(hide = true)]
    Config {
        #[command(subcommand)]
        topic: Topic,
    },
}

#[derive(Subcommand)]
enum Topic {
    /// Prints the description of the API.
    Openapi,
    /// Prints the reference of all settings as Markdown.
    Reference,
}

impl Topic {
    fn text(&self) -> String {
        match self {
            Topic::Openapi => {
                let document = Router::new(http::routes()).openapi();
                String::from_utf8(document.into()).expect("JSON is UTF-8")
            }
            Topic::Reference => crate::config::reference(),
        }
    }
}

impl Invocation {
    /// Reads this process's own arguments, environment and settings file.
    ///
    /// # Errors
    /// See [`Invocation::parse`].
    pub fn of_this_process() -> Result<Self, SettingError> {
        let mut environment = std::env::vars_os().filter_map(|(name, value)| {
            // A variable of ours that is not text stays visible as one, and is refused by its setting.
            Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
        });
        Self::parse(
            std::env::args_os(),
            Surroundings {
                environment: &mut environment,
                read: &|path: &Path| std::fs::read_to_string(path),
            },
        )
    }

    /// Reads arguments (the program's name first) in given surroundings.
    ///
    /// # Errors
    /// One sentence naming the setting and the remedy; the process should end with
    /// [`SettingError::EXIT_CODE`].
    pub fn parse(
        arguments: impl IntoIterator<Item = OsString>,
        around: Surroundings<'_>,
    ) -> Result<Self, SettingError> {
        let arguments = match Arguments::try_parse_from(arguments) {
            Ok(arguments) => arguments,
            Err(error) => return not_parsed(&error),
        };
        let flags = match arguments.verb {
            None => arguments.flags,
            Some(Verb::Serve(flags)) => *flags,
            Some(Verb::Bot(verb)) => return Ok(Self::Operate(verb.operation(config::data_folder(around)))),
            Some(Verb::Invite(verb)) => return verb.operation(around).map(Self::Operate),
            Some(Verb::User(verb)) => return Ok(Self::Operate(verb.operation(config::data_folder(around)))),
            Some(Verb::Config { topic }) => return Ok(Self::Print(topic.text())),
        };
        Config::resolve(&flags, around).map(|config| Self::Serve(Box::new(config)))
    }
}

/// Help and version are clap's "errors" too.
fn not_parsed(error: &clap::Error) -> Result<Invocation, SettingError> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Ok(Invocation::Print(error.to_string()))
        }
        _ => Err(sentence::about(error, &Arguments::command())),
    }
}

#[cfg(test)]
mod tests;
