//! The opening handshake as a server sees it (RFC 6455 §4.2), on headers that somebody else has parsed.

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use sha1::{Digest, Sha1};
use thiserror::Error;

/// The only version of the protocol that was ever finished (RFC 6455 §4.1).
pub const VERSION: &str = "13";

/// Distinguishes this protocol's answer from any other's (RFC 6455 §1.3).
const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Why a request cannot become a WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HandshakeError {
    /// The request asks for no upgrade to `websocket`.
    #[error("not a WebSocket upgrade request")]
    NotAnUpgrade,
    /// The request speaks a version other than [`VERSION`]; the answer must name ours in `Sec-WebSocket-Version`.
    #[error("WebSocket version 13 is required")]
    WrongVersion,
    /// The key is absent, doubled, or not 16 bytes in base64.
    #[error("Sec-WebSocket-Key is not 16 bytes in base64")]
    BadKey,
}

impl HandshakeError {
    /// The HTTP status of the answer (RFC 6455 §4.2.1, §4.2.2).
    pub fn status(self) -> u16 {
        match self {
            Self::NotAnUpgrade | Self::BadKey => 400,
            Self::WrongVersion => 426,
        }
    }
}

/// Judges the headers of a GET request, and returns the value of `Sec-WebSocket-Accept` for the answer 101.
///
/// Header names may be in any case. Extensions and subprotocols that the client offers are not taken up.
///
/// # Errors
/// What the request lacks, in the order of RFC 6455 §4.2.1.
pub fn accept<'h>(headers: impl IntoIterator<Item = (&'h str, &'h str)>) -> Result<String, HandshakeError> {
    let mut upgrade = false;
    let mut connection = false;
    let mut version = Single::Absent;
    let mut key = Single::Absent;
    for (name, value) in headers {
        if name.eq_ignore_ascii_case("upgrade") {
            upgrade |= lists(value, "websocket");
        } else if name.eq_ignore_ascii_case("connection") {
            connection |= lists(value, "upgrade");
        } else if name.eq_ignore_ascii_case("sec-websocket-version") {
            version = version.and(value);
        } else if name.eq_ignore_ascii_case("sec-websocket-key") {
            key = key.and(value);
        }
    }
    // RFC 6455 §4.2.1 (3) and (4): `Upgrade` with the value "websocket", `Connection` with the token "Upgrade", either
    // in any case.
    if !(upgrade && connection) {
        return Err(HandshakeError::NotAnUpgrade);
    }
    // §4.2.1 (6), §4.4: another version is answered with the one we speak.
    if version != Single::Once(VERSION) {
        return Err(HandshakeError::WrongVersion);
    }
    // §4.2.1 (5): a base64-encoded value that, when decoded, is 16 bytes in length.
    match key {
        Single::Once(key) if is_key(key) => Ok(accept_key(key)),
        _ => Err(HandshakeError::BadKey),
    }
}

/// Computes what a server answers to a `Sec-WebSocket-Key` (RFC 6455 §4.2.2 (5.4)).
pub fn accept_key(sec_websocket_key: &str) -> String {
    let digest = Sha1::new()
        .chain_update(sec_websocket_key)
        .chain_update(GUID)
        .finalize();
    STANDARD.encode(digest)
}

/// Makes the `Sec-WebSocket-Key` of a client from 16 random bytes (RFC 6455 §4.1 (7)).
pub fn client_key(entropy: [u8; 16]) -> String {
    STANDARD.encode(entropy)
}

/// A header that may stand once.
#[derive(PartialEq)]
enum Single<'h> {
    Absent,
    Once(&'h str),
    Repeated,
}

impl<'h> Single<'h> {
    fn and(self, value: &'h str) -> Self {
        match self {
            Self::Absent => Self::Once(value.trim_ascii()),
            Self::Once(_) | Self::Repeated => Self::Repeated,
        }
    }
}

/// Whether a comma-separated header value holds a token.
fn lists(value: &str, token: &str) -> bool {
    value
        .split(',')
        .any(|part| part.trim_ascii().eq_ignore_ascii_case(token))
}

fn is_key(key: &str) -> bool {
    /// The last digit of 16 bytes has four bits to spare; clients that leave noise there do no harm.
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
    );
    // 24 digits are the only encoding of 16 bytes; longer values are not decoded at all.
    key.len() == 24 && LENIENT.decode(key).is_ok_and(|bytes| bytes.len() == 16)
}
