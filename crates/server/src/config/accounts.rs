//! Who may come in, and how long a device stays signed in.

use std::str::FromStr;
use std::time::Duration;

use teahouse_core::sessions::SessionAges;
use teahouse_core::settings::SignUp;

use super::files::Span;

/// Who may make an account, as the setting says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SignUpWord(pub(super) SignUp);

impl FromStr for SignUpWord {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "closed" => Ok(Self(SignUp::Closed)),
            "invite" => Ok(Self(SignUp::Invite)),
            "open" => Ok(Self(SignUp::Open)),
            other => Err(format!("is {other:?}; write open, invite or closed")),
        }
    }
}

/// The ages of sessions, where they are named.
pub(super) fn ages(idle: Option<Span>, absolute: Option<Span>) -> SessionAges {
    let default = SessionAges::default();
    let or = |named: Option<Span>, default: Duration| named.map_or(default, |span| span.0);
    SessionAges {
        idle: or(idle, default.idle),
        absolute: or(absolute, default.absolute),
    }
}
