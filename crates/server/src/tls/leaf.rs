//! The certificate that browsers see: this machine's names and addresses, signed by the local
//! authority, replaced when they change or its end is near.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, SanType};
use rustls::sign::CertifiedKey;
use time::{Duration, OffsetDateTime};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer as _;

use super::authority::{Authority, HEAD_START};
use super::files;
use crate::config::SettingError;
use crate::machine::Machine;

const CERTIFICATE: &str = "leaf.crt";
const KEY: &str = "leaf.key";

/// Browsers refuse longer lives (CA/Browser Forum Baseline Requirements §6.3.2: 398 days).
pub(super) const LEAF_LIFE: Duration = Duration::days(396);

// Early enough that a server started once a month never shows an expired one.
const RENEW_BEFORE: Duration = Duration::days(60);

/// The current certificate of this machine.
pub struct Leaf {
    folder: PathBuf,
    key: Arc<CertifiedKey>,
    names: BTreeSet<String>,
    not_after: OffsetDateTime,
}

impl Leaf {
    /// Takes up the leaf of the last run if it still fits, else issues one.
    pub(super) fn open(
        folder: &Path,
        authority: &Authority,
        machine: &Machine,
        now: SystemTime,
    ) -> Result<Self, SettingError> {
        if let Some(kept) = Self::load(folder, authority)
            && kept.fits(&names(authority, machine), now)
        {
            return Ok(kept);
        }
        let (issued, pem) = Self::issue(folder, authority, machine, now);
        pem.save(folder)?;
        Ok(issued)
    }

    /// Re-issues the certificate if the machine's names or addresses changed or its end is near;
    /// says whether it did.
    pub(super) fn refresh(&mut self, authority: &Authority, machine: &Machine, now: SystemTime) -> bool {
        if self.fits(&names(authority, machine), now) {
            return false;
        }
        let (issued, pem) = Self::issue(&self.folder, authority, machine, now);
        *self = issued;
        tracing::info!(
            names = self.names.len(),
            "issued a certificate for this machine's addresses"
        );
        // It serves from memory; the next start would only issue another.
        if let Err(error) = pem.save(&self.folder) {
            tracing::warn!(%error, "the new certificate is not kept");
        }
        true
    }

    pub(super) fn key(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.key)
    }

    fn fits(&self, names: &BTreeSet<String>, now: SystemTime) -> bool {
        self.names == *names && OffsetDateTime::from(now) + RENEW_BEFORE < self.not_after
    }

    /// The leaf on disk, unless it is missing, damaged, or another authority's.
    fn load(folder: &Path, authority: &Authority) -> Option<Self> {
        let chain = files::chain(&files::read(&folder.join(CERTIFICATE)).ok()??).ok()?;
        let key = files::key(&files::read(&folder.join(KEY)).ok()??).ok()?;
        let (_, parsed) = X509Certificate::from_der(chain.first()?).ok()?;
        let not_after = parsed.validity().not_after.to_datetime();
        let names = names_in(&parsed);
        if !authority.has_issued(&parsed) {
            return None;
        }
        let key = CertifiedKey::from_der(chain, key, &rustls::crypto::ring::default_provider()).ok()?;
        Some(Self {
            folder: folder.to_owned(),
            key: Arc::new(key),
            names,
            not_after,
        })
    }

    fn issue(folder: &Path, authority: &Authority, machine: &Machine, now: SystemTime) -> (Self, Pem) {
        let key = KeyPair::generate().expect("the system gives randomness");
        let names = names(authority, machine);
        let mut subject = DistinguishedName::new();
        subject.push(DnType::CommonName, machine.local_name());
        let mut params = CertificateParams::default();
        params.distinguished_name = subject;
        params.subject_alt_names = names.iter().map(|name| alternative(name)).collect();
        params.not_before = OffsetDateTime::from(now) - HEAD_START;
        params.not_after = params.not_before + LEAF_LIFE;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let not_after = params.not_after;
        let made = params
            .signed_by(&key, authority.issuer())
            .expect("the parameters are well formed");

        let pem = Pem {
            certificate: made.pem(),
            key: key.serialize_pem(),
        };
        let private = files::key(&pem.key).expect("a key just made can be read");
        let certified = CertifiedKey::from_der(
            vec![made.der().clone()],
            private,
            &rustls::crypto::ring::default_provider(),
        )
        .expect("a certificate fits the key it was made for");
        let leaf = Self {
            folder: folder.to_owned(),
            key: Arc::new(certified),
            names,
            not_after,
        };
        (leaf, pem)
    }
}

/// A leaf as it is kept on disk.
struct Pem {
    certificate: String,
    key: String,
}

impl Pem {
    fn save(&self, folder: &Path) -> Result<(), SettingError> {
        for (name, text) in [(KEY, &self.key), (CERTIFICATE, &self.certificate)] {
            let path = folder.join(name);
            files::write_private(&path, text).map_err(|error| files::not_written(&path, &error))?;
        }
        Ok(())
    }
}

/// Everything this machine is called that its authority may vouch for. One name too many would
/// spoil the whole certificate.
fn names(authority: &Authority, machine: &Machine) -> BTreeSet<String> {
    let permitted = authority.permitted();
    let names = ["localhost".to_owned(), machine.hostname.clone(), machine.local_name()];
    let loopback = ["127.0.0.1", "::1"].map(|text| text.parse::<IpAddr>().expect("well formed"));
    let addresses = machine.addresses.iter().copied().chain(loopback);
    names
        .into_iter()
        .filter(|name| permitted.allows_name(name))
        .chain(
            addresses
                .filter(|address| permitted.allows_address(*address))
                .map(|address| address.to_string()),
        )
        .collect()
}

/// Names and addresses of a certificate, as text.
pub(super) fn names_in(certificate: &X509Certificate<'_>) -> BTreeSet<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else {
        return BTreeSet::new();
    };
    let name = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some(name.to_ascii_lowercase()),
        GeneralName::IPAddress(bytes) => {
            let v4 = <[u8; 4]>::try_from(*bytes).map(IpAddr::from);
            let v6 = <[u8; 16]>::try_from(*bytes).map(IpAddr::from);
            v4.or(v6).ok().map(|address| address.to_string())
        }
        _ => None,
    };
    extension.value.general_names.iter().filter_map(name).collect()
}

fn alternative(name: &str) -> SanType {
    match name.parse() {
        Ok(address) => SanType::IpAddress(address),
        Err(_) => SanType::DnsName(name.try_into().expect("host names are ASCII")),
    }
}
