//! The one thing of EXIF that belongs to the picture: which way is up.

/// How a stored picture must be turned to be shown: EXIF's values 1 to 8, of which 1 is not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orientation(u8);

const TAG: u16 = 0x0112;
/// EXIF's 16-bit number.
const SHORT: u16 = 3;
/// The length of [`Orientation::exif`].
const EXIF_LEN: usize = 26;

impl Default for Orientation {
    fn default() -> Self {
        Orientation(1)
    }
}

impl Orientation {
    /// Reads it from a TIFF structure (Exif 3.0 §4.5); whatever is wrong there means that nothing is turned.
    pub(super) fn of(tiff: &[u8]) -> Orientation {
        read(tiff).map_or_else(Orientation::default, Orientation)
    }

    /// EXIF's number.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// Whether width and height change places.
    #[must_use]
    pub fn is_sideways(self) -> bool {
        self.0 >= 5
    }

    /// A TIFF structure that says this and nothing else; none where nothing is turned.
    pub(super) fn exif(self) -> Option<[u8; EXIF_LEN]> {
        let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
        tiff[19] = self.0;
        (self.0 != 1).then_some(tiff)
    }
}

fn read(tiff: &[u8]) -> Option<u8> {
    let is_big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    };
    let long = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if is_big {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    for entry in 0..usize::from(short(directory)?) {
        let at = directory.checked_add(2 + 12 * entry)?;
        if short(at)? == TAG && short(at + 2)? == SHORT && long(at + 4)? == 1 {
            let value = short(at + 8)?;
            return (1..=8).contains(&value).then(|| u8::try_from(value).unwrap_or(1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Orientation;

    #[test]
    fn what_is_written_is_read_again() {
        for number in 2..=8 {
            let tiff = Orientation(number).exif().expect("it is turned");
            assert_eq!(Orientation::of(&tiff), Orientation(number));
        }
        assert_eq!(Orientation::default().exif(), None);
    }

    #[test]
    fn both_orders_of_bytes_are_read() {
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(Orientation::of(little), Orientation(6));
    }

    #[test]
    fn nonsense_turns_nothing() {
        let whole = Orientation(6).exif().unwrap();
        for len in 0..20 {
            assert_eq!(Orientation::of(&whole[..len]), Orientation::default(), "{len}");
        }
        let mut wild = whole;
        wild[19] = 9;
        assert_eq!(Orientation::of(&wild), Orientation::default());
        let mut far = whole;
        far[4..8].fill(0xff);
        assert_eq!(Orientation::of(&far), Orientation::default());
    }
}
