//! An address that messages are sent to, taken apart once.

use std::net::Ipv6Addr;
use std::str::FromStr;

use hyper::Uri;
use hyper::http::uri::Scheme;

/// The longest address: what old servers take.
const MAX_URL: usize = 2048;

/// An `http` or `https` address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// A name or an address, an IPv6 one without brackets.
    pub host: String,
    /// The port that is meant.
    pub port: u16,
    /// Whether by TLS.
    pub is_secure: bool,
    /// Host and port as they stand in `Host`.
    pub authority: String,
    /// Path and query.
    pub path: String,
}

/// Why a text is no address to send to; continues a sentence about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotATarget {
    /// It cannot be read.
    #[error("is no http or https address")]
    Unreadable,
    /// It carries a name and password, which belong elsewhere.
    #[error("must not hold a user or password")]
    WithUser,
}

impl FromStr for Target {
    type Err = NotATarget;

    fn from_str(text: &str) -> Result<Self, NotATarget> {
        let unreadable = || NotATarget::Unreadable;
        if text.len() > MAX_URL {
            return Err(NotATarget::Unreadable);
        }
        let uri: Uri = text.parse().map_err(|_| NotATarget::Unreadable)?;
        let is_secure = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return Err(NotATarget::Unreadable),
        };
        let authority = uri.authority().ok_or_else(unreadable)?;
        if authority.as_str().contains('@') {
            return Err(NotATarget::WithUser);
        }
        let host = authority.host();
        let host = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(address) if address.parse::<Ipv6Addr>().is_ok() => address,
            None if !host.contains(['[', ']']) => host,
            _ => return Err(NotATarget::Unreadable),
        };
        let port = match authority.port_u16() {
            Some(0) => return Err(NotATarget::Unreadable),
            Some(port) => port,
            None if authority.as_str().contains(':') && !authority.as_str().ends_with(']') => {
                return Err(NotATarget::Unreadable);
            }
            None if is_secure => 443,
            None => 80,
        };
        if host.is_empty() {
            return Err(NotATarget::Unreadable);
        }
        Ok(Target {
            host: host.to_owned(),
            port,
            is_secure,
            authority: authority.as_str().to_owned(),
            path: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{NotATarget, Target};

    fn parts(text: &str) -> Option<(String, u16, bool, String)> {
        let target: Target = text.parse().ok()?;
        Some((target.host, target.port, target.is_secure, target.path))
    }

    #[test]
    fn an_address_is_taken_apart() {
        for (text, host, port, is_secure, path) in [
            ("https://bot.example/in?x=1", "bot.example", 443, true, "/in?x=1"),
            ("http://bot.example", "bot.example", 80, false, "/"),
            ("http://127.0.0.1:9/x", "127.0.0.1", 9, false, "/x"),
            ("https://[2001:db8::1]:8443/", "2001:db8::1", 8443, true, "/"),
            ("https://[2001:db8::1]/", "2001:db8::1", 443, true, "/"),
        ] {
            assert_eq!(parts(text), Some((host.into(), port, is_secure, path.into())), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_to_send_to_is_refused() {
        for text in [
            "",
            "bot.example",
            "/in",
            "ftp://bot.example/",
            "file:///etc/passwd",
            "gopher://bot.example/",
            "http://",
            "http://bot.example:0/",
            "http://bot.example:99999/",
            "http://bot example/",
            "http://bot.example[::1]/",
            "http://[[::1]]/",
            "http://[bot.example]/",
            "javascript:alert(1)",
        ] {
            assert_eq!(text.parse::<Target>(), Err(NotATarget::Unreadable), "{text}");
        }
        let long = format!("http://bot.example/{}", "x".repeat(3000));
        assert!(long.parse::<Target>().is_err());
        assert_eq!("http://a:b@bot.example/".parse::<Target>(), Err(NotATarget::WithUser));
    }
}
