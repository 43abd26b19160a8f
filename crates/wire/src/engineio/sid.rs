//! Ids of sessions.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use teahouse_core::lobby::PublicId;

/// Writes 120 random bits as the 20 characters that clients know from the reference server.
pub fn sid(entropy: [u8; 15]) -> PublicId {
    let mut text = [0; 20];
    URL_SAFE_NO_PAD
        .encode_slice(entropy, &mut text)
        .expect("15 bytes are 20 characters");
    let text = std::str::from_utf8(&text).expect("the alphabet is ASCII");
    PublicId::new(text).expect("the alphabet is plain")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_looks_like_the_reference_servers() {
        assert_eq!(sid([0; 15]).as_str(), "AAAAAAAAAAAAAAAAAAAA");
        assert_eq!(sid([0xff; 15]).as_str(), "____________________");
    }
}
