//! What every connection of a running house can reach.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::runtime;

use crate::account::Accounts;
use crate::clock::Clock;
use crate::config::Config;
use crate::conn;
use crate::files::Files;
use crate::gate::{Gate, Turnstile};
use crate::guests::Guests;
use crate::hooks::Outgoing;
use crate::http::{Paces, Router};
use crate::hub::HubHandle;
use crate::preview::Previews;
use crate::tls::Certificates;

/// The shared, unchanging half of a house; all that changes lives in the hub.
pub struct House {
    /// Its clock.
    pub clock: Clock,
    /// What the operator decided.
    pub config: Config,
    /// Where the main port listens.
    pub listen: SocketAddr,
    /// The way to the hub.
    pub hub: HubHandle,
    /// What WebSocket connections share.
    pub conns: Arc<conn::Shared>,
    /// The Socket.IO sessions of the lobby.
    pub guests: Guests,
    /// Passwords, guesses, and the owner's code.
    pub accounts: Accounts,
    /// What people have brought.
    pub files: Files,
    /// What pages that people link to say of themselves.
    pub previews: Previews,
    /// The certificate shown now, and the house's names.
    pub certificates: Arc<Certificates>,
    /// Where TLS is done.
    pub tls_threads: runtime::Handle,
    /// Connections open by address.
    pub turnstile: Arc<Turnstile>,
    /// New connections by address.
    pub accepts: Gate,
    /// Requests by address.
    pub requests: Gate,
    /// Requests to the routes of the table, by class.
    pub paces: Paces,
    /// The table of routes.
    pub router: Arc<Router>,
    /// What bots see, on its way to their programs.
    pub outgoing: Outgoing,
}
