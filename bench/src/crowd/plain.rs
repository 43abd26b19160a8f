//! How a bot signs in at the signaling tutorial's server: hear the greeting, log in under a name of its own.

use anyhow::{Result, bail};

use super::{Person, Stage, Step};
use crate::swarm::Outbox;

const GREETING: &[u8] = b"Hello world";

/// Asks for the name of the bot's number.
pub(super) fn log_in(number: usize, person: &mut Person, outbox: &mut Outbox) {
    person.name = format!("p{number}");
    outbox.text(
        number,
        format!(r#"{{"type":"login","name":"{}"}}"#, person.name).as_bytes(),
    );
}

/// Reads a message for what it means to the sign-in.
pub(super) fn hear(person: &Person, text: &[u8]) -> Result<Step> {
    Ok(match person.stage {
        Stage::SignedIn => Step::None,
        Stage::Connecting if text == GREETING => Step::Greeted,
        Stage::Greeted if text == br#"{"type":"login","success":true}"# => Step::SignedIn(String::new()),
        _ => bail!(
            "instead of signing in {:?} the server said {}",
            person.name,
            String::from_utf8_lossy(text)
        ),
    })
}
