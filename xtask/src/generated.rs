//! Files that are generated, committed and checked clean.

mod http_codes;
mod permissions;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use teahouse_core::refusal::Refusal;

use crate::run::{program, read, run};
use crate::workspace::Workspace;
use http_codes::HTTP_CODES;
pub use permissions::Permissions;

/// Where the types of the app protocol lie.
const WIRE: &str = "web/src/lib/wire";
const ERRORS: &str = "docs/protocols/errors.md";
const PERMISSIONS: &str = "docs/protocols/permissions.md";
const CONFIGURE: &str = "docs/operating/configure.md";
const OPENAPI: &str = "docs/protocols/openapi.json";

/// The types of the app protocol, for the web client.
pub struct Wire;
/// The page of error codes.
pub struct Errors;
/// The page of settings.
pub struct Configure;
/// The description of the API.
pub struct Openapi;

/// Every generated file is what its generator writes today.
///
/// # Errors
/// One is not, and the command that writes it.
pub fn check(house: &Workspace) -> Result<()> {
    let scratch = tempfile::tempdir().context("no temporary folder")?;
    Wire::generate(house, scratch.path())?;
    let mut stale = Vec::new();
    if !is_same_folder(scratch.path(), &house.path(WIRE))? {
        stale.push(format!("{WIRE} (cargo xtask wire)"));
    }
    if committed(&house.path(ERRORS))? != Some(Errors::generate()) {
        stale.push(format!("{ERRORS} (cargo xtask errors)"));
    }
    if committed(&house.path(PERMISSIONS))? != Some(Permissions::generate()) {
        stale.push(format!("{PERMISSIONS} (cargo xtask permissions)"));
    }
    if committed(&house.path(CONFIGURE))? != Some(Configure::generate(house)?) {
        stale.push(format!("{CONFIGURE} (cargo xtask configure)"));
    }
    if committed(&house.path(OPENAPI))? != Some(Openapi::generate(house)?) {
        stale.push(format!("{OPENAPI} (cargo xtask openapi)"));
    }
    if !stale.is_empty() {
        bail!("generated files are stale: {}", stale.join(", "));
    }
    Ok(())
}

impl Wire {
    /// Writes the types into the web client.
    pub fn write(&self, house: &Workspace) -> Result<()> {
        let folder = house.path(WIRE);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        Self::generate(house, &folder)
    }

    fn generate(house: &Workspace, folder: &Path) -> Result<()> {
        let arguments = [
            "run",
            "--quiet",
            "--package",
            "teahouse-wire",
            "--example",
            "typescript",
            "--",
        ];
        run(program(Workspace::cargo(), &house.root, &arguments).arg(folder))
    }
}

impl Errors {
    /// Writes the page.
    pub fn write(&self, house: &Workspace) -> Result<()> {
        put(&house.path(ERRORS), &Self::generate())
    }

    fn generate() -> String {
        let mut page = String::from(
            "<!-- Generated from the refusals of the core by `cargo xtask errors`. Do not edit. -->\n\
             # Errors\n\n\
             Whoever is refused hears a code and a sentence. Codes are stable: they never change their meaning, and new ones may\n\
             come. Sentences are for people and may change. Over the app's socket a refusal is a `refused` message, over HTTP\n\
             the body `{\"code\", \"message\"}`; the guest dialects put the code or the sentence into their own `error`.\n\n\
             | code | sentence |\n|---|---|\n",
        );
        let mut all = Refusal::ALL.to_vec();
        all.sort_unstable();
        for (code, text) in all {
            page.push_str(&format!("| `{code}` | {text} |\n"));
        }
        page.push_str(
            "\nA message over the app's socket that cannot be read is refused with `bad_request`, one of a type that nobody knows with\n\
             `unknown_type`.\n",
        );
        page.push_str("\n## Over HTTP alone\n\n| code | status | sentence |\n|---|---|---|\n");
        for (code, status, text) in HTTP_CODES {
            page.push_str(&format!("| `{code}` | {status} | {text} |\n"));
        }
        page
    }
}

impl Configure {
    /// Writes the page.
    pub fn write(&self, house: &Workspace) -> Result<()> {
        put(&house.path(CONFIGURE), &Self::generate(house)?)
    }

    fn generate(house: &Workspace) -> Result<String> {
        let arguments = ["run", "--quiet", "--package", "teahouse", "--", "config", "reference"];
        read(&mut program(Workspace::cargo(), &house.root, &arguments))
    }
}

impl Openapi {
    /// Writes the document.
    pub fn write(&self, house: &Workspace) -> Result<()> {
        put(&house.path(OPENAPI), &Self::generate(house)?)
    }

    fn generate(house: &Workspace) -> Result<String> {
        let arguments = ["run", "--quiet", "--package", "teahouse", "--", "config", "openapi"];
        read(&mut program(Workspace::cargo(), &house.root, &arguments))
    }
}

fn put(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().expect("a page lies in a folder"))?;
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

/// A page as it stands, if it stands.
fn committed(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

fn is_same_folder(one: &Path, other: &Path) -> Result<bool> {
    let (names, others) = (names(one)?, names(other)?);
    if names != others {
        return Ok(false);
    }
    for name in names {
        if fs::read(one.join(&name))? != fs::read(other.join(&name))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn names(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        names.push(PathBuf::from(entry?.file_name()));
    }
    names.sort();
    Ok(names)
}
