//! Starting and stopping: what the operator meets.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use teahouse_testkit::{House, Launch};

const PROGRAM: &str = env!("CARGO_BIN_EXE_teahouse");

/// Runs the program to its end.
fn run(settings: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command
        .args(settings)
        .stdin(Stdio::null())
        .env_remove("TEAHOUSE_LISTEN");
    command.output().expect("the program can be run")
}

fn sentence(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

#[test]
fn a_setting_that_makes_no_sense_is_one_sentence_and_exit_code_2() {
    for (settings, named) in [
        (&["--lisen", "127.0.0.1:1"][..], "lisen"),
        (&["--listen", "here"][..], "--listen"),
        (&["--cert", "/nowhere.pem"][..], "--cert"),
        (&["--limits", "some"][..], "--limits"),
    ] {
        let output = run(settings);
        assert_eq!(output.status.code(), Some(2), "{settings:?}");
        let sentence = sentence(&output);
        assert!(sentence.contains(named) && sentence.lines().count() == 1, "{sentence}");
    }
}

#[test]
fn a_taken_port_is_one_sentence_and_exit_code_2() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = taken.local_addr().expect("it is bound").to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("it is text");
    for settings in [
        vec!["--data", data, "--listen", &at],
        vec![
            "--data",
            data,
            "--listen",
            "127.0.0.1:0",
            "--signal",
            &at,
            "--chat-room",
            "off",
        ],
    ] {
        let output = run(&settings);
        assert_eq!(output.status.code(), Some(2), "{settings:?}");
        assert!(
            sentence(&output).contains("another program uses this port"),
            "{}",
            sentence(&output)
        );
    }
}

#[test]
fn a_data_folder_in_use_is_refused_and_its_house_goes_on() {
    let house = House::start(Path::new(PROGRAM));
    let data = house.data().to_str().expect("it is text");
    let output = run(&[
        "--data",
        data,
        "--listen",
        "127.0.0.1:0",
        "--signal",
        "off",
        "--chat-room",
        "off",
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        sentence(&output).contains("in use by another Teahouse process"),
        "{}",
        sentence(&output)
    );
    assert!(get(house.address(), "/healthz").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_house_that_is_told_to_stop_says_goodbye_and_ends_well() {
    let mut house = House::start(Path::new(PROGRAM));
    let mut guest = crate::raw::RawSocket::open(house.address(), "/signal");
    assert_eq!(guest.hear_text(), "Hello world");
    let status = house.stop();
    assert_eq!(status.code(), Some(0));
    assert_eq!(guest.hear_close(), Some(1012));
}

#[test]
fn limits_that_are_off_are_warned_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(PROGRAM)
        .args([
            "--data",
            folder.path().to_str().expect("it is text"),
            "--listen",
            "127.0.0.1:0",
        ])
        .args([
            "--signal",
            "off",
            "--chat-room",
            "off",
            "--limits",
            "off",
            "--presence",
            "off",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    let mut said = String::new();
    let mut stdout = child.stdout.take().expect("it is piped");
    let mut byte = [0];
    while !said.contains("Presence is off") {
        assert_eq!(stdout.read(&mut byte).expect("it speaks"), 1, "it ended after: {said}");
        said.push(char::from(byte[0]));
    }
    child.kill().and_then(|()| child.wait()).expect("it is ours");
    assert!(said.contains("Rate limits are off"), "{said}");
}

#[test]
fn one_port_tells_http_from_https_by_the_first_byte() {
    let house = Launch::of(Path::new(PROGRAM)).start();
    assert!(get(house.address(), "/healthz").ends_with("ok\n"));
    // The first bytes of a TLS 1.2 ClientHello that offers nothing: only a TLS server answers with an alert.
    let mut stream = TcpStream::connect(house.address()).expect("it listens");
    stream.write_all(&[0x16, 3, 1, 0, 4, 1, 0, 0, 0]).expect("it listens");
    let mut answer = [0; 1];
    stream.read_exact(&mut answer).expect("it answers");
    assert_eq!(answer[0], 0x15, "a TLS alert record");
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .expect("it listens");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}
