//! `bench`: runs the load generators, or the floor that they compare with.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::{Args, Parser, Subcommand, ValueEnum};
use teahouse_bench::figures::{self, Figure, Scale, Setup};
use teahouse_bench::floor::{self, FloorReach};
use teahouse_bench::machine::{self, Machine};
use teahouse_bench::report::{self, Circumstances, Line};
use teahouse_bench::subject::{self, Programs, Subject};
use teahouse_bench::{contest, cores};

/// Measures a Teahouse beside the tutorials' own servers.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Chat and signaling.
    Chat(Chat),
    /// Every figure of chat once and tiny: shows that the bench works, measures nothing.
    #[command(long_flag = "smoke")]
    Smoke(Chat),
    /// Serves as the bare floor.
    Floor {
        /// The loopback port; 0 takes a free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Who hears a frame.
        #[arg(long, default_value = "neighbor")]
        reach: FloorReach,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Side {
    Ours,
    Peers,
}

#[derive(Args)]
struct Chat {
    /// `all`, or the beginning of a figure's name; may be given several times.
    #[arg(long, default_value = "all")]
    figure: Vec<String>,
    /// Runs of each subject.
    #[arg(long)]
    runs: Option<usize>,
    /// The teahouse binary; by default the one beside this program, if it is built.
    #[arg(long, env = "TEAHOUSE")]
    teahouse: Option<PathBuf>,
    /// Measures one side alone.
    #[arg(long)]
    only: Option<Side>,
    /// Where the results are written: a table, and the JSON lines beside it. Without it, only to the standard output.
    #[arg(long)]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Chat(chat) => run_chat(&chat, Scale::FULL),
        Command::Smoke(chat) => run_chat(&chat, Scale::SMOKE),
        Command::Floor { port, reach } => {
            floor::serve(port, reach, |port| Ok(writeln!(io::stdout(), "listening {port}")?))
        }
    }
}

fn run_chat(chat: &Chat, mut scale: Scale) -> Result<()> {
    if let Some(runs) = chat.runs {
        ensure!(runs > 0, "--runs must be at least 1");
        (scale.runs, scale.runs_for_best) = (runs, runs);
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let programs = Programs {
        bench: std::env::current_exe()?,
        teahouse: teahouse(chat)?,
        peers: here.join("peers"),
    };
    let mut progress = io::stderr();
    if programs.teahouse.is_none() && chat.only != Some(Side::Peers) {
        writeln!(
            progress,
            "The teahouse binary is not built beside this program: measuring the peers alone."
        )?;
    }
    subject::install_peers(&programs.peers)?;
    let circumstances = Circumstances {
        machine: Machine::here(),
        date: jiff::Zoned::now().date().to_string(),
        commit: machine::commit(here),
    };
    cores::raise_file_limit();
    cores::pin(cores::LOAD_CORE)?;
    let mut lines = Vec::new();
    let setup = Setup {
        programs: &programs,
        scale: &scale,
    };
    let takes_part = |subject: Subject| match chat.only {
        Some(Side::Ours) => subject.is_ours(),
        Some(Side::Peers) => !subject.is_ours(),
        None => programs.teahouse.is_some() || !subject.is_ours(),
    };
    for figure in chosen(&chat.figure, &scale)? {
        if !figure.subjects.iter().copied().any(takes_part) {
            continue;
        }
        let outcome = contest::run(&figure, takes_part, &setup, &mut progress)?;
        for line in report::lines(&figure, &outcome, &circumstances) {
            writeln!(io::stdout(), "{}", serde_json::to_string(&line)?)?;
            lines.push(line);
        }
    }
    if let Some(folder) = &chat.out {
        write_results(folder, &lines, &circumstances)?;
    }
    Ok(())
}

fn teahouse(chat: &Chat) -> Result<Option<PathBuf>> {
    if let Some(named) = &chat.teahouse {
        ensure!(named.is_file(), "there is no program {}", named.display());
        return Ok(Some(named.clone()));
    }
    let beside = std::env::current_exe()?.with_file_name("teahouse");
    Ok(beside.is_file().then_some(beside))
}

fn chosen(names: &[String], scale: &Scale) -> Result<Vec<Figure>> {
    let all = figures::all(scale);
    if let Some(unknown) = names
        .iter()
        .find(|name| *name != "all" && !all.iter().any(|f| f.name.starts_with(*name)))
    {
        let known: Vec<&str> = all.iter().map(|figure| figure.name.as_str()).collect();
        anyhow::bail!("no figure begins with {unknown}; there are {}", known.join(", "));
    }
    let wanted = |figure: &Figure| names.iter().any(|name| name == "all" || figure.name.starts_with(name));
    Ok(all.into_iter().filter(wanted).collect())
}

fn write_results(folder: &Path, lines: &[Line], circumstances: &Circumstances) -> Result<()> {
    fs::create_dir_all(folder)?;
    let stem = folder.join(format!("{}-{}", circumstances.date, circumstances.machine.slug()));
    let table = stem.with_extension("md");
    fs::write(&table, report::markdown(lines, circumstances)).with_context(|| table.display().to_string())?;
    let mut json = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(stem.with_extension("jsonl"))?;
    for line in lines {
        writeln!(json, "{}", serde_json::to_string(line)?)?;
    }
    Ok(())
}
