//! Starts what ours is compared with: the Node peers and the floor, which all print `listening PORT` when they serve.

use std::io::{self, BufRead};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, ensure};

use super::{Presence, Running};
use crate::crowd::{Dialect, Door};
use crate::floor::FloorReach;
use crate::process::Server;

/// Installs the Node peers' packages from their lock files where that has not been done.
///
/// # Errors
/// npm is missing or fails.
pub fn install(peers: &Path) -> Result<()> {
    for name in ["plain-ws", "chat-room-socketio"] {
        let folder = peers.join(name);
        if folder.join("node_modules").is_dir() {
            continue;
        }
        let status = Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .status()
            .with_context(|| format!("cannot run npm in {}", folder.display()))?;
        ensure!(status.success(), "npm ci failed in {}", folder.display());
    }
    Ok(())
}

pub(super) fn start(folder: &Path, dialect: Dialect, presence: Presence) -> Result<Running> {
    let mut command = Command::new("node");
    command.arg(folder.join("server.js")).args(["--port", "0"]);
    if presence == Presence::Off {
        command.args(["--presence", "off"]);
    }
    start_listening(&mut command, dialect)
}

pub(super) fn start_floor(bench: &Path, reach: FloorReach) -> Result<Running> {
    let reach = match reach {
        FloorReach::Neighbor => "neighbor",
        FloorReach::Everybody => "everybody",
    };
    start_listening(
        Command::new(bench).args(["floor", "--port", "0", "--reach", reach]),
        Dialect::Floor,
    )
}

fn start_listening(command: &mut Command, dialect: Dialect) -> Result<Running> {
    let (server, mut lines) = Server::start(command)?;
    let mut line = String::new();
    lines.read_line(&mut line)?;
    let port: Option<u16> = line
        .trim()
        .strip_prefix("listening ")
        .and_then(|port| port.parse().ok());
    let port = port.with_context(|| format!("instead of its port the server printed {line:?}"))?;
    thread::spawn(move || io::copy(&mut lines, &mut io::sink()));
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let door = Door {
        address,
        dialect,
        tls: None,
    };
    Ok(Running {
        server,
        door,
        folder: None,
    })
}
