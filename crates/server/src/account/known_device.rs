//! What tells a device that has signed in before from a stranger's: a number that the house has signed for one handle.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use teahouse_core::handle::Handle;

use crate::data_dir::private_file;

/// The key's file in the data folder.
pub const FILE_NAME: &str = "device.key";

/// Signs devices' numbers.
pub struct DeviceKey([u8; 32]);

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKey(…)")
    }
}

impl DeviceKey {
    /// Reads the key, or makes one. Without the old one all devices are strangers once.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn open(path: &Path) -> io::Result<DeviceKey> {
        if let Ok(kept) = fs::read(path)
            && let Ok(key) = kept.try_into()
        {
            return Ok(DeviceKey(key));
        }
        let mut key = [0; 32];
        getrandom::fill(&mut key).expect("the system gives random bytes");
        let mut file = private_file().create(true).truncate(true).open(path)?;
        file.write_all(&key)?;
        file.sync_all()?;
        Ok(DeviceKey(key))
    }

    /// A mark for a device that has just signed in to an account.
    #[must_use]
    pub fn mark(&self, handle: &Handle) -> String {
        let mut number = [0; 16];
        getrandom::fill(&mut number).expect("the system gives random bytes");
        let signature = self.signature(handle, number).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode([&number[..], &signature[..]].concat())
    }

    /// The number of the device that a mark was given to, if it was for this account.
    #[must_use]
    pub fn recognize(&self, handle: &Handle, mark: &str) -> Option<[u8; 16]> {
        let bytes = URL_SAFE_NO_PAD.decode(mark).ok()?;
        let (number, signature) = bytes.split_first_chunk::<16>()?;
        self.signature(handle, *number).verify_slice(signature).ok()?;
        Some(*number)
    }

    fn signature(&self, handle: &Handle, number: [u8; 16]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key may have any length");
        mac.update(&number);
        mac.update(handle.as_str().as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handle(text: &str) -> Handle {
        Handle::parse(text).unwrap()
    }

    #[test]
    fn a_mark_is_good_for_its_own_account_and_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        let mark = DeviceKey::open(&path).unwrap().mark(&handle("ann"));
        let key = DeviceKey::open(&path).unwrap();
        assert!(key.recognize(&handle("ann"), &mark).is_some());
        assert_eq!(key.recognize(&handle("bob"), &mark), None);
        assert_ne!(key.mark(&handle("ann")), mark);
    }

    #[test]
    fn a_mark_that_was_tampered_with_is_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let key = DeviceKey::open(&folder.path().join(FILE_NAME)).unwrap();
        let mark = key.mark(&handle("ann"));
        let other = DeviceKey::open(&folder.path().join("other")).unwrap();
        assert_eq!(other.recognize(&handle("ann"), &mark), None);
        for text in [
            "",
            "AAAA",
            &mark[1..],
            &mark[..mark.len() - 4],
            &format!("{mark}AAAA"),
            "ä",
        ] {
            assert_eq!(key.recognize(&handle("ann"), text), None, "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_for_nobody_else_to_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        DeviceKey::open(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
