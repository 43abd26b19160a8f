//! The local certificate authority: made once, trusted by hand on each device, good for nothing but
//! private names.

use std::path::Path;
use std::time::SystemTime;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, NameConstraints, PublicKeyData as _,
};
use rustls::pki_types::CertificateDer;
use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer as _;

use super::files;
use super::leaf::LEAF_LIFE;
use super::permitted::Permitted;
use crate::config::SettingError;
use crate::machine::Machine;

const CERTIFICATE: &str = "ca.crt";
const KEY: &str = "ca.key";

// Trusting it is work on every device, so it should outlive them; its constraints bound the harm.
const LIFE: Duration = Duration::days(3650);

// Phones whose clock is a little behind accept it too.
pub(super) const HEAD_START: Duration = Duration::days(1);

/// The authority that signs this machine's certificates.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
    pem: String,
    permitted: Permitted,
    not_after: OffsetDateTime,
}

impl Authority {
    /// Loads the authority of this folder, or makes it at the first start and after its end.
    pub(super) fn open(folder: &Path, machine: &Machine, now: SystemTime) -> Result<Self, SettingError> {
        let (certificate, key) = (folder.join(CERTIFICATE), folder.join(KEY));
        let refused = |path: &Path, what: &str| {
            SettingError::new(format!(
                "{} {what}; restore it, or remove {CERTIFICATE} and {KEY} beside it to make a new authority that every device must trust again",
                path.display()
            ))
        };
        match (files::read(&certificate)?, files::read(&key)?) {
            (Some(pem), Some(key_pem)) => {
                let loaded = Self::load(pem, &key_pem).map_err(|what| refused(&certificate, &what))?;
                // A leaf cannot outlive its authority.
                if OffsetDateTime::from(now) + LEAF_LIFE < loaded.not_after {
                    return Ok(loaded);
                }
                tracing::warn!("the local certificate authority has reached its end; devices must trust the new one");
            }
            (None, None) => {}
            (Some(_), None) => return Err(refused(&key, "is missing")),
            (None, Some(_)) => return Err(refused(&certificate, "is missing")),
        }
        let (authority, key_pem) = Self::make(machine, now);
        files::write_private(&key, &key_pem).map_err(|error| files::not_written(&key, &error))?;
        files::write_private(&certificate, &authority.pem).map_err(|error| files::not_written(&certificate, &error))?;
        Ok(authority)
    }

    fn load(pem: String, key_pem: &str) -> Result<Self, String> {
        let certificate = files::chain(&pem)?.swap_remove(0);
        let key = KeyPair::from_pem(key_pem).map_err(|_| "has a key beside it that is damaged".to_owned())?;
        let (_, parsed) = X509Certificate::from_der(&certificate).map_err(|_| "is damaged".to_owned())?;
        if parsed.public_key().raw != key.subject_public_key_info() {
            return Err("does not belong to the key beside it".to_owned());
        }
        let permitted =
            Permitted::of(&parsed).ok_or_else(|| "is not an authority of this program's making".to_owned())?;
        let not_after = parsed.validity().not_after.to_datetime();
        let issuer =
            Issuer::from_ca_cert_der(&certificate, key).map_err(|error| format!("cannot be used ({error})"))?;
        Ok(Self {
            issuer,
            certificate,
            pem,
            permitted,
            not_after,
        })
    }

    fn make(machine: &Machine, now: SystemTime) -> (Self, String) {
        let key = KeyPair::generate().expect("the system gives randomness");
        let permitted = Permitted::to(machine);
        let mut name = DistinguishedName::new();
        // A device that trusts several houses shows them apart.
        let tail: String = key
            .der_bytes()
            .iter()
            .rev()
            .take(3)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        name.push(DnType::OrganizationName, "Teahouse");
        name.push(DnType::CommonName, format!("Teahouse on {} ({tail})", machine.hostname));
        let mut params = CertificateParams::default();
        params.distinguished_name = name;
        params.not_before = OffsetDateTime::from(now) - HEAD_START;
        params.not_after = OffsetDateTime::from(now) + LIFE;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: permitted.subtrees(),
            excluded_subtrees: Vec::new(),
        });
        let not_after = params.not_after;
        let key_pem = key.serialize_pem();
        let made = CertifiedIssuer::self_signed(params, key).expect("the parameters are well formed");
        let (certificate, pem) = (made.der().clone(), made.pem());
        let key = KeyPair::from_pem(&key_pem).expect("a key just written can be read");
        let issuer = Issuer::from_ca_cert_der(&certificate, key).expect("a certificate just made can be read");
        (
            Self {
                issuer,
                certificate,
                pem,
                permitted,
                not_after,
            },
            key_pem,
        )
    }

    /// Its certificate in DER, as phones take it.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.certificate
    }

    /// Its certificate in PEM.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// The SHA-256 fingerprint that people compare.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let pairs: Vec<String> = Sha256::digest(self.der())
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        pairs.join(":")
    }

    pub(super) fn issuer(&self) -> &Issuer<'static, KeyPair> {
        &self.issuer
    }

    pub(super) fn permitted(&self) -> &Permitted {
        &self.permitted
    }

    /// What its leaves carry to name their issuer (RFC 5280 §4.2.1.2).
    pub(super) fn has_issued(&self, leaf: &X509Certificate<'_>) -> bool {
        X509Certificate::from_der(&self.certificate)
            .is_ok_and(|(_, own)| leaf.verify_signature(Some(own.public_key())).is_ok())
    }
}
