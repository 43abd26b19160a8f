//! Whether a request may speak for a protocol 3 session.
//!
//! In protocol 3 the session's id is also the name under which everybody knows the person, so it cannot be the key to
//! the session. A session that began with a request is therefore bound to the client that made it: to a cookie that
//! only its browser knows, or, where the client keeps no cookies, to its address. Protocol 4 needs none of this: its
//! session ids are told to nobody.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The cookie's name. One of our own: cookies do not tell ports apart, and `io` is what other servers set.
pub const COOKIE_NAME: &str = "teahouse_io";

const LEN: usize = 22;

/// What a browser proves itself with: 128 random bits. It opens nothing but the sessions begun with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cookie([u8; LEN]);

impl Cookie {
    /// A fresh one.
    pub fn new(entropy: [u8; 16]) -> Self {
        let mut text = [0; LEN];
        URL_SAFE_NO_PAD
            .encode_slice(entropy, &mut text)
            .expect("16 bytes are 22 characters");
        Cookie(text)
    }

    /// The `Set-Cookie` header that a handshake is answered with. `secure` when it came over HTTPS.
    pub fn header(&self, secure: bool) -> String {
        let value = std::str::from_utf8(&self.0).expect("the alphabet is ASCII");
        let secure = if secure { "; Secure" } else { "" };
        format!("{COOKIE_NAME}={value}; Path=/; HttpOnly; SameSite=Lax{secure}")
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; LEN] = text.as_bytes().try_into().ok()?;
        URL_SAFE_NO_PAD.decode(bytes).ok().map(|_| Cookie(bytes))
    }

    /// Compares without telling by its time how much was right.
    fn is(&self, other: &Cookie) -> bool {
        self.0.iter().zip(other.0).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

impl std::fmt::Debug for Cookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cookie(..)")
    }
}

/// Finds our cookie in a request's `Cookie` header.
pub fn cookie_of(header: &str) -> Option<Cookie> {
    header.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE_NAME).then(|| Cookie::parse(value)).flatten()
    })
}

/// To whom a session belongs.
#[derive(Debug, Clone)]
pub struct Binding {
    cookie: Cookie,
    /// The client has shown the cookie: from now on nothing else will do.
    shown: bool,
    address: IpAddr,
}

impl Binding {
    /// Binds a session to the client whose handshake came from `address` with the cookie `shown`. A client that
    /// showed none is given `fresh`.
    pub fn new(shown: Option<Cookie>, fresh: Cookie, address: IpAddr) -> Self {
        Binding {
            cookie: shown.unwrap_or(fresh),
            shown: shown.is_some(),
            address: address.to_canonical(),
        }
    }

    /// The cookie that the answer to the handshake must set, if any.
    pub fn to_set(&self) -> Option<&Cookie> {
        (!self.shown).then_some(&self.cookie)
    }

    /// Whether a request from `address` that shows `cookie` may speak for the session.
    pub fn admits(&mut self, cookie: Option<&Cookie>, address: IpAddr) -> bool {
        if cookie.is_some_and(|cookie| cookie.is(&self.cookie)) {
            self.shown = true;
            return true;
        }
        !self.shown && address.to_canonical() == self.address
    }
}
