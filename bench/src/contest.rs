//! Runs a figure: every subject in turn, as many rounds as asked for, each in a fresh process.
//!
//! Turns, not blocks, because a shared machine is faster in one minute than in the next: what is compared ran side by
//! side.

use std::io::Write;

use anyhow::{Context, Result};

use crate::figures::{Figure, Setup};
use crate::machine;
use crate::reading::Reading;
use crate::subject::Subject;

/// All readings of one figure.
pub struct Outcome {
    /// Each subject with its readings, ours first.
    pub readings: Vec<(Subject, Vec<Reading>)>,
    /// The machine's load before the first run and after the last.
    pub load: [f64; 2],
}

/// Runs a figure with the subjects that take part, and tells on `progress` what each run yielded.
///
/// # Errors
/// A run fails.
pub fn run(
    figure: &Figure,
    takes_part: impl Fn(Subject) -> bool,
    setup: &Setup<'_>,
    progress: &mut dyn Write,
) -> Result<Outcome> {
    let subjects = figure.subjects.iter().filter(|subject| takes_part(**subject));
    let mut readings: Vec<(Subject, Vec<Reading>)> = subjects.map(|subject| (*subject, Vec::new())).collect();
    let load_before = machine::load();
    for round in 1..=figure.runs {
        for (subject, taken) in &mut readings {
            let reading = (figure.run)(*subject, setup)
                .with_context(|| format!("{} of {}, round {round}", figure.name, subject.name()))?;
            writeln!(
                progress,
                "{} {round}/{} {}: {}",
                figure.name,
                figure.runs,
                subject.name(),
                words(&reading)
            )?;
            taken.push(reading);
        }
    }
    Ok(Outcome {
        readings,
        load: [load_before, machine::load()],
    })
}

fn words(reading: &Reading) -> String {
    let parts: Vec<String> = reading
        .iter()
        .map(|(key, value)| format!("{key} {}", crate::report::number(*value)))
        .collect();
    parts.join(", ")
}
