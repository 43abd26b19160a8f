//! The mask over a client's payload (RFC 6455 §5.3).

/// The key that one frame is masked with.
pub type Mask = [u8; 4];

/// Masks or unmasks bytes that begin at the first byte of `mask`.
pub(super) fn apply(mask: Mask, bytes: &mut [u8]) {
    if mask == [0; 4] {
        return;
    }
    let half = u64::from(u32::from_ne_bytes(mask));
    let key = half << 32 | half;
    let (words, tail) = bytes.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ key).to_ne_bytes();
    }
    for (byte, key) in tail.iter_mut().zip(key.to_ne_bytes()) {
        *byte ^= key;
    }
}

/// The mask for what follows after `passed` bytes.
pub(super) fn after(mut mask: Mask, passed: usize) -> Mask {
    mask.rotate_left(passed % 4);
    mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_applied_in_pieces_equals_one_applied_at_once() {
        let mask = [0x37, 0xfa, 0x21, 0x3d];
        let plain: Vec<u8> = (0..100).collect();
        let mut expected = plain.clone();
        for (at, byte) in expected.iter_mut().enumerate() {
            *byte ^= mask[at % 4];
        }
        for cut in 0..=plain.len() {
            let mut bytes = plain.clone();
            let (head, tail) = bytes.split_at_mut(cut);
            apply(mask, head);
            apply(after(mask, cut), tail);
            assert_eq!(bytes, expected, "cut at {cut}");
        }
    }
}
