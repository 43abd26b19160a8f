//! The `teahouse` program: arguments in, an exit code out.

use std::io::Write as _;
use std::process::ExitCode;

use teahouse::cli::Invocation;
use teahouse::config::SettingError;
use teahouse::files::thumbnail;
use teahouse::{app, telemetry};

fn main() -> ExitCode {
    if let Some(order) = thumbnail::asked(std::env::args_os()) {
        return order.and_then(|order| thumbnail::paint(order).ok()).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    match Invocation::of_this_process() {
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

fn failed(error: &anyhow::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "teahouse: {error:#}");
    match error.downcast_ref::<SettingError>() {
        Some(_) => ExitCode::from(SettingError::EXIT_CODE),
        None => ExitCode::FAILURE,
    }
}
