//! The tests that start the real binary and meet it with real browsers and real clients.

use anyhow::{Result, ensure};

use super::web;
use crate::run::{program, run};
use crate::workspace::Workspace;

/// Types of the tests, then the tests, against the server as built.
pub fn test(house: &Workspace) -> Result<()> {
    let server = house.server();
    ensure!(
        server.is_file(),
        "{} is not built; run the step `build` first",
        server.display()
    );
    let e2e = house.path("e2e");
    web::install(&e2e)?;
    run(&mut program("npm", &e2e, &["run", "check"]))?;
    run(program("npm", &e2e, &["test"]).env("TEAHOUSE", server))
}
