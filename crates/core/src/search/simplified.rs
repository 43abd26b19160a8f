//! Traditional Chinese characters and the simplified ones that stand for them.
//!
//! `simplified.txt` is a sorted list of pairs, made from `TSCharacters.txt` of OpenCC (Open Chinese Convert,
//! Apache-2.0): the first choice for each character of the Basic Multilingual Plane, with 著 taken for 着. A search
//! needs no phrases: both sides are folded alike.

/// One pair: two characters of three bytes, and the end of the line.
const PAIR: usize = 7;
const PAIRS: &[u8] = include_bytes!("simplified.txt");

/// The simplified character, or the same one if there is no other.
pub(super) fn simplified(c: char) -> char {
    let mut bytes = [0; 4];
    let &[first, second, third] = c.encode_utf8(&mut bytes).as_bytes() else {
        return c;
    };
    let wanted = key(first, second, third);
    // The order of code points is that of their bytes.
    let (mut low, mut high) = (0, PAIRS.len() / PAIR);
    while low < high {
        let middle = low.midpoint(high);
        let pair = &PAIRS[middle * PAIR..][..PAIR];
        let found = key(pair[0], pair[1], pair[2]);
        if found == wanted {
            return decode(&pair[3..6]).unwrap_or(c);
        }
        if found < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    c
}

/// Three bytes as one number.
fn key(first: u8, second: u8, third: u8) -> u32 {
    u32::from_be_bytes([0, first, second, third])
}

fn decode(bytes: &[u8]) -> Option<char> {
    std::str::from_utf8(bytes).ok()?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_each_pair_is_found() {
        let text = std::str::from_utf8(PAIRS).expect("text");
        let pairs: Vec<(char, char)> = text
            .lines()
            .map(|line| {
                let mut chars = line.chars();
                let pair = (chars.next().expect("one"), chars.next().expect("another"));
                assert_eq!((line.len(), chars.next()), (PAIR - 1, None), "{line}");
                pair
            })
            .collect();
        assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0));
        assert!(pairs.len() > 2_900, "{}", pairs.len());
        for (traditional, simple) in pairs {
            assert_eq!(simplified(traditional), simple);
            assert_eq!(simplified(simple), simple, "nothing is simplified twice");
        }
    }

    #[test]
    fn what_is_simple_stays() {
        for c in ['茶', '一', '\u{3400}', '\u{9fff}', 'a', '🍵', '\u{10ffff}'] {
            assert_eq!(simplified(c), c);
        }
    }
}
