//! The server's end of the control socket: a few operators at a time, one line each.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::now::UnixMillis;
use teahouse_core::password::Password;
use teahouse_core::record::PasswordHash;
use teahouse_core::refusal::Refusal;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

use super::client::short_path;
use super::desk::{self, Desk};
use super::order::{HouseRole, Order, Report};
use super::{MAX_LINE, SOCKET_NAME};
use crate::banner;
use crate::config::SettingError;
use crate::house::House;
use crate::machine::Machine;

/// Operators at a time: scripts may run side by side, nobody needs more.
const MAX_OPERATORS: usize = 8;
/// How long one may take for its line, and the house for its answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The open socket. Dropping it removes its file.
#[derive(Debug)]
pub struct ControlSocket {
    listener: std::os::unix::net::UnixListener,
    path: PathBuf,
}

impl ControlSocket {
    /// Opens the socket in a data folder that this process holds: whatever lies there is left from a process that is
    /// gone.
    ///
    /// # Errors
    /// The system does not let us.
    pub fn open(folder: &Path) -> io::Result<ControlSocket> {
        let path = folder.join(SOCKET_NAME);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let short = short_path(folder)?;
        let listener = std::os::unix::net::UnixListener::bind(short.path())?;
        listener.set_nonblocking(true)?;
        // The folder is closed to others already; so is the socket, should somebody open the folder.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        Ok(ControlSocket { listener, path })
    }

    /// Serves until the house stops.
    pub async fn serve(self, house: Arc<House>, mut stopped: watch::Receiver<bool>) {
        let listener = match self.listener.try_clone().and_then(UnixListener::from_std) {
            Ok(listener) => listener,
            Err(error) => return tracing::error!(%error, "the control socket does not work"),
        };
        let places = Arc::new(Semaphore::new(MAX_OPERATORS));
        loop {
            let place = Arc::clone(&places).acquire_owned();
            let place = place.await.expect("it is never closed");
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopped.changed() => return,
            };
            let Ok((stream, _)) = accepted else { continue };
            let house = Arc::clone(&house);
            tokio::spawn(async move {
                if timeout(PATIENCE, answer(stream, &house)).await.is_err() {
                    tracing::debug!("an operator was too slow");
                }
                drop(place);
            });
        }
    }
}

impl Drop for ControlSocket {
    fn drop(&mut self) {
        let _somebody_removed_it_before = fs::remove_file(&self.path);
    }
}

async fn answer(stream: UnixStream, house: &Arc<House>) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut line = Vec::new();
    let limit = MAX_LINE as u64;
    BufReader::new(reader.take(limit)).read_until(b'\n', &mut line).await?;
    let report = match serde_json::from_slice::<Order>(&line) {
        Ok(order) => carry_out(house, order).await,
        Err(_) => Report::Refused {
            code: "bad_request".into(),
            message: "The line is no order that this version of the server knows.".into(),
        },
    };
    let mut line = serde_json::to_vec(&report).expect("our own words are JSON");
    line.push(b'\n');
    writer.write_all(&line).await
}

async fn carry_out(house: &Arc<House>, order: Order) -> Report {
    let makes_owner = matches!(
        order,
        Order::CreateUser {
            role: HouseRole::Owner,
            ..
        } | Order::SetRole {
            role: HouseRole::Owner,
            ..
        }
    );
    let report = desk::serve(&mut AtServer(house), order).await;
    if makes_owner && matches!(report, Report::Done | Report::UserCreated { .. }) {
        house.accounts.owner_code.forget();
    }
    report
}

/// The running hub.
struct AtServer<'a>(&'a Arc<House>);

impl Desk for AtServer<'_> {
    fn address(&self) -> Result<String, SettingError> {
        let names = &self.0.certificates.host_rules().certificate_names;
        Ok(banner::address(self.0.listen, &Machine::look(), names))
    }

    fn now(&self) -> UnixMillis {
        self.0.clock.now().wall
    }

    async fn ask(&mut self, command: Command) -> Option<Arc<Event>> {
        self.0.hub.operate(command).await
    }

    async fn hash(&mut self, password: Password) -> Result<PasswordHash, Refusal> {
        self.0.accounts.passwords.hash(password).await
    }
}
