//! The operator's end: asks the running server, or opens the house where none runs.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::desk;
use super::offline::Offline;
use super::order::{Order, Report};
use super::{MAX_LINE, SOCKET_NAME};
use crate::cli::Operation;
use crate::config::Config;
use crate::data_dir::DataDir;

/// How long a server may be between taking its folder and opening its socket, or the other way round at its end.
const TRANSITION: Duration = Duration::from_secs(10);
const TRY_AGAIN: Duration = Duration::from_millis(50);

/// Carries out an order on a house, served or not.
///
/// # Errors
/// The folder cannot be used, or the server does not answer.
pub fn carry_out(operation: Operation) -> anyhow::Result<Report> {
    let Operation { data, order, config } = operation;
    let folder = data.as_path();
    let give_up = Instant::now() + TRANSITION;
    loop {
        if let Some(report) = ask_server(folder, &order)? {
            return Ok(report);
        }
        match DataDir::open(folder) {
            Ok(data) => return open_house(&data, order, config),
            // Somebody holds the folder and has no socket: a server that comes or goes.
            Err(_) if folder.is_dir() && Instant::now() < give_up => thread::sleep(TRY_AGAIN),
            Err(error) => return Err(error.into()),
        }
    }
}

fn open_house(data: &DataDir, order: Order, config: Option<Box<Config>>) -> anyhow::Result<Report> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.context("no runtime")?;
    let mut house = Offline::open(data, config)?;
    Ok(runtime.block_on(desk::serve(&mut house, order)))
}

/// Asks the server, if one listens.
#[cfg(unix)]
fn ask_server(folder: &Path, order: &Order) -> anyhow::Result<Option<Report>> {
    use std::os::unix::net::UnixStream;
    let Ok(short) = short_path(folder) else { return Ok(None) };
    let mut stream = match UnixStream::connect(short.path()) {
        Ok(stream) => stream,
        // No server, or one that was killed and left its socket behind.
        Err(error) if [io::ErrorKind::NotFound, io::ErrorKind::ConnectionRefused].contains(&error.kind()) => {
            return Ok(None);
        }
        Err(error) => return Err(error).context("the running server cannot be asked"),
    };
    let mut line = serde_json::to_vec(order).expect("our own words are JSON");
    line.push(b'\n');
    stream.write_all(&line).context("the running server went away")?;
    let mut answer = String::new();
    BufReader::new(stream.take(MAX_LINE as u64))
        .read_line(&mut answer)
        .context("the running server went away")?;
    match serde_json::from_str(&answer) {
        Ok(report) => Ok(Some(report)),
        Err(_) => bail!("the running server gave no answer; it may be of another version, or stopping"),
    }
}

#[cfg(not(unix))]
fn ask_server(_: &Path, _: &Order) -> anyhow::Result<Option<Report>> {
    Ok(None)
}

/// A way to name the socket in the 107 bytes that a socket's address has.
#[cfg(unix)]
pub(super) struct ShortPath {
    path: PathBuf,
    /// Keeps the folder's number valid.
    _folder: Option<std::fs::File>,
}

#[cfg(unix)]
impl ShortPath {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// The socket's path; by the folder's number where it would be too long.
#[cfg(unix)]
pub(super) fn short_path(folder: &Path) -> io::Result<ShortPath> {
    use std::os::fd::AsRawFd as _;
    const MAX_PATH: usize = 100;
    let path = folder.join(SOCKET_NAME);
    if path.as_os_str().len() <= MAX_PATH || !Path::new("/proc/self/fd").exists() {
        let _folder = None;
        return Ok(ShortPath { path, _folder });
    }
    let folder = std::fs::File::open(folder)?;
    let path = PathBuf::from(format!("/proc/self/fd/{}/{SOCKET_NAME}", folder.as_raw_fd()));
    let _folder = Some(folder);
    Ok(ShortPath { path, _folder })
}
