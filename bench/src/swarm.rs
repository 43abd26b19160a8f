//! Thousands of WebSocket clients on one thread: connects, upgrades, reads frames, answers pings, writes what the bots say.
//!
//! A caller opens connections, queues messages in the [`Outbox`] and calls [`Swarm::turn`], which waits for the sockets
//! and hands over what was heard. A connection that the server closes is an error: no figure here survives one.

pub mod frame;
mod outbox;
mod transport;

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use mio::{Events, Interest, Poll, Token};
use rustls::ClientConfig;

use frame::{Frames, Said, Text};
pub use outbox::Outbox;
use transport::Transport;
pub use transport::trusting_config;

/// One read takes at most this much, so that a long list does not keep the other sockets waiting.
const READ_SIZE: usize = 64 * 1024;

/// Connections per source address: the default range of local ports holds 28,232.
const CONNECTIONS_PER_SOURCE: usize = 20_000;

/// Where a client connects and what it asks for there.
#[derive(Debug, Clone)]
pub struct Target {
    /// The server's address.
    pub address: SocketAddr,
    /// The path of the upgrade request.
    pub path: String,
    /// More header lines of the request, each ended by CR LF.
    pub headers: String,
    /// The settings of TLS, where it is spoken.
    pub tls: Option<Arc<ClientConfig>>,
}

/// What happened on a connection.
#[derive(Debug)]
pub enum Heard<'a> {
    /// The server accepted the upgrade.
    Upgraded,
    /// A text message arrived.
    Text(Text<'a>),
}

enum Stage {
    Upgrading(Vec<u8>),
    Open(Frames),
}

struct Socket {
    transport: Transport,
    stage: Stage,
}

/// A set of client connections and the loop that serves them.
pub struct Swarm {
    poll: Poll,
    events: Events,
    sockets: Vec<Socket>,
    outbox: Outbox,
    scratch: Box<[u8]>,
    count_from: u64,
    bytes_read: u64,
}

impl Swarm {
    /// Makes an empty swarm.
    ///
    /// # Errors
    /// The system gives no epoll instance.
    pub fn new() -> Result<Self> {
        Ok(Self {
            poll: Poll::new()?,
            events: Events::with_capacity(1024),
            sockets: Vec::new(),
            outbox: Outbox::default(),
            scratch: vec![0; READ_SIZE].into_boxed_slice(),
            count_from: u64::MAX,
            bytes_read: 0,
        })
    }

    /// Counts the objects in large messages of at least this many bytes, and skips shorter ones uncounted.
    pub fn count_objects_from(&mut self, bytes: u64) {
        self.count_from = bytes;
    }

    /// How many bytes have been read from all sockets.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The number of connections opened.
    pub fn len(&self) -> usize {
        self.sockets.len()
    }

    /// Whether no connection was opened.
    pub fn is_empty(&self) -> bool {
        self.sockets.is_empty()
    }

    /// The queue of what is to be sent.
    pub fn outbox(&mut self) -> &mut Outbox {
        &mut self.outbox
    }

    /// Starts a connection and queues its upgrade request; answers its number.
    ///
    /// # Errors
    /// The system gives no socket.
    pub fn open(&mut self, target: &Target) -> Result<usize> {
        let connection = self.sockets.len();
        let source = connection / CONNECTIONS_PER_SOURCE;
        let mut transport = Transport::connect(target.address, source, target.tls.as_ref())?;
        self.poll.registry().register(
            transport.source(),
            Token(connection),
            Interest::READABLE | Interest::WRITABLE,
        )?;
        self.sockets.push(Socket {
            transport,
            stage: Stage::Upgrading(Vec::new()),
        });
        self.outbox.pending.push(Vec::new());
        let Target {
            address, path, headers, ..
        } = target;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGVhaG91c2UtYmVuY2gtMQ==\r\n{headers}\r\n"
        );
        self.outbox.raw(connection, request.as_bytes());
        Ok(connection)
    }

    /// Sends what is queued, waits at most `patience` for the sockets, and hands over what they said.
    ///
    /// # Errors
    /// A connection was closed, refused or garbled, or `heard` failed.
    pub fn turn(
        &mut self,
        patience: Duration,
        heard: &mut impl FnMut(usize, Heard<'_>, &mut Outbox) -> Result<()>,
    ) -> Result<()> {
        self.flush()?;
        match self.poll.poll(&mut self.events, Some(patience)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            outcome => outcome?,
        }
        let events = std::mem::replace(&mut self.events, Events::with_capacity(0));
        let outcome = events.iter().try_for_each(|event| {
            let connection = event.token().0;
            if event.is_writable() && !self.outbox.pending[connection].is_empty() {
                self.outbox.dirty.push(connection);
            }
            if event.is_readable() || event.is_read_closed() {
                self.read(connection, event.is_read_closed(), heard)
                    .with_context(|| format!("on connection {connection} of {}", self.sockets.len()))?;
                // What waited for a TLS handshake may go now.
                if !self.outbox.pending[connection].is_empty() {
                    self.outbox.dirty.push(connection);
                }
            }
            self.flush()
        });
        self.events = events;
        outcome
    }

    fn read(
        &mut self,
        connection: usize,
        to_the_end: bool,
        heard: &mut impl FnMut(usize, Heard<'_>, &mut Outbox) -> Result<()>,
    ) -> Result<()> {
        let Socket { transport, stage } = &mut self.sockets[connection];
        loop {
            let taken = match transport.read(&mut self.scratch) {
                Ok(0) => bail!("the server closed the connection"),
                Ok(taken) => taken,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            self.bytes_read += taken as u64;
            let bytes = &self.scratch[..taken];
            take_in(connection, stage, bytes, self.count_from, &mut self.outbox, heard)?;
            // A short read has emptied the socket: what arrives later raises a new edge.
            if taken < READ_SIZE && !to_the_end && transport.is_emptied_by_short_read() {
                return Ok(());
            }
        }
    }

    fn flush(&mut self) -> Result<()> {
        while let Some(connection) = self.outbox.dirty.pop() {
            let pending = &mut self.outbox.pending[connection];
            let mut written = 0;
            while written < pending.len() {
                match self.sockets[connection].transport.write(&pending[written..]) {
                    Ok(step) => written += step,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    // Not connected yet, or the server reads slowly: the socket tells when it can take more.
                    Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected) => break,
                    Err(error) => return Err(error).with_context(|| format!("writing on connection {connection}")),
                }
            }
            pending.drain(..written);
            // TLS wrote into a buffer of its own.
            match self.sockets[connection].transport.flush() {
                Err(error) if !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected) => {
                    return Err(error).with_context(|| format!("writing on connection {connection}"));
                }
                _ => {}
            }
            if pending.is_empty() && pending.capacity() > 4096 {
                *pending = Vec::new();
            }
        }
        Ok(())
    }
}

fn take_in(
    connection: usize,
    stage: &mut Stage,
    bytes: &[u8],
    count_from: u64,
    outbox: &mut Outbox,
    heard: &mut impl FnMut(usize, Heard<'_>, &mut Outbox) -> Result<()>,
) -> Result<()> {
    if let Stage::Upgrading(answer) = stage {
        answer.extend_from_slice(bytes);
        let Some(end) = memchr::memmem::find(answer, b"\r\n\r\n") else {
            return Ok(());
        };
        if !answer.starts_with(b"HTTP/1.1 101 ") {
            let line = answer.split(|byte| *byte == b'\r').next().unwrap_or_default();
            bail!("the upgrade was refused: {}", String::from_utf8_lossy(line));
        }
        let first_frames = answer.split_off(end + 4);
        *stage = Stage::Open(Frames::default());
        heard(connection, Heard::Upgraded, outbox)?;
        return take_in(connection, stage, &first_frames, count_from, outbox, heard);
    }
    let Stage::Open(frames) = stage else { return Ok(()) };
    frames.feed(bytes, count_from, &mut |said| match said {
        Said::Text(text) => heard(connection, Heard::Text(text), outbox),
        Said::Ping(payload) => {
            outbox.pong(connection, payload);
            Ok(())
        }
        Said::Pong => Ok(()),
        Said::Close(code) => bail!("the server closed the connection with code {code}"),
    })
}
