//! The two things that a preview needs of the network, so that tests can put another in its place.

use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpStream, lookup_host};

use crate::outbound::is_own;

/// Looks names up and connects.
pub trait Network: Send + Sync + 'static {
    /// The addresses of a host.
    fn resolve(&self, host: &str) -> impl Future<Output = io::Result<Vec<IpAddr>>> + Send;

    /// A connection to exactly this address.
    fn connect(&self, to: SocketAddr) -> impl Future<Output = io::Result<TcpStream>> + Send;
}

/// The network that this machine is in.
#[derive(Debug, Clone, Copy)]
pub struct Internet;

impl Network for Internet {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(lookup_host((host, 0)).await?.map(|found| found.ip()).collect())
    }

    async fn connect(&self, to: SocketAddr) -> io::Result<TcpStream> {
        if is_own(to.ip()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        TcpStream::connect(to).await
    }
}
