//! Lock files pin versions and checksums, not the mirror that somebody happened to use.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::run::{program, read};
use crate::workspace::Workspace;

/// Cargo always writes this one word for its registry; it names no mirror.
const CARGO_REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// No npm lock file names a URL, and Cargo's names no other than its own registry.
///
/// # Errors
/// A lock file does, and which line.
pub fn check(house: &Workspace) -> Result<()> {
    let mut faults = Vec::new();
    for path in read(&mut program(
        "git",
        &house.root,
        &["ls-files", "--", "*package-lock.json", "*Cargo.lock"],
    ))?
    .lines()
    {
        let text = fs::read_to_string(house.path(path)).with_context(|| format!("{path} cannot be read"))?;
        faults.extend(hosts(&text).map(|(line, text)| format!("{path}:{line}: {text}")));
    }
    if !faults.is_empty() {
        bail!(
            "lock files name hosts (see .npmrc for the setting that leaves them out):\n{}",
            faults.join("\n")
        );
    }
    Ok(())
}

fn hosts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let names_host = |line: &str| {
        let line = line.trim_start();
        (line.starts_with("\"resolved\"") || line.starts_with("source = "))
            && line.contains("://")
            && !line.contains(CARGO_REGISTRY)
    };
    text.lines()
        .enumerate()
        .filter(move |(_, line)| names_host(line))
        .map(|(index, line)| (index + 1, line.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_in_a_lock_file_is_found_with_its_line() {
        let text = "{\n  \"resolved\": \"https://mirror.example/ws.tgz\",\n  \"funding\": { \"url\": \"https://x.example\" }\n";
        assert_eq!(hosts(text).map(|(line, _)| line).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn cargos_own_registry_is_no_mirror() {
        assert_eq!(hosts(&format!("source = \"{CARGO_REGISTRY}\"")).count(), 0);
        assert_eq!(hosts("source = \"registry+https://mirror.example/index\"").count(), 1);
    }
}
