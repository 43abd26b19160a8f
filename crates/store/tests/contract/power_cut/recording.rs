//! What the scribe does to its files, as the system sees it.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

/// The folder of the store, among the names of files: it is flushed like them.
pub const FOLDER: &str = "store";
const VARIABLE: &str = "SCRIBE_FOLDER";
const ACKS: &str = "acks";
const CALLS: &str = "trace=openat,close,pwrite64,write,ftruncate,fsync,fdatasync,unlink";

/// One thing that happened, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// So many messages were answered for.
    Ack(u64),
    /// A file was made.
    Create { file: String },
    /// Everything written to a file so far was flushed.
    Flush { file: String },
    /// A file was removed.
    Remove { file: String },
    /// A file was cut or lengthened.
    Resize { file: String, length: usize },
    /// Bytes were written.
    Write { file: String, at: usize, bytes: Vec<u8> },
}

/// Lets the scribe work; `None`, and a line that says so, where its system calls cannot be seen.
#[allow(
    clippy::print_stderr,
    reason = "whoever runs the tests should know what was not shown"
)]
pub fn record() -> Option<Vec<Event>> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(FOLDER)).expect("a folder");
    let trace = folder.path().join("trace");
    let traced = Command::new("strace")
        .args(["-f", "-xx", "-s", "65536", "-e", CALLS, "-o"])
        .arg(&trace)
        .arg(std::env::current_exe().expect("this test"))
        .args(["--exact", "power_cut::scribe", "--nocapture", "--test-threads=1"])
        .env(VARIABLE, folder.path())
        .output();
    if !traced.is_ok_and(|output| output.status.success()) {
        eprintln!("not shown here: strace is missing or not allowed");
        return None;
    }
    let lines = std::fs::read_to_string(&trace).expect("strace writes it");
    let mut files = Files {
        folder: format!("{}/", folder.path().display()),
        name_by_fd: HashMap::new(),
    };
    let events: Vec<_> = lines.lines().filter_map(|line| files.event(line)).collect();
    assert!(
        events.iter().any(|event| matches!(event, Event::Flush { .. })),
        "the trace was understood"
    );
    Some(events)
}

/// The scribe's folder and the file that it says its answers in; `None` if nobody records.
pub fn scribes_place() -> Option<(PathBuf, File)> {
    let folder = PathBuf::from(std::env::var_os(VARIABLE)?);
    let acks = OpenOptions::new().create(true).append(true).open(folder.join(ACKS));
    Some((folder.join(FOLDER), acks.expect("a file")))
}

/// Says that so many messages were answered for: a system call, so that the record has it in its place.
pub fn say(mut acks: &File, answered: u64) {
    acks.write_all(format!("{answered}\n").as_bytes()).expect("it takes it");
}

/// Which files are open as what.
struct Files {
    folder: String,
    name_by_fd: HashMap<String, String>,
}

impl Files {
    /// The event in a line such as `17  pwrite64(5, "\x00", 1, 0) = 1`, if it concerns us.
    fn event(&mut self, line: &str) -> Option<Event> {
        assert!(!line.contains("<unfinished"), "the scribe works on one thread: {line}");
        let (call, result) = line.rsplit_once(" = ")?;
        let (name, arguments) = call.split_once('(')?;
        let name = name.rsplit(' ').next()?;
        let arguments: Vec<&str> = arguments.trim_end().strip_suffix(')')?.split(", ").collect();
        if result.starts_with('-') {
            return None;
        }
        match (name, &arguments[..]) {
            ("openat", [_, path, flags, ..]) => {
                let file = self.ours(path)?;
                self.name_by_fd.insert(result.to_owned(), file.clone());
                (flags.contains("O_CREAT") && file != ACKS).then_some(Event::Create { file })
            }
            ("close", [fd]) => {
                self.name_by_fd.remove(*fd);
                None
            }
            ("unlink", [path]) => Some(Event::Remove { file: self.ours(path)? }),
            (_, [fd, rest @ ..]) => on_file(name, self.name_by_fd.get(*fd)?, rest),
            _ => None,
        }
    }

    /// The name in the scribe's folder of a path in hexadecimal. The log's index is none: it is made anew at each start.
    fn ours(&self, path: &str) -> Option<String> {
        let path = String::from_utf8(bytes(path)).ok()?;
        let name = path.strip_prefix(&self.folder)?;
        let name = name.strip_prefix("store/").unwrap_or(name);
        (!name.ends_with("-shm")).then(|| name.to_owned())
    }
}

fn on_file(call: &str, file: &str, arguments: &[&str]) -> Option<Event> {
    let number = |text: &str| text.parse().expect("a number");
    let file_name = file.to_owned();
    match (call, arguments) {
        ("write", [text, _]) if file == ACKS => {
            let text = String::from_utf8(bytes(text)).expect("digits");
            Some(Event::Ack(text.trim().parse().expect("a number")))
        }
        ("pwrite64", [data, _, at]) => Some(Event::Write {
            file: file_name,
            at: number(at),
            bytes: bytes(data),
        }),
        ("ftruncate", [length]) => Some(Event::Resize {
            file: file_name,
            length: number(length),
        }),
        ("fsync" | "fdatasync", []) => Some(Event::Flush { file: file_name }),
        _ => None,
    }
}

/// The bytes of `"\x74\x65\x61"`.
fn bytes(quoted: &str) -> Vec<u8> {
    let inner = quoted.trim_matches('"');
    assert!(!quoted.ends_with("..."), "strace tells all of it");
    inner
        .split("\\x")
        .skip(1)
        .map(|hex| u8::from_str_radix(hex, 16).expect("two digits"))
        .collect()
}
