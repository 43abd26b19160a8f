//! Whole requests to a whole house: whatever is asked, the answer is one that its description promises or an error with
//! a code that is written down, and what else was said comes back in no page.

mod ask;
mod schema;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bolero::check;
use serde_json::Value;
use teahouse::listen::DoorKind;

use crate::house::{LONG, SHORT, Stage};
use crate::script::Script;
use ask::{Operation, People, Route};

/// Codes of errors stand in the first column of its tables.
const ERRORS: &str = include_str!("../../../docs/protocols/errors.md");
const NEAR: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const FAR: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));

/// An answer, taken apart.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// The first answer in some bytes, and what stands behind it; none if they do not hold a whole one.
    fn read(bytes: &[u8]) -> Option<(Answer, &[u8])> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).expect("a head is text");
        let mut lines = head.split("\r\n");
        let status = lines.next()?.strip_prefix("HTTP/1.")?[2..5]
            .parse()
            .expect("a status is a number");
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap_or_else(|| panic!("{line:?} is no header"));
            assert!(
                name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
                "{line:?}"
            );
            assert!(!value.contains(char::is_control), "{line:?}");
            (name.to_ascii_lowercase(), value.to_owned())
        };
        let headers: Vec<_> = lines.map(header).collect();
        let rest = &bytes[end + 4..];
        let len = headers
            .iter()
            .find(|(name, _)| name == "content-length")
            .map(|(_, len)| len.parse());
        let len = len.map_or(0, |len| len.expect("a length is a number"));
        // An answer to HEAD has the length of a body and none.
        let len = if rest.starts_with(b"HTTP/1.") { 0 } else { len };
        let (body, rest) = rest.split_at_checked(len).unwrap_or((rest, &[]));
        let body = body.to_vec();
        Some((Answer { status, headers, body }, rest))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// What holds of every answer of the house.
    fn judge(&self) {
        assert!(self.status < 500, "{self:?}");
        let kind = self.header("content-type").unwrap_or_default();
        if kind == "application/json" && !self.body.is_empty() {
            let json = self.json().unwrap_or_else(|| panic!("no JSON: {self:?}"));
            let code = json["code"].as_str().filter(|_| self.status >= 400);
            assert!(
                code.is_none_or(|code| ERRORS.contains(&format!("\n| `{code}` |"))),
                "{code:?} is not written down"
            );
        }
        if kind.starts_with("text/html") {
            let page = String::from_utf8_lossy(&self.body);
            assert!(
                !page.contains("<TEA") && !page.contains("\"TEA") && !page.contains("'TEA"),
                "{page}"
            );
        }
    }
}

/// Each route with parameters, queries and bodies of the shapes that it describes, now and then of others.
#[test]
fn any_call_of_a_route_is_answered_as_described() {
    let scene = Mutex::new(settled());
    let document = lock(&scene).0.openapi();
    let operations = Operation::all(&document);
    check!().for_each(|input: &[u8]| {
        let (operation, mut script) = Operation::chosen(&operations, input);
        let mut scene = lock(&scene);
        let (stage, people) = &mut *scene;
        let route = Route::written(operation, &document, people, &mut script);
        let heard = stage.exchange(DoorKind::Main, NEAR, &route.bytes, LONG);
        let Some((answer, _)) = Answer::read(&heard) else {
            panic!(
                "{} is not answered: {:?}",
                operation.name(),
                String::from_utf8_lossy(&route.bytes)
            );
        };
        answer.judge();
        if answer.status < 400 {
            assert!(
                operation.statuses.contains(&answer.status),
                "{} with {}",
                operation.name(),
                answer.status
            );
            assert!(
                !operation.is_closed || route.has_token,
                "{} is open to anybody",
                operation.name()
            );
        }
        if answer.status >= 400 {
            assert!(
                answer.json().is_some_and(|json| json["code"].is_string()),
                "{}: {answer:?}",
                operation.name()
            );
        }
        assert!(
            answer.header("x-content-type-options") == Some("nosniff"),
            "{}",
            operation.name()
        );
        assert!(
            answer.header("content-security-policy").is_some(),
            "{}",
            operation.name()
        );
        // Somebody signed herself out, or was shut out.
        let may_be_out = answer.status == 401 && route.has_token || answer.header("set-cookie").is_some();
        if may_be_out && !people.come_back(stage) {
            *scene = settled();
        }
    });
}

/// A new house with people.
fn settled() -> (Stage, People) {
    let stage = Stage::open();
    let people = People::settle(&stage);
    (stage, people)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// No route of the table is left out of the target above, and each is reached.
#[test]
fn every_route_is_reached_by_a_call_of_its_own() {
    let (stage, people) = settled();
    let document = stage.openapi();
    for operation in Operation::all(&document) {
        let route = Route::written(&operation, &document, &people, &mut Script(&[]));
        let heard = stage.exchange(DoorKind::Main, NEAR, &route.bytes, LONG);
        let (answer, _) = Answer::read(&heard).expect("it is answered");
        let code = answer.json().and_then(|json| json["code"].as_str().map(str::to_owned));
        assert!(
            !matches!(code.as_deref(), Some("not_found" | "wrong_method")),
            "{}: {code:?}",
            operation.name()
        );
    }
}

/// Anything at all on a connection, at each of the doors, from near and from far.
#[test]
fn any_bytes_on_a_connection_are_answered_or_end_it() {
    let stage = Mutex::new(Stage::open());
    check!().for_each(|input: &[u8]| {
        let mut script = Script(input);
        let doors = [DoorKind::Main, DoorKind::Main, DoorKind::ChatRoom, DoorKind::Signal];
        let (door, peer) = (script.choose(&doors), script.choose(&[NEAR, FAR]));
        let bytes = if script.byte() < 64 {
            script.0.to_vec()
        } else {
            ask::written(&mut script)
        };
        let heard = lock(&stage).exchange(door, peer, &bytes, SHORT);
        let mut rest = heard.as_slice();
        while let Some((answer, behind)) = Answer::read(rest) {
            answer.judge();
            // Behind it are frames, or pieces of unknown length.
            let is_last = answer.status == 101 || answer.header("content-length").is_none();
            rest = if is_last { &[] } else { behind };
        }
    });
}
