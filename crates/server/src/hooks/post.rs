//! One message to one address over HTTP: looked up, checked, connected, sent, answered, within a time.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::target::Target;
use crate::outbound::{self, Reach};

/// How long a program may take for all of it, its answer included: it should note the message and work on it later.
const PATIENCE: Duration = Duration::from_secs(10);
const AGENT: &str = concat!("teahouse/", env!("CARGO_PKG_VERSION"));

/// Sends messages.
pub(super) struct Poster {
    reach: Reach,
    tls: TlsConnector,
}

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotTaken {
    #[error("its program is gone for good")]
    Gone,
    #[error("the address lies in a network that hooks may not reach")]
    Forbidden,
    #[error("the program answered {0}")]
    Refused(StatusCode),
    #[error("the program did not answer in time")]
    TooSlow,
    #[error("the connection failed: {0}")]
    Broken(#[from] io::Error),
    #[error("the program does not speak HTTP: {0}")]
    NotHttp(#[from] hyper::Error),
}

/// What is sent along with the body.
pub(super) struct Envelope {
    pub(super) timestamp: i64,
    pub(super) signature: String,
    pub(super) delivery: String,
}

impl Poster {
    pub(super) fn new(reach: Reach) -> Poster {
        let tls = outbound::tls();
        Poster { reach, tls }
    }

    /// Sends a message. Redirections are not followed: the operator named this address and no other.
    pub(super) async fn post(&self, target: &Target, envelope: &Envelope, body: Bytes) -> Result<(), NotTaken> {
        let sent = timeout(PATIENCE, self.send(target, envelope, body)).await;
        match sent.map_err(|_| NotTaken::TooSlow)?? {
            StatusCode::GONE => Err(NotTaken::Gone),
            status if status.is_success() => Ok(()),
            status => Err(NotTaken::Refused(status)),
        }
    }

    async fn send(&self, target: &Target, envelope: &Envelope, body: Bytes) -> Result<StatusCode, NotTaken> {
        let stream = self.connect(target).await?;
        if !target.is_secure {
            return exchange(stream, target, envelope, body).await;
        }
        let name = ServerName::try_from(target.host.clone()).map_err(io::Error::other)?;
        let stream = self.tls.connect(name, stream).await?;
        exchange(stream, target, envelope, body).await
    }

    async fn connect(&self, target: &Target) -> Result<TcpStream, NotTaken> {
        let mut last = NotTaken::Broken(io::ErrorKind::NotFound.into());
        for address in lookup_host((target.host.as_str(), target.port)).await? {
            if !self.reach.allows(address.ip()) {
                last = NotTaken::Forbidden;
                continue;
            }
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error.into(),
            }
        }
        Err(last)
    }
}

async fn exchange<S>(stream: S, target: &Target, envelope: &Envelope, body: Bytes) -> Result<StatusCode, NotTaken>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let request = Request::post(&target.path)
        .header(HOST, &target.authority)
        .header(USER_AGENT, AGENT)
        .header(CONTENT_TYPE, "application/json")
        .header("teahouse-timestamp", envelope.timestamp)
        .header("teahouse-signature", &envelope.signature)
        .header("teahouse-delivery", &envelope.delivery)
        .body(Full::new(body))
        .map_err(io::Error::other)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let answer = sender.send_request(request);
    tokio::pin!(answer);
    // The head of the answer is all that counts; the connection, and with it the rest, is dropped.
    let answered = tokio::select! {
        biased;
        answered = &mut answer => answered,
        // A program that closes with its answer may end the connection first; the answer is there nevertheless.
        ended = connection => {
            ended?;
            answer.await
        }
    };
    Ok(answered?.status())
}
