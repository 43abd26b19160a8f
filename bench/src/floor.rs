//! The floor: a bare epoll server that speaks just enough WebSocket to pass frames on, so that other servers can be read
//! beside what the kernel alone costs.
//!
//! A connection asks for `GET /NUMBER`; every text frame goes to its neighbor by number, or to everybody. Nothing is parsed,
//! routed or checked, and what one turn of the loop brings to a receiver is written once.

use std::collections::HashMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use teahouse_wire::frame::handshake::accept_key;

use crate::swarm::frame::unmask;

const LISTENER: Token = Token(usize::MAX);

/// Who hears a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FloorReach {
    /// The neighbor: the odd number after an even one, and back.
    Neighbor,
    /// Everybody but the sender.
    Everybody,
}

struct Peer {
    stream: TcpStream,
    partner: Option<usize>,
    upgraded: bool,
    unread: Vec<u8>,
    unsent: Vec<u8>,
}

struct Floor {
    reach: FloorReach,
    poll: Poll,
    peers: Vec<Option<Peer>>,
    token_by_number: HashMap<usize, usize>,
    touched: Vec<usize>,
    scratch: Vec<u8>,
}

/// Serves on a loopback port until the process is ended; says `listening PORT` once it does.
///
/// # Errors
/// The port is taken, or epoll fails.
pub fn serve(port: u16, reach: FloorReach, announce: impl FnOnce(u16) -> Result<()>) -> Result<()> {
    let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    announce(listener.local_addr()?.port())?;
    let mut floor = Floor {
        reach,
        poll: Poll::new()?,
        peers: Vec::new(),
        token_by_number: HashMap::new(),
        touched: Vec::new(),
        scratch: vec![0; 64 * 1024],
    };
    floor
        .poll
        .registry()
        .register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut events = Events::with_capacity(1024);
    loop {
        floor.poll.poll(&mut events, None)?;
        for event in &events {
            match event.token() {
                LISTENER => floor.accept(&listener)?,
                Token(token) => floor.handle(token, event.is_writable()),
            }
        }
        for token in std::mem::take(&mut floor.touched) {
            floor.send(token);
        }
    }
}

impl Floor {
    fn accept(&mut self, listener: &TcpListener) -> Result<()> {
        loop {
            let mut stream = match listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error).context("cannot accept"),
            };
            stream.set_nodelay(true)?;
            let token = Token(self.peers.len());
            self.poll
                .registry()
                .register(&mut stream, token, Interest::READABLE | Interest::WRITABLE)?;
            let (unread, unsent) = (Vec::new(), Vec::new());
            self.peers.push(Some(Peer {
                stream,
                partner: None,
                upgraded: false,
                unread,
                unsent,
            }));
        }
    }

    /// Reads what a peer sent and queues it for its partner; a peer that fails in any way is forgotten.
    fn handle(&mut self, token: usize, writable: bool) {
        if writable {
            self.touched.push(token);
        }
        if self.read(token).is_none() {
            self.peers[token] = None;
        }
    }

    fn read(&mut self, token: usize) -> Option<()> {
        let mut scratch = std::mem::take(&mut self.scratch);
        let outcome = self.read_into(token, &mut scratch);
        self.scratch = scratch;
        outcome
    }

    fn read_into(&mut self, token: usize, scratch: &mut [u8]) -> Option<()> {
        loop {
            let peer = self.peers[token].as_mut()?;
            let taken = match peer.stream.read(scratch) {
                Ok(0) => return None,
                Ok(taken) => taken,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Some(()),
                Err(_) => return None,
            };
            if peer.unread.is_empty() {
                let used = self.take_in(token, &mut scratch[..taken])?;
                self.peers[token]
                    .as_mut()?
                    .unread
                    .extend_from_slice(&scratch[used..taken]);
            } else {
                let mut bytes = std::mem::take(&mut peer.unread);
                bytes.extend_from_slice(&scratch[..taken]);
                let used = self.take_in(token, &mut bytes)?;
                self.peers[token].as_mut()?.unread = bytes.split_off(used);
            }
            if taken < scratch.len() {
                return Some(());
            }
        }
    }

    fn take_in(&mut self, token: usize, bytes: &mut [u8]) -> Option<usize> {
        if self.peers[token].as_ref()?.upgraded {
            self.relay(token, bytes)
        } else {
            self.upgrade(token, bytes)
        }
    }

    fn upgrade(&mut self, token: usize, bytes: &[u8]) -> Option<usize> {
        let Some(end) = memchr::memmem::find(bytes, b"\r\n\r\n") else {
            return Some(0);
        };
        let request = std::str::from_utf8(&bytes[..end]).ok()?;
        let number: usize = request.strip_prefix("GET /")?.split(' ').next()?.parse().ok()?;
        let key = request
            .lines()
            .find_map(|line| line.strip_prefix("Sec-WebSocket-Key: "))?;
        self.token_by_number.insert(number, token);
        let partner = self.token_by_number.get(&(number ^ 1)).copied();
        if let Some(partner) = partner.and_then(|partner| self.peers[partner].as_mut()) {
            partner.partner = Some(token);
        }
        let peer = self.peers[token].as_mut()?;
        peer.upgraded = true;
        peer.partner = partner;
        let answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {}\r\n\r\n",
            accept_key(key)
        );
        peer.unsent.extend_from_slice(answer.as_bytes());
        self.touched.push(token);
        Some(end + 4)
    }

    /// Moves whole frames to whoever hears them, unmasked; answers how many bytes they took.
    fn relay(&mut self, token: usize, bytes: &mut [u8]) -> Option<usize> {
        let (said, used) = unmasked(bytes)?;
        let hearers = match self.reach {
            FloorReach::Neighbor => {
                let partner = self.peers[token].as_ref()?.partner?;
                partner..partner + 1
            }
            FloorReach::Everybody => 0..self.peers.len(),
        };
        for hearer in hearers.filter(|hearer| *hearer != token) {
            let Some(peer) = self.peers[hearer].as_mut() else {
                continue;
            };
            if peer.unsent.is_empty() {
                self.touched.push(hearer);
            }
            peer.unsent.extend_from_slice(&said);
        }
        Some(used)
    }

    fn send(&mut self, token: usize) {
        let Some(peer) = self.peers[token].as_mut() else { return };
        while !peer.unsent.is_empty() {
            match peer.stream.write(&peer.unsent) {
                Ok(written) => drop(peer.unsent.drain(..written)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => return self.peers[token] = None,
            }
        }
    }
}

/// The whole frames at the beginning of what a client sent, as a server sends them, and how many bytes they took.
fn unmasked(bytes: &mut [u8]) -> Option<(Vec<u8>, usize)> {
    let mut said = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some((size, len)) = masked_head(&bytes[at..]) {
        let start = at + size;
        if bytes.len() < start + len {
            break;
        }
        let (head, payload) = bytes[at..start + len].split_at_mut(size);
        let (head, key) = head.split_last_chunk::<4>()?;
        unmask(payload, *key);
        said.extend_from_slice(&[head[0], head[1] & 0x7f]);
        said.extend_from_slice(&head[2..]);
        said.extend_from_slice(payload);
        at = start + len;
    }
    Some((said, at))
}

/// The size of a masked frame's head and of its payload; no frame here is longer than 64 KiB.
fn masked_head(bytes: &[u8]) -> Option<(usize, usize)> {
    match bytes.get(1)? & 0x7f {
        126 => Some((8, usize::from(u16::from_be_bytes(*bytes.get(2..)?.first_chunk()?)))),
        len => Some((6, usize::from(len))),
    }
}
