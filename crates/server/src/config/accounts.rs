//! Who may come in, how long a device stays signed in, and how long a message can be taken back.

use std::str::FromStr;
use std::time::Duration;

use teahouse_core::sessions::SessionAges;
use teahouse_core::settings::{Settings, SignUp};

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

/// For how long a message can be taken back by its author; `None`: for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window(pub(super) Option<Duration>);

impl Default for Window {
    fn default() -> Self {
        Window(Settings::default().recall_window)
    }
}

impl FromStr for Window {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(Self(None)),
            text => text.parse().map(|span: Span| Self(Some(span.0))),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_can_be_taken_back_for_a_time_or_for_ever() {
        assert_eq!("off".parse(), Ok(Window(None)));
        assert_eq!("10min".parse(), Ok(Window(Some(Duration::from_secs(600)))));
        assert_eq!(Window::default(), Window(Some(Duration::from_secs(120))));
        assert!("for ever".parse::<Window>().is_err());
    }
}
