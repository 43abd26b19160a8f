//! The API for programs: the contract, who may, how often, and what goes in and out by hooks.

mod contract;
mod doors;
mod hooks;
mod matrix;
mod outgoing;

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use teahouse_testkit::{House, Response, request_as_program};

use crate::PROGRAM;

/// A program with a token, or a visitor without one.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    address: SocketAddr,
    token: Option<String>,
}

impl Caller {
    /// Nobody in particular.
    pub(crate) fn nobody(house: &House) -> Caller {
        Caller {
            address: house.address(),
            token: None,
        }
    }

    /// A new bot, made by the operator.
    pub(crate) fn bot(house: &House, name: &str) -> Caller {
        Caller {
            address: house.address(),
            token: Some(operate(house, &["bot", "create", name], "")),
        }
    }

    /// A new guest's page; its cookie's secret is a token too.
    pub(crate) fn guest(house: &House, name: &str) -> Caller {
        let body = serde_json::json!({ "name": name });
        Caller::enter(house, "/api/v1/session", &body)
    }

    /// Somebody with an account and this role.
    pub(crate) fn account(house: &House, handle: &str, role: &str) -> Caller {
        let words = ["user", "create", handle, "--password-stdin", "--role", role];
        operate(house, &words, "three cups of tea\n");
        let body = serde_json::json!({ "handle": handle, "password": "three cups of tea" });
        Caller::enter(house, "/api/v1/session", &body)
    }

    fn enter(house: &House, path: &str, body: &Value) -> Caller {
        let answer =
            request_as_program(house.address(), "POST", path, &[], &body.to_string()).expect("the house answers");
        assert_eq!(answer.status, 201, "{}", answer.body);
        let cookie = answer
            .header("set-cookie")
            .and_then(|line| line.split(['=', ';']).nth(1));
        Caller {
            address: house.address(),
            token: cookie.map(str::to_owned),
        }
    }

    /// Asks, with whatever body.
    pub(crate) fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let bearer = self.token.as_ref().map(|token| format!("Bearer {token}"));
        let mut all = headers.to_vec();
        all.extend(bearer.as_deref().map(|line| ("authorization", line)));
        request_as_program(self.address, method, path, &all, body).expect("the house answers")
    }

    /// Asks, and gives status and JSON; `null` where there is none.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self.raw(method, path, &[], &body);
        (answer.status, serde_json::from_str(&answer.body).unwrap_or_default())
    }

    /// Asks for what must be there.
    pub(crate) fn get(&self, path: &str) -> Value {
        let (status, view) = self.ask("GET", path, &Value::Null);
        assert_eq!(status, 200, "{path}: {view}");
        view
    }

    /// The id of the person whose token it is.
    pub(crate) fn id(&self) -> String {
        text(&self.get("/api/v1/me")["id"])
    }

    /// A new group of one's own; gives its path.
    pub(crate) fn group(&self, name: &str, members: &[String]) -> String {
        let body = serde_json::json!({ "kind": "group", "name": name, "members": members });
        let (status, room) = self.ask("POST", "/api/v1/conversations", &body);
        assert_eq!(status, 201, "{room}");
        format!("/api/v1/conversations/{}", text(&room["id"]))
    }
}

/// What a JSON string says.
pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text but {value}"))
        .to_owned()
}

/// The text of each message of a page; what happened to the group has none.
pub(crate) fn texts(page: &Value) -> Vec<String> {
    let messages = page["messages"].as_array().expect("messages");
    let texts = messages.iter().map(|message| text(&message["text"]));
    texts.filter(|text| !text.is_empty()).collect()
}

/// Runs the program as the operator of a running house; gives the line that it prints.
pub(crate) fn operate(house: &House, words: &[&str], input: &str) -> String {
    use std::io::Write as _;
    let mut child = Command::new(PROGRAM)
        .args(words)
        .arg("--data")
        .arg(house.data())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    let _it_may_not_read = child.stdin.take().expect("it is piped").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
}

/// A house without limits.
pub(crate) fn house() -> House {
    House::start(Path::new(PROGRAM))
}
