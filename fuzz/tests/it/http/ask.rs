//! Requests, written as a script says.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use teahouse::listen::DoorKind;

use super::schema::{Forms, number, value};
use super::{Answer, NEAR};
use crate::house::{LONG, Stage};
use crate::script::Script;

/// A method at a path, as it is described.
pub struct Operation<'a> {
    pub method: String,
    pub path: &'a str,
    pub statuses: Vec<u16>,
    pub is_closed: bool,
    described: &'a Value,
}

impl<'a> Operation<'a> {
    /// All of a description.
    pub fn all(document: &'a Value) -> Vec<Operation<'a>> {
        let paths = document["paths"].as_object().expect("there are paths");
        let all = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("there are methods").iter();
            methods.map(move |(method, described)| Operation::of(path, method, described))
        });
        all.collect()
    }

    fn of(path: &'a str, method: &str, described: &'a Value) -> Operation<'a> {
        let statuses = described["responses"].as_object().expect("there are answers").keys();
        Operation {
            method: method.to_ascii_uppercase(),
            path,
            statuses: statuses.filter_map(|status| status.parse().ok()).collect(),
            is_closed: described["security"].as_array().is_some_and(|ways| !ways.is_empty()),
            described,
        }
    }

    /// The one whose name is the first line of an input, or that its first two bytes choose; and what is left.
    pub fn chosen<'b>(all: &'b [Operation<'a>], input: &'b [u8]) -> (&'b Operation<'a>, Script<'b>) {
        let line = input.iter().position(|&byte| byte == b'\n').unwrap_or(0);
        match all
            .iter()
            .find(|operation| operation.name().as_bytes() == &input[..line])
        {
            Some(named) => (named, Script(&input[line + 1..])),
            None => {
                let mut script = Script(input);
                (&all[script.short() % all.len()], script)
            }
        }
    }

    /// Both as one.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Who and what is in the house.
pub struct People {
    owner: String,
    guest: String,
    /// How many came after the first.
    guests: u32,
    /// Texts that mean something, by the names of fields and parameters.
    known: Vec<(String, String)>,
}

impl People {
    /// An owner and a guest move in; they talk in a group, there is a file, a way in and a hook.
    pub fn settle(stage: &Stage) -> People {
        let code = stage.owner_code().expect("nobody owns it yet");
        let account = json!({ "handle": "ann", "password": "a pot of tea", "owner_code": code });
        let (owner, ann) = enter(stage, "/api/v1/account", &account);
        let (guest, bob) = enter(stage, "/api/v1/session", &json!({ "name": "Bob" }));
        let mut people = People {
            owner,
            guest,
            guests: 0,
            known: Vec::new(),
        };
        for name in ["person", "members", "users", "sender", "after", "with"] {
            people.learn(&[name], &ann);
            people.learn(&[name], &bob);
        }
        let body = json!({ "kind": "group", "name": "Tea", "members": [bob] });
        let group = people.make(stage, "/api/v1/conversations", &body, "id");
        people.learn(&["conversation", "room"], &group);
        let within = format!("/api/v1/conversations/{group}");
        for (path, body, field, names) in [
            (
                &format!("{within}/messages"),
                json!({ "client_id": "1", "text": "tea" }),
                "id",
                &["message", "messages", "reply_to"][..],
            ),
            (
                &format!("{within}/hooks"),
                json!({ "name": "Kettle" }),
                "token",
                &["token"],
            ),
            (
                &format!("{within}/hooks"),
                json!({ "name": "Samovar" }),
                "id",
                &["hook"],
            ),
            (&"/api/v1/invites".to_owned(), json!({}), "id", &["invite"]),
            (&format!("{within}/invites"), json!({}), "code", &["invite"]),
            (&"/api/v1/bots".to_owned(), json!({ "name": "Urn" }), "id", &["bot"]),
            (
                &"/api/v1/files".to_owned(),
                json!({ "name": "tea.txt", "size": 3 }),
                "id",
                &["file", "files", "avatar", "picture"],
            ),
        ] {
            let made = people.make(stage, path, &body, field);
            people.learn(names, &made);
        }
        for (name, text) in [
            ("handle", "ann"),
            ("password", "a pot of tea"),
            ("current", "a pot of tea"),
            ("emoji", "🍵"),
            ("q", "tea"),
            ("name", "Leaf"),
            ("text", "tea"),
            ("client_id", "1"),
            ("client_id", "2"),
            ("url", "http://127.0.0.1:9/in"),
            ("session", "0000000000000"),
            ("sha256", "aa"),
            ("seq", "1"),
            ("cursor", "1763000000000.0000000000007"),
        ] {
            people.learn(&[name], text);
        }
        people
    }

    fn learn(&mut self, names: &[&str], text: &str) {
        self.known
            .extend(names.iter().map(|name| ((*name).to_owned(), text.to_owned())));
    }

    /// Makes something as the owner, and gives the first field of this name in the answer.
    fn make(&self, stage: &Stage, path: &str, body: &Value, field: &str) -> String {
        let answer = send(stage, "POST", path, &self.owner, body);
        let json = answer.json().unwrap_or_else(|| panic!("{path}: {answer:?}"));
        assert!(answer.status < 300, "{path}: {json}");
        first(&json, field).unwrap_or_else(|| panic!("no {field} in {json}"))
    }

    /// Lets those in again who signed themselves out; false if that cannot be done.
    pub fn come_back(&mut self, stage: &Stage) -> bool {
        let is_in = |token: &str| send(stage, "GET", "/api/v1/session", token, &Value::Null).status == 200;
        if !is_in(&self.guest) {
            // The one who left still goes by her name.
            self.guests += 1;
            let name = format!("Bob the {}th", self.guests);
            let answer = send(stage, "POST", "/api/v1/session", "", &json!({ "name": name }));
            let Some(token) = token_of(&answer) else { return false };
            self.guest = token;
        }
        if !is_in(&self.owner) {
            let known = json!({ "handle": "ann", "password": "a pot of tea" });
            let answer = send(stage, "POST", "/api/v1/session", "", &known);
            let Some(token) = token_of(&answer) else { return false };
            self.owner = token;
        }
        true
    }
}

/// The first text of this name, wherever it stands.
fn first(json: &Value, name: &str) -> Option<String> {
    let fields = json.as_object()?;
    let here = fields.get(name).and_then(Value::as_str).map(str::to_owned);
    here.or_else(|| fields.values().find_map(|inner| first(inner, name)))
}

/// Comes in, and gives the token and the id.
fn enter(stage: &Stage, path: &str, body: &Value) -> (String, String) {
    let answer = send(stage, "POST", path, "", body);
    let token = token_of(&answer).unwrap_or_else(|| panic!("{answer:?}"));
    let id = answer
        .json()
        .and_then(|json| json["you"]["id"].as_str().map(str::to_owned));
    (token, id.expect("an answer says who one is"))
}

/// The token in the cookie that an answer sets.
fn token_of(answer: &Answer) -> Option<String> {
    let cookie = answer.header("set-cookie")?;
    cookie.split(['=', ';']).nth(1).map(str::to_owned)
}

fn send(stage: &Stage, method: &str, path: &str, token: &str, body: &Value) -> Answer {
    let mut lines = vec!["content-type: application/json".to_owned()];
    lines.extend((!token.is_empty()).then(|| format!("authorization: Bearer {token}")));
    let bytes = request(method, path, &lines, body.to_string().as_bytes());
    let heard = stage.exchange(DoorKind::Main, NEAR, &bytes, LONG);
    Answer::read(&heard)
        .unwrap_or_else(|| panic!("{method} {path} is not answered"))
        .0
}

fn request(method: &str, path: &str, lines: &[String], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost:3000\r\nconnection: close\r\n");
    for line in lines {
        head.push_str(&format!("{line}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    [head.as_bytes(), body].concat()
}

/// A request to an operation.
pub struct Route {
    pub bytes: Vec<u8>,
    pub has_token: bool,
}

impl Route {
    /// The request that a script says.
    pub fn written(operation: &Operation<'_>, document: &Value, people: &People, script: &mut Script<'_>) -> Route {
        let forms = Forms {
            document,
            known: &people.known,
        };
        let token = match script.byte() % 8 {
            0..=4 => &people.owner,
            5 | 6 => &people.guest,
            _ => "",
        };
        let mut path = operation.path.to_owned();
        let mut query = Vec::new();
        for parameter in operation.described["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().expect("a parameter has a name");
            let is_number = parameter["schema"]["type"].to_string().contains("integer") && script.byte() < 0xf0;
            let said = if is_number {
                number(script).to_string()
            } else {
                forms.text(name, script)
            };
            let said = encoded(&said);
            if parameter["in"] == "path" {
                path = path.replace(
                    &format!("{{{name}}}"),
                    if said.is_empty() { "0000000000000" } else { &said },
                );
            } else if script.byte() < 128 {
                query.push(format!("{name}={said}"));
            }
        }
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        let mut lines = headers(&forms, script);
        lines.extend((!token.is_empty()).then(|| format!("authorization: Bearer {token}")));
        let (kind, body) = body(operation, &forms, script);
        lines.extend(kind.map(|kind| format!("content-type: {kind}")));
        Route {
            bytes: request(&operation.method, &path, &lines, &body),
            has_token: !token.is_empty(),
        }
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Header lines that some route looks at.
fn headers(forms: &Forms<'_>, script: &mut Script<'_>) -> Vec<String> {
    const LINES: [&str; 13] = [
        "upload-offset: 0",
        "upload-length: 3",
        "upload-length: 99999999999999999999",
        "upload-metadata: filename dGVhLnBuZw==",
        "upload-metadata: filename ***,a",
        "range: bytes=0-1",
        "range: bytes=-1",
        "if-none-match: *",
        "if-range: \"x\"",
        "tus-resumable: 1.0.0",
        "origin: http://localhost:3000",
        "user-agent: Firefox/1 Android",
        "cookie: __Host-th-known=AAAA; th=x",
    ];
    let mut lines: Vec<String> = (0..script.byte() % 3)
        .map(|_| script.choose(&LINES).to_owned())
        .collect();
    if script.byte() >= 0xe0 {
        let word = forms
            .text("", script)
            .replace(|c: char| c.is_control() || !c.is_ascii(), "");
        lines.push(format!(
            "{}: {word}",
            script.choose(&["upload-metadata", "range", "user-agent", "sec-ch-ua-platform"])
        ));
    }
    lines
}

/// A body with its type: of the described shape, mostly.
fn body(operation: &Operation<'_>, forms: &Forms<'_>, script: &mut Script<'_>) -> (Option<String>, Vec<u8>) {
    let Some(content) = operation.described["requestBody"]["content"].as_object() else {
        return (None, Vec::new());
    };
    let kinds: Vec<&String> = content.keys().collect();
    let kind = script.choose(&kinds);
    let body = match kind.as_str() {
        "application/json" => {
            let mut body = value("", &content[kind]["schema"], forms, script, 0)
                .to_string()
                .into_bytes();
            if script.byte() >= 0xf8 {
                body.truncate(script.short() % (body.len() + 1));
            }
            body
        }
        "application/x-www-form-urlencoded" => {
            let (text, client_id) = (forms.text("text", script), forms.text("client_id", script));
            format!("text={}&client_id={client_id}", encoded(&text)).into_bytes()
        }
        "text/plain" => forms.text("text", script).into_bytes(),
        _ => script.take(3).to_vec(),
    };
    let kind = if script.byte() >= 0xf0 {
        forms.text("", script)
    } else {
        kind.clone()
    };
    let is_header = kind.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    (is_header.then_some(kind), body)
}

/// Requests of any kind, whole or not, to the pages, the guests' doors and the API.
pub fn written(script: &mut Script<'_>) -> Vec<u8> {
    const METHODS: [&str; 6] = ["GET ", "POST ", "HEAD ", "OPTIONS ", "DELETE ", "TEA "];
    const PATHS: [&str; 20] = [
        "/",
        "/socket.io/?EIO=4&transport=polling",
        "/socket.io/?EIO=3&transport=websocket",
        "&sid=",
        "/signal",
        "/healthz",
        "/api/v1/door",
        "/api/v1/session",
        "/api/openapi.json",
        "/hooks/x",
        "/teahouse.crt",
        "/examples",
        "?lang=zh",
        "?<TEA>='TEA&\"TEA",
        "/<TEA>",
        "/'TEA\"TEA",
        "%3CTEA%3E",
        "//",
        "*",
        "http://evil.example/",
    ];
    const LINES: [&str; 26] = [
        "Host: localhost:3000\r\n",
        "Host: 192.168.1.5:3000\r\n",
        "Host: <TEA>\r\n",
        "Host: 'TEA\r\n",
        "Origin: http://localhost:3000\r\n",
        "Origin: null\r\n",
        "Upgrade: websocket\r\n",
        "Connection: Upgrade\r\n",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
        "Sec-WebSocket-Version: 13\r\n",
        "Content-Length: 4\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Accept: text/html\r\n",
        "Accept-Language: zh;q=NaN,<TEA>\r\n",
        "User-Agent: <TEA>'TEA\"TEA\r\n",
        "Sec-Fetch-Mode: navigate\r\n",
        "Accept-Encoding: br;q=1e9\r\n",
        "Cookie: th=\"TEA\r\n",
        "Authorization: Bearer <TEA>\r\n",
        "X-Forwarded-For: <TEA>, 1\r\n",
        "X-Forwarded-Proto: https\r\n",
        "Expect: 100-continue\r\n",
        "Access-Control-Request-Headers: 'TEA\r\n",
        "\r\n",
        "Range: bytes=0-0\r\n",
    ];
    let mut bytes = Vec::new();
    for _ in 0..1 + script.byte() % 3 {
        bytes.extend(script.word(&METHODS).into_bytes());
        for _ in 0..1 + script.byte() % 3 {
            bytes.extend(script.word(&PATHS).into_bytes());
        }
        bytes.extend(b" HTTP/1.1\r\n");
        for _ in 0..script.byte() % 10 {
            bytes.extend(script.word(&LINES).into_bytes());
        }
        bytes.extend(b"\r\n");
        bytes.extend(
            script
                .word(&["4\r\ntea\n\r\n0\r\n\r\n", "2:40", "{\"name\":\"<TEA>\"}", ""])
                .into_bytes(),
        );
    }
    bytes
}
