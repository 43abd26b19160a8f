//! The servers that figures are taken of: ours by its doors, the tutorials' on Node, and the bare floor.

mod ours;
mod peers;

use std::path::PathBuf;

use anyhow::Result;
use tempfile::TempDir;

use crate::crowd::{Dialect, Door};
use crate::floor::FloorReach;
use crate::process::Server;
use crate::swarm::trusting_config;
pub use peers::install as install_peers;

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
    Floor(FloorReach),
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
    /// The folder of ours, with its data and its log.
    pub(crate) folder: Option<TempDir>,
}

impl Running {
    /// Ends the server at once and starts it again with the data it left.
    ///
    /// # Errors
    /// As [`Subject::start`].
    pub fn restart(self, subject: Subject, programs: &Programs, presence: Presence) -> Result<Self> {
        drop(self.server);
        subject.start_with(self.folder, programs, presence)
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
            Self::Floor(_) => "floor",
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

    fn start_with(self, folder: Option<TempDir>, programs: &Programs, presence: Presence) -> Result<Running> {
        match self {
            Self::Teahouse(dialect) | Self::TeahouseTls(dialect) => {
                let mut running = ours::start(programs, folder, dialect, presence)?;
                running.door.tls = matches!(self, Self::TeahouseTls(_)).then(trusting_config);
                Ok(running)
            }
            Self::Ws => peers::start(&programs.peers.join("plain-ws"), Dialect::Plain, Presence::On),
            Self::SocketIo => peers::start(&programs.peers.join("chat-room-socketio"), Dialect::ChatRoom, presence),
            Self::Floor(reach) => peers::start_floor(&programs.bench, reach),
        }
    }
}
