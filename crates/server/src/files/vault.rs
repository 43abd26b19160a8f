//! The folder of files: parts that are still coming, and what is kept.
//!
//! ```text
//! files/parts/ID          bytes that have come so far
//! files/parts/ID.json     what was announced; there from the beginning until the record is committed
//! files/parts/ID.clean    the picture or film without its metadata, on its way to be kept
//! files/parts/ID.small    its small picture, on its way to be kept
//! files/kept/XY/ID        a file; XY are the last two characters of its id
//! files/kept/XY/ID.small  its small picture
//! ```
//!
//! A file is flushed before it moves, its folder after it has, and only then its record is written: whatever moment a
//! crash comes at, what has a record is whole. What has none is found by its announcement. All of this blocks.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use teahouse_core::id::FileId;

use super::note::Note;

/// The endings beside the bytes themselves.
const NOTE: &str = "json";
const CLEAN: &str = "clean";
const SMALL: &str = "small";
/// A note that is being written.
const DRAFT: &str = "draft";

/// The folder of files.
#[derive(Debug)]
pub struct Vault {
    parts: PathBuf,
    kept: PathBuf,
}

impl Vault {
    /// Opens the folder, making it where it is missing.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn open(folder: &Path) -> io::Result<Vault> {
        let vault = Vault {
            parts: folder.join("parts"),
            kept: folder.join("kept"),
        };
        fs::create_dir_all(&vault.parts)?;
        fs::create_dir_all(&vault.kept)?;
        Ok(vault)
    }

    /// Where the bytes of an upload gather.
    pub(super) fn part(&self, file: FileId) -> PathBuf {
        self.parts.join(file.to_string())
    }

    /// Where its cleaned form is written.
    pub(super) fn clean(&self, file: FileId) -> PathBuf {
        self.part(file).with_extension(CLEAN)
    }

    /// Where its small picture is written.
    fn part_small(&self, file: FileId) -> PathBuf {
        self.part(file).with_extension(SMALL)
    }

    fn note(&self, file: FileId) -> PathBuf {
        self.part(file).with_extension(NOTE)
    }

    fn shard(&self, file: FileId) -> PathBuf {
        let id = file.to_string();
        self.kept.join(&id[id.len() - 2..])
    }

    /// Where a file is kept.
    pub(super) fn kept(&self, file: FileId) -> PathBuf {
        self.shard(file).join(file.to_string())
    }

    /// Opens a file that is kept.
    ///
    /// # Errors
    /// It is not there, or the disk refuses.
    pub fn read(&self, file: FileId) -> io::Result<File> {
        File::open(self.kept(file))
    }

    /// Opens its small picture.
    ///
    /// # Errors
    /// There is none, or the disk refuses.
    pub fn read_small(&self, file: FileId) -> io::Result<File> {
        File::open(self.kept(file).with_extension(SMALL))
    }

    /// Makes place for an upload. Nothing is flushed: to whom a crash leaves half of this, the upload begins again.
    pub(super) fn begin(&self, note: &Note) -> io::Result<()> {
        let begun = self.try_begin(note);
        if begun.is_err() {
            self.forget(note.file);
        }
        begun
    }

    fn try_begin(&self, note: &Note) -> io::Result<()> {
        File::create_new(self.part(note.file))?;
        let draft = self.part(note.file).with_extension(DRAFT);
        fs::write(&draft, note.to_json())?;
        fs::rename(draft, self.note(note.file))
    }

    /// What was announced before the house last stopped and is not finished, with the bytes that are there. What cannot
    /// be read is nobody's and goes.
    pub(super) fn announced(&self) -> io::Result<Vec<(Note, Found)>> {
        let mut notes = Vec::new();
        for entry in fs::read_dir(&self.parts)? {
            let path = entry?.path();
            match path.extension() {
                Some(ending) if ending == NOTE => notes.push(path),
                None if path.with_extension(NOTE).is_file() => {}
                // Work on the way to be kept begins anew.
                _ => remove(&path),
            }
        }
        let mut found = Vec::new();
        for path in notes {
            match fs::read(&path).ok().and_then(|json| Note::from_json(&json)) {
                Some(note) => found.extend(self.look(&note).map(|found| (note, found))),
                None => remove(&path),
            }
        }
        Ok(found)
    }

    fn look(&self, note: &Note) -> Option<Found> {
        if let Ok(part) = fs::metadata(self.part(note.file)) {
            return Some(Found::Part(part.len().min(note.size)));
        }
        if self.kept(note.file).is_file() {
            return Some(Found::Kept);
        }
        remove(&self.note(note.file));
        None
    }

    /// Writes the small picture of an upload.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn put_small(&self, file: FileId, picture: &[u8]) -> io::Result<()> {
        let mut small = File::create(self.part_small(file))?;
        small.write_all(picture)?;
        small.sync_all()
    }

    /// Moves a small picture to its file, unless that has one. The file itself is kept already.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn keep_small(&self, file: FileId) -> io::Result<()> {
        let small = self.kept(file).with_extension(SMALL);
        if small.exists() {
            remove(&self.part_small(file));
            return Ok(());
        }
        fs::rename(self.part_small(file), small)?;
        sync_folder(&self.shard(file))
    }

    /// Removes the small picture of a file whose record knows of none.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn drop_small(&self, file: FileId) -> io::Result<()> {
        remove(&self.kept(file).with_extension(SMALL));
        sync_folder(&self.shard(file))
    }

    /// Moves a complete upload to where it is kept: what was cleaned, or what came. Flushed before and after.
    pub(super) fn keep(&self, file: FileId, is_cleaned: bool) -> io::Result<()> {
        let from = if is_cleaned { self.clean(file) } else { self.part(file) };
        File::open(&from)?.sync_all()?;
        let shard = self.shard(file);
        if !shard.is_dir() {
            fs::create_dir_all(&shard)?;
            sync_folder(&self.kept)?;
        }
        let small = self.part_small(file);
        if small.exists() {
            fs::rename(small, self.kept(file).with_extension(SMALL))?;
        }
        fs::rename(from, self.kept(file))?;
        sync_folder(&shard)?;
        remove(&self.part(file));
        Ok(())
    }

    /// Keeps bytes that the house has made itself, which are their own small picture.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn put(&self, file: FileId, bytes: &[u8]) -> io::Result<()> {
        self.put_small(file, bytes)?;
        fs::write(self.part(file), bytes)?;
        self.keep(file, false)
    }

    /// The record of a file is committed: nothing of its upload is needed any more.
    pub(super) fn settle(&self, file: FileId) {
        for path in [
            self.part(file),
            self.clean(file),
            self.part_small(file),
            self.note(file),
        ] {
            remove(&path);
        }
    }

    /// Removes everything of a file.
    pub fn forget(&self, file: FileId) {
        for path in [self.kept(file).with_extension(SMALL), self.kept(file)] {
            remove(&path);
        }
        self.settle(file);
    }
}

/// What is there of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// So many bytes have come.
    Part(u64),
    /// All have come and are kept; whether the record is written only the record can tell.
    Kept,
}

/// Removes what may be there.
fn remove(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "a file could not be removed");
        }
        _ => {}
    }
}

/// Makes renames within a folder last. Only Unix lets folders be flushed.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match cfg!(unix) {
        true => File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests;
