//! Uploads that are under way: where each stands, whose turn it is to send, how many of one person send at once.
//!
//! A later request of an upload takes over from an earlier one: a client that has lost its connection comes back long
//! before the house can know that the old one is dead.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use teahouse_core::id::{FileId, UserId};
use tokio::sync::{OwnedMutexGuard, watch};
use tokio::task::spawn_blocking;

use super::note::Note;
use super::vault::{Found, Vault};

/// Uploads that one person may have begun: a gallery, some films, and what other devices do meanwhile.
pub const MAX_BEGUN: usize = 100;
/// Bytes that are gathered before they are written: the disk is asked seldom, memory is little.
const GATHER: usize = 256 * 1024;

/// All uploads under way.
#[derive(Debug)]
pub struct Uploads {
    vault: Arc<Vault>,
    begun: Mutex<HashMap<FileId, Arc<Upload>>>,
    senders: Arc<Mutex<HashMap<UserId, usize>>>,
    parallel: usize,
}

/// One upload.
#[derive(Debug)]
pub struct Upload {
    /// What was announced.
    pub note: Note,
    offset: AtomicU64,
    /// Held by whoever sends or finishes.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Counts those who wanted their turn: whoever has it gives it up when this moves.
    wanted: watch::Sender<u64>,
    touched: Mutex<Instant>,
}

/// Why an upload cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The person has begun too many.
    #[error("too many uploads have begun")]
    TooMany,
    /// The disk refuses.
    #[error(transparent)]
    Disk(#[from] io::Error),
}

/// One of the places that a person has for sending.
#[derive(Debug)]
pub struct Sender {
    senders: Arc<Mutex<HashMap<UserId, usize>>>,
    user: UserId,
}

impl Uploads {
    /// The uploads that a vault knows of; each person may send `parallel` at once.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn open(vault: Arc<Vault>, parallel: usize) -> io::Result<Uploads> {
        let begun = vault.announced()?.into_iter().map(|(note, found)| {
            let offset = match found {
                Found::Part(len) => len,
                Found::Kept => note.size,
            };
            (note.file, Arc::new(Upload::new(note, offset)))
        });
        Ok(Uploads {
            begun: Mutex::new(begun.collect()),
            vault,
            senders: Arc::default(),
            parallel,
        })
    }

    /// Begins an upload.
    ///
    /// # Errors
    /// There are too many, or the disk refuses.
    pub async fn begin(&self, note: Note) -> Result<Arc<Upload>, BeginError> {
        let upload = Arc::new(Upload::new(note, 0));
        {
            let mut begun = lock(&self.begun);
            let owner = upload.note.owner;
            if begun.values().filter(|other| other.note.owner == owner).count() >= MAX_BEGUN {
                return Err(BeginError::TooMany);
            }
            begun.insert(upload.note.file, Arc::clone(&upload));
        }
        let (vault, note) = (Arc::clone(&self.vault), upload.note.clone());
        match blocking(move || vault.begin(&note)).await {
            Ok(()) => Ok(upload),
            Err(error) => {
                lock(&self.begun).remove(&upload.note.file);
                Err(error.into())
            }
        }
    }

    /// The upload of a person.
    #[must_use]
    pub fn find(&self, file: FileId, owner: UserId) -> Option<Arc<Upload>> {
        let upload = Arc::clone(lock(&self.begun).get(&file)?);
        (upload.note.owner == owner).then_some(upload)
    }

    /// A place for sending, if the person has one left.
    #[must_use]
    pub fn sender(&self, user: UserId) -> Option<Sender> {
        let mut senders = lock(&self.senders);
        let sending = senders.entry(user).or_default();
        if *sending >= self.parallel {
            return None;
        }
        *sending += 1;
        drop(senders);
        Some(Sender {
            senders: Arc::clone(&self.senders),
            user,
        })
    }

    /// The upload has become a file.
    pub async fn settle(&self, file: FileId) {
        let vault = Arc::clone(&self.vault);
        let _settled = blocking(move || {
            vault.settle(file);
            Ok(())
        })
        .await;
        lock(&self.begun).remove(&file);
    }

    /// The upload comes to nothing; whoever sends stops at once.
    pub async fn cancel(&self, upload: &Upload) {
        let _turn = upload.turn().await;
        self.discard(upload.note.file).await;
    }

    /// Removes all that is there of a file, begun or kept.
    pub async fn discard(&self, file: FileId) {
        let vault = Arc::clone(&self.vault);
        let _gone = blocking(move || {
            vault.forget(file);
            Ok(())
        })
        .await;
        lock(&self.begun).remove(&file);
    }

    /// Uploads to which no byte has come for so long.
    #[must_use]
    pub fn silent(&self, since: Duration) -> Vec<Arc<Upload>> {
        let begun = lock(&self.begun);
        let silent = begun.values().filter(|upload| lock(&upload.touched).elapsed() >= since);
        silent.cloned().collect()
    }
}

impl Upload {
    fn new(note: Note, offset: u64) -> Upload {
        Upload {
            note,
            offset: AtomicU64::new(offset),
            turn: Arc::default(),
            wanted: watch::Sender::new(0),
            touched: Mutex::new(Instant::now()),
        }
    }

    /// How many bytes have come and are written.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset.load(Ordering::Acquire)
    }

    /// Takes the turn over from whoever has it.
    pub async fn turn(&self) -> Turn {
        let wanted = self.wanted.subscribe();
        let mut number = 0;
        self.wanted.send_modify(|wanted| {
            *wanted += 1;
            number = *wanted;
        });
        let guard = Arc::clone(&self.turn).lock_owned().await;
        *lock(&self.touched) = Instant::now();
        Turn {
            _guard: guard,
            wanted,
            number,
        }
    }

    /// Opens the bytes for more of them.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn pen(self: &Arc<Self>, vault: &Vault, _turn: &Turn) -> io::Result<Pen> {
        let (path, offset) = (vault.part(self.note.file), self.offset());
        let file = blocking(move || {
            let mut file = OpenOptions::new().write(true).open(path)?;
            // A write that failed half way may have left something behind.
            file.set_len(offset)?;
            file.seek(SeekFrom::Start(offset))?;
            Ok(file)
        })
        .await?;
        Ok(Pen {
            upload: Arc::clone(self),
            file: Some(file),
            gathered: Vec::new(),
        })
    }
}

/// The right to send to an upload or to finish it.
#[derive(Debug)]
pub struct Turn {
    _guard: OwnedMutexGuard<()>,
    wanted: watch::Receiver<u64>,
    number: u64,
}

impl Turn {
    /// Returns when somebody else wants it.
    pub async fn overtaken(&mut self) {
        // The upload outlives its turns; were it gone, nobody would wait either.
        let number = self.number;
        let _wanted = self.wanted.wait_for(|wanted| *wanted > number).await;
    }
}

/// Writes what comes of an upload.
#[derive(Debug)]
pub struct Pen {
    upload: Arc<Upload>,
    file: Option<File>,
    gathered: Vec<u8>,
}

impl Pen {
    /// How many bytes the upload has, those included that are not written yet.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.upload.offset() + self.gathered.len() as u64
    }

    /// Takes more bytes.
    ///
    /// # Errors
    /// The disk refuses; what was written before stands.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHER {
            self.flush(false).await
        } else {
            Ok(())
        }
    }

    /// Writes what is gathered and makes all of it last.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn finish(mut self) -> io::Result<()> {
        self.flush(true).await
    }

    async fn flush(&mut self, is_last: bool) -> io::Result<()> {
        let gathered = std::mem::take(&mut self.gathered);
        let mut file = self
            .file
            .take()
            .ok_or_else(|| io::Error::other("a write has failed before"))?;
        let (file, mut gathered) = blocking(move || {
            file.write_all(&gathered)?;
            if is_last {
                file.sync_data()?;
            }
            Ok((file, gathered))
        })
        .await?;
        self.upload.offset.fetch_add(gathered.len() as u64, Ordering::AcqRel);
        *lock(&self.upload.touched) = Instant::now();
        gathered.clear();
        self.gathered = gathered;
        self.file = Some(file);
        Ok(())
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        let mut senders = lock(&self.senders);
        if let Some(sending) = senders.get_mut(&self.user) {
            *sending -= 1;
            if *sending == 0 {
                senders.remove(&self.user);
            }
        }
    }
}

/// Does what blocks on a thread for that.
///
/// # Errors
/// Those of the work, and its panic.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work)
        .await
        .unwrap_or_else(|gone| Err(io::Error::other(gone)))
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
