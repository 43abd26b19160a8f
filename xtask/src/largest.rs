//! The ten largest source files, so that a second noun moving into a room is seen early.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::run::{program, read};
use crate::workspace::Workspace;

const SHOWN: usize = 10;
const SOURCES: &[&str] = &["*.rs", "*.ts", "*.svelte", "*.js", "*.css"];

/// Prints them with their lines; generated files and tests do not count.
///
/// # Errors
/// git cannot list the files.
pub fn print(house: &Workspace) -> Result<()> {
    let mut list = program(
        "git",
        &house.root,
        &["ls-files", "--cached", "--others", "--exclude-standard", "--"],
    );
    let mut sizes: Vec<(usize, String)> = read(list.args(SOURCES))?
        .lines()
        .filter(|path| !path.starts_with("web/src/lib/wire/") && !is_test(path))
        .filter_map(|path| Some((lines(&fs::read_to_string(house.path(path)).ok()?), path.to_owned())))
        .collect();
    sizes.sort_by(|one, other| other.cmp(one));
    println!("\nThe ten largest source files, lines without tests:");
    for (lines, path) in sizes.iter().take(SHOWN) {
        println!("{lines:>6}  {path}");
    }
    Ok(())
}

fn is_test(path: &str) -> bool {
    let stem = Path::new(path)
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    path.contains("/tests/") || stem == "tests" || stem.ends_with(".test") || stem.ends_with(".spec")
}

/// Lines up to an inline test module, which house style keeps last.
fn lines(text: &str) -> usize {
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .count()
}
