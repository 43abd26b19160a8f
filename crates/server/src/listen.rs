//! The doors: sockets that listen, told TLS from plain by the first byte of each connection.
//!
//! Plain connections are served by the thread of the hub, TLS by threads of their own, so that handshakes delay nobody.

mod bind;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

pub use bind::bind;

use crate::gate::Place;
use crate::house::House;
use crate::http;

/// How long a connection may take to say its first byte, to finish its TLS handshake, and to send a request's head.
const FIRST_WORDS: Duration = Duration::from_secs(10);
/// The longest head of a request: cookies and a long origin with room to spare.
const MAX_HEAD: usize = 16 * 1024;
/// The first byte of a TLS record that carries a handshake (RFC 8446 §5.1).
const TLS_HANDSHAKE: u8 = 0x16;

/// Which door a connection came in by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorKind {
    /// The chat-room tutorial's own port.
    ChatRoom,
    /// The main port.
    Main,
    /// The signaling tutorial's own port.
    Signal,
}

/// Sockets that are open but not yet served.
pub type Listeners = Vec<(TcpListener, DoorKind)>;

/// One accepted connection.
#[derive(Debug)]
pub struct Line {
    /// Who connected: a visitor or a proxy.
    pub peer: SocketAddr,
    /// The address it reached us by.
    pub local: SocketAddr,
    /// Whether it speaks TLS.
    pub is_tls: bool,
    /// By which door.
    pub door: DoorKind,
    /// Whether this door listens for other machines than this one.
    pub is_open_to_network: bool,
    /// Its place among those of its address.
    pub place: Arc<Place>,
}

/// Accepts until the house stops.
pub async fn serve(listener: TcpListener, door: DoorKind, house: Arc<House>, mut stop: watch::Receiver<bool>) {
    let is_open_to_network = listener
        .local_addr()
        .is_ok_and(|at| !at.ip().to_canonical().is_loopback());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        match accepted {
            Ok((stream, peer)) => {
                let house = Arc::clone(&house);
                admit(stream, peer, door, is_open_to_network, house);
            }
            // Out of file descriptors, or a connection that ended before it began: neither ends the door.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

fn admit(stream: TcpStream, peer: SocketAddr, door: DoorKind, is_open_to_network: bool, house: Arc<House>) {
    if house.accepts.take(peer.ip(), house.clock.now().mono).is_err() {
        return;
    }
    let Some(place) = house.turnstile.enter(peer.ip()) else {
        return;
    };
    let Ok(local) = stream.local_addr() else { return };
    let line = Line {
        peer,
        local,
        is_tls: false,
        door,
        is_open_to_network,
        place: Arc::new(place),
    };
    tokio::spawn(async move {
        let _not_fatal = stream.set_nodelay(true);
        let mut first = [0];
        match timeout(FIRST_WORDS, stream.peek(&mut first)).await {
            Ok(Ok(1)) if first[0] == TLS_HANDSHAKE => hand_to_tls(stream, line, house),
            Ok(Ok(1)) => serve_http(stream, line, house).await,
            _ => {}
        }
    });
}

fn hand_to_tls(stream: TcpStream, line: Line, house: Arc<House>) {
    let Ok(stream) = stream.into_std() else { return };
    let threads = house.tls_threads.clone();
    threads.spawn(async move {
        let Ok(stream) = TcpStream::from_std(stream) else {
            return;
        };
        let acceptor = TlsAcceptor::from(house.certificates.server_config());
        if let Ok(Ok(stream)) = timeout(FIRST_WORDS, acceptor.accept(stream)).await {
            serve_http(stream, Line { is_tls: true, ..line }, house).await;
        }
    });
}

async fn serve_http<S>(stream: S, line: Line, house: Arc<House>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let line = Arc::new(line);
    let service = service_fn(move |request| http::answer::<S>(Arc::clone(&house), Arc::clone(&line), request));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(FIRST_WORDS)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
    if let Err(error) = served {
        tracing::trace!(%error, "a connection ended in the middle of a request");
    }
}
