//! What opens an account from outside: passwords, and how often one may guess them.

pub mod attempts;
pub mod known_device;
pub mod owner_code;
pub mod password;

use std::io;
use std::path::Path;

use attempts::Attempts;
use known_device::DeviceKey;
use owner_code::OwnerCode;
use password::Passwords;

/// The secrets and counters of a running house.
#[derive(Debug)]
pub struct Accounts {
    /// Hashing.
    pub passwords: Passwords,
    /// Guesses.
    pub attempts: Attempts,
    /// What tells a device that was here before.
    pub devices: DeviceKey,
    /// What makes somebody the owner, where there is none.
    pub owner_code: OwnerCode,
}

impl Accounts {
    /// Opens them, with keys kept in the data folder.
    ///
    /// # Errors
    /// A key cannot be read or written.
    pub fn open(data: &Path, has_owner: bool) -> io::Result<Accounts> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Accounts {
            passwords: Passwords::new(cores),
            attempts: Attempts::default(),
            devices: DeviceKey::open(&data.join(known_device::FILE_NAME))?,
            owner_code: OwnerCode::new(has_owner),
        })
    }
}
