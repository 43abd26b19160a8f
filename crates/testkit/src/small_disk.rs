//! A disk that is soon full.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A file system of a few megabytes, gone when dropped.
#[derive(Debug)]
pub struct SmallDisk(TempDir);

impl SmallDisk {
    /// Mounts one of so many megabytes; `None`, and a line that says so, where mounting is not allowed.
    #[allow(
        clippy::print_stderr,
        reason = "whoever runs the tests should know what was not shown"
    )]
    pub fn mount(megabytes: u32) -> Option<SmallDisk> {
        let dir = tempfile::tempdir().expect("a folder can be made");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"])
            .arg(dir.path())
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            eprintln!("not shown here: mounting a small disk is not allowed");
        }
        mounted.then_some(SmallDisk(dir))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A folder on it.
    ///
    /// # Panics
    /// It is full.
    pub fn folder(&self) -> TempDir {
        tempfile::tempdir_in(self.path()).expect("there is room")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: whoever still holds a file on it is about to go.
        let _it_is_no_longer_mounted = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}
