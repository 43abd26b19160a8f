//! What a bot has experienced, on its own disk: nothing in it depends on the house.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// One thing that a bot has done or seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// It was told that its message is kept, at this place.
    Ack {
        /// Where.
        room: String,
        /// The place.
        seq: u64,
        /// Which message.
        client_id: String,
    },
    /// It wants to say something, and is about to.
    Intent {
        /// Where.
        room: String,
        /// The message's name for ever.
        client_id: String,
    },
    /// It shows this message to its person, behind those shown before.
    Shown {
        /// Where.
        room: String,
        /// At which place.
        seq: u64,
        /// Whose.
        author: String,
        /// What its author calls it.
        client_id: String,
    },
}

/// A file of entries, each flushed before the bot goes on.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Begins an empty one at `path`.
    ///
    /// # Panics
    /// The file cannot be made.
    pub fn begin(path: &Path) -> Journal {
        Journal {
            path: path.to_owned(),
            file: OpenOptions::new()
                .append(true)
                .create_new(true)
                .open(path)
                .expect("a new file"),
        }
    }

    /// Notes `entries` and flushes them.
    ///
    /// # Panics
    /// The disk fails.
    pub fn note(&mut self, entries: &[Entry]) {
        let lines: String = entries.iter().map(|entry| format!("{entry}\n")).collect();
        self.file.write_all(lines.as_bytes()).expect("the disk is fine");
        self.file.sync_data().expect("the disk is fine");
    }

    /// Everything noted, read back from the file.
    ///
    /// # Panics
    /// The file holds something else.
    pub fn read(&self) -> Vec<Entry> {
        let text = std::fs::read_to_string(&self.path).expect("it is ours");
        text.lines().map(|line| line.parse().expect("it is ours")).collect()
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Entry::Ack { room, seq, client_id } => write!(f, "ack {room} {seq} {client_id}"),
            Entry::Intent { room, client_id } => write!(f, "intent {room} {client_id}"),
            Entry::Shown {
                room,
                seq,
                author,
                client_id,
            } => write!(f, "shown {room} {seq} {author} {client_id}"),
        }
    }
}

impl FromStr for Entry {
    type Err = String;

    fn from_str(line: &str) -> Result<Entry, String> {
        let no_entry = || format!("no entry: {line:?}");
        let number = |text: &str| text.parse().map_err(|_| no_entry());
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["ack", room, seq, client_id] => Ok(Entry::Ack {
                room: room.to_owned(),
                seq: number(seq)?,
                client_id: client_id.to_owned(),
            }),
            ["intent", room, client_id] => Ok(Entry::Intent {
                room: room.to_owned(),
                client_id: client_id.to_owned(),
            }),
            ["shown", room, seq, author, client_id] => Ok(Entry::Shown {
                room: room.to_owned(),
                seq: number(seq)?,
                author: author.to_owned(),
                client_id: client_id.to_owned(),
            }),
            _ => Err(no_entry()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_is_read_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut journal = Journal::begin(&dir.path().join("journal"));
        let (room, client_id) = ("r".to_owned(), "c".to_owned());
        let entries = [
            Entry::Intent {
                room: room.clone(),
                client_id: client_id.clone(),
            },
            Entry::Ack {
                room: room.clone(),
                seq: 7,
                client_id: client_id.clone(),
            },
            Entry::Shown {
                room,
                seq: 7,
                author: "a".to_owned(),
                client_id,
            },
        ];
        journal.note(&entries[..1]);
        journal.note(&entries[1..]);
        assert_eq!(journal.read(), entries);
        assert!("ack without a place".parse::<Entry>().is_err());
    }
}
