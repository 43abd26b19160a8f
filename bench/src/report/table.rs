//! The table for people: a figure per section of rows, ours beside each peer.

use std::fmt::Write;

use super::{Circumstances, Line, number};

/// Writes a report as Markdown.
pub fn markdown(lines: &[Line], circumstances: &Circumstances) -> String {
    let Circumstances { machine, date, commit } = circumstances;
    let loads = lines.iter().flat_map(|line| line.load).filter(|load| load.is_finite());
    let highest_load = loads.fold(0.0, f64::max);
    let mut text = format!(
        "# {date}, {}\n\nCommit {commit}. {}. Server on core 0, load generator on core 1, loopback; medians, subjects in turns, \
         each run in a fresh process. Highest load average around a figure: {highest_load:.1} (above 2 others were at work).\n",
        machine.cpu,
        machine.line(),
    );
    let mut figure = "";
    for line in lines {
        if line.figure != figure {
            figure = &line.figure;
            let Line { work, runs, .. } = line;
            let _ = write!(
                text,
                "\n## {figure}\n\n{work}; {runs} runs each.\n\n| quantity | ours | peer | theirs | ratio | reach | |\n|---|---|---|---|---|---|---|\n"
            );
        }
        let _ = writeln!(text, "{}", row(line));
    }
    text
}

fn row(line: &Line) -> String {
    let value = |value: Option<f64>, spread: Option<[f64; 2]>| match (value, spread) {
        (Some(value), Some([low, high])) if line.runs > 1 => {
            format!("{} ({}–{})", number(value), number(low), number(high))
        }
        (Some(value), _) => number(value),
        (None, _) => "–".to_owned(),
    };
    format!(
        "| {}, {} | {} | {} | {} | {} | {} | {} |",
        line.quantity,
        line.unit,
        value(line.ours, line.spread.ours),
        line.peer,
        value(line.theirs, line.spread.theirs),
        line.ratio.map_or("–".to_owned(), |ratio| format!("{}×", number(ratio))),
        line.target.as_deref().unwrap_or(""),
        match line.met {
            Some(true) => "met",
            Some(false) => "**missed**",
            None => "",
        },
    )
}
