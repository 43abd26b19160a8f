//! `cargo xtask dev`: the server and the web client's dev server side by side, each reloading its own part.
//!
//! Vite swaps changed modules in the page by itself and passes `/api` and sockets on to the server. Here the sources
//! of the server are looked at twice a second; after a change it is built, and started again if that went well.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};

use crate::run::program;
use crate::steps::install;
use crate::workspace::Workspace;

/// Short enough to feel immediate, long enough to cost nothing.
const LOOK_INTERVAL: Duration = Duration::from_millis(500);
/// The data of the dev server, beside the build and gone with it.
const DATA: &str = "dev-data";
/// What the server is built from.
const WATCHED: &[&str] = &["crates", "examples", "Cargo.toml", "Cargo.lock"];

/// Runs until it is interrupted.
///
/// # Errors
/// The first build fails, or a dev server does not stay.
pub fn run(house: &Workspace, flags: &[String]) -> Result<()> {
    let web = house.path("web");
    install(&web)?;
    build(house)?;
    let mut seen = newest(house);
    let mut server = start(house, flags)?;
    let mut vite = Kept(
        program("npm", &web, &["run", "dev"])
            .spawn()
            .context("`npm run dev` did not start")?,
    );
    loop {
        sleep(LOOK_INTERVAL);
        if let Some(status) = vite.0.try_wait()? {
            bail!("the web client's dev server ended with {status}");
        }
        let now = newest(house);
        if now == seen {
            continue;
        }
        seen = now;
        // A build that fails leaves the old server running; cargo has said why.
        if build(house).is_ok() {
            drop(server);
            server = start(house, flags)?;
        }
    }
}

/// A child that ends with us.
struct Kept(Child);

impl Drop for Kept {
    fn drop(&mut self) {
        // The server keeps what it acknowledged even when killed, and an end that came first is fine.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn build(house: &Workspace) -> Result<()> {
    crate::run::run(&mut program(
        Workspace::cargo(),
        &house.root,
        &["build", "--package", "teahouse"],
    ))
}

fn start(house: &Workspace, flags: &[String]) -> Result<Kept> {
    let mut server = Command::new(house.server());
    server
        .arg("--data")
        .arg(house.target.join(DATA))
        .args(flags)
        .current_dir(&house.root);
    Ok(Kept(server.spawn().context("the server did not start")?))
}

/// When the sources were last written, and how many there are: a deleted file is a change too.
fn newest(house: &Workspace) -> (SystemTime, usize) {
    let mut seen = (SystemTime::UNIX_EPOCH, 0);
    for path in WATCHED {
        look(&house.path(path), &mut seen);
    }
    seen
}

fn look(path: &Path, seen: &mut (SystemTime, usize)) {
    let Ok(meta) = fs::metadata(path) else { return };
    if meta.is_dir() {
        if path.file_name() == Some(OsStr::new("node_modules")) {
            return;
        }
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            look(&entry.path(), seen);
        }
        return;
    }
    seen.0 = seen.0.max(meta.modified().unwrap_or(SystemTime::UNIX_EPOCH));
    seen.1 += 1;
}
