//! What every handshake and every request reads: the current certificate and this house's names.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::Authority;
use crate::config::SettingError;
use crate::machine::Machine;
use crate::origin::{HostRules, Origin};

/// The shared half: cheap to read, replaced as a whole by the keeper.
pub struct Certificates {
    authority: Option<Arc<Authority>>,
    config: Arc<ServerConfig>,
    current: Arc<Current>,
    rules: RwLock<Arc<HostRules>>,
}

impl Certificates {
    pub(super) fn new(
        authority: Option<Arc<Authority>>,
        key: Arc<CertifiedKey>,
        origins: &[Origin],
        machine: &Machine,
        certificate_names: Vec<String>,
    ) -> Result<Self, SettingError> {
        let current = Arc::new(Current(RwLock::new(key)));
        let config = super::server_config(Arc::clone(&current) as Arc<dyn ResolvesServerCert>)
            .map_err(|error| SettingError::new(format!("HTTPS cannot be set up ({error}); report this")))?;
        let rules = HostRules {
            hostname: machine.hostname.clone(),
            addresses: machine.addresses.clone(),
            origins: origins.to_vec(),
            certificate_names,
        };
        Ok(Self {
            authority,
            config: Arc::new(config),
            current,
            rules: RwLock::new(Arc::new(rules)),
        })
    }

    /// The rules of every handshake; one for the whole run.
    #[must_use]
    pub fn server_config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// The local authority, unless the operator brought a certificate.
    #[must_use]
    pub fn authority(&self) -> Option<&Authority> {
        self.authority.as_deref()
    }

    /// The names this house answers to, as of now.
    #[must_use]
    pub fn host_rules(&self) -> Arc<HostRules> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn replace(&self, key: Arc<CertifiedKey>, machine: &Machine, certificate_names: Vec<String>) {
        *self.current.0.write().unwrap_or_else(PoisonError::into_inner) = key;
        let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        *rules = Arc::new(HostRules {
            hostname: machine.hostname.clone(),
            addresses: machine.addresses.clone(),
            origins: rules.origins.clone(),
            certificate_names,
        });
    }
}

#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}
