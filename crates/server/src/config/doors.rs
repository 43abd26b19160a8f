//! The ports.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use super::{Setting, SettingError};

const MAIN_PORT: u16 = 3000;
// The numbers that the tutorials' own clients have written into them.
const SIGNAL_PORT: u16 = 9090;
const CHAT_ROOM_PORT: u16 = 6100;

const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V6(Ipv6Addr::UNSPECIFIED), MAIN_PORT);

/// Where the main port listens by default on a machine without IPv6.
pub const IPV4_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), MAIN_PORT);

/// The addresses that the server listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doors {
    /// The main port. `[::]` means both families; unnamed, [`IPV4_LISTEN`] replaces it where there is no IPv6.
    pub listen: Setting<SocketAddr>,
    /// The raw-WebSocket guests' own port.
    pub signal: Setting<Door>,
    /// The Socket.IO guests' own port.
    pub chat_room: Setting<Door>,
}

impl Default for Doors {
    fn default() -> Self {
        let local = |port| Door::At(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
        Self {
            listen: Setting::default("listen", LISTEN),
            signal: Setting::default("signal", local(SIGNAL_PORT)),
            chat_room: Setting::default("chat_room", local(CHAT_ROOM_PORT)),
        }
    }
}

/// A port that may stay closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Open at this address.
    At(SocketAddr),
    /// Not opened.
    Off,
}

impl Door {
    /// Its address, unless it is off.
    #[must_use]
    pub const fn address(self) -> Option<SocketAddr> {
        match self {
            Self::At(address) => Some(address),
            Self::Off => None,
        }
    }
}

impl FromStr for Door {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self::Off);
        }
        address(text).map(Self::At).map_err(|fault| format!("{fault}, or off"))
    }
}

/// Parses `IP:PORT`; names are refused because what they mean changes under a running server.
pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| format!("is no address with a port but {text:?}; write for example 0.0.0.0:3000 or [::]:3000"))
}

/// Says why a door did not open and what to do about it.
#[must_use]
pub fn could_not_open<T>(setting: &Setting<T>, at: SocketAddr, error: &io::Error) -> SettingError {
    let free = SocketAddr::new(at.ip(), at.port().checked_add(1).unwrap_or(MAIN_PORT));
    setting.fault(match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "cannot open {at} because another program uses this port; stop that program or choose another port, such as {free}"
        ),
        io::ErrorKind::AddrNotAvailable => format!(
            "cannot open {at} because this machine has no such address; choose one of its own, or 0.0.0.0 for all"
        ),
        io::ErrorKind::PermissionDenied => format!(
            "cannot open {at} because this user may not; choose a port above 1023, or put a reverse proxy in front"
        ),
        _ => format!("cannot open {at} ({error}); choose another address"),
    })
}
