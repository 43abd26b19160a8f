//! Reading and writing certificates and keys on disk.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::config::SettingError;
use crate::data_dir::{create, private_file};

/// Writes a file that only its owner may read, whole or not at all.
pub(super) fn write_private(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        create(folder)?;
    }
    let draft = path.with_extension("new");
    // A draft left by a crash could have been made by another program with other rights.
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private_file().create_new(true).open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

/// Says in the words of a start-up refusal that a file of ours could not be written.
pub(super) fn not_written(path: &Path, error: &io::Error) -> SettingError {
    SettingError::new(format!(
        "{} cannot be written ({error}); let this user write there, or choose another data folder with --data",
        path.display()
    ))
}

/// A file's text, or `None` if there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<String>, SettingError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(SettingError::new(format!(
            "{} cannot be read ({error}); let this user read it, or remove it to have a new one made",
            path.display()
        ))),
    }
}

/// The certificates in a PEM text, leaf first; at least one.
pub(super) fn chain(pem: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let chain: Vec<_> = CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| format!("is not PEM ({error})"))?;
    if chain.is_empty() {
        Err("holds no certificate".to_owned())
    } else {
        Ok(chain)
    }
}

/// The first private key in a PEM text.
pub(super) fn key(pem: &str) -> Result<PrivateKeyDer<'static>, String> {
    PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|error| match error {
        rustls::pki_types::pem::Error::NoItemsFound => {
            "holds no private key that can be read without a password".to_owned()
        }
        error => format!("is not PEM ({error})"),
    })
}
