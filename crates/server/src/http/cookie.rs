//! The cookie that opens a session: 256 random bits, of which the house keeps only a hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::header::{COOKIE, HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};
use teahouse_core::record::TokenHash;

/// Over HTTPS: browsers take a `__Host-` cookie only from this very host, over HTTPS, for all paths.
const SECURE: &str = "__Host-th";
/// Over plain HTTP, which only this machine's own browser gets the app by.
const PLAIN: &str = "th";
/// As long as the house keeps a session; browsers cut it to 400 days.
const MAX_AGE: u32 = 34_560_000;
const TOKEN_LEN: usize = 43;

/// A session's token as the cookie carries it.
pub(super) struct Token(String);

impl Token {
    /// The token itself, for the one answer that tells it.
    pub(super) fn reveal(self) -> String {
        self.0
    }
}

/// A new token.
pub(super) fn fresh() -> Token {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    Token(URL_SAFE_NO_PAD.encode(bytes))
}

/// A token that somebody says.
pub(super) fn told(text: &str) -> Option<Token> {
    (text.len() == TOKEN_LEN).then(|| Token(text.to_owned()))
}

/// What the house knows of a token.
pub(super) fn hash(token: &Token) -> TokenHash {
    TokenHash(Sha256::digest(token.0.as_bytes()).into())
}

/// The token that a request carries.
pub(super) fn token(headers: &HeaderMap) -> Option<Token> {
    named(headers, &[SECURE, PLAIN]).and_then(told)
}

/// The value of the first of these cookies that there is: the one that only HTTPS can have set stands first.
pub(super) fn named<'a>(headers: &'a HeaderMap, names: &[&str]) -> Option<&'a str> {
    let pairs = || {
        let lines = headers
            .get_all(COOKIE)
            .into_iter()
            .filter_map(|line| line.to_str().ok());
        lines
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
    };
    let mut found = names
        .iter()
        .filter_map(|wanted| pairs().find(|(name, _)| name == wanted));
    found.next().map(|(_, value)| value)
}

/// The header that sets a token.
pub(super) fn set(token: &Token, is_secure: bool) -> HeaderValue {
    let (name, secure) = name(is_secure);
    let text = format!(
        "{name}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={MAX_AGE}{secure}",
        token.0
    );
    HeaderValue::try_from(text).expect("a token is ASCII")
}

/// The headers that forget a token, whichever way it was set.
pub(super) fn forget() -> [HeaderValue; 2] {
    [true, false].map(|is_secure| {
        let (name, secure) = name(is_secure);
        let text = format!("{name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{secure}");
        HeaderValue::try_from(text).expect("our own words are ASCII")
    })
}

fn name(is_secure: bool) -> (&'static str, &'static str) {
    if is_secure { (SECURE, "; Secure") } else { (PLAIN, "") }
}

#[cfg(test)]
mod tests {
    use hyper::header::{COOKIE, HeaderMap, HeaderValue};

    use super::{fresh, hash, set, token};

    fn sent_back(header: &HeaderValue) -> HeaderMap {
        let pair = header.to_str().unwrap().split(';').next().unwrap();
        let line = format!("other=1; {pair}");
        HeaderMap::from_iter([(COOKIE, HeaderValue::try_from(line).unwrap())])
    }

    #[test]
    fn a_token_comes_back_as_it_was_set() {
        for is_secure in [true, false] {
            let given = fresh();
            let back = token(&sent_back(&set(&given, is_secure))).expect("the cookie is there");
            assert_eq!(hash(&back), hash(&given));
        }
    }

    #[test]
    fn a_cookie_planted_over_http_does_not_replace_the_one_of_https() {
        let (good, planted) = (fresh(), fresh());
        let line = format!("th={}; __Host-th={}", planted.0, good.0);
        let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::try_from(line).unwrap())]);
        assert_eq!(hash(&token(&headers).unwrap()), hash(&good));
    }

    #[test]
    fn text_that_is_no_token_is_none() {
        for line in ["th=", "th=abc", "xth=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static(line))]);
            assert!(token(&headers).is_none(), "{line}");
        }
    }
}
