//! What the operator may choose about the hub.

use std::time::Duration;

use crate::limit::Rate;
use crate::sessions::SessionAges;

/// The choices, with the defaults of a house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whether lists of people are told at all. Only benches of other things turn it off.
    pub presence: bool,
    /// How often a person may ask.
    pub rates: Rates,
    /// How long somebody may take her own message back; `None`: for ever.
    pub recall_window: Option<Duration>,
    /// Whether pages may ask the house what linked pages say of themselves. They are told so, and that is all.
    pub previews: bool,
    /// How much people may bring.
    pub files: FileLimits,
    /// Who may make an account.
    pub signup: SignUp,
    /// Whether people may enter by name alone.
    pub guests: bool,
    /// When sessions end by themselves.
    pub sessions: SessionAges,
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignUp {
    /// Nobody, but by the operator's hand.
    Closed,
    /// Who has an invite.
    Invite,
    /// Everybody.
    #[default]
    Open,
}

/// How many bytes people may bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLimits {
    /// In one file.
    pub max_size: u64,
    /// In all files of one person.
    pub quota: u64,
}

/// How often a person may ask, by class. `None`: as often as she likes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// Messages sent. The burst lets a queue of an evening offline through.
    pub messages: Option<Rate>,
    /// Calls begun.
    pub calls: Option<Rate>,
    /// Everything else that a page asks.
    pub requests: Option<Rate>,
    /// New people, over the whole house: a flood of names is told by its rate, whatever addresses it comes from.
    pub registrations: Option<Rate>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            presence: true,
            rates: Rates::default(),
            recall_window: Some(Duration::from_secs(120)),
            previews: false,
            files: FileLimits::default(),
            signup: SignUp::default(),
            guests: true,
            sessions: SessionAges::default(),
        }
    }
}

impl Default for FileLimits {
    fn default() -> Self {
        FileLimits {
            max_size: 100_000_000,
            quota: 2_000_000_000,
        }
    }
}

impl Default for Rates {
    fn default() -> Self {
        let rate = |burst, millis| {
            Some(Rate {
                burst,
                every: Duration::from_millis(millis),
            })
        };
        Rates {
            messages: rate(60, 50),
            calls: rate(60, 2_000),
            requests: rate(500, 10),
            registrations: rate(200, 100),
        }
    }
}

impl Rates {
    /// No limit at all: for benches only.
    pub fn off() -> Self {
        Rates {
            messages: None,
            calls: None,
            requests: None,
            registrations: None,
        }
    }
}
