//! What cargo checks.
//!
//! Everything is built in the dev profile: one build of the dependencies serves the tests, the bench's smoke run and
//! the browsers.

use std::process::Command;

use anyhow::Result;

use crate::run::{is_there, program, run};
use crate::workspace::Workspace;

/// The whole workspace is formatted.
pub fn format(house: &Workspace) -> Result<()> {
    run(&mut cargo(house, &["fmt", "--all", "--check"]))
}

/// The server, with the web client inside, from the lock file alone.
pub fn build(house: &Workspace) -> Result<()> {
    run(&mut cargo(house, &["build", "--locked", "--package", "teahouse"]))
}

/// Warnings are errors, in tests and examples too.
pub fn lint(house: &Workspace) -> Result<()> {
    run(&mut cargo(
        house,
        &[
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ],
    ))
}

/// All tests of all crates, and the examples in their documentation. Tests that measure print what they found.
pub fn test(house: &Workspace) -> Result<()> {
    if !is_there("cargo-nextest") {
        return run(&mut cargo(
            house,
            &["test", "--locked", "--workspace", "--", "--show-output"],
        ));
    }
    run(&mut cargo(
        house,
        &["nextest", "run", "--locked", "--workspace", "--no-fail-fast"],
    ))?;
    run(&mut cargo(house, &["test", "--locked", "--workspace", "--doc"]))
}

/// The control of the durability tests: a server built to answer before it commits has to be found out.
///
/// Its build takes the place of the server's, whose fault sleeps without its variable; the clean one is built again.
pub fn control(house: &Workspace) -> Result<()> {
    let planted = [
        "--locked",
        "--package",
        "teahouse",
        "--features",
        "planted-bugs",
        "--test",
        "it",
    ];
    let found_out = if is_there("cargo-nextest") {
        let mut words = vec!["nextest", "run"];
        words.extend(planted);
        words.extend(["-E", "test(found_out)"]);
        run(&mut cargo(house, &words))
    } else {
        let mut words = vec!["test"];
        words.extend(planted);
        words.push("found_out");
        run(&mut cargo(house, &words))
    };
    build(house)?;
    found_out
}

/// The bench's generators still speak with the server; its figures are not judged here.
pub fn bench(house: &Workspace) -> Result<()> {
    let mut bench = cargo(
        house,
        &["run", "--locked", "--package", "teahouse-bench", "--", "smoke"],
    );
    run(bench.env("TEAHOUSE", house.server()))
}

/// Licenses, sources and banned crates. What judges them is built once if the machine has none.
pub fn licenses(house: &Workspace) -> Result<()> {
    const JUDGE: &str = "cargo-deny";
    const VERSION: &str = "0.20.2";
    let mut judge = if is_there(JUDGE) {
        cargo(house, &["deny"])
    } else {
        let tools = house.target.join("tools");
        let own = tools.join("bin").join(JUDGE);
        if !own.is_file() {
            println!(
                "{JUDGE} is not installed; it is built into {}: some minutes.",
                tools.display()
            );
            let install = ["install", "--quiet", "--locked", "--version", VERSION, JUDGE, "--root"];
            run(cargo(house, &install).arg(&tools))?;
        }
        program(own, &house.root, &[])
    };
    run(judge.args(["check", "bans", "licenses", "sources"]))
}

fn cargo(house: &Workspace, arguments: &[&str]) -> Command {
    program(Workspace::cargo(), &house.root, arguments)
}
