//! A bot's program: takes one request after the other, checks it, and answers as it is told.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use serde_json::Value;
use teahouse::hooks::signature;

use super::super::text;

/// What signs what the program is sent.
pub(super) const SECRET: &str = "sixteen letters or more";

/// Where the house sends to.
pub(super) struct Program(pub(super) TcpListener);

/// One request that the program was sent.
pub(super) struct Letter {
    /// What names it.
    pub(super) delivery: String,
    /// What it says.
    pub(super) body: Value,
}

impl Letter {
    /// The message in it.
    pub(super) fn message(&self) -> &Value {
        &self.body["message"]
    }

    /// What kind it is, and the words of its message.
    pub(super) fn says(&self) -> (String, String) {
        (text(&self.body["type"]), text(&self.message()["text"]))
    }
}

impl Program {
    /// Begins to listen.
    pub(super) fn start() -> Program {
        Program(TcpListener::bind("127.0.0.1:0").expect("a port is free"))
    }

    /// Its address.
    pub(super) fn url(&self) -> String {
        format!("http://{}/in?x=1", self.0.local_addr().expect("it is bound"))
    }

    /// The next request, answered with this status.
    pub(super) fn take(&self, status: u16) -> Letter {
        let (mut stream, _) = self.0.accept().expect("somebody connects");
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .expect("a socket takes timeouts");
        let (head, body) = read(&mut stream);
        write!(stream, "HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n").expect("the house reads");
        assert!(head.starts_with("POST /in?x=1 HTTP/1.1\r\n"), "{head}");
        let line = |name: &str| {
            let found = head
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            found.unwrap_or_else(|| panic!("no {name} in {head}")).to_owned()
        };
        let timestamp: i64 = line("teahouse-timestamp").parse().expect("seconds");
        assert_eq!(
            line("teahouse-signature"),
            signature(SECRET, timestamp, body.as_bytes())
        );
        assert_eq!(line("content-type"), "application/json");
        Letter {
            delivery: line("teahouse-delivery"),
            body: serde_json::from_str(&body).expect("JSON"),
        }
    }
}

fn read(stream: &mut TcpStream) -> (String, String) {
    let (mut all, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut piece).expect("the house writes");
        all.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.and_then(|text| text.parse().ok()).expect("a length");
            if body.len() >= length {
                return (format!("{head}\r\n"), body.to_owned());
            }
        }
        assert!(count > 0, "the request broke off");
    }
}
