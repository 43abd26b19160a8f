//! Opening a port: at once, both families where the address means both, or a sentence why not.

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpListener;

/// How many connections may wait to be accepted: a class that opens its page at the same moment.
const BACKLOG: i32 = 4096;

/// Listens at `at`. An unspecified IPv6 address listens for IPv4 too.
///
/// # Errors
/// Why the port cannot be opened.
pub fn bind(at: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(at), Type::STREAM, Some(Protocol::TCP))?;
    if at.is_ipv6() {
        socket.set_only_v6(!at.ip().is_unspecified())?;
    }
    // A restarted house must not wait for the last one's closed connections. Not on Windows, where this would let two
    // programs share a port.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&at.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}
