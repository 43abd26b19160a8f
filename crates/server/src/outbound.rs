//! What the house asks of the world in somebody else's name: to which addresses it connects, and whom it believes there.
//! Link previews and outgoing hooks share it, so that what one may not reach, the other may not either.

mod address;
mod reach;

use std::net::IpAddr;
use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

pub use address::is_public;
pub use reach::Reach;

/// Whether an address is this machine's own: it may be meant for the world and still be where other programs trust the
/// house.
#[must_use]
pub fn is_own(address: IpAddr) -> bool {
    let own = if_addrs::get_if_addrs().unwrap_or_default();
    own.iter().any(|interface| interface.ip() == address.to_canonical())
}

/// TLS that believes the authorities which this system believes, so that an operator's own counts too.
#[must_use]
pub fn tls() -> TlsConnector {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    let (known, _) = roots.add_parsable_certificates(found.certs);
    if known == 0 {
        tracing::warn!("this system has no certificates of authorities; https addresses elsewhere cannot be asked");
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider knows the versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}
