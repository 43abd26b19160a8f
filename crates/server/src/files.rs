//! Files of people: uploads that survive broken connections, what they turn out to be, small pictures, downloads.
//!
//! Who may bring and read a file, and whether it fits a person's quota, the hub decides; here are only bytes.

pub mod body;
pub mod clean;
pub mod examine;
pub mod format;
pub mod name;
pub mod note;
pub mod range;
pub mod sweep;
pub mod thumbnail;
pub mod upload;
pub mod vault;

use std::fs::File;
use std::io::{self, Cursor};
use std::path::Path;
use std::sync::Arc;

use teahouse_core::id::FileId;
use tokio::sync::Semaphore;

use crate::config;
use clean::{CleanError, Orientation, clean};
use examine::{ExamineError, Examined, examine};
use format::Format;
use thumbnail::{Order, Studio};
use upload::{Upload, Uploads, blocking};
use vault::Vault;

/// Uploads that are examined at once: each reads its file from end to end.
const EXAMINERS: usize = 4;

/// All files of a house.
#[derive(Debug)]
pub struct Files {
    /// Where they lie.
    pub vault: Arc<Vault>,
    /// Those that are coming.
    pub uploads: Uploads,
    /// Where small pictures are made.
    pub studio: Studio,
    /// What the operator decided.
    pub settings: config::Files,
    examiners: Semaphore,
}

impl Files {
    /// Opens the folder of files.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn open(folder: &Path, settings: config::Files) -> io::Result<Files> {
        let vault = Arc::new(Vault::open(folder)?);
        Ok(Files {
            uploads: Uploads::open(Arc::clone(&vault), settings.parallel.get() as usize)?,
            vault,
            studio: Studio::of_this_program(),
            settings,
            examiners: Semaphore::new(EXAMINERS),
        })
    }

    /// Makes a complete upload a file that is kept, and tells what it is. Its record is the caller's to write, and then
    /// [`Uploads::settle`]; until that, this may be done again.
    ///
    /// # Errors
    /// It is not what it should be, or the disk refuses.
    pub async fn keep(&self, upload: &Upload) -> Result<Examined, ExamineError> {
        let _examiner = self.examiners.acquire().await.map_err(io::Error::other)?;
        let (vault, note, max_pixels) = (Arc::clone(&self.vault), upload.note.clone(), self.settings.max_pixels);
        let file = note.file;
        let looked = blocking(move || Ok(look(&vault, &note, max_pixels))).await?;
        let (mut examined, is_kept) = looked?;
        examined.facts.has_thumbnail = match examined.raster {
            Some(_) if is_kept => self.vault.read_small(file).is_ok(),
            Some((format, orientation)) => {
                let order = Order::of_file(format, orientation, self.settings.max_pixels);
                let original = File::open(self.vault.clean(file))?;
                self.paint(file, original, order).await?
            }
            None => false,
        };
        if !is_kept {
            let (vault, is_cleaned) = (Arc::clone(&self.vault), examined.is_cleaned);
            blocking(move || vault.keep(file, is_cleaned)).await?;
        }
        Ok(examined)
    }

    /// Makes a picture anew by an order for its format and orientation. `scratch` is an id that nothing has.
    ///
    /// # Errors
    /// It is none that can be read, or the disk refuses.
    pub async fn remake(
        &self,
        scratch: FileId,
        picture: Vec<u8>,
        order: impl FnOnce(Format, Orientation) -> Order,
    ) -> Result<Vec<u8>, ExamineError> {
        let vault = Arc::clone(&self.vault);
        let cleaned = blocking(move || {
            let format = Format::sniff(&picture);
            let mut target = File::options()
                .read(true)
                .write(true)
                .create_new(true)
                .open(vault.clean(scratch))?;
            Ok(match format.is_raster() {
                true => clean(format, &mut Cursor::new(picture), &mut target).map(|seen| (format, seen)),
                false => Err(CleanError::Broken),
            })
        });
        let painted = match cleaned.await? {
            Ok((format, seen)) => {
                let original = File::open(self.vault.clean(scratch))?;
                self.studio.paint(original, order(format, seen.orientation)).await
            }
            Err(CleanError::Broken) => None,
            Err(CleanError::Disk(error)) => return Err(error.into()),
        };
        self.uploads.discard(scratch).await;
        painted.ok_or(ExamineError::Broken)
    }

    /// Paints a small picture and lays it beside the parts of an upload; whether there is one.
    async fn paint(&self, file: FileId, original: File, order: Order) -> io::Result<bool> {
        let Some(picture) = self.studio.paint(original, order).await else {
            return Ok(false);
        };
        let vault = Arc::clone(&self.vault);
        blocking(move || vault.put_small(file, &picture)).await?;
        Ok(true)
    }
}

/// Examines the parts of an upload, or the file if it is kept already and only its record was lost.
fn look(vault: &Vault, note: &note::Note, max_pixels: u64) -> Result<(Examined, bool), ExamineError> {
    let (part, clean) = (vault.part(note.file), vault.clean(note.file));
    if part.exists() {
        return Ok((examine(note, &part, &clean, max_pixels)?, false));
    }
    // What is kept was compared with its announcement before it was cleaned.
    let checked = note::Note {
        sha256: None,
        ..note.clone()
    };
    let examined = examine(&checked, &vault.kept(note.file), &clean, max_pixels)?;
    std::fs::remove_file(clean).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })?;
    Ok((examined, true))
}
