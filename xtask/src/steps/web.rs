//! What Node checks: types and unit tests of the web client.

use std::path::Path;

use anyhow::Result;

use crate::run::{program, run};
use crate::workspace::Workspace;

/// The web client's types, and its tests outside a browser.
pub fn check(house: &Workspace) -> Result<()> {
    let web = house.path("web");
    install(&web)?;
    run(&mut program("npm", &web, &["run", "check"]))?;
    run(&mut program("npm", &web, &["test"]))
}

/// Installs a folder's packages from its lock file, unless what is there is from this lock file already.
pub fn install(folder: &Path) -> Result<()> {
    if is_installed(folder) {
        return Ok(());
    }
    run(&mut program("npm", folder, &["ci", "--no-audit", "--no-fund"]))
}

fn is_installed(folder: &Path) -> bool {
    // npm writes its own copy of the lock file as the last thing of an install.
    let written = |path: &str| {
        std::fs::metadata(folder.join(path))
            .and_then(|file| file.modified())
            .ok()
    };
    match (written("node_modules/.package-lock.json"), written("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}
