//! The signature by which a program knows that a message comes from this house, and from just now.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// What stands in `Teahouse-Signature`: `v1=` and the HMAC-SHA256 (RFC 2104) in lower-case hexadecimal of the timestamp,
/// a dot and the body, under the hook's secret. The timestamp is signed too, so that an old message cannot be sent again.
#[must_use]
pub fn signature(secret: &str, timestamp: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of every length");
    mac.update(timestamp.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    digest.iter().fold("v1=".to_owned(), |mut text, byte| {
        text.push_str(&format!("{byte:02x}"));
        text
    })
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn the_signature_is_what_other_programs_compute() {
        // printf '1700000000.{"type":"message.posted"}' | openssl dgst -sha256 -hmac 'a secret of ours'
        assert_eq!(
            signature("a secret of ours", 1_700_000_000, br#"{"type":"message.posted"}"#),
            "v1=a8e481a52b465b18946c54425fcd45bb9ef2455172569a5ef9059d0e2852cf48"
        );
    }

    #[test]
    fn another_time_body_or_secret_gives_another_signature() {
        let signed = signature("secret", 1, b"tea");
        for other in [
            signature("Secret", 1, b"tea"),
            signature("secret", 2, b"tea"),
            signature("secret", 1, b"Tea"),
        ] {
            assert_ne!(signed, other);
        }
    }
}
