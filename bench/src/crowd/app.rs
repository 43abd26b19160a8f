//! How a person's page comes online in the app: hear the welcome, ask for the first screen, hold it.

use super::{Person, Stage, Step};
use crate::swarm::Outbox;

/// The path of the app's socket.
pub(super) const PATH: &str = "/api/v1/socket";

/// Rows of the people list that a page asks for.
const ROWS: usize = 50;

const ROOMS: u8 = 1;
const PEOPLE: u8 = 2;

/// The header lines of a page's upgrade request, from the page's own origin.
pub(super) fn headers(origin: &str, cookie: &str) -> String {
    format!("Origin: {origin}\r\nCookie: {cookie}\r\n")
}

/// Reads a message for what it means to the first screen: one's rooms, and the people who are online.
pub(super) fn hear(number: usize, person: &mut Person, text: &[u8], outbox: &mut Outbox) -> Step {
    match person.stage {
        Stage::SignedIn => Step::None,
        Stage::Connecting if is(text, "session.welcomed") => {
            outbox.text(
                number,
                format!(r#"{{"type":"rooms.list","re":1,"limit":{ROWS}}}"#).as_bytes(),
            );
            outbox.text(
                number,
                format!(r#"{{"type":"people.watch","limit":{ROWS}}}"#).as_bytes(),
            );
            person.name = id_of_you(text);
            Step::Greeted
        }
        Stage::Connecting => Step::None,
        Stage::Greeted => {
            if is(text, "rooms.page") {
                person.parts |= ROOMS;
            } else if is(text, "people.changed") {
                person.parts |= PEOPLE;
            }
            if person.parts == ROOMS | PEOPLE {
                Step::SignedIn(String::new())
            } else {
                Step::None
            }
        }
    }
}

fn is(text: &[u8], kind: &str) -> bool {
    text.strip_prefix(br#"{"type":""#)
        .is_some_and(|rest| rest.starts_with(kind.as_bytes()))
}

/// The id in `session.welcomed`.
fn id_of_you(text: &[u8]) -> String {
    const MARK: &[u8] = br#""you":{"id":""#;
    let Some(at) = memchr::memmem::find(text, MARK) else {
        return String::new();
    };
    let rest = &text[at + MARK.len()..];
    String::from_utf8_lossy(rest.split(|byte| *byte == b'"').next().unwrap_or_default()).into_owned()
}
