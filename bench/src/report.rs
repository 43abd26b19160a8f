//! Writes figures: one JSON line per measured quantity and peer, and a table for people.

mod table;

use serde::Serialize;

use crate::contest::Outcome;
use crate::figures::Figure;
use crate::machine::Machine;
use crate::reading::{Quantity, Reading};
use crate::subject::Subject;
pub use table::markdown;

/// One quantity of one figure, ours beside one peer's.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The figure's name and the quantity.
    pub figure: String,
    /// What is done.
    #[serde(skip)]
    pub work: String,
    /// The measured quantity.
    pub quantity: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Whose figure it is.
    pub subject: &'static str,
    /// Who stands beside it.
    pub peer: &'static str,
    /// Our value; null where our server was not built.
    pub ours: Option<f64>,
    /// The peer's value.
    pub theirs: Option<f64>,
    /// Ours divided by theirs.
    pub ratio: Option<f64>,
    /// What is to be reached.
    pub target: Option<String>,
    /// Whether it is reached.
    pub met: Option<bool>,
    /// Runs of each.
    pub runs: usize,
    /// The lowest and highest value of each.
    pub spread: Spread,
    /// The machine's load before and after.
    pub load: [f64; 2],
    /// The machine.
    pub machine: Machine,
    /// The day.
    pub date: String,
    /// The source.
    pub commit: String,
}

/// The lowest and highest of several runs.
#[derive(Debug, Clone, Serialize)]
pub struct Spread {
    /// Of ours.
    pub ours: Option<[f64; 2]>,
    /// Of the peer's.
    pub theirs: Option<[f64; 2]>,
}

/// The circumstances that all lines of a report share.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// The machine.
    pub machine: Machine,
    /// The day.
    pub date: String,
    /// The source.
    pub commit: String,
}

/// The lines of one figure: each quantity beside each peer; only the first peer is there to be surpassed.
pub fn lines(figure: &Figure, outcome: &Outcome, circumstances: &Circumstances) -> Vec<Line> {
    let readings = |subject: Subject| {
        let found = outcome.readings.iter().find(|(of, _)| *of == subject);
        found.map_or(&[][..], |(_, readings)| readings)
    };
    let Some((ours, peers)) = figure.subjects.split_first() else {
        return Vec::new();
    };
    let peers = peers
        .iter()
        .map(|peer| (peer.name(), readings(*peer), *peer == figure.subjects[1]));
    // A figure without a peer is still a figure.
    let peers: Vec<_> = if figure.subjects.len() == 1 {
        vec![("none", &[][..], true)]
    } else {
        peers.collect()
    };
    let mut lines = Vec::new();
    for quantity in &figure.quantities {
        for (peer, theirs, gates) in &peers {
            let pair = Pair {
                ours: readings(*ours),
                theirs,
                peer,
                gates: *gates,
            };
            lines.push(line(figure, quantity, &pair, outcome.load, circumstances));
        }
    }
    lines
}

struct Pair<'a> {
    ours: &'a [Reading],
    theirs: &'a [Reading],
    peer: &'static str,
    gates: bool,
}

fn line(figure: &Figure, quantity: &Quantity, pair: &Pair<'_>, load: [f64; 2], circumstances: &Circumstances) -> Line {
    let values = |readings: &[Reading]| -> Vec<f64> {
        readings
            .iter()
            .filter_map(|reading| reading.get(quantity.key).copied())
            .collect()
    };
    let (our_values, their_values) = (values(pair.ours), values(pair.theirs));
    let (ours, theirs) = (quantity.pick.of(&our_values), quantity.pick.of(&their_values));
    let reach = quantity.reach.filter(|_| pair.gates);
    let Circumstances { machine, date, commit } = circumstances.clone();
    Line {
        figure: figure.name.clone(),
        work: figure.work.clone(),
        quantity: quantity.key,
        unit: quantity.unit,
        subject: figure.subjects[0].name(),
        peer: pair.peer,
        ours,
        theirs,
        ratio: ours
            .zip(theirs)
            .filter(|(_, theirs)| *theirs != 0.0)
            .map(|(ours, theirs)| ours / theirs),
        target: reach.map(|reach| reach.words(quantity.unit)),
        met: reach.and_then(|reach| reach.is_met(ours, theirs)),
        runs: figure.runs,
        spread: Spread {
            ours: extremes(&our_values),
            theirs: extremes(&their_values),
        },
        load,
        machine,
        date,
        commit,
    }
}

fn extremes(values: &[f64]) -> Option<[f64; 2]> {
    let lowest = values.iter().copied().min_by(f64::total_cmp)?;
    let highest = values.iter().copied().max_by(f64::total_cmp)?;
    Some([lowest, highest])
}

/// A value with three significant digits, thousands set apart.
pub fn number(value: f64) -> String {
    let decimals = match value.abs() {
        0.0 => 0,
        magnitude if magnitude >= 100.0 => 0,
        magnitude if magnitude >= 10.0 => 1,
        magnitude if magnitude >= 1.0 => 2,
        _ => 3,
    };
    let plain = format!("{value:.decimals$}");
    let (whole, fraction) = plain
        .split_once('.')
        .map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) && digit.is_ascii_digit() {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    fraction.map_or(grouped.clone(), |fraction| format!("{grouped}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_keep_three_digits_that_matter() {
        assert_eq!(number(1_234_567.8), "1,234,568");
        assert_eq!(number(123.4), "123");
        assert_eq!(number(12.34), "12.3");
        assert_eq!(number(1.234), "1.23");
        assert_eq!(number(0.0), "0");
    }
}
