//! Everybody's connection drops at once and comes back at once: all are served, nobody misses a message.
//!
//! `STORM_CLIENTS` sets how many there are.

#![allow(clippy::print_stdout, reason = "the figures of a run")]

use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use teahouse_testkit::{AppBot, House, Pass};
use teahouse_wire::app::{ClientMessage, HistoryRead, MessageSend, RoomOpen, RoomsList, ServerMessage};

use crate::PROGRAM;

const CLIENTS: usize = 150;
const MISSED: u64 = 5;

#[test]
fn after_a_storm_everybody_is_back_with_every_message() {
    let count = std::env::var("STORM_CLIENTS").map_or(CLIENTS, |count| count.parse().expect("a number"));
    let mut house = House::start(Path::new(PROGRAM));
    let passes: Vec<Pass> = (0..count)
        .map(|number| Pass::enter(house.address(), &format!("Person {number}")))
        .collect();
    let ann = Pass::enter(house.address(), "Ann");
    let mut talker = AppBot::connect(house.address(), &ann).expect("the house stands");
    let bots: Vec<AppBot> = passes
        .iter()
        .map(|pass| AppBot::connect(house.address(), pass).expect("the house stands"))
        .collect();
    let rooms: Vec<String> = passes.iter().map(|pass| open(&mut talker, pass)).collect();
    for room in &rooms {
        say(&mut talker, room, 0);
    }

    // All lines break; while nobody hears, everybody is written to.
    drop(bots);
    for room in &rooms {
        (1..=MISSED).for_each(|number| say(&mut talker, room, number));
    }
    house.kill();
    house.restart();

    let (gate, begin) = (Barrier::new(count), Instant::now());
    let mut times: Vec<Duration> = thread::scope(|scope| {
        let back: Vec<_> = passes
            .iter()
            .zip(&rooms)
            .map(|(pass, room)| {
                let (gate, house) = (&gate, &house);
                scope.spawn(move || {
                    gate.wait();
                    let begin = Instant::now();
                    come_back(house, pass, room);
                    begin.elapsed()
                })
            })
            .collect();
        back.into_iter()
            .map(|back| back.join().expect("nobody failed"))
            .collect()
    });
    times.sort();
    println!(
        "{count} came back at once: all after {:?}; each p50 {:?}, p99 {:?}",
        begin.elapsed(),
        times[count / 2],
        times[count * 99 / 100]
    );
}

/// What a page does that knew the room up to its first message: one list, one page.
fn come_back(house: &House, pass: &Pass, room: &str) {
    let mut bot = AppBot::connect(house.address(), pass).expect("the house takes everybody");
    let (before, limit) = (None, 20);
    let list = bot.ask(|re| ClientMessage::RoomsList(RoomsList { re, before, limit }));
    let Ok(ServerMessage::RoomsPage(list)) = list else {
        panic!("no rooms but {list:?}")
    };
    let known = list
        .rooms
        .iter()
        .find(|known| known.id == room)
        .expect("the room is there");
    assert_eq!((known.last_seq, u64::from(known.unread)), (1 + MISSED, 1 + MISSED));
    let page = bot.ask(|re| {
        ClientMessage::HistoryRead(HistoryRead {
            re,
            room: room.to_owned(),
            after: Some(1),
            before: None,
            around: None,
            limit: 50,
        })
    });
    let Ok(ServerMessage::HistoryPage(page)) = page else {
        panic!("no page but {page:?}")
    };
    let places: Vec<u64> = page.messages.iter().map(|message| message.seq).collect();
    assert_eq!(places, (2..=1 + MISSED).collect::<Vec<_>>());
}

fn open(talker: &mut AppBot, pass: &Pass) -> String {
    let peer = pass.you.id.clone();
    match talker.ask(|re| ClientMessage::RoomOpen(RoomOpen { re, peer })) {
        Ok(ServerMessage::RoomOpened(opened)) => opened.room.id,
        other => panic!("no room but {other:?}"),
    }
}

fn say(talker: &mut AppBot, room: &str, number: u64) {
    let answer = talker.ask(|re| {
        ClientMessage::MessageSend(MessageSend {
            re,
            room: room.to_owned(),
            client_id: format!("{room}-{number}"),
            text: format!("words {number}"),
            reply_to: None,
            mentions: None,
            files: Vec::new(),
            forward_of: None,
        })
    });
    assert!(matches!(answer, Ok(ServerMessage::MessagePosted(_))), "{answer:?}");
}
