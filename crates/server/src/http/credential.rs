//! What a request says to show whose it is: a token in its `Authorization` line, or the cookie of a page.

use hyper::header::{AUTHORIZATION, HeaderMap};
use sha2::{Digest as _, Sha256};
use teahouse_core::record::TokenHash;

use super::cookie;

/// The longest token that is looked at: ours have 43 characters.
const MAX_TOKEN: usize = 256;

/// The token of a request, as the house knows it, and how it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential {
    /// Its hash.
    pub token: TokenHash,
    /// Whether it stood in `Authorization`, where no foreign page can make a browser put it.
    pub is_bearer: bool,
}

impl Credential {
    /// The credential of a request. A bearer token counts before a cookie; other schemes are a proxy's own business.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Credential> {
        if let Some(token) = bearer(headers) {
            return Some(Credential {
                token: TokenHash(Sha256::digest(token.as_bytes()).into()),
                is_bearer: true,
            });
        }
        let token = cookie::token(headers)?;
        Some(Credential {
            token: cookie::hash(&token),
            is_bearer: false,
        })
    }
}

/// RFC 6750 §2.1: `Bearer` in any case, one space, the token.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && (1..=MAX_TOKEN).contains(&token.len())).then_some(token)
}

#[cfg(test)]
mod tests {
    use hyper::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderValue};

    use super::Credential;

    const COOKIE_LINE: &str = "th=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn of(authorization: Option<&'static str>, cookie: bool) -> Option<Credential> {
        let mut headers = HeaderMap::new();
        if let Some(line) = authorization {
            headers.insert(AUTHORIZATION, HeaderValue::from_static(line));
        }
        if cookie {
            headers.insert(COOKIE, HeaderValue::from_static(COOKIE_LINE));
        }
        Credential::of(&headers)
    }

    #[test]
    fn a_bearer_token_counts_before_a_cookie() {
        let both = of(Some("bearer abc"), true).unwrap();
        assert!(both.is_bearer);
        assert_eq!(Some(both), of(Some("Bearer abc"), false));
        assert!(!of(None, true).unwrap().is_bearer);
    }

    #[test]
    fn a_proxys_own_scheme_leaves_the_cookie_its_word() {
        assert_eq!(of(Some("Basic dGVhOmhvdXNl"), true), of(None, true));
        for line in ["Basic dGVhOmhvdXNl", "Bearer", "Bearer ", "abc"] {
            assert_eq!(of(Some(line), false), None, "{line}");
        }
    }
}
