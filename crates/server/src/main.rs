//! The `teahouse` program: arguments in, an exit code out.

use std::io::{BufRead as _, Read as _, Write as _};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use teahouse::cli::{Invocation, Operation};
use teahouse::config::SettingError;
use teahouse::control::{Order, Report, Secret};
use teahouse::files::thumbnail;
use teahouse::{app, control, telemetry};

/// The longest password in its widest spelling, and the end of its line.
const MAX_PASSWORD_LINE: u64 = 4096;

fn main() -> ExitCode {
    if let Some(order) = thumbnail::asked(std::env::args_os()) {
        return order
            .and_then(|order| thumbnail::paint(order).ok())
            .map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    match Invocation::of_this_process() {
        Ok(Invocation::Operate(operation)) => operate(operation).unwrap_or_else(|error| failed(&error)),
        Ok(Invocation::Print(text)) => {
            // A reader that has gone away is no failure of ours.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Ok(Invocation::Serve(config)) => {
            telemetry::start(config.log);
            app::run(*config).map_or_else(|error| failed(&error), |()| ExitCode::SUCCESS)
        }
        Err(error) => failed(&error.into()),
    }
}

/// Carries out an operator's order; what a program wants to read goes to standard output, alone.
fn operate(mut operation: Operation) -> anyhow::Result<ExitCode> {
    if let Order::CreateUser { password, .. } | Order::SetPassword { password, .. } = &mut operation.order {
        let mut line = String::new();
        let read = std::io::stdin().lock().take(MAX_PASSWORD_LINE).read_line(&mut line);
        read.context("the password cannot be read from standard input")?;
        *password = Secret(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    match control::carry_out(operation)? {
        Report::Refused { message, .. } => bail!(message),
        report => {
            write!(std::io::stdout(), "{report}").context("the answer cannot be written")?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "teahouse: {error:#}");
    match error.downcast_ref::<SettingError>() {
        Some(_) => ExitCode::from(SettingError::EXIT_CODE),
        None => ExitCode::FAILURE,
    }
}
