//! HTTPS: which certificate is shown, and keeping it valid while the server runs.
//!
//! [`open`] gives two halves. [`Certificates`] is shared and read by every handshake; [`Keeper`] is
//! owned by one task, which re-issues the leaf when the machine's addresses change or it nears its
//! end, and re-reads the operator's files when they change. A new leaf serves from the next
//! handshake on.

mod authority;
mod files;
mod leaf;
mod operator;
mod permitted;
mod served;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustls::ServerConfig;

pub use authority::Authority;
pub use leaf::Leaf;
pub use served::Certificates;

use crate::config::{OperatorCertificate, SettingError};
use crate::machine::Machine;
use crate::origin::Origin;
use operator::OperatorFiles;

// A changed address or file is noticed within this time; looking costs microseconds.
const LOOK_INTERVAL: Duration = Duration::from_secs(3);

/// Makes or loads whatever HTTPS needs; `folder` keeps what is made.
///
/// # Errors
/// One sentence when a file is missing, damaged, or does not fit.
pub fn open(
    folder: &Path,
    named: Option<&OperatorCertificate>,
    origins: &[Origin],
    machine: &Machine,
    now: SystemTime,
) -> Result<(Arc<Certificates>, Keeper), SettingError> {
    let (issuer, authority, key, names) = match named {
        Some(named) => {
            let files = OperatorFiles::open(named)?;
            let (key, names) = (files.key(), files.names());
            (Issuer::Operator(files), None, key, names)
        }
        None => {
            let authority = Arc::new(Authority::open(folder, machine, now)?);
            let leaf = Leaf::open(folder, &authority, machine, now)?;
            let key = leaf.key();
            (Issuer::Local(leaf), Some(authority), key, Vec::new())
        }
    };
    let served = Arc::new(Certificates::new(authority, key, origins, machine, names)?);
    let keeper = Keeper {
        issuer,
        served: Arc::clone(&served),
        machine: machine.clone(),
    };
    Ok((served, keeper))
}

/// The names that the operator's certificate is for.
///
/// # Errors
/// Its files cannot be used.
pub fn names_of(named: &OperatorCertificate) -> Result<Vec<String>, SettingError> {
    OperatorFiles::open(named).map(|files| files.names())
}

enum Issuer {
    Local(Leaf),
    Operator(OperatorFiles),
}

/// Keeps the shown certificate valid.
pub struct Keeper {
    issuer: Issuer,
    served: Arc<Certificates>,
    machine: Machine,
}

impl Keeper {
    /// Looks after the certificate until it is dropped.
    pub async fn run(mut self) {
        loop {
            tokio::time::sleep(LOOK_INTERVAL).await;
            self.refresh(SystemTime::now(), Machine::look());
        }
    }

    /// Replaces what no longer fits the machine, the time or the operator's files; says whether
    /// another certificate is shown from now on.
    pub fn refresh(&mut self, now: SystemTime, machine: Machine) -> bool {
        let is_renewed = match (&mut self.issuer, self.served.authority()) {
            (Issuer::Local(leaf), Some(authority)) => leaf.refresh(authority, &machine, now),
            (Issuer::Operator(files), _) => files.refresh(),
            (Issuer::Local(_), None) => unreachable!("a local leaf has its authority beside it"),
        };
        if is_renewed || machine != self.machine {
            let (key, names) = match &self.issuer {
                Issuer::Local(leaf) => (leaf.key(), Vec::new()),
                Issuer::Operator(files) => (files.key(), files.names()),
            };
            self.served.replace(key, &machine, names);
            self.machine = machine;
        }
        is_renewed
    }
}

/// The rules of every handshake: TLS 1.2 and 1.3, HTTP/1.1, whatever certificate is current.
fn server_config(resolver: Arc<dyn rustls::server::ResolvesServerCert>) -> Result<ServerConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(resolver);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // Resumption state travels in the client's ticket; nothing is kept here per visitor.
    config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
    config.ticketer = rustls::crypto::ring::Ticketer::new()?;
    config.send_tls13_tickets = 1;
    Ok(config)
}

#[cfg(test)]
mod tests;
