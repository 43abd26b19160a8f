//! Asks a page, guarded: every address is judged at the moment it is connected to, at each redirection anew.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, HOST, HeaderMap, HeaderName, LOCATION,
    USER_AGENT,
};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::beginning::Beginning;
use super::network::Network;
use super::page::Said;
use super::target::Target;
use crate::outbound::{self, is_public};

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// Redirections that are followed.
const MAX_REDIRECTIONS: usize = 3;
/// The longest head of an answer.
const MAX_HEAD: usize = 64 * 1024;
/// Addresses of one host that are tried.
const MAX_ADDRESSES: usize = 3;
const WHO: &str = concat!("Teahouse/", env!("CARGO_PKG_VERSION"), " (link preview)");

/// Asks pages over a network.
#[derive(Clone)]
pub struct Fetcher<N> {
    network: Arc<N>,
    tls: TlsConnector,
}

impl<N: Network> Fetcher<N> {
    /// A fetcher that believes whom this system believes.
    #[must_use]
    pub fn new(network: N) -> Fetcher<N> {
        Fetcher {
            network: Arc::new(network),
            tls: outbound::tls(),
        }
    }

    /// What a page says of itself; none for whatever reason there is none.
    pub async fn fetch(&self, target: Target) -> Option<Said> {
        let said = timeout(PATIENCE, self.follow(target)).await.ok()??;
        (!said.is_nothing()).then_some(said)
    }

    async fn follow(&self, mut target: Target) -> Option<Said> {
        for _ in 0..=MAX_REDIRECTIONS {
            let response = self.ask(&target).await?;
            if !response.status().is_redirection() {
                return read(response).await;
            }
            target = target.follow(text(response.headers(), LOCATION)?)?;
        }
        None
    }

    async fn ask(&self, target: &Target) -> Option<Response<Incoming>> {
        let stream = self.connect(target).await?;
        if !target.is_tls {
            return request(stream, target).await;
        }
        let name = match target.host.parse::<IpAddr>() {
            Ok(address) => ServerName::from(address),
            Err(_) => ServerName::try_from(target.host.clone()).ok()?,
        };
        request(self.tls.connect(name, stream).await.ok()?, target).await
    }

    /// Connects to an address of the host that was judged, not to its name, which may mean another a moment later. A host
    /// with one address inside is inside.
    async fn connect(&self, target: &Target) -> Option<tokio::net::TcpStream> {
        let addresses = match target.host.parse() {
            Ok(address) => vec![address],
            Err(_) => self.network.resolve(&target.host).await.ok()?,
        };
        if !addresses.iter().all(|&address| is_public(address)) {
            return None;
        }
        for &address in addresses.iter().take(MAX_ADDRESSES) {
            if let Ok(stream) = self.network.connect(SocketAddr::new(address, target.port())).await {
                return Some(stream);
            }
        }
        None
    }
}

async fn request<S>(stream: S, target: &Target) -> Option<Response<Incoming>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(MAX_HEAD)
        .handshake(TokioIo::new(stream))
        .await
        .ok()?;
    // It ends with the answer, or when nobody waits for that any more.
    tokio::spawn(connection);
    let request = Request::get(target.path.parse::<Uri>().ok()?)
        .header(HOST, target.authority())
        .header(USER_AGENT, WHO)
        .header(ACCEPT, "text/html, application/xhtml+xml")
        .header(ACCEPT_ENCODING, "identity")
        .header(CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .ok()?;
    sender.send_request(request).await.ok()
}

/// Reads a page as far as it is read at all.
async fn read(response: Response<Incoming>) -> Option<Said> {
    let kind = text(response.headers(), CONTENT_TYPE)?.to_ascii_lowercase();
    let is_page = kind.starts_with("text/html") || kind.starts_with("application/xhtml+xml");
    // What was packed although nobody asked for it may be a thousand times larger.
    let is_plain = text(response.headers(), CONTENT_ENCODING).is_none_or(|coding| coding == "identity");
    if !response.status().is_success() || !is_page || !is_plain {
        return None;
    }
    let mut body = response.into_body();
    let mut beginning = Beginning::default();
    while !beginning.is_enough() {
        // A page that breaks off has said what it has said.
        let Some(Ok(frame)) = body.frame().await else { break };
        if let Ok(bytes) = frame.into_data() {
            beginning.push(&bytes);
        }
    }
    Some(beginning.says(&kind))
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests;
