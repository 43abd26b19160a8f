//! Who may speak to which door, judged by `Origin` and `Host`: pure decisions over header values.
//!
//! The app's door carries a cookie's authority and admits its own pages alone ([`may_use_app`]).
//! The guest doors carry none and admit the pages that the tutorials' clients come from
//! ([`may_use_guest_door`]). Both demand a `Host` that is one of ours, because a foreign name that
//! was made to resolve to this machine would make a foreign page "same origin" (DNS rebinding).

mod app;
mod guest;
mod host;

pub use app::{AppRequest, check_host, may_use_app};
pub use guest::{GuestAdmission, GuestRequest, may_use_guest_door};
pub(crate) use host::covers;
pub use host::{Authority, HostRules};

use std::fmt;
use std::str::FromStr;

/// Why a request was refused at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OriginRefusal {
    /// The request has no usable `Host`, or one that this house does not answer to.
    #[error("this address is not one of this server's names; the operator can add it to `origins`")]
    ForeignHost,
    /// The page that sent the request belongs to somebody else.
    #[error("pages of this origin may not use this door")]
    ForeignOrigin,
    /// A request with a cookie must say which page it comes from.
    #[error("a request with a cookie must carry an Origin")]
    MissingOrigin,
}

impl OriginRefusal {
    /// The stable code that clients are told.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ForeignHost => "foreign_host",
            Self::ForeignOrigin => "foreign_origin",
            Self::MissingOrigin => "missing_origin",
        }
    }
}

/// The scheme of an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `http`
    Http,
    /// `https`
    Https,
}

impl Scheme {
    const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// The origin of a page (RFC 6454 §4), without the opaque one, `null`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: Scheme,
    authority: Authority,
}

impl Origin {
    /// Its host name or address.
    #[must_use]
    pub fn host(&self) -> &str {
        self.authority.host()
    }

    fn port(&self) -> u16 {
        self.authority.port().unwrap_or(self.scheme.default_port())
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || {
            format!("has an entry that is no origin, {text:?}; write scheme and host, such as https://chat.example.org")
        };
        let (scheme, rest) = text.split_once("://").ok_or_else(fault)?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return Err(fault()),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest).parse().map_err(|()| fault())?;
        Ok(Self { scheme, authority })
    }
}

/// As browsers write it, without the scheme's own port.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.as_str(), self.authority.bracketed())?;
        if self.port() == self.scheme.default_port() {
            Ok(())
        } else {
            write!(f, ":{}", self.port())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (given, written) in [
            ("https://Chat.Example.org", "https://chat.example.org"),
            ("https://chat.example.org:443", "https://chat.example.org"),
            ("https://chat.example.org/", "https://chat.example.org"),
            ("http://[::1]:8000", "http://[::1]:8000"),
            ("http://192.0.2.7:80", "http://192.0.2.7"),
        ] {
            assert_eq!(given.parse::<Origin>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "null",
            "*",
            "",
            "chat.example.org",
            "ftp://x",
            "https://",
            "https://a/b",
            "https://a b",
            "https://a:99999",
            "https://user@host",
            "https://a?b",
            "https://[::1",
            "file://",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
