//! Files over HTTP: brought in pieces, cleaned, read in parts, and seen by those who may.

mod bombs;
mod bring;
mod harmless;
mod many;
mod painter;
mod places;
mod poster;
mod read;
mod see;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use teahouse_testkit::{House, request};

use crate::PROGRAM;

/// How long a test waits for anything before it counts as a defect.
const PATIENCE: Duration = Duration::from_secs(30);
const OFFSET_TYPE: (&str, &str) = ("content-type", "application/offset+octet-stream");

fn house() -> House {
    House::start(Path::new(PROGRAM))
}

/// An answer with whatever bytes.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| panic!("{why}: {self:?}"))
    }

    fn code(&self) -> (u16, String) {
        (self.status, self.json()["code"].as_str().unwrap_or_default().to_owned())
    }
}

/// A person with a house.
struct Guest<'a> {
    house: &'a House,
    id: String,
    cookie: String,
}

impl<'a> Guest<'a> {
    /// Somebody with an account.
    fn enter(house: &'a House, name: &str) -> Guest<'a> {
        let handle = name.to_lowercase();
        let mut operator = Command::new(PROGRAM)
            .args(["user", "create", &handle, "--password-stdin", "--data"])
            .arg(house.data())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program can be run");
        let mut password = operator.stdin.take().expect("it is piped");
        password.write_all(b"three cups of tea\n").expect("it reads");
        drop(password);
        assert!(operator.wait().expect("it is ours").success());
        let body = json!({ "handle": handle, "password": "three cups of tea" }).to_string();
        let json = [("content-type", "application/json")];
        let entered = request(house.address(), "POST", "/api/v1/session", &json, &body).expect("the house answers");
        assert_eq!(entered.status, 201, "{}", entered.body);
        let cookie = entered.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let view: Value = serde_json::from_str(&entered.body).expect("it is JSON");
        Guest {
            house,
            id: view["you"]["id"].as_str().expect("an id").to_owned(),
            cookie: cookie.expect("a cookie").to_owned(),
        }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = begin(self.house.address(), &self.cookie, method, path, headers, body.len());
        // The house may answer before it has read everything.
        let _it_may_have_closed = stream.write_all(body);
        answer(stream)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.ask(
            method,
            path,
            &[("content-type", "application/json")],
            body.to_string().as_bytes(),
        )
    }

    /// Announces a file; its id.
    fn announce(&self, announcement: &Value) -> String {
        let answer = self.json("POST", "/api/v1/files", announcement);
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()["id"].as_str().expect("it has an id").to_owned()
    }

    fn send(&self, file: &str, offset: u64, bytes: &[u8]) -> Answer {
        let offset = offset.to_string();
        self.ask(
            "PATCH",
            &upload(file),
            &[OFFSET_TYPE, ("upload-offset", &offset)],
            bytes,
        )
    }

    /// Brings a file in one piece; its record.
    fn bring(&self, name: &str, bytes: &[u8]) -> Value {
        let file = self.announce(&json!({ "name": name, "size": bytes.len() }));
        let answer = self.send(&file, 0, bytes);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["file"].clone()
    }

    /// Brings a file that the house may refuse.
    fn try_bring(&self, announcement: &Value, bytes: &[u8]) -> Answer {
        self.send(&self.announce(announcement), 0, bytes)
    }

    fn bring_id(&self, name: &str, bytes: &[u8]) -> String {
        self.bring(name, bytes)["id"].as_str().expect("it has an id").to_owned()
    }
}

fn upload(file: &str) -> String {
    format!("/api/v1/files/{file}/upload")
}

fn path(file: &str) -> String {
    format!("/api/v1/files/{file}")
}

/// Sends the head of a request.
fn begin(
    address: SocketAddr,
    cookie: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    len: usize,
) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream
        .set_read_timeout(Some(PATIENCE))
        .expect("a socket takes timeouts");
    let mut head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: close\r\n\
         Cookie: {cookie}\r\nContent-Length: {len}\r\n"
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).expect("it reads");
    stream
}

fn answer(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A connection that the house resets after its answer still brought the answer.
    let _end = stream.read_to_end(&mut bytes);
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("an answer has a head");
    let head = String::from_utf8(bytes[..end].to_vec()).expect("a head is text");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
    Answer {
        status: status.parse().expect("a status is a number"),
        headers: lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect(),
        body: bytes[end + 4..].to_vec(),
    }
}

/// How many an environment variable says, or as many as a test run by the way can bear.
fn amount(variable: &str, usual: usize) -> usize {
    std::env::var(variable).map_or(usual, |count| count.parse().expect("a number"))
}

/// Does the work of many things, each guest one at a time.
fn share<T: Send>(guests: &[Guest<'_>], things: Vec<T>, work: impl Fn(&Guest<'_>, T) + Sync) {
    let left = Mutex::new(things.into_iter());
    let next = || left.lock().expect("nobody panics while taking").next();
    thread::scope(|scope| {
        for guest in guests {
            let (next, work) = (&next, &work);
            scope.spawn(move || {
                while let Some(thing) = next() {
                    work(guest, thing);
                }
            });
        }
    });
}

/// The names of what lies in the house's folder of files: what is still coming, and what is kept.
fn lying(house: &House) -> [Vec<String>; 2] {
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("it is there").flatten();
        entries
            .map(|entry| entry.file_name().into_string().expect("names are text"))
            .collect::<Vec<_>>()
    };
    let files = house.data().join("files");
    let shards = names(&files.join("kept"));
    let kept = shards.iter().flat_map(|shard| names(&files.join("kept").join(shard)));
    [names(&files.join("parts")), kept.collect()]
}

/// Bytes that are nothing in particular and nowhere the same.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    // The first byte begins no format.
    std::iter::once(b'x')
        .chain(std::iter::repeat_with(&mut next))
        .take(len)
        .collect()
}
