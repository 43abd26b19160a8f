//! Forgotten passwords: links that open an account once, to nobody else, and sign every other device out.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use teahouse_testkit::{AppBot, House, Launch, Pass, Response};
use teahouse_wire::app::ServerMessage;

use crate::PROGRAM;
use crate::accounts::{Browser, PASSWORD, account, code, of};

const NEW: &str = "another one, please";
/// How soon a device is signed out.
const AT_ONCE: Duration = Duration::from_secs(1);

/// A house whose owner is signed in.
fn owned_house() -> (House, Browser) {
    let folder = tempfile::tempdir().expect("a folder");
    let words = [
        "user",
        "create",
        "olga",
        "--role",
        "owner",
        "--password-stdin",
        "--data",
    ];
    let mut made = Command::new(PROGRAM);
    let made = made.args(words).arg(folder.path()).stdin(Stdio::piped()).spawn();
    let mut made = made.expect("the program can be run");
    let mut stdin = made.stdin.take().expect("it is piped");
    stdin.write_all(format!("{PASSWORD}\n").as_bytes()).expect("it reads");
    drop(stdin);
    assert!(made.wait().expect("it ends").success());
    let launch = Launch::of(Path::new(PROGRAM)).with_settings(&["--limits", "off"]);
    let house = launch.in_folder(folder).start();
    let mut owner = Browser::new(house.address());
    assert_eq!(owner.sign_in("olga", PASSWORD).status, 201);
    (house, owner)
}

fn id_of(browser: &mut Browser) -> String {
    let me = of(&browser.ask("GET", "/api/v1/me", &Value::Null));
    me["id"].as_str().expect("an id").to_owned()
}

fn make_for(browser: &mut Browser, person: &str) -> Response {
    browser.post(&format!("/api/v1/admin/people/{person}/reset"), &Value::Null)
}

fn choose(browser: &mut Browser, code: &str, password: &str) -> Response {
    browser.post("/api/v1/account/reset", &json!({ "code": code, "password": password }))
}

#[test]
fn a_link_opens_the_account_once_and_every_other_device_is_signed_out() {
    let (mut house, mut owner) = owned_house();
    let mut ann = account(&house, "ann");
    let id = id_of(&mut ann);
    let mut phone = Browser::new(house.address());
    let mut line = AppBot::connect(house.address(), &Pass::given(&phone.sign_in("ann", PASSWORD))).expect("a line");
    let made = make_for(&mut owner, &id);
    assert_eq!(made.status, 201, "{}", made.body);
    let made = of(&made);
    let link = made["code"].as_str().expect("a code");
    assert!(made["expires_at"].as_i64().is_some());

    let mut device = Browser::new(house.address());
    let shown = device.post("/api/v1/account/reset/person", &json!({ "code": link }));
    assert_eq!((shown.status, of(&shown)["handle"].as_str()), (200, Some("ann")));
    assert_eq!(
        code(&choose(&mut device, link, "short")),
        "bad_password",
        "and the link is still good"
    );
    let began = Instant::now();
    assert_eq!(choose(&mut device, link, NEW).status, 201);
    assert!(
        matches!(line.hear(), Ok(ServerMessage::SessionEnded(_)) | Err(_)),
        "it hears so or is closed"
    );
    assert!(began.elapsed() < AT_ONCE, "after {:?}", began.elapsed());
    assert_eq!(
        (ann.who(), phone.who(), device.who().as_deref()),
        (None, None, Some("ann"))
    );

    let mut thief = Browser::new(house.address());
    assert_eq!(code(&choose(&mut thief, link, PASSWORD)), "no_reset");
    assert_eq!(code(&thief.sign_in("ann", PASSWORD)), "wrong_password");
    assert_eq!(thief.sign_in("ann", NEW).status, 201);
    house.kill();
    house.restart();
    let mut later = Browser::new(house.address());
    assert_eq!(code(&choose(&mut later, link, PASSWORD)), "no_reset");
    assert_eq!((ann.who(), device.who().as_deref()), (None, Some("ann")));
}

#[test]
fn a_link_that_waits_outlives_a_killed_house() {
    let (mut house, mut owner) = owned_house();
    let id = id_of(&mut account(&house, "ann"));
    let made = of(&make_for(&mut owner, &id));
    house.kill();
    house.restart();
    let mut device = Browser::new(house.address());
    assert_eq!(
        choose(&mut device, made["code"].as_str().expect("a code"), NEW).status,
        201
    );
}

#[test]
fn only_who_looks_after_the_house_makes_links_and_nobody_makes_the_owners() {
    let (house, mut owner) = owned_house();
    let [mut admin, mut member] = ["ann", "bob"].map(|handle| account(&house, handle));
    let [owner_id, ann, bob] = [&mut owner, &mut admin, &mut member].map(id_of);
    let path = format!("/api/v1/admin/people/{ann}");
    assert_eq!(owner.ask("PATCH", &path, &json!({ "role": "admin" })).status, 204);
    let mut stranger = Browser::new(house.address());
    assert_eq!(make_for(&mut stranger, &bob).status, 401);
    for whom in [&owner_id, &ann, &bob] {
        assert_eq!(code(&make_for(&mut member, whom)), "not_permitted");
    }
    assert_eq!(code(&make_for(&mut admin, &owner_id)), "not_permitted");
    assert_eq!(code(&make_for(&mut admin, &ann)), "oneself");
    assert_eq!(make_for(&mut admin, &bob).status, 201);
    assert_eq!(make_for(&mut owner, &ann).status, 201);
}

#[test]
fn who_guesses_is_told_nothing_and_soon_asked_to_wait() {
    let launch = Launch::of(Path::new(PROGRAM)).with_variable("TEAHOUSE_LIMITS__SIGN_INS", "1/min burst 6");
    let house = launch.start();
    let mut stranger = Browser::new(house.address());
    for guess in ["", "x", "ä", &"A".repeat(43), &"A".repeat(44)] {
        let answer = choose(&mut stranger, guess, NEW);
        assert_eq!((answer.status, code(&answer).as_str()), (404, "no_reset"), "{guess}");
    }
    assert_eq!(
        code(&stranger.post("/api/v1/account/reset/person", &json!({ "code": "x" }))),
        "no_reset"
    );
    assert_eq!(code(&choose(&mut stranger, "x", NEW)), "too_many");
}
