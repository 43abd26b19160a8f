//! The folder that keeps everything: made if needed, private, and used by one process at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::config::SettingError;

const LOCK_NAME: &str = "lock";

/// The data folder, locked for this process until it is dropped.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    _lock: File,
}

impl DataDir {
    /// Makes the folder if it is not there, closes it to other users, and takes it for this process.
    ///
    /// # Errors
    /// One sentence when it is not a folder, not writable, or in use by another process. Never
    /// waits.
    pub fn open(path: &Path) -> Result<Self, SettingError> {
        let at = |what: String| SettingError::new(format!("The data folder {} {what}", path.display()));
        create(path).map_err(|error| {
            at(match error.kind() {
                io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                    "cannot be made because a file stands in its place; choose another with --data".to_owned()
                }
                _ => format!("cannot be made ({error}); choose another with --data"),
            })
        })?;
        let not_writable = |error: io::Error| {
            at(format!(
                "is not writable ({error}); let this user write there, or choose another with --data"
            ))
        };
        let lock = private_file()
            .create(true)
            .truncate(false)
            .open(path.join(LOCK_NAME))
            .map_err(not_writable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(at(
                    "is in use by another Teahouse process; stop that one, or choose another folder with --data"
                        .to_owned(),
                ));
            }
            Err(TryLockError::Error(error)) => {
                return Err(at(format!(
                    "cannot be locked ({error}); choose one on a local disk with --data"
                )));
            }
        }
        // The lock file may be left from a time when the folder was still writable.
        let probe = path.join(format!(".probe-{}", std::process::id()));
        File::create(&probe)
            .and_then(|_| fs::remove_file(&probe))
            .map_err(not_writable)?;
        // An absolute path still means this folder if the process changes its own.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        Ok(Self { path, _lock: lock })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where people's files lie.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.path.join("files")
    }

    /// Where certificates and their keys lie.
    #[must_use]
    pub fn tls(&self) -> PathBuf {
        self.path.join("tls")
    }
}

/// Makes a folder that only its owner may enter, and closes one that is there already.
pub(crate) fn create(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // A folder of another owner that lets us write cannot be closed by us; that is its owner's choice.
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o700));
    }
    Ok(())
}

/// Options for a file that only its owner may read.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

#[cfg(test)]
mod tests {
    use super::DataDir;

    #[test]
    fn a_new_folder_is_made_with_its_parents_and_closed_to_others() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("a/b");
        let data = DataDir::open(&path).unwrap();
        assert_eq!(data.path(), path.canonicalize().unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        let left: Vec<_> = std::fs::read_dir(&path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, ["lock"], "the probe is gone");
    }

    #[test]
    fn a_folder_in_use_is_refused_until_it_is_free_again() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataDir::open(folder.path()).unwrap();
        let refusal = DataDir::open(folder.path()).unwrap_err().to_string();
        assert!(refusal.contains("in use by another Teahouse process"), "{refusal}");
        assert!(refusal.contains("--data"), "{refusal}");
        drop(first);
        DataDir::open(folder.path()).unwrap();
    }

    #[test]
    fn a_file_in_the_folders_place_is_refused_in_one_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("inside")] {
            let refusal = DataDir::open(&path).unwrap_err().to_string();
            assert!(refusal.contains("--data") && !refusal.contains('\n'), "{refusal}");
        }
    }
}
