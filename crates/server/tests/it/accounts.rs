//! Accounts over HTTP: made, signed in to and out of, guessed at, taken over by nobody.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::{Value, json};
use teahouse_testkit::{House, Launch, Response, request};

use crate::PROGRAM;

pub const PASSWORD: &str = "open sesame, please";

/// A browser: what it has been told to keep.
#[derive(Clone)]
pub struct Browser {
    house: SocketAddr,
    cookies: Vec<(String, String)>,
}

impl Browser {
    pub fn new(house: SocketAddr) -> Browser {
        let cookies = Vec::new();
        Browser { house, cookies }
    }

    pub fn ask(&mut self, method: &str, path: &str, body: &Value) -> Response {
        let line: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let line = line.join("; ");
        let mut headers = vec![
            ("content-type", "application/json"),
            ("user-agent", "Firefox/140.0 (Linux)"),
        ];
        if !line.is_empty() {
            headers.push(("cookie", &line));
        }
        let answer = request(self.house, method, path, &headers, &body.to_string()).expect("the house answers");
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').expect("a cookie");
            self.cookies.retain(|(known, _)| known != name);
            if !cookie.contains("Max-Age=0") {
                let value = rest.split(';').next().expect("a value").to_owned();
                self.cookies.push((name.to_owned(), value));
            }
        }
        answer
    }

    pub fn post(&mut self, path: &str, body: &Value) -> Response {
        self.ask("POST", path, body)
    }

    pub fn sign_in(&mut self, handle: &str, password: &str) -> Response {
        self.post("/api/v1/session", &json!({ "handle": handle, "password": password }))
    }

    fn token(&self) -> &str {
        let found = self.cookies.iter().find(|(name, _)| name == "th");
        &found.expect("signed in").1
    }

    /// Who the house says this is, if anybody.
    pub fn who(&mut self) -> Option<String> {
        let answer = self.ask("GET", "/api/v1/session", &Value::Null);
        (answer.status == 200).then(|| of(&answer)["you"]["name"].as_str().expect("a name").to_owned())
    }
}

pub fn of(answer: &Response) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.body))
}

pub fn code(answer: &Response) -> String {
    of(answer)["code"].as_str().unwrap_or_default().to_owned()
}

fn house() -> House {
    House::start(Path::new(PROGRAM))
}

/// Somebody with an account, signed in.
pub fn account(house: &House, handle: &str) -> Browser {
    let mut browser = Browser::new(house.address());
    let wanted = json!({ "handle": handle, "password": PASSWORD });
    let answer = browser.post("/api/v1/account", &wanted);
    assert_eq!(answer.status, 201, "{}", answer.body);
    browser
}

#[test]
fn the_door_knows_who_is_inside_and_refuses_no_stranger() {
    let house = house();
    let mut ann = account(&house, "ann");
    let mut stranger = Browser::new(house.address());
    let at_the_door = |browser: &mut Browser| {
        let answer = browser.ask("GET", "/api/v1/door", &Value::Null);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(of(&answer)["guests"], true);
        of(&answer)["you"].clone()
    };
    assert_eq!(at_the_door(&mut ann)["handle"], "ann");
    assert_eq!(at_the_door(&mut stranger), Value::Null);
    let mut old = ann.clone();
    assert_eq!(ann.ask("DELETE", "/api/v1/session", &Value::Null).status, 204);
    assert_eq!(
        at_the_door(&mut old),
        Value::Null,
        "a token that was signed out is nobody's"
    );
}

#[test]
fn an_account_is_made_left_and_entered_again() {
    let house = house();
    let mut ann = account(&house, "Ann.Lee");
    assert_eq!(ann.who().as_deref(), Some("ann.lee"));
    let old = ann.clone();
    assert_eq!(ann.ask("DELETE", "/api/v1/session", &Value::Null).status, 204);
    assert_eq!(ann.who(), None);
    assert_eq!(old.clone().who(), None, "a token that was signed out opens nothing");
    assert_eq!(ann.sign_in("ANN.LEE", PASSWORD).status, 201);
    assert_eq!(ann.who().as_deref(), Some("ann.lee"));
    assert_ne!(ann.token(), old.token());
}

#[test]
fn who_is_unknown_and_who_mistypes_are_told_the_same_to_the_byte() {
    let house = house();
    account(&house, "ann");
    let mut stranger = Browser::new(house.address());
    let wrong = stranger.sign_in("ann", "open sesame, or else");
    assert_eq!((wrong.status, code(&wrong).as_str()), (401, "wrong_password"));
    for (handle, password) in [
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("a b", PASSWORD),
        ("ann", ""),
        ("ann", "\u{0}"),
    ] {
        let other = stranger.sign_in(handle, password);
        assert_eq!((other.status, &other.body), (wrong.status, &wrong.body), "{handle:?}");
    }
    assert!(stranger.cookies.is_empty());
}

#[test]
fn a_stranger_has_ten_tries_and_a_device_that_was_here_before_its_own() {
    let house = house();
    let mut ann = account(&house, "ann");
    assert_eq!(ann.sign_in("ann", PASSWORD).status, 201);
    let address = house.address();
    let tries: Vec<_> = (0..14)
        .map(|n| {
            thread::spawn(move || {
                Browser::new(address)
                    .sign_in("ann", &format!("guess number {n}"))
                    .status
            })
        })
        .collect();
    let mut statuses: Vec<u16> = tries.into_iter().map(|one| one.join().expect("it ends")).collect();
    statuses.sort_unstable();
    assert_eq!(
        statuses,
        [[401; 10].as_slice(), &[429; 4]].concat(),
        "side by side, too"
    );
    let refused = Browser::new(address).sign_in("ann", PASSWORD);
    assert_eq!((refused.status, code(&refused).as_str()), (429, "too_many"));
    let wait: u64 = refused.header("retry-after").expect("when").parse().expect("seconds");
    assert!((1..=900).contains(&wait), "{wait}");
    ann.cookies.retain(|(name, _)| name != "th");
    assert_eq!(ann.sign_in("ann", PASSWORD).status, 201, "she is not locked out");
    let mut mallory = ann.clone();
    mallory.cookies.retain(|(name, _)| name != "th");
    let statuses: Vec<u16> = (0..11)
        .map(|n| mallory.sign_in("ann", &format!("guess {n} here")).status)
        .collect();
    assert_eq!(
        statuses,
        [[401; 10].as_slice(), &[429]].concat(),
        "with her mark one guesses no faster"
    );
}

#[test]
fn a_guest_makes_an_account_and_stays_who_she_is() {
    let house = house();
    let mut ann = Browser::new(house.address());
    let entered = of(&ann.post("/api/v1/session", &json!({ "name": "Ann" })));
    let guest = ann.clone();
    let wanted = json!({ "handle": "ann.lee", "password": PASSWORD });
    let made = ann.post("/api/v1/account", &wanted);
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(of(&made)["you"]["id"], entered["you"]["id"]);
    assert_eq!(of(&made)["you"]["name"], "Ann");
    assert_ne!(ann.token(), guest.token(), "another token with another standing");
    assert_eq!(guest.clone().who(), None);
    let again = ann.post("/api/v1/account", &json!({ "handle": "other", "password": PASSWORD }));
    assert_eq!(code(&again), "already_signed_in");
}

#[test]
fn a_token_that_somebody_planted_is_not_the_one_that_is_signed_in() {
    let house = house();
    account(&house, "ann");
    let mut planted = Browser::new(house.address());
    planted.post("/api/v1/session", &json!({ "name": "Mallory" }));
    let mut victim = planted.clone();
    assert_eq!(victim.sign_in("ann", PASSWORD).status, 201);
    assert_eq!(victim.who().as_deref(), Some("ann"));
    assert_eq!(planted.who(), None, "the planted one is dead, and was never hers");
    let chosen = "a".repeat(43);
    let mut tossed = Browser::new(house.address());
    tossed.cookies.push(("th".into(), chosen.clone()));
    assert_eq!(tossed.who(), None);
    tossed.sign_in("ann", PASSWORD);
    assert_ne!(tossed.token(), chosen, "nobody chooses a token");
}

#[test]
fn a_password_is_changed_by_who_knows_it_and_others_are_signed_out() {
    let house = house();
    let mut desk = account(&house, "ann");
    let mut phone = Browser::new(house.address());
    phone.sign_in("ann", PASSWORD);
    let mut change = |current: &str, next: &str| {
        let body = json!({ "current": current, "password": next, "end_others": true });
        desk.ask("PUT", "/api/v1/account/password", &body)
    };
    assert_eq!(code(&change("not it at all", "another one, please")), "wrong_password");
    assert_eq!(code(&change(PASSWORD, "short")), "bad_password");
    assert_eq!(change(PASSWORD, "another one, please").status, 204);
    assert_eq!(phone.who(), None);
    assert_eq!(desk.who().as_deref(), Some("ann"));
    let mut later = Browser::new(house.address());
    assert_eq!(code(&later.sign_in("ann", PASSWORD)), "wrong_password");
    assert_eq!(later.sign_in("ann", "another one, please").status, 201);
    let mut guest = Browser::new(house.address());
    guest.post("/api/v1/session", &json!({ "name": "Guest of Ann" }));
    let body = json!({ "current": "", "password": PASSWORD });
    assert_eq!(guest.ask("PUT", "/api/v1/account/password", &body).status, 403);
}

#[test]
fn devices_are_listed_by_name_and_signed_out_from_afar() {
    let mut house = house();
    let mut desk = account(&house, "ann");
    let mut phone = Browser::new(house.address());
    phone.sign_in("ann", PASSWORD);
    let listed = of(&desk.ask("GET", "/api/v1/sessions", &Value::Null));
    let sessions = listed["sessions"].as_array().expect("a list");
    assert_eq!(sessions.len(), 2);
    assert!(
        sessions.iter().all(|session| session["label"] == "Firefox on Linux"),
        "{listed}"
    );
    let other = sessions
        .iter()
        .find(|session| session["current"] == false)
        .expect("the phone");
    let path = format!("/api/v1/sessions/{}", other["id"].as_str().expect("an id"));
    let mut bob = account(&house, "bob");
    assert_eq!(code(&bob.ask("DELETE", &path, &Value::Null)), "no_session");
    assert_eq!(phone.who().as_deref(), Some("ann"));
    assert_eq!(desk.ask("DELETE", &path, &Value::Null).status, 204);
    assert_eq!(phone.who(), None);
    house.kill();
    house.restart();
    assert_eq!((phone.who(), desk.who().as_deref()), (None, Some("ann")));
}

#[test]
fn the_door_says_who_may_come_in_and_lets_nobody_else() {
    let open = house();
    let ask = |house: &House| of(&Browser::new(house.address()).ask("GET", "/api/v1/door", &Value::Null));
    assert_eq!(
        ask(&open),
        json!({ "guests": true, "accounts": "open", "owner": "none" })
    );
    let settings = ["--signup", "invite", "--guests", "off"];
    let strict = Launch::of(Path::new(PROGRAM)).with_settings(&settings).start();
    assert_eq!(
        ask(&strict),
        json!({ "guests": false, "accounts": "invite", "owner": "none" })
    );
    let mut stranger = Browser::new(strict.address());
    let guest = stranger.post("/api/v1/session", &json!({ "name": "Ann" }));
    let wanted = json!({ "handle": "ann", "password": PASSWORD });
    let account = stranger.post("/api/v1/account", &wanted);
    for answer in [guest, account] {
        assert_eq!((answer.status, code(&answer).as_str()), (403, "closed"));
    }
}

#[test]
fn the_code_in_the_terminal_makes_one_owner_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut house, address, owner_code) = start_seen(folder.path());
    let mut stranger = Browser::new(address);
    let mut claim = |code: &str, handle: &str| {
        let wanted = json!({ "handle": handle, "password": PASSWORD, "owner_code": code });
        stranger.cookies.clear();
        stranger.post("/api/v1/account", &wanted)
    };
    assert_eq!(code(&claim("0000-0000-0000", "mallory")), "wrong_password");
    assert_eq!(
        claim(&owner_code.to_lowercase(), "admin").status,
        201,
        "an owner may take any handle"
    );
    assert_eq!(
        code(&claim(&owner_code, "second")),
        "wrong_password",
        "it is good for one time"
    );
    let door = of(&stranger.ask("GET", "/api/v1/door", &Value::Null));
    assert_eq!(door["owner"], "some");
    house.kill().and_then(|()| house.wait()).expect("it is ours");
    let (mut house, _, again) = start_seen(folder.path());
    house.kill().and_then(|()| house.wait()).expect("it is ours");
    assert_eq!(again, "", "a house with an owner prints no code");
}

/// Starts a house and reads what it prints: its address, and its owner's code, if it has one.
fn start_seen(folder: &Path) -> (Child, SocketAddr, String) {
    let mut child = Command::new(PROGRAM)
        .args([
            "--listen",
            "127.0.0.1:0",
            "--signal",
            "off",
            "--chat-room",
            "off",
            "--data",
        ])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    let (mut port, mut code) = (None, String::new());
    for line in BufReader::new(child.stdout.take().expect("it is piped")).lines() {
        let line = line.expect("text");
        if let Some((_, found)) = line.split_once("http://localhost:") {
            port = found.trim().parse().ok();
        } else if let Some((_, found)) = line.split_once("Owner's code") {
            code = found.trim().to_owned();
        } else if line.trim_start().starts_with("Stop") {
            break;
        }
    }
    (child, SocketAddr::from(([127, 0, 0, 1], port.expect("a port"))), code)
}
