//! Which compressed copy a browser takes (RFC 9110 §12.5.3).

/// An encoding that the build makes copies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// The encodings that a browser accepts, best first.
    pub(super) fn accepted(accept_encoding: Option<&str>) -> impl Iterator<Item = Self> {
        let line = accept_encoding.unwrap_or_default();
        [Self::Brotli, Self::Gzip]
            .into_iter()
            .filter(move |encoding| accepts(line, encoding.token()))
    }

    /// Its name on the wire.
    pub(super) const fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// What the build appends to a file's name.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }
}

/// Whether the line names the token, or everything, with a weight above zero.
fn accepts(line: &str, token: &str) -> bool {
    let weight = |wanted: &str| {
        line.split(',').find_map(|item| {
            let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
            let is_wanted = name.trim().eq_ignore_ascii_case(wanted);
            let weight = parameters
                .trim()
                .strip_prefix("q=")
                .map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
            is_wanted.then_some(weight.unwrap_or(0.0))
        })
    };
    weight(token).or_else(|| weight("*")).unwrap_or(0.0) > 0.0
}

#[cfg(test)]
mod tests {
    use super::Encoding::{self, Brotli, Gzip};

    #[test]
    fn only_what_a_browser_asks_for_is_sent() {
        for (line, accepted) in [
            (None, vec![]),
            (Some(""), vec![]),
            (Some("identity"), vec![]),
            (Some("gzip, deflate, br, zstd"), vec![Brotli, Gzip]),
            (Some("GZIP"), vec![Gzip]),
            (Some("br;q=0, gzip;q=0.5"), vec![Gzip]),
            (Some("*"), vec![Brotli, Gzip]),
            (Some("br;q=0, *;q=0.1"), vec![Gzip]),
            (Some("br;q=x"), vec![]),
        ] {
            assert_eq!(Encoding::accepted(line).collect::<Vec<_>>(), accepted, "{line:?}");
        }
    }
}
