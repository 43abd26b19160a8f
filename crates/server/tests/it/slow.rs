//! Clients that ask for more than they read: they cost the house bounded memory, are let go, and harm nobody.
//!
//! `SLOW_READERS` sets how many there are.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::path::Path;
use std::time::{Duration, Instant};

use teahouse_testkit::{AppBot, House, Pass};
use teahouse_wire::app::{ClientMessage, MessageSend, RoomOpen, ServerMessage};

use crate::PROGRAM;
use crate::process::{resident_kib, sockets};
use crate::raw::RawSocket;

const READERS: usize = 24;
/// Long messages, so that a page of them fills what the kernel keeps for one connection and more.
const MESSAGES: usize = 200;
const MESSAGE_LEN: usize = 16 * 1024;
/// How long a client that reads nothing is kept at most.
const LET_GO_WITHIN: Duration = Duration::from_secs(20);

#[test]
fn clients_that_read_nothing_are_let_go_and_cost_bounded_memory() {
    let count = std::env::var("SLOW_READERS").map_or(READERS, |count| count.parse().expect("a number"));
    let house = House::start(Path::new(PROGRAM));
    let (ann, bob) = (Pass::enter(house.address(), "Ann"), Pass::enter(house.address(), "Bob"));
    let mut talker = AppBot::connect(house.address(), &ann).expect("the house stands");
    let room = fill_room(&mut talker, &bob);
    let (sockets_before, memory_before) = (sockets(house.pid()), resident_kib(house.pid()));

    let begin = Instant::now();
    let stalled: Vec<RawSocket> = (0..count).map(|_| stall(&house, &ann, &room)).collect();
    let (mut memory, mut slowest) = (0, Duration::ZERO);
    let mut number = 0;
    while sockets(house.pid()) > sockets_before {
        assert!(
            begin.elapsed() < LET_GO_WITHIN,
            "{} are still there",
            sockets(house.pid()) - sockets_before
        );
        let asked = Instant::now();
        say(&mut talker, &room, &format!("meanwhile-{number}"), "words");
        number += 1;
        slowest = slowest.max(asked.elapsed());
        memory = memory.max(resident_kib(house.pid()));
    }
    let grown = memory.saturating_sub(memory_before) / 1024;
    println!(
        "{count} clients read nothing: all let go after {:?}, {grown} MiB more at most; meanwhile {number} messages, the slowest in {slowest:?}",
        begin.elapsed()
    );
    drop(stalled);
    assert!(grown <= 256, "{grown} MiB");
}

/// A room with Bob in which there is much to read.
fn fill_room(talker: &mut AppBot, bob: &Pass) -> String {
    let peer = bob.you.id.clone();
    let opened = talker.ask(|re| ClientMessage::RoomOpen(RoomOpen { re, peer }));
    let Ok(ServerMessage::RoomOpened(opened)) = opened else {
        panic!("no room but {opened:?}");
    };
    let text = "t".repeat(MESSAGE_LEN);
    for number in 0..MESSAGES {
        say(talker, &opened.room.id, &format!("long-{number}"), &text);
    }
    opened.room.id
}

fn say(talker: &mut AppBot, room: &str, client_id: &str, text: &str) {
    let answer = talker.ask(|re| {
        ClientMessage::MessageSend(MessageSend {
            re,
            room: room.to_owned(),
            client_id: client_id.to_owned(),
            text: text.to_owned(),
            reply_to: None,
            mentions: None,
            files: Vec::new(),
            forward_of: None,
        })
    });
    assert!(matches!(answer, Ok(ServerMessage::MessagePosted(_))), "{answer:?}");
}

/// Asks for pages of history, and reads nothing.
fn stall(house: &House, pass: &Pass, room: &str) -> RawSocket {
    let cookie = format!("Cookie: {}\r\nOrigin: http://{}\r\n", pass.cookie(), house.address());
    let (mut socket, head) = RawSocket::try_open(house.address(), "/api/v1/socket", &cookie);
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    for re in 0..14 {
        socket.say(&format!(
            r#"{{"type":"history.read","re":{re},"room":"{room}","limit":200}}"#
        ));
    }
    socket
}
