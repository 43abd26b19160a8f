//! Disks that fail, disks that are full, and folders that are taken.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use teahouse_testkit::{AppBot, House, Launch, Outage, Pass, PlainBot, SmallDisk, request};
use teahouse_wire::app::{ClientMessage, HistoryRead, MessageSend, RoomOpen, ServerMessage};

use crate::PROGRAM;
use crate::story::{BUSY, Story};

/// The house promises a second; a machine that runs all tests at once gets more.
const AT_ONCE: Duration = Duration::from_secs(4);

/// After a failed flush nobody knows what is on the disk: the house tells nothing more and goes. What it acknowledged
/// before is there, and what it did not is sent again.
#[test]
fn a_failing_flush_ends_the_house_and_nothing_acknowledged_is_lost() {
    if !FailingFlush::is_possible() {
        return;
    }
    let happen = |house: &mut House, outage: &Outage| {
        for _ in 0..5 {
            outage.wait_for_acks(50);
            let failing = FailingFlush::of(house);
            let begin = Instant::now();
            let status = house.wait();
            assert!(!status.success(), "{status}");
            assert!(begin.elapsed() < AT_ONCE, "it went at once");
            drop(failing);
            house.restart();
            outage.over();
        }
    };
    Story::play(Launch::of(Path::new(PROGRAM)), BUSY, happen).assert_clean();
}

#[test]
fn a_full_disk_refuses_messages_and_nothing_else_and_recovers_by_itself() {
    let Some(disk) = SmallDisk::mount(8) else {
        return;
    };
    let filler = disk.path().join("filler");
    std::fs::write(&filler, vec![0; 2 << 20]).expect("fits");
    let house = Launch::of(Path::new(PROGRAM))
        .with_settings(&["--limits", "off"])
        .in_folder(disk.folder())
        .start();
    let [ann, bob] = ["Ann", "Bob"].map(|name| Pass::enter(house.address(), name));
    let mut bot = AppBot::connect(house.address(), &ann).expect("it stands");
    let room = open(&mut bot, &bob.you.id);

    let mut kept = 0;
    let refused = loop {
        let begin = Instant::now();
        match send(&mut bot, &room, kept + 1) {
            ServerMessage::MessagePosted(posted) => {
                kept += 1;
                assert_eq!(posted.message.seq, kept);
            }
            ServerMessage::Refused(refused) => {
                assert!(begin.elapsed() < AT_ONCE, "it says so at once");
                break refused;
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused.code, "storage_full");
    assert_eq!(last_seq(&mut bot, &room), kept, "reading goes on");
    calls_go_on(&house);
    assert_eq!(
        request(house.address(), "GET", "/healthz", &[], "")
            .expect("answers")
            .status,
        200
    );

    std::fs::remove_file(&filler).expect("ours");
    match send(&mut bot, &room, kept + 1) {
        ServerMessage::MessagePosted(posted) => assert_eq!(posted.message.seq, kept + 1, "the same message, kept now"),
        other => panic!("{other:?}"),
    }
    assert_eq!(last_seq(&mut bot, &room), kept + 1);
    drop(house);
}

#[test]
fn a_second_house_on_the_same_folder_goes_at_once() {
    let house = House::start(Path::new(PROGRAM));
    let begin = Instant::now();
    let second = Command::new(PROGRAM)
        .args([
            "--listen",
            "127.0.0.1:0",
            "--signal",
            "off",
            "--chat-room",
            "off",
            "--data",
        ])
        .arg(house.data())
        .output()
        .expect("it can be started");
    assert!(!second.status.success());
    assert!(begin.elapsed() < AT_ONCE, "{:?}", begin.elapsed());
    let why = String::from_utf8_lossy(&second.stderr);
    assert!(why.contains("in use by another"), "{why}");
    assert_eq!(
        request(house.address(), "GET", "/healthz", &[], "")
            .expect("answers")
            .status,
        200
    );
}

fn open(bot: &mut AppBot, peer: &str) -> String {
    let peer = peer.to_owned();
    match bot.ask(|re| ClientMessage::RoomOpen(RoomOpen { re, peer })) {
        Ok(ServerMessage::RoomOpened(opened)) => opened.room.id,
        other => panic!("{other:?}"),
    }
}

fn send(bot: &mut AppBot, room: &str, number: u64) -> ServerMessage {
    let answer = bot.ask(|re| {
        ClientMessage::MessageSend(MessageSend {
            re,
            room: room.to_owned(),
            client_id: format!("m-{number}"),
            text: "tea ".repeat(4_000),
            reply_to: None,
            mentions: None,
            files: Vec::new(),
            forward_of: None,
        })
    });
    answer.expect("it stands")
}

fn last_seq(bot: &mut AppBot, room: &str) -> u64 {
    let answer = bot.ask(|re| {
        ClientMessage::HistoryRead(HistoryRead {
            re,
            room: room.to_owned(),
            after: None,
            before: None,
            around: None,
            limit: 1,
        })
    });
    match answer {
        Ok(ServerMessage::HistoryPage(page)) => page.messages.last().map_or(0, |message| message.seq),
        other => panic!("{other:?}"),
    }
}

fn calls_go_on(house: &House) {
    let mut eve = PlainBot::login(house.address(), "Eve").expect("it stands");
    let mut max = PlainBot::login(house.address(), "Max").expect("it stands");
    eve.say(&json!({ "type": "offer", "name": "Max", "offer": { "type": "offer", "sdp": "v=0" } }))
        .expect("it stands");
    let offer = max.hear_type("offer").expect("it stands");
    assert_eq!(offer["name"], "Eve");
}

/// Every flush of a process fails while this lives.
struct FailingFlush(Child);

impl FailingFlush {
    /// Whether this machine can make flushes fail; if not, it says so.
    #[allow(
        clippy::print_stderr,
        reason = "whoever runs the tests should know what was not shown"
    )]
    fn is_possible() -> bool {
        let traced = Command::new("strace").args(["-o", "/dev/null", "true"]).output();
        let is_possible = traced.is_ok_and(|output| output.status.success());
        if !is_possible {
            eprintln!("not shown here: strace is missing or not allowed");
        }
        is_possible
    }

    /// Returns when the fault is in place.
    fn of(house: &House) -> FailingFlush {
        let mut strace = Command::new("strace")
            .args([
                "-f",
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                "inject=fsync,fdatasync:error=EIO",
            ])
            .args(["-o", "/dev/null", "-p", &house.pid().to_string()])
            .stderr(Stdio::piped())
            .spawn()
            .expect("it can be started");
        let mut lines = BufReader::new(strace.stderr.take().expect("it is piped")).lines();
        let attached = lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("attached")));
        assert!(attached.is_some(), "strace attaches");
        FailingFlush(strace)
    }
}

impl Drop for FailingFlush {
    fn drop(&mut self) {
        let _it_has_gone_with_the_house = self.0.kill();
        let _ = self.0.wait();
    }
}
