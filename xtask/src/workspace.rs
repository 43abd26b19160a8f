//! Where things lie.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The source tree and what is built from it.
pub struct Workspace {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Where cargo builds.
    pub target: PathBuf,
}

impl Workspace {
    /// The tree that this program was built from.
    pub fn here() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("xtask lies in the workspace")
            .to_owned();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |set| root.join(set));
        Self { root, target }
    }

    /// A path below the root.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The server as the tests run it.
    pub fn server(&self) -> PathBuf {
        self.target.join("debug").join("teahouse")
    }

    /// The cargo that runs us.
    pub fn cargo() -> OsString {
        env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
    }
}
