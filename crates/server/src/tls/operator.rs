//! The operator's own certificate files, read again when they change.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use rustls::sign::CertifiedKey;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer as _;

use super::files;
use super::leaf::names_in;
use crate::config::{OperatorCertificate, SettingError};

/// When a file was last written and how long it is.
type Stamp = (SystemTime, u64);

/// The pair of files and what was last read from them.
pub(super) struct OperatorFiles {
    named: OperatorCertificate,
    key: Arc<CertifiedKey>,
    names: BTreeSet<String>,
    read_at: Option<[Stamp; 2]>,
    /// The files that were last complained about; they may have been unreadable even then.
    complained_at: Option<Option<[Stamp; 2]>>,
}

impl OperatorFiles {
    /// Reads both files for the first time; here every fault stops the start.
    pub(super) fn open(named: &OperatorCertificate) -> Result<Self, SettingError> {
        let read_at = stamps(named).ok();
        let (key, names) = load(named)?;
        Ok(Self {
            named: named.clone(),
            key,
            names,
            read_at,
            complained_at: None,
        })
    }

    /// Reads both files again if one changed; says whether another certificate came of it.
    ///
    /// Whoever renews a certificate writes two files, so that for a moment they do not fit: until
    /// they do, the old pair stays and reading is tried again.
    pub(super) fn refresh(&mut self) -> bool {
        let stamps = stamps(&self.named).ok();
        if stamps.is_some() && stamps == self.read_at {
            return false;
        }
        match load(&self.named) {
            Ok((key, names)) => {
                let is_renewed = key.cert != self.key.cert;
                (self.key, self.names, self.read_at) = (key, names, stamps);
                if is_renewed {
                    tracing::info!("read the operator's certificate again");
                }
                is_renewed
            }
            Err(error) => {
                if self.complained_at != Some(stamps) {
                    tracing::warn!(%error, "the changed certificate cannot be used; the old one stays");
                    self.complained_at = Some(stamps);
                }
                false
            }
        }
    }

    pub(super) fn key(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.key)
    }

    /// The names and addresses that the certificate is for.
    pub(super) fn names(&self) -> Vec<String> {
        self.names.iter().cloned().collect()
    }
}

fn load(named: &OperatorCertificate) -> Result<(Arc<CertifiedKey>, BTreeSet<String>), SettingError> {
    let remedy = "name a PEM file";
    let chain = text(&named.cert.value)
        .and_then(|pem| files::chain(&pem))
        .map_err(|what| {
            named.cert.fault(format!(
                "({}) {what}; {remedy} with the certificate, leaf first",
                named.cert.value.display()
            ))
        })?;
    let key = text(&named.key.value)
        .and_then(|pem| files::key(&pem))
        .map_err(|what| {
            named.key.fault(format!(
                "({}) {what}; {remedy} with the unencrypted private key",
                named.key.value.display()
            ))
        })?;
    let names = chain
        .first()
        .and_then(|leaf| X509Certificate::from_der(leaf).ok())
        .map(|(_, leaf)| names_in(&leaf))
        .ok_or_else(|| {
            named
                .cert
                .fault(format!("holds no X.509 certificate; {remedy} with one"))
        })?;
    let certified =
        CertifiedKey::from_der(chain, key, &rustls::crypto::ring::default_provider()).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => named
                .key
                .fault("does not belong to the certificate; name the key that it was made with"),
            error => named
                .key
                .fault(format!("cannot be used ({error}); name an ECDSA, Ed25519 or RSA key")),
        })?;
    Ok((Arc::new(certified), names))
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot be read ({error})"))
}

fn stamps(named: &OperatorCertificate) -> io::Result<[Stamp; 2]> {
    let stamp = |path: &Path| {
        let metadata = fs::metadata(path)?;
        Ok::<_, io::Error>((metadata.modified()?, metadata.len()))
    };
    Ok([stamp(&named.cert.value)?, stamp(&named.key.value)?])
}
