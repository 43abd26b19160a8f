//! Starts our own server on free ports with a folder of its own, and waits until it serves every door.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::{Presence, Programs, Running};
use crate::crowd::{Dialect, Door};
use crate::process::Server;

/// How long the server may take to serve its doors.
const START_LIMIT: Duration = Duration::from_secs(20);

/// Starts the server, in a folder that it knows already or in a new one.
pub(super) fn start(
    programs: &Programs,
    folder: Option<TempDir>,
    dialect: Dialect,
    presence: Presence,
) -> Result<Running> {
    let program = programs
        .teahouse
        .as_deref()
        .context("the teahouse binary is not built")?;
    let folder = folder.map_or_else(TempDir::new, Ok)?;
    let [main, signal, chat_room] = free_addresses()?;
    let log = folder.path().join("log");
    let mut command = Command::new(program);
    command
        .arg("--data")
        .arg(folder.path().join("data"))
        .arg(format!("--listen={main}"))
        .arg(format!("--signal={signal}"))
        .arg(format!("--chat-room={chat_room}"))
        .args(["--limits", "off", "--log", "warn"])
        .args(["--presence", if presence == Presence::On { "on" } else { "off" }])
        .stderr(File::create(&log)?);
    let (mut server, mut lines) = Server::start(&mut command)?;
    thread::spawn(move || io::copy(&mut lines, &mut io::sink()));
    wait_for(&mut server, main, [signal, chat_room], &log)?;
    let address = match dialect {
        Dialect::App => main,
        Dialect::ChatRoom => chat_room,
        Dialect::Floor => bail!("the teahouse does not speak the floor's dialect"),
        Dialect::Plain => signal,
    };
    let door = Door {
        address,
        dialect,
        tls: None,
    };
    Ok(Running {
        server,
        door,
        folder: Some(folder),
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
fn wait_for(server: &mut Server, main: SocketAddr, guests: [SocketAddr; 2], log: &Path) -> Result<()> {
    let until = Instant::now() + START_LIMIT;
    while !is_healthy(main) || !guests.iter().all(|door| TcpStream::connect(door).is_ok()) {
        let said = || fs::read_to_string(log).unwrap_or_default();
        if server.has_ended()? {
            bail!("the teahouse ended before it served: {}", said());
        }
        if Instant::now() > until {
            bail!("the teahouse does not serve {main} and {guests:?}: {}", said());
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

fn is_healthy(main: SocketAddr) -> bool {
    let ask = || -> Result<bool> {
        let mut stream = TcpStream::connect(main)?;
        stream.set_read_timeout(Some(START_LIMIT))?;
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
