//! How much one visitor may ask for: a table of rates and counts.

use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;

use super::layer::text;
use super::switch::Switch;

/// So many in so much time, and so many at once after a rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many in each `per`.
    pub count: NonZeroU32,
    /// The time that `count` is spread over.
    pub per: Duration,
    /// How many may come at once after a rest.
    pub burst: NonZeroU32,
}

/// A value of the table: a limit, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ceiling<T>(Option<T>);

macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident: $kind:ty = $default:literal;)+) => {
        /// The limits in force; `None` is a limit that was switched off.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Limits {
            $($(#[doc = $doc])+ pub $name: Option<$kind>,)+
        }

        /// What one layer of settings says about the limits.
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct LimitsLayer {
            #[serde(deserialize_with = "text")]
            all: Option<Switch>,
            $(#[serde(deserialize_with = "text")] $name: Option<Ceiling<$kind>>,)+
        }

        impl LimitsLayer {
            /// This layer where it speaks, the one below where it is silent.
            pub(super) fn over(self, below: Self) -> Self {
                Self { all: self.all.or(below.all), $($name: self.$name.or(below.$name),)+ }
            }
        }

        impl Default for Limits {
            fn default() -> Self {
                Self {
                    $($name: $default.parse::<Ceiling<$kind>>().expect("defaults are well formed").0,)+
                }
            }
        }

        impl From<LimitsLayer> for Limits {
            fn from(layer: LimitsLayer) -> Self {
                if layer.all == Some(Switch::Off) {
                    return Self { $($name: None,)+ };
                }
                let mut limits = Self::default();
                $(if let Some(named) = layer.$name { limits.$name = named.0; })+
                limits
            }
        }

        impl Limits {
            /// Whether the one switch turned all of them off.
            #[must_use]
            pub fn is_off(&self) -> bool {
                true $(&& self.$name.is_none())+
            }
        }

        impl Limits {
            /// The default of a limit, as an operator would write it.
            #[must_use]
            pub fn default_text(name: &str) -> Option<&'static str> {
                TABLE.iter().find(|(known, ..)| *known == name).map(|(_, default, _)| *default)
            }
        }

        /// Name, default and description of each limit.
        pub(super) const TABLE: &[(&str, &str, &str)] =
            &[$((stringify!($name), $default, concat!($($doc),+)),)+];
    };
}

limits! {
    /// New connections from one address.
    accepts: Rate = "200/s burst 1000";
    /// Open connections from one public address.
    connections_per_address: NonZeroU32 = "50";
    /// Open connections from one private address: a whole class may sit behind it.
    connections_per_private_address: NonZeroU32 = "20000";
    /// Sign-ins and sign-ups from one address.
    sign_ins: Rate = "5/s burst 200";
    /// New people in the whole house, whatever addresses they come from.
    registrations: Rate = "10/s burst 200";
    /// Messages of one person in the app, or of one token over the API. The burst lets a queue of an evening offline through.
    messages: Rate = "20/s burst 60";
    /// Calls begun by one person or plain guest.
    calls: Rate = "30/min burst 60";
    /// Anything else that one person's pages ask, typing included; call signals and hang-ups are bounded by `frames` alone.
    requests: Rate = "100/s burst 500";
    /// Frames or events of one connection, whoever it is; past it the server reads slower and drops nothing.
    frames: Rate = "500/s burst 5000";
    /// What one token looks up over the API.
    api_reads: Rate = "100/s burst 500";
    /// What one token changes over the API, messages aside.
    api_writes: Rate = "30/s burst 200";
    /// Searches of one token over the API.
    api_searches: Rate = "5/s burst 30";
    /// Messages through hooks from one address.
    hooks: Rate = "2/s burst 60";
    /// Plain HTTP requests from one address.
    http_requests: Rate = "200/s burst 2000";
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse_rate(text)
            .ok_or_else(|| format!("is no rate but {text:?}; write for example 10/s, 6/min, or 10/s burst 30"))
    }
}

/// `COUNT/UNIT [burst COUNT]`; without a burst the count itself is one.
fn parse_rate(text: &str) -> Option<Rate> {
    let (rate, burst) = match text.split_once(" burst ") {
        Some((rate, burst)) => (rate, Some(burst.trim().parse().ok()?)),
        None => (text, None),
    };
    let (count, unit) = rate.trim().split_once('/')?;
    let count = count.parse().ok()?;
    let per = match unit {
        "s" => 1,
        "min" => 60,
        "h" => 3600,
        _ => return None,
    };
    Some(Rate {
        count,
        per: Duration::from_secs(per),
        burst: burst.unwrap_or(count),
    })
}

impl FromStr for Ceiling<Rate> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            Ok(Self(None))
        } else {
            text.parse().map(|rate| Self(Some(rate)))
        }
    }
}

impl FromStr for Ceiling<NonZeroU32> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self(None));
        }
        text.parse()
            .map(|count| Self(Some(count)))
            .map_err(|_| format!("is no count but {text:?}; write a whole number from 1 on, or off"))
    }
}
