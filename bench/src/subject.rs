//! The servers that figures are taken of: ours by its doors, the tutorials' on Node, and the bare floor.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::crowd::{Dialect, Door};
use crate::process::Server;
use crate::swarm::trusting_config;

/// How long a server may take to serve its doors.
const START_LIMIT: Duration = Duration::from_secs(20);

/// One server in one configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Our server, met through the door of a dialect.
    Teahouse(Dialect),
    /// The same over TLS.
    TeahouseTls(Dialect),
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
    /// This program, which is the floor too.
    pub bench: PathBuf,
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
    pub door: Door,
    /// The data folder of ours.
    data: Option<TempDir>,
}

impl Running {
    /// Ends the server at once and starts it again with the data it left.
    ///
    /// # Errors
    /// As [`Subject::start`].
    pub fn restart(self, subject: Subject, programs: &Programs, presence: Presence) -> Result<Self> {
        drop(self.server);
        subject.start_with(self.data, programs, presence)
    }
}

impl Subject {
    /// The name in the results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Teahouse(_) => "teahouse",
            Self::TeahouseTls(_) => "teahouse over TLS",
            Self::Ws => "ws 8",
            Self::SocketIo => "socket.io 4",
            Self::Floor => "floor",
        }
    }

    /// Whether it is our own server.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Teahouse(_) | Self::TeahouseTls(_))
    }

    /// Starts a fresh process, ours with an empty data folder.
    ///
    /// # Errors
    /// The program is missing, or does not serve in time.
    pub fn start(self, programs: &Programs, presence: Presence) -> Result<Running> {
        self.start_with(None, programs, presence)
    }

    fn start_with(self, data: Option<TempDir>, programs: &Programs, presence: Presence) -> Result<Running> {
        match self {
            Self::Teahouse(dialect) | Self::TeahouseTls(dialect) => {
                let program = programs
                    .teahouse
                    .as_deref()
                    .context("the teahouse binary is not built")?;
                let mut running = start_teahouse(program, data, dialect, presence)?;
                running.door.tls = matches!(self, Self::TeahouseTls(_)).then(trusting_config);
                Ok(running)
            }
            Self::Ws => start_peer(&programs.peers.join("plain-ws"), Dialect::Plain, Presence::On),
            Self::SocketIo => start_peer(&programs.peers.join("chat-room-socketio"), Dialect::ChatRoom, presence),
            Self::Floor => start_listening(
                Command::new(&programs.bench).args(["floor", "--port", "0"]),
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
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    Ok(Running {
        server,
        door: Door {
            address,
            dialect,
            tls: None,
        },
        data: None,
    })
}

fn start_teahouse(program: &Path, data: Option<TempDir>, dialect: Dialect, presence: Presence) -> Result<Running> {
    let data = data.map_or_else(TempDir::new, Ok)?;
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
    let (server, ()) = Server::start(&mut command, |_| wait_for(main, [signal, chat_room]))?;
    let address = match dialect {
        Dialect::App => main,
        Dialect::Plain => signal,
        Dialect::ChatRoom => chat_room,
        Dialect::Floor => bail!("the teahouse does not speak the floor's dialect"),
    };
    Ok(Running {
        server,
        door: Door {
            address,
            dialect,
            tls: None,
        },
        data: Some(data),
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

/// Waits until the server says on its main port that it serves, and until its other doors are open.
fn wait_for(main: SocketAddr, guests: [SocketAddr; 2]) -> Result<()> {
    let until = Instant::now() + START_LIMIT;
    let serves = || is_healthy(main) && guests.iter().all(|door| TcpStream::connect(door).is_ok());
    while !serves() {
        ensure!(
            Instant::now() < until,
            "the teahouse does not serve {main} and {guests:?}"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

fn is_healthy(main: SocketAddr) -> bool {
    let ask = || -> Result<bool> {
        let mut stream = TcpStream::connect(main)?;
        write!(
            stream,
            "GET /healthz HTTP/1.1\r\nHost: {main}\r\nConnection: close\r\n\r\n"
        )?;
        let mut status = String::new();
        BufReader::new(stream).read_line(&mut status)?;
        Ok(status.starts_with("HTTP/1.1 200 "))
    };
    ask().unwrap_or(false)
}
