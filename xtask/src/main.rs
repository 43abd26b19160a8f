//! House checks and generators: `cargo xtask test`, `dev`, `arrows`, `wire`, `errors`, `permissions`, `configure`,
//! `openapi`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a terminal program talks to its terminal"
)]

mod arrows;
mod dev;
mod generated;
mod largest;
mod lockfiles;
mod needs;
mod run;
mod steps;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use workspace::Workspace;

/// House checks and generators.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Runs every check, or the named steps alone.
    Test {
        /// Steps to run, in this order; all of them if none is named.
        #[arg(value_parser = clap::builder::PossibleValuesParser::new(steps::names()))]
        steps: Vec<String>,
    },
    /// Runs the server and the web client's dev server, and both again when files change.
    Dev {
        /// Further flags for the server, after `--`.
        #[arg(last = true)]
        flags: Vec<String>,
    },
    /// Checks which crate depends on which.
    Arrows,
    /// Writes the TypeScript types of the app protocol.
    Wire,
    /// Writes the page of error codes.
    Errors,
    /// Writes the page of who may do what.
    Permissions,
    /// Writes the page of settings.
    Configure,
    /// Writes the description of the API.
    Openapi,
}

fn main() -> ExitCode {
    let house = Workspace::here();
    let done = match Arguments::parse().verb {
        Verb::Test { steps } => steps::run(&house, &steps),
        Verb::Dev { flags } => dev::run(&house, &flags),
        Verb::Arrows => arrows::check(&house),
        Verb::Wire => generated::Wire.write(&house),
        Verb::Errors => generated::Errors.write(&house),
        Verb::Permissions => generated::Permissions.write(&house),
        Verb::Configure => generated::Configure.write(&house),
        Verb::Openapi => generated::Openapi.write(&house),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
