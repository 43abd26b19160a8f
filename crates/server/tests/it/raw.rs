//! A WebSocket client without manners: writes whatever bytes a test wants, reads frames one by one.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long a test waits for anything before it counts as a defect.
const PATIENCE: Duration = Duration::from_secs(20);
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// A connection after its handshake.
pub(crate) struct RawSocket(pub(crate) TcpStream);

/// What stands in one frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Text(String),
    Close(Option<u16>),
    Pong(Vec<u8>),
    Other(u8),
    /// The connection ended without a word.
    End,
}

impl RawSocket {
    pub(crate) fn open(address: SocketAddr, path: &str) -> RawSocket {
        let (socket, head) = RawSocket::try_open(address, path, "");
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        socket
    }

    /// Sends a handshake with more header lines, each ended by CRLF; gives the head of the answer.
    pub(crate) fn try_open(address: SocketAddr, path: &str, more: &str) -> (RawSocket, String) {
        let mut stream = TcpStream::connect(address).expect("the house listens");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a socket takes timeouts");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n{more}\r\n"
        )
        .expect("the house reads");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("the house answers");
            head.push(byte[0]);
        }
        (RawSocket(stream), String::from_utf8(head).expect("a head is ASCII"))
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        // The house may have closed already; what it said is read by the test.
        let _ = self.0.write_all(bytes);
    }

    /// Sends a text frame, masked with zeros.
    pub(crate) fn say(&mut self, text: &str) {
        self.write(&frame(0x81, text.as_bytes()));
    }

    pub(crate) fn hear(&mut self) -> Heard {
        let mut head = [0; 2];
        if self.0.read_exact(&mut head).is_err() {
            return Heard::End;
        }
        let len = match head[1] {
            126 => u64::from(u16::from_be_bytes(self.read())),
            127 => u64::from_be_bytes(self.read()),
            short => u64::from(short),
        };
        let mut payload = vec![0; usize::try_from(len).expect("it fits")];
        self.0.read_exact(&mut payload).expect("a frame comes whole");
        match head[0] & 0x0f {
            1 => Heard::Text(String::from_utf8(payload).expect("text is UTF-8")),
            8 => Heard::Close(payload.get(..2).map(|code| u16::from_be_bytes([code[0], code[1]]))),
            10 => Heard::Pong(payload),
            other => Heard::Other(other),
        }
    }

    fn read<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.read_exact(&mut bytes).expect("a head comes whole");
        bytes
    }

    pub(crate) fn hear_text(&mut self) -> String {
        match self.hear() {
            Heard::Text(text) => text,
            other => panic!("no text but {other:?}"),
        }
    }

    /// The code of the close frame, whatever comes before it.
    pub(crate) fn hear_close(&mut self) -> Option<u16> {
        loop {
            match self.hear() {
                Heard::Close(code) => return code,
                Heard::End => return None,
                Heard::Text(_) | Heard::Pong(_) | Heard::Other(_) => {}
            }
        }
    }
}

/// A masked frame with this first byte.
pub(crate) fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match payload.len() {
        len @ 0..=125 => bytes.push(0x80 | len as u8),
        len @ 126..=0xffff => {
            bytes.push(0x80 | 126);
            bytes.extend((len as u16).to_be_bytes());
        }
        len => {
            bytes.push(0x80 | 127);
            bytes.extend((len as u64).to_be_bytes());
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}
