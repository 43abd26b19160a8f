//! The operator's own certificate.

use std::path::PathBuf;

use super::{Setting, SettingError};

/// The files of a certificate that somebody else signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorCertificate {
    /// The chain, leaf first, in PEM.
    pub cert: Setting<PathBuf>,
    /// Its private key, in PEM.
    pub key: Setting<PathBuf>,
}

impl OperatorCertificate {
    /// Accepts both files or neither.
    pub(super) fn pair(
        cert: Option<Setting<PathBuf>>,
        key: Option<Setting<PathBuf>>,
    ) -> Result<Option<Self>, SettingError> {
        match (cert, key) {
            (Some(cert), Some(key)) => Ok(Some(Self { cert, key })),
            (None, None) => Ok(None),
            (Some(cert), None) => Err(cert.fault("has no key beside it; name the key's file with --key")),
            (None, Some(key)) => {
                Err(key.fault("has no certificate beside it; name the certificate's file with --cert"))
            }
        }
    }
}
