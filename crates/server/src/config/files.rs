//! How much people may bring: the table of files.

use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;

use super::layer::text;

/// A number of bytes, from one on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Size(u64);

/// A number of pixels, from one on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pixels(u64);

/// A time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span(pub(super) Duration);

/// A count, from one on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Count(NonZeroU32);

macro_rules! files {
    ($($(#[doc = $doc:literal])+ $name:ident: $kind:ident as $type:ty = $default:literal;)+) => {
        /// What people may bring.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Files {
            $($(#[doc = $doc])+ pub $name: $type,)+
        }

        /// What one layer of settings says about files.
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct FilesLayer {
            $(#[serde(deserialize_with = "text")] $name: Option<$kind>,)+
        }

        impl FilesLayer {
            /// This layer where it speaks, the one below where it is silent.
            pub(super) fn over(self, below: Self) -> Self {
                Self { $($name: self.$name.or(below.$name),)+ }
            }
        }

        impl Default for Files {
            fn default() -> Self {
                Self { $($name: $default.parse::<$kind>().expect("defaults are well formed").0,)+ }
            }
        }

        impl From<FilesLayer> for Files {
            fn from(layer: FilesLayer) -> Self {
                let mut files = Self::default();
                $(if let Some(named) = layer.$name { files.$name = named.0; })+
                files
            }
        }

        /// Name, default and description of each setting.
        pub(super) const TABLE: &[(&str, &str, &str)] =
            &[$((stringify!($name), $default, concat!($($doc),+)),)+];
    };
}

files! {
    /// The largest file.
    max_size: Size as u64 = "100MB";
    /// What the files of one person may have together, begun uploads included.
    quota: Size as u64 = "2GB";
    /// Requests by which one person may send parts of files at once.
    parallel: Count as NonZeroU32 = "8";
    /// A picture with more pixels is kept as a plain file: whoever opened it would need the memory for it.
    max_pixels: Pixels as u64 = "50000000";
    /// When an upload to which nothing more comes is forgotten.
    unfinished: Span as Duration = "1h";
    /// When a complete file that was never sent, or stands in no message any more, is removed. Nobody but its owner can
    /// read it meanwhile.
    unused: Span as Duration = "12h";
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const UNITS: [(&str, u64); 7] = [
            ("KiB", 1 << 10),
            ("MiB", 1 << 20),
            ("GiB", 1 << 30),
            ("kB", 1_000),
            ("MB", 1_000_000),
            ("GB", 1_000_000_000),
            ("TB", 1_000_000_000_000),
        ];
        let (digits, unit) = UNITS
            .iter()
            .find_map(|&(name, unit)| Some((text.strip_suffix(name)?, unit)))
            .unwrap_or((text, 1));
        let bytes = digits
            .trim_end()
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(unit));
        // A database counts bytes in 63 bits.
        bytes
            .filter(|bytes| (1..=i64::MAX.unsigned_abs()).contains(bytes))
            .map(Size)
            .ok_or_else(|| format!("is no size but {text:?}; write for example 500kB, 100MB or 2GB"))
    }
}

impl FromStr for Pixels {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let pixels = text.parse().ok().filter(|&pixels| pixels > 0);
        pixels
            .map(Pixels)
            .ok_or_else(|| format!("is no count but {text:?}; write a whole number from 1 on"))
    }
}

impl FromStr for Count {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse()
            .map(Count)
            .map_err(|_| format!("is no count but {text:?}; write a whole number from 1 on"))
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const UNITS: [(&str, u64); 4] = [("min", 60), ("s", 1), ("h", 3_600), ("d", 86_400)];
        /// A year: what is longer was not meant.
        const MOST: u64 = 365 * 86_400;
        let seconds = UNITS
            .iter()
            .find_map(|&(name, unit)| Some((text.strip_suffix(name)?, unit)))
            .and_then(|(digits, unit)| digits.trim_end().parse::<u64>().ok()?.checked_mul(unit));
        seconds
            .filter(|seconds| (1..=MOST).contains(seconds))
            .map(|seconds| Span(Duration::from_secs(seconds)))
            .ok_or_else(|| format!("is no time but {text:?}; write for example 30min, 12h or 7d"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Size, Span};

    #[test]
    fn sizes_and_times_have_units() {
        for (text, bytes) in [("1", 1), ("500kB", 500_000), ("100 MB", 100_000_000), ("1GiB", 1 << 30)] {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
        for text in ["", "0", "-1", "1.5GB", "MB", "99999999TB", "many"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
        for (text, seconds) in [("90s", 90), ("30min", 1_800), ("1h", 3_600), ("7d", 604_800)] {
            assert_eq!(text.parse(), Ok(Span(Duration::from_secs(seconds))), "{text}");
        }
        for text in ["", "1", "0h", "h", "9999d"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }
}
