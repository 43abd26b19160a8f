//! Opening the ports: the main one must open, a guest port only if the operator named it.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::banner::{GuestDoor, GuestDoorState};
use crate::config::{self, Door, IPV4_LISTEN, Setting, SettingError, could_not_open};
use crate::listen::{DoorKind, Listeners, bind};

/// The ports that are open.
pub(super) struct Doors {
    /// What to accept on.
    pub(super) listeners: Listeners,
    /// Where the main one is.
    pub(super) main: SocketAddr,
    /// What became of the guests' own.
    pub(super) guests: Vec<GuestDoor>,
}

impl Doors {
    pub(super) fn open(doors: &config::Doors) -> Result<Doors, SettingError> {
        let (listener, main) = open_main(&doors.listen)?;
        let mut listeners = vec![(listener, DoorKind::Main)];
        let mut guests = Vec::new();
        for (setting, kind, name, scheme) in [
            (&doors.signal, DoorKind::Signal, "plain guests", "ws"),
            (&doors.chat_room, DoorKind::ChatRoom, "chat-room guests", "http"),
        ] {
            let (state, listener) = open_guest(setting)?;
            listeners.extend(listener.map(|listener| (listener, kind)));
            guests.push(GuestDoor {
                guests: name,
                scheme,
                state,
            });
        }
        Ok(Doors {
            listeners,
            main,
            guests,
        })
    }
}

fn open_main(setting: &Setting<SocketAddr>) -> Result<(TcpListener, SocketAddr), SettingError> {
    let at = setting.value;
    let opened = match bind(at) {
        // A machine without IPv6.
        Err(error) if !setting.is_named() && error.kind() != io::ErrorKind::AddrInUse => bind(IPV4_LISTEN),
        opened => opened,
    };
    let listener = opened.map_err(|error| could_not_open(setting, at, &error))?;
    let main = listener
        .local_addr()
        .map_err(|error| could_not_open(setting, at, &error))?;
    Ok((listener, main))
}

fn open_guest(setting: &Setting<Door>) -> Result<(GuestDoorState, Option<TcpListener>), SettingError> {
    let Door::At(at) = setting.value else {
        return Ok((GuestDoorState::Off, None));
    };
    match bind(at).and_then(|listener| Ok((listener.local_addr()?, listener))) {
        Ok((at, listener)) => Ok((GuestDoorState::Open(at), Some(listener))),
        Err(error) if setting.is_named() => Err(could_not_open(setting, at, &error)),
        Err(error) => Ok((
            GuestDoorState::Failed {
                at,
                because: error.to_string(),
            },
            None,
        )),
    }
}
