//! The address of a page: read strictly, so that what is checked is what is asked.

use std::net::IpAddr;

use hyper::Uri;
use hyper::http::uri::Scheme;

/// The longest address that is looked at.
const MAX_LEN: usize = 2_000;

/// A page that may be asked for, if its host turns out to be public.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// Whether it is asked over TLS.
    pub is_tls: bool,
    /// The name or address of its host, without brackets.
    pub host: String,
    /// Path and query.
    pub path: String,
}

impl Target {
    /// Reads an address: `http` or `https` on its usual port, no user, a host that means the same to everybody.
    #[must_use]
    pub fn parse(text: &str) -> Option<Target> {
        if text.len() > MAX_LEN {
            return None;
        }
        // What follows it is the reader's own business.
        let text = text.split('#').next().unwrap_or(text);
        let uri: Uri = text.parse().ok()?;
        let is_tls = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => false,
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            _ => return None,
        };
        let authority = uri.authority()?;
        // Nobody reads past an @ with the eye, and no two programs agree about it.
        if authority.as_str().contains('@') {
            return None;
        }
        let host = authority.host();
        let after = &authority.as_str()[host.len()..];
        if !["", if is_tls { ":443" } else { ":80" }].contains(&after) {
            return None;
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Some(Target {
            is_tls,
            host: host_of(host)?,
            path: path.to_owned(),
        })
    }

    /// Where a redirection from here leads.
    #[must_use]
    pub fn follow(&self, location: &str) -> Option<Target> {
        let scheme = if self.is_tls { "https" } else { "http" };
        let origin = format!("{scheme}://{}", self.authority());
        if location.starts_with("//") {
            return Target::parse(&format!("{scheme}:{location}"));
        }
        let has_scheme = location
            .find([':', '/', '?', '#'])
            .is_some_and(|at| location.as_bytes()[at] == b':');
        if has_scheme {
            return Target::parse(location);
        }
        let path = self.path.split('?').next().unwrap_or("/");
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Target::parse(&match location.as_bytes().first() {
            Some(b'/') => format!("{origin}{location}"),
            Some(b'?') => format!("{origin}{path}{location}"),
            _ => format!("{origin}{folder}/{location}"),
        })
    }

    /// The port that it is asked on.
    #[must_use]
    pub fn port(&self) -> u16 {
        if self.is_tls { 443 } else { 80 }
    }

    /// The host as requests name it.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        }
    }
}

/// A name, or an address in its one usual form. `0x7f.1`, `2130706433` and `127.1` are names to some programs and addresses
/// to others, so they are neither here.
fn host_of(text: &str) -> Option<String> {
    if let Some(inner) = text.strip_prefix('[') {
        let address: IpAddr = inner.strip_suffix(']')?.parse().ok()?;
        return Some(address.to_string());
    }
    let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    if name.parse::<std::net::Ipv4Addr>().is_ok() {
        return Some(name);
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let last = name.rsplit('.').next()?;
    let ends_in_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    let fits = name.len() <= 253 && name.contains('.') && name.split('.').all(is_label) && !ends_in_number;
    fits.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn an_address_of_a_page_is_read() {
        let target = Target::parse("https://Tea.Example:443/a?b=c#d").unwrap();
        assert_eq!(
            (target.host.as_str(), target.path.as_str(), target.port()),
            ("tea.example", "/a?b=c", 443)
        );
        assert_eq!(Target::parse("http://1.1.1.1").unwrap().path, "/");
        assert_eq!(
            Target::parse("http://[2606:4700::1111]/").unwrap().authority(),
            "[2606:4700::1111]"
        );
        assert_eq!(
            Target::parse("https://xn--fiq228c.example./").unwrap().host,
            "xn--fiq228c.example"
        );
    }

    #[test]
    fn other_schemes_users_ports_and_strange_hosts_are_refused() {
        for text in [
            "",
            "tea.example",
            "/etc/passwd",
            "file:///etc/passwd",
            "gopher://tea.example/",
            "ftp://tea.example/",
            "data:text/html,x",
            "javascript:alert(1)",
            "http:tea.example",
            "http:///x",
            "http://",
            "http://user@tea.example/",
            "http://user:pass@tea.example/",
            "http://tea.example@127.0.0.1/",
            "http://tea.example:8080/",
            "http://tea.example:443/",
            "https://tea.example:80/",
            "http://tea.example:/",
            "http://tea.example:22/",
            "http://0x7f.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://127.1/",
            "http://0177.0.0.1/",
            "http://127.0.0.1.1/",
            "http://localhost/",
            "http://intranet/",
            "http://[::1/",
            "http://[fe80::1%25eth0]/",
            "http://tea..example/",
            "http://tea example/",
            "http://тea.example/",
            "http://tea.example\\@evil/",
            "http://1.2.3/",
            "http://tea.0x1/",
        ] {
            assert_eq!(Target::parse(text), None, "{text}");
        }
        assert_eq!(
            Target::parse(&format!("http://tea.example/{}", "x".repeat(3_000))),
            None
        );
    }

    #[test]
    fn a_redirection_leads_where_a_browser_would_go() {
        let from = Target::parse("https://tea.example/a/b?c=d").unwrap();
        for (location, host, path) in [
            ("https://other.example/x", "other.example", "/x"),
            ("//other.example/x", "other.example", "/x"),
            ("/x?y", "tea.example", "/x?y"),
            ("x", "tea.example", "/a/x"),
            ("?y", "tea.example", "/a/b?y"),
            ("x?to=http://y", "tea.example", "/a/x?to=http://y"),
        ] {
            let target = from.follow(location).unwrap_or_else(|| panic!("{location}"));
            assert_eq!((target.host.as_str(), target.path.as_str()), (host, path), "{location}");
        }
        for location in [
            "file:///etc/passwd",
            "http://127.1/",
            "https://tea.example:8443/",
            "javascript:1",
        ] {
            assert_eq!(from.follow(location), None, "{location}");
        }
    }
}
