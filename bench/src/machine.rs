//! Where and of what figures were taken: the machine, the day, the commit.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Serialize;

use crate::cores;

/// What the results say about their circumstances.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// The processor's name.
    pub cpu: String,
    /// Cores that the bench may use.
    pub cores: usize,
    /// Memory in gigabytes.
    pub memory_gb: u64,
    /// The kernel's release.
    pub kernel: String,
    /// The version of Node under the peers.
    pub node: String,
}

impl Machine {
    /// Reads what the system says of itself; what it does not say is "unknown".
    pub fn here() -> Self {
        let memory_kb = line_value("/proc/meminfo", "MemTotal")
            .and_then(|value| first_number(&value))
            .unwrap_or(0);
        Self {
            cpu: line_value("/proc/cpuinfo", "model name").unwrap_or_else(unknown),
            cores: cores::available().unwrap_or(0),
            memory_gb: memory_kb / 1_000_000,
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")
                .map_or_else(|_| unknown(), |s| s.trim().to_owned()),
            node: said_by("node", &["--version"], Path::new(".")).unwrap_or_else(unknown),
        }
    }

    /// One line for people.
    pub fn line(&self) -> String {
        let Self {
            cpu,
            cores,
            memory_gb,
            kernel,
            node,
        } = self;
        format!("{cpu}, {cores} cores, {memory_gb} GB, Linux {kernel}, Node {node}")
    }

    /// The processor's name as a part of a file name.
    pub fn slug(&self) -> String {
        let words = self
            .cpu
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-").to_lowercase()
    }
}

/// The commit of a source tree, marked when the tree has changes.
pub fn commit(tree: &Path) -> String {
    let Some(commit) = said_by("git", &["rev-parse", "--short", "HEAD"], tree) else {
        return unknown();
    };
    match said_by("git", &["status", "--porcelain", "--untracked-files=no"], tree) {
        Some(changes) if !changes.is_empty() => format!("{commit}-dirty"),
        _ => commit,
    }
}

/// How many processes wanted a core during the last minute: above two or so, others were at work.
pub fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace()
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(f64::NAN)
}

fn unknown() -> String {
    "unknown".to_owned()
}

fn line_value(path: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn first_number(value: &str) -> Option<u64> {
    value.split_whitespace().next()?.parse().ok()
}

fn said_by(program: &str, arguments: &[&str], folder: &Path) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
