//! The servers that figures are taken of: ours by its doors, the tutorials' on Node, and the bare floor.

use std::env;
use std::io::BufRead;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::crowd::Dialect;
use crate::process::Server;

/// How long a server may take to serve its doors.
const START_LIMIT: Duration = Duration::from_secs(20);

/// One server in one configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Our server, met through the door of a dialect.
    Teahouse(Dialect),
    /// The signaling tutorial's server on ws.
    Ws,
    /// The chat-room tutorial's server on socket.io.
    SocketIo,
    /// A bare epoll server that passes frames on unread.
    Floor,
}

/// Whether a chat-room server tells people who comes and goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// As in life.
    On,
    /// For figures that must not measure the list's own cost.
    Off,
}

/// Where the programs lie.
#[derive(Debug, Clone)]
pub struct Programs {
    /// Our server, if it is built.
    pub teahouse: Option<PathBuf>,
    /// The folder of the Node peers.
    pub peers: PathBuf,
}

/// A server that serves.
pub struct Running {
    /// Its process.
    pub server: Server,
    /// Its door.
    pub address: SocketAddr,
    /// What is spoken there.
    pub dialect: Dialect,
    _data: Option<TempDir>,
}

impl Subject {
    /// The name in the results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Teahouse(_) => "teahouse",
            Self::Ws => "ws 8",
            Self::SocketIo => "socket.io 4",
            Self::Floor => "floor",
        }
    }

    /// Starts a fresh process.
    ///
    /// # Errors
    /// The program is missing, or does not serve in time.
    pub fn start(self, programs: &Programs, presence: Presence) -> Result<Running> {
        match self {
            Self::Teahouse(dialect) => {
                let program = programs
                    .teahouse
                    .as_deref()
                    .context("the teahouse binary is not built")?;
                start_teahouse(program, dialect, presence)
            }
            Self::Ws => start_peer(&programs.peers.join("plain-ws"), Dialect::Plain, Presence::On),
            Self::SocketIo => start_peer(&programs.peers.join("chat-room-socketio"), Dialect::ChatRoom, presence),
            Self::Floor => start_listening(
                Command::new(env::current_exe()?).args(["floor", "--port", "0"]),
                Dialect::Floor,
            ),
        }
    }
}

/// Installs the Node peers' packages from their lock files where that has not been done.
///
/// # Errors
/// npm is missing or fails.
pub fn install_peers(peers: &Path) -> Result<()> {
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

fn start_peer(folder: &Path, dialect: Dialect, presence: Presence) -> Result<Running> {
    let mut command = Command::new("node");
    command.arg(folder.join("server.js")).args(["--port", "0"]);
    if presence == Presence::Off {
        command.args(["--presence", "off"]);
    }
    start_listening(&mut command, dialect)
}

/// Starts a server that prints `listening PORT` when it serves.
fn start_listening(command: &mut Command, dialect: Dialect) -> Result<Running> {
    let (server, port) = Server::start(command, |lines: &mut dyn BufRead| {
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let port = line
            .trim()
            .strip_prefix("listening ")
            .and_then(|port| port.parse::<u16>().ok());
        port.with_context(|| format!("instead of its port the server printed {line:?}"))
    })?;
    Ok(Running {
        server,
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        dialect,
        _data: None,
    })
}

fn start_teahouse(program: &Path, dialect: Dialect, presence: Presence) -> Result<Running> {
    let data = TempDir::new()?;
    let [main, signal, chat_room] = free_addresses()?;
    let mut command = Command::new(program);
    command
        .arg("--data")
        .arg(data.path())
        .arg(format!("--listen={main}"))
        .arg(format!("--signal={signal}"))
        .arg(format!("--chat-room={chat_room}"))
        .args([
            "--limits",
            "off",
            "--presence",
            if presence == Presence::On { "on" } else { "off" },
        ])
        .stderr(Stdio::null());
    let (server, ()) = Server::start(&mut command, |_| wait_for(&[main, signal, chat_room]))?;
    let address = match dialect {
        Dialect::Plain => signal,
        Dialect::ChatRoom => chat_room,
        Dialect::Floor => bail!("the teahouse does not speak the floor's dialect"),
    };
    Ok(Running {
        server,
        address,
        dialect,
        _data: Some(data),
    })
}

fn free_addresses<const N: usize>() -> Result<[SocketAddr; N]> {
    let mut addresses = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)); N];
    // All are held until the last is known, so that they differ.
    let holders = addresses.map(TcpListener::bind);
    for (address, holder) in addresses.iter_mut().zip(holders) {
        *address = holder?.local_addr()?;
    }
    Ok(addresses)
}

fn wait_for(doors: &[SocketAddr]) -> Result<()> {
    let until = Instant::now() + START_LIMIT;
    for door in doors {
        while let Err(error) = TcpStream::connect(door) {
            ensure!(Instant::now() < until, "the teahouse does not serve {door}: {error}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    Ok(())
}
