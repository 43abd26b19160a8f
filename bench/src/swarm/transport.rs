//! What carries a client's bytes: a TCP connection, or TLS over one.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use mio::event::Source;
use mio::net::TcpStream;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use socket2::{Domain, Protocol, SockAddr, Socket, Type};

/// One client's end.
pub(super) enum Transport {
    Tcp(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Transport {
    /// Starts to connect, from the given one of the loopback's addresses; the handshakes go on as the socket allows.
    pub(super) fn connect(address: SocketAddr, source: usize, tls: Option<&Arc<ClientConfig>>) -> Result<Self> {
        let stream = connect(address, source)?;
        Ok(match tls {
            None => Self::Tcp(stream),
            Some(config) => {
                let session = ClientConnection::new(Arc::clone(config), ServerName::from(address.ip()))?;
                Self::Tls(Box::new(StreamOwned::new(session, stream)))
            }
        })
    }

    /// What epoll watches.
    pub(super) fn source(&mut self) -> &mut impl Source {
        match self {
            Self::Tcp(stream) => stream,
            Self::Tls(tls) => &mut tls.sock,
        }
    }

    /// Whether a read that did not fill its buffer has emptied the socket.
    pub(super) fn is_emptied_by_short_read(&self) -> bool {
        matches!(self, Self::Tcp(_))
    }
}

impl Read for Transport {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
        }
    }
}

impl Write for Transport {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            Self::Tls(tls) => tls.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.flush(),
            Self::Tls(tls) => tls.flush(),
        }
    }
}

fn connect(address: SocketAddr, source: usize) -> Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    socket.set_tcp_nodelay(true)?;
    // Ten thousand closed connections in TIME_WAIT would use up the ports of the next run.
    socket.set_linger(Some(Duration::ZERO))?;
    if source > 0 {
        let from = Ipv4Addr::new(127, 0, 0, 1 + source as u8);
        socket.bind(&SockAddr::from(SocketAddr::from((from, 0))))?;
    }
    match socket.connect(&SockAddr::from(address)) {
        Err(error) if error.raw_os_error() != Some(rustix::io::Errno::INPROGRESS.raw_os_error()) => Err(error.into()),
        _ => Ok(TcpStream::from_std(socket.into())),
    }
}

/// The settings of TLS clients who take any certificate: here the server's cost is in question, not its name.
pub fn trusting_config() -> Arc<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("the provider knows the default versions")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Trusting(provider)))
        .with_no_client_auth();
    Arc::new(config)
}

#[derive(Debug)]
struct Trusting(Arc<CryptoProvider>);

impl ServerCertVerifier for Trusting {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(
            message,
            certificate,
            signature,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            certificate,
            signature,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
