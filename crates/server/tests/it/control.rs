//! What the operator does at the machine itself, with a server running and without one.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use teahouse_testkit::{AppBot, House, Launch, Pass, request};
use teahouse_wire::app::ServerMessage;

use crate::PROGRAM;
use crate::accounts::{Browser, code};

/// What one run of the program said.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

fn operate(folder: &Path, words: &[&str], input: &str) -> Said {
    let mut child = Command::new(PROGRAM)
        .args(words)
        .arg("--data")
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    let mut stdin = child.stdin.take().expect("it is piped");
    let _it_may_not_read = stdin.write_all(input.as_bytes());
    drop(stdin);
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    Said {
        code: status.code(),
        out: String::from_utf8(stdout).expect("text"),
        err: String::from_utf8(stderr).expect("text"),
    }
}

fn create_bot(folder: &Path, name: &str) -> String {
    let said = operate(folder, &["bot", "create", name], "");
    assert_eq!(said.code, Some(0), "{}", said.err);
    let token = said.out.strip_suffix('\n').expect("one line").to_owned();
    assert!(token.len() == 43 && !token.contains(char::is_whitespace), "{token:?}");
    token
}

fn create_user(folder: &Path, handle: &str, more: &[&str]) -> Said {
    let words = [&["user", "create", handle, "--password-stdin"], more].concat();
    operate(folder, &words, "open sesame\n")
}

/// What somebody with a token is called.
fn who_is(house: &House, token: &str) -> String {
    let bearer = format!("Bearer {token}");
    let answer = request(
        house.address(),
        "GET",
        "/api/v1/session",
        &[("authorization", &bearer)],
        "",
    );
    let answer = answer.expect("the house answers");
    assert_eq!(answer.status, 200, "{}", answer.body);
    let view: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    view["you"]["name"].as_str().expect("a name").to_owned()
}

fn start_in(folder: tempfile::TempDir) -> House {
    Launch::of(Path::new(PROGRAM)).in_folder(folder).start()
}

#[test]
fn a_bot_made_while_the_house_runs_is_let_in_at_once() {
    let house = House::start(Path::new(PROGRAM));
    let token = create_bot(house.data(), "Weather");
    assert_eq!(who_is(&house, &token), "Weather");
}

#[test]
fn a_bot_made_while_the_house_is_closed_is_let_in_when_it_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let token = create_bot(folder.path(), "Weather");
    let mut house = start_in(folder);
    assert_eq!(who_is(&house, &token), "Weather");
    assert_eq!(house.stop().code(), Some(0));
    assert!(
        !house.data().join("control.sock").exists(),
        "the socket goes with its server"
    );
    let second = create_bot(house.data(), "Clock");
    house.restart();
    assert_eq!(who_is(&house, &token), "Weather");
    assert_eq!(who_is(&house, &second), "Clock");
}

#[test]
fn accounts_are_made_listed_and_given_roles_with_and_without_a_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = create_user(folder.path(), "Ann.Lee", &["--role", "owner", "--name", "Ann Lee"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let ann = made.out.trim().to_owned();
    let house = start_in(folder);
    let made = create_user(house.data(), "bob", &[]);
    let bob = made.out.trim().to_owned();
    create_bot(house.data(), "Weather");
    let promoted = operate(house.data(), &["user", "role", "bob", "admin"], "");
    assert_eq!(
        (promoted.code, promoted.out.as_str()),
        (Some(0), ""),
        "{}",
        promoted.err
    );
    let listed = operate(house.data(), &["user", "list"], "").out;
    let mut lines: Vec<&str> = listed.lines().collect();
    lines.sort_by_key(|line| line.split('\t').next_back());
    assert_eq!(lines.len(), 3, "{listed}");
    assert_eq!(lines[0], format!("{ann}\towner\tann.lee\tAnn Lee"));
    assert!(lines[1].ends_with("\tbot\t-\tWeather"), "{listed}");
    assert_eq!(lines[2], format!("{bob}\tadmin\tbob\tbob"));
}

#[test]
fn a_forgotten_password_is_replaced_with_and_without_a_server_and_devices_are_signed_out() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(create_user(folder.path(), "ann", &["--role", "owner"]).code, Some(0));
    let replace = |folder: &Path, password: &str| {
        let words = ["user", "password", "ann", "--password-stdin"];
        let said = operate(folder, &words, &format!("{password}\n"));
        assert_eq!(said.code, Some(0), "{}", said.err);
        said.out
    };
    let none = "ann has a new password; 0 devices are signed out.\n";
    assert_eq!(replace(folder.path(), "closed sesame"), none);
    let house = start_in(folder);
    let mut device = Browser::new(house.address());
    assert_eq!(code(&device.sign_in("ann", "open sesame")), "wrong_password");
    let pass = Pass::given(&device.sign_in("ann", "closed sesame"));
    let mut line = AppBot::connect(house.address(), &pass).expect("a line");
    let one = "ann has a new password; 1 device is signed out.\n";
    assert_eq!(replace(house.data(), "open sesame again"), one);
    assert!(matches!(line.hear(), Ok(ServerMessage::SessionEnded(_)) | Err(_)));
    assert_eq!(device.who(), None);
    assert_eq!(code(&device.sign_in("ann", "closed sesame")), "wrong_password");
    assert_eq!(device.sign_in("ann", "open sesame again").status, 201);
}

#[test]
fn an_invite_is_a_link_alone_on_its_line_with_and_without_a_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let create = |folder: &Path, more: &[&str]| operate(folder, &[&["invite", "create"], more].concat(), "");
    let refused = create(folder.path(), &[]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
    assert!(
        refused.err.starts_with("teahouse: Nobody owns this house yet"),
        "{}",
        refused.err
    );
    assert_eq!(create_user(folder.path(), "ann", &["--role", "owner"]).code, Some(0));
    let link = |said: Said| {
        assert_eq!(said.code, Some(0), "{}", said.err);
        let line = said.out.strip_suffix('\n').expect("one line").to_owned();
        let (address, code) = line.split_once("/#/invite/").expect("a link");
        (address.to_owned(), code.to_owned())
    };
    let (closed, first) = link(create(folder.path(), &["--uses", "1"]));
    assert!(closed.ends_with(":3000"), "{closed}");
    let launch = Launch::of(Path::new(PROGRAM)).with_settings(&["--signup", "invite", "--limits", "off"]);
    let house = launch.in_folder(folder).start();
    let (own, second) = link(create(house.data(), &["--days", "1"]));
    assert_eq!(own, format!("http://localhost:{}", house.address().port()));
    let named = link(create(house.data(), &["--address", "https://tea.example"]));
    assert_eq!(named.0, "https://tea.example");
    let come = |handle: &str, invite: &str| {
        let wanted = serde_json::json!({ "handle": handle, "password": "open sesame", "invite": invite });
        Browser::new(house.address()).post("/api/v1/account", &wanted).status
    };
    assert_eq!(come("bob", &first), 201);
    assert_eq!(come("carl", &first), 404, "it was good for one");
    assert_eq!([come("carl", &second), come("dan", &second)], [201, 201]);
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence_with_a_server_and_without() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(create_user(folder.path(), "ann", &["--role", "owner"]).code, Some(0));
    let refused = |folder: &Path| {
        for (words, input, sentence) in [
            (
                &["user", "create", "ANN", "--password-stdin"][..],
                "open sesame\n",
                "Somebody else has this handle.",
            ),
            (
                &["user", "create", "a b", "--password-stdin"],
                "open sesame\n",
                "A handle has 2 to 32 of a-z",
            ),
            (
                &["user", "create", "bob", "--password-stdin"],
                "short\n",
                "A password has 8 to 256 characters",
            ),
            (
                &["user", "create", "bob", "--password-stdin"],
                "",
                "A password has 8 to 256 characters",
            ),
            (
                &["user", "create", "bob", "--password-stdin", "--role", "owner"],
                "open sesame\n",
                "This house does not take new people this way.",
            ),
            (
                &["user", "create", "bob", "--password-stdin", "--name", "Аnn"],
                "open sesame\n",
                "Somebody else goes by",
            ),
            (&["bot", "create", " "], "", "A name has 1 to 32 visible characters."),
            (&["bot", "create", "ann"], "", "Somebody else goes by this name."),
            (&["user", "role", "nobody", "admin"], "", "There is no such person."),
            (
                &["user", "password", "nobody", "--password-stdin"],
                "open sesame\n",
                "There is no such person.",
            ),
            (
                &["user", "password", "ann", "--password-stdin"],
                "short\n",
                "A password has 8 to 256 characters",
            ),
        ] {
            let said = operate(folder, words, input);
            assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{words:?}: {}", said.err);
            assert!(
                said.err.starts_with(&format!("teahouse: {sentence}")),
                "{words:?}: {}",
                said.err
            );
            assert_eq!(said.err.lines().count(), 1, "{}", said.err);
        }
    };
    refused(folder.path());
    let house = start_in(folder);
    refused(house.data());
}

#[test]
fn words_that_make_no_order_are_refused_before_anything_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    for words in [
        &["user", "create", "ann"][..],
        &["user", "create", "--password-stdin"],
        &["bot", "create"],
        &["user", "role", "ann", "king"],
        &["user", "password", "ann"],
        &["invite", "create", "--uses", "0"],
        &["invite", "create", "--days", "0"],
        &["invite", "create", "--address", "tea.example/path"],
        &["bot", "destroy", "x"],
    ] {
        let said = operate(folder.path(), words, "open sesame\n");
        assert_eq!(said.code, Some(2), "{words:?}: {}", said.err);
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn a_socket_left_by_a_killed_server_is_in_nobodys_way() {
    let mut house = House::start(Path::new(PROGRAM));
    house.kill();
    assert!(house.data().join("control.sock").exists());
    let token = create_bot(house.data(), "Weather");
    house.restart();
    assert_eq!(who_is(&house, &token), "Weather");
    create_bot(house.data(), "Clock");
}

#[test]
fn a_second_server_takes_nothing_from_the_first() {
    let house = House::start(Path::new(PROGRAM));
    let second = operate(house.data(), &["serve", "--listen", "127.0.0.1:0"], "");
    assert_eq!(second.code, Some(2), "{}", second.err);
    let token = create_bot(house.data(), "Weather");
    assert_eq!(who_is(&house, &token), "Weather");
}

#[test]
fn the_socket_is_for_the_houses_own_user_alone() {
    let house = House::start(Path::new(PROGRAM));
    let facts = std::fs::metadata(house.data().join("control.sock")).expect("it is there");
    assert!(facts.file_type().is_socket());
    assert_eq!(facts.permissions().mode() & 0o777, 0o600);
}

#[test]
fn lines_that_are_no_orders_are_answered_and_harm_nobody() {
    let house = House::start(Path::new(PROGRAM));
    let too_long = vec![b'x'; 1 << 20];
    for line in [
        &b"\n"[..],
        b"{}\n",
        b"{\"do\":\"burn\"}\n",
        b"\xff\xfe\n",
        b"[[[[\n",
        &too_long,
    ] {
        let mut stream = UnixStream::connect(house.data().join("control.sock")).expect("it listens");
        let _it_may_hang_up = stream.write_all(line);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = String::new();
        let _it_may_hang_up = BufReader::new(stream.take(4096)).read_line(&mut answer);
        assert!(answer.is_empty() || answer.contains("\"bad_request\""), "{answer}");
    }
    create_bot(house.data(), "Weather");
}

#[test]
fn a_folder_with_a_name_too_long_for_a_socket_has_one_nevertheless() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = tempfile::Builder::new()
        .prefix(&"x".repeat(120))
        .tempdir_in(&parent)
        .expect("a folder");
    let house = start_in(folder);
    let token = create_bot(house.data(), "Weather");
    assert_eq!(who_is(&house, &token), "Weather");
}

#[test]
fn a_password_stands_in_no_log() {
    let mut house = Launch::of(Path::new(PROGRAM))
        .with_settings(&["--log", "trace"])
        .start();
    assert_eq!(create_user(house.data(), "ann", &[]).code, Some(0));
    house.stop();
    assert!(
        !house.log().contains("sesame") && !house.log().contains("argon2id$"),
        "{}",
        house.log()
    );
}
