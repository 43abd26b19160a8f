//! Other programs: run one, see its output, or say in one line which one failed.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// Runs a program with this terminal.
///
/// # Errors
/// It is not there, or it failed.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    println!("$ {line}");
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("`{line}` did not start"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Runs a program and hands back what it printed.
///
/// # Errors
/// It is not there, or it failed, or it printed something else than text.
pub fn read(command: &mut Command) -> Result<String> {
    let line = line(command);
    let Output { status, stdout, .. } = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{line}` did not start"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    String::from_utf8(stdout).with_context(|| format!("`{line}` printed something else than text"))
}

/// Whether a program of this name is on the path.
pub fn is_there(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// A program to be run in a folder.
pub fn program(name: impl AsRef<std::ffi::OsStr>, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder).args(arguments);
    command
}

fn line(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
