//! The steps of `cargo xtask test`, in order, and the account at the end.

mod browsers;
mod rust;
mod web;

pub use web::install;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{arrows, generated, largest, lockfiles, needs};

/// One thing that must hold.
struct Step {
    /// What it is called on the command line.
    name: &'static str,
    /// What it shows.
    heading: &'static str,
    /// Checks it.
    check: fn(&Workspace) -> Result<()>,
}

/// Cheap checks of the text come first; the server is built before whatever starts it.
const STEPS: &[Step] = &[
    Step {
        name: "needs",
        heading: "The programs that the tests need",
        check: |_| needs::provide(),
    },
    Step {
        name: "format",
        heading: "Rust is formatted",
        check: rust::format,
    },
    Step {
        name: "lockfiles",
        heading: "Lock files name no registry host",
        check: lockfiles::check,
    },
    Step {
        name: "arrows",
        heading: "Crates depend the way they should",
        check: arrows::check,
    },
    Step {
        name: "licenses",
        heading: "Dependencies are licensed and known",
        check: rust::licenses,
    },
    Step {
        name: "build",
        heading: "The server builds, web client and all",
        check: rust::build,
    },
    Step {
        name: "lint",
        heading: "clippy has nothing to say",
        check: rust::lint,
    },
    Step {
        name: "generated",
        heading: "Generated files are as generated",
        check: generated::check,
    },
    Step {
        name: "rust",
        heading: "Rust tests",
        check: rust::test,
    },
    Step {
        name: "control",
        heading: "A server with a planted fault is found out",
        check: rust::control,
    },
    Step {
        name: "web",
        heading: "The web client's types and tests",
        check: web::check,
    },
    Step {
        name: "bench",
        heading: "The bench runs",
        check: rust::bench,
    },
    Step {
        name: "e2e",
        heading: "Real browsers and real clients",
        check: browsers::test,
    },
];

/// The names of all steps.
pub fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

/// Runs the chosen steps, or all; a failed one does not stop the rest.
///
/// # Errors
/// At least one step failed.
pub fn run(house: &Workspace, chosen: &[String]) -> Result<()> {
    let steps: Vec<&Step> = match chosen {
        [] => STEPS.iter().collect(),
        named => named
            .iter()
            .filter_map(|name| STEPS.iter().find(|step| step.name == name))
            .collect(),
    };
    let account: Vec<_> = steps.into_iter().map(|step| attempt(step, house)).collect();
    largest::print(house)?;
    close(&account)
}

/// How a step went.
struct Outcome {
    step: &'static str,
    took: Duration,
    fault: Option<String>,
}

fn attempt(step: &Step, house: &Workspace) -> Outcome {
    println!("\n── {}: {} ──", step.name, step.heading);
    let began = Instant::now();
    let fault = (step.check)(house).err().map(|error| format!("{error:#}"));
    let took = began.elapsed();
    match &fault {
        None => println!("── {} passed in {:.1} s", step.name, took.as_secs_f64()),
        Some(fault) => println!("── {} FAILED in {:.1} s: {fault}", step.name, took.as_secs_f64()),
    }
    Outcome {
        step: step.name,
        took,
        fault,
    }
}

fn close(account: &[Outcome]) -> Result<()> {
    println!();
    for Outcome { step, took, fault } in account {
        let verdict = fault
            .as_deref()
            .map_or("passed".to_owned(), |fault| format!("FAILED: {}", first_line(fault)));
        println!("{step:<10} {:>7.1} s  {verdict}", took.as_secs_f64());
    }
    let failed = account.iter().filter(|outcome| outcome.fault.is_some()).count();
    println!("{} passed, {failed} failed", account.len() - failed);
    if failed > 0 {
        bail!("cargo xtask test failed");
    }
    Ok(())
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
