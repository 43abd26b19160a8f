//! Hash maps over our own ids, with a fixed hasher: quick, and the same in every run.
//!
//! Only for ids that the house draws itself: a stranger who could choose keys could make them collide. Texts that come
//! from outside are keys of `BTreeMap`s.
#![allow(
    clippy::disallowed_types,
    reason = "the one place that may name the type; its hasher is deterministic"
)]

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from an id of ours.
pub type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// Spreads one 64-bit id over the whole word.
#[derive(Debug, Default, Clone, Copy)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        let mixed = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}
