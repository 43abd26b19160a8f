//! What the operator does at the machine itself, over a socket in the data folder that only the house's own user can
//! open, or with the house's files where no server runs.
//!
//! One line of JSON is an [`Order`], one line a [`Report`]. Orders are commands of the core by another door: the hub
//! carries them out under `Opening::Operator`, whether it belongs to a server or was opened for this one order.

mod client;
mod desk;
mod offline;
mod order;
#[cfg(unix)]
mod socket;

pub use client::carry_out;
pub use desk::Desk;
pub use order::{HouseRole, Listed, Order, Report, Secret};
#[cfg(unix)]
pub use socket::ControlSocket;

/// The socket's name in the data folder.
const SOCKET_NAME: &str = "control.sock";
/// The longest line: a name, a handle and a password in their widest spellings, and a page of people.
const MAX_LINE: usize = 256 * 1024;
