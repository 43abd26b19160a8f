//! One client that sends without end and never waits: it is told when to try again, then sent away; what was acknowledged
//! is kept, and others notice nothing.
//!
//! `FLOOD_MESSAGES` sets how many it sends.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use teahouse_testkit::{AppBot, House, Launch, Pass};
use teahouse_wire::app::{ClientMessage, HistoryRead, MessageSend, RoomOpen, ServerMessage};

use crate::PROGRAM;
use crate::raw::{Heard, RawSocket};

const MESSAGES: usize = 5_000;
/// RFC 6455 §7.4.1: a policy is violated.
const POLICY: u16 = 1008;

#[test]
fn who_floods_the_house_is_slowed_and_sent_away_and_nobody_else_waits() {
    let count = std::env::var("FLOOD_MESSAGES").map_or(MESSAGES, |count| count.parse().expect("a number"));
    let house = Launch::of(Path::new(PROGRAM)).start();
    let [mallory, ann, bob] = ["Mallory", "Ann", "Bob"].map(|name| Pass::enter(house.address(), name));
    let mut bot = AppBot::connect(house.address(), &ann).expect("the house stands");
    let quiet = open(&mut bot, &bob);
    let mut first = AppBot::connect(house.address(), &mallory).expect("the house stands");
    let loud = open(&mut first, &bob);

    let alone = delays(&mut bot, &quiet, "alone");
    let (flood, beside) = thread::scope(|scope| {
        let flood = scope.spawn(|| flood(&house, &mallory, &loud, count));
        let beside = delays(&mut bot, &quiet, "beside");
        (flood.join().expect("the flood ends"), beside)
    });
    println!(
        "{count} messages without a pause: {} acknowledged, {} refused, then closed with {:?}; others' p50 {:?} and \
         slowest {:?}, alone {:?} and {:?}",
        flood.acknowledged.len(),
        flood.refused,
        flood.closed,
        beside[beside.len() / 2],
        beside[beside.len() - 1],
        alone[alone.len() / 2],
        alone[alone.len() - 1],
    );
    assert_eq!(flood.closed, Some(POLICY));
    assert!(flood.refused > 0 && flood.says_when, "it is told when to try again");
    let mut again = AppBot::connect(house.address(), &mallory).expect("she may come back");
    let kept = kept(&mut again, &loud);
    assert!(
        kept.is_superset(&flood.acknowledged),
        "{kept:?} {:?}",
        flood.acknowledged
    );
}

struct Flood {
    acknowledged: BTreeSet<String>,
    refused: usize,
    /// Whether each refusal said when to try again.
    says_when: bool,
    closed: Option<u16>,
}

/// Sends everything at once and reads to the end.
fn flood(house: &House, pass: &Pass, room: &str, count: usize) -> Flood {
    let headers = format!("Cookie: {}\r\nOrigin: http://{}\r\n", pass.cookie(), house.address());
    let (mut socket, head) = RawSocket::try_open(house.address(), "/api/v1/socket", &headers);
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    let mut writer = RawSocket(socket.0.try_clone().expect("a socket has two ends"));
    let room = room.to_owned();
    let writing = thread::spawn(move || {
        for number in 0..count {
            writer.say(&format!(
                r#"{{"type":"message.send","re":{number},"room":"{room}","client_id":"f-{number}","text":"x"}}"#
            ));
        }
    });
    let mut flood = Flood {
        acknowledged: BTreeSet::new(),
        refused: 0,
        says_when: true,
        closed: None,
    };
    loop {
        match socket.hear() {
            Heard::Text(text) => {
                let value: Value = serde_json::from_str(&text).expect("the house says JSON");
                match value["type"].as_str() {
                    Some("message.posted") => {
                        let id = value["message"]["client_id"].as_str().expect("a client id");
                        flood.acknowledged.insert(id.to_owned());
                    }
                    Some("refused") => {
                        flood.refused += 1;
                        flood.says_when &= value["retry_after_ms"].is_u64();
                    }
                    _ => {}
                }
            }
            Heard::Close(code) => {
                flood.closed = code;
                break;
            }
            Heard::End => break,
            Heard::Pong(_) | Heard::Other(_) => {}
        }
    }
    writing.join().expect("writing ends when the connection does");
    flood
}

fn open(bot: &mut AppBot, peer: &Pass) -> String {
    let peer = peer.you.id.clone();
    match bot.ask(|re| ClientMessage::RoomOpen(RoomOpen { re, peer })) {
        Ok(ServerMessage::RoomOpened(opened)) => opened.room.id,
        other => panic!("no room but {other:?}"),
    }
}

/// How long each of some messages took to its acknowledgement, sorted.
fn delays(bot: &mut AppBot, room: &str, mark: &str) -> Vec<Duration> {
    let mut delays: Vec<Duration> = (0..25)
        .map(|number| {
            let begin = Instant::now();
            let answer = bot.ask(|re| {
                ClientMessage::MessageSend(MessageSend {
                    re,
                    room: room.to_owned(),
                    client_id: format!("{mark}-{number}"),
                    text: "words".to_owned(),
                    reply_to: None,
                    mentions: None,
                    files: Vec::new(),
                    forward_of: None,
                })
            });
            assert!(matches!(answer, Ok(ServerMessage::MessagePosted(_))), "{answer:?}");
            begin.elapsed()
        })
        .collect();
    delays.sort();
    delays
}

/// The client ids of all that stands in a room.
fn kept(bot: &mut AppBot, room: &str) -> BTreeSet<String> {
    let (mut ids, mut after) = (BTreeSet::new(), 0);
    loop {
        let page = bot.ask(|re| {
            ClientMessage::HistoryRead(HistoryRead {
                re,
                room: room.to_owned(),
                after: Some(after),
                before: None,
                around: None,
                limit: 200,
            })
        });
        let Ok(ServerMessage::HistoryPage(page)) = page else {
            panic!("no page but {page:?}")
        };
        after = page.messages.last().map_or(after, |message| message.seq);
        ids.extend(page.messages.into_iter().map(|message| message.client_id));
        if !page.more {
            return ids;
        }
    }
}
