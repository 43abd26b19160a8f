//! People who talk in a ring while something happens to the house, and what came of it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use rusqlite::{Connection, OpenFlags};
use teahouse_core::id::{RoomId, UserId};
use teahouse_testkit::{AppBot, House, Journal, Launch, Outage, Pass, Stored, Talker, Verdict, Witness, check};
use teahouse_wire::app::{ClientMessage, HistoryRead, RoomsList, ServerMessage};

/// How much is going on.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Who talk.
    pub people: usize,
    /// Messages under way per person.
    pub in_flight: usize,
}

/// Enough that some messages are always between the writer and the disk.
pub const BUSY: Load = Load {
    people: 6,
    in_flight: 8,
};

/// Two who wait for each answer: after it, nothing comes for a moment.
pub const PATIENT: Load = Load {
    people: 2,
    in_flight: 1,
};

/// Room, member, and how many messages the member has not read.
type Unread = (String, String, u32);

/// What came of it.
#[derive(Debug)]
pub struct Story {
    /// What the checker says.
    pub verdict: Verdict,
    people: usize,
    connections: u32,
    told_out_of_order: u32,
    integrity: String,
    /// Messages in the database.
    raw: Vec<Stored>,
    /// The same as new connections read them.
    fresh: Vec<Stored>,
    /// As the house tells it.
    unread: Vec<Unread>,
    /// The same, counted in the database.
    recounted: Vec<Unread>,
}

impl Story {
    /// Lets people talk, as many as `load` says, while `happen` happens. Afterwards the house must stand.
    pub fn play(launch: Launch, load: Load, happen: impl FnOnce(&mut House, &Outage)) -> Story {
        let mut house = launch.with_settings(&["--limits", "off"]).start();
        let journals = tempfile::tempdir().expect("a folder");
        let outage = Arc::new(Outage::new(house.address()));
        let passes: Vec<_> = (0..load.people)
            .map(|n| Pass::enter(house.address(), &format!("Person {n}")))
            .collect();
        let talkers: Vec<_> = (0..load.people)
            .map(|n| {
                // Each talks to both neighbours: every room hears two, every person writes in two.
                let peers = [1, load.people - 1].map(|step| passes[(n + step) % load.people].you.id.clone());
                let journal = Journal::begin(&journals.path().join(n.to_string()));
                let talker = Talker::new(passes[n].clone(), peers.to_vec(), load.in_flight, journal);
                let outage = Arc::clone(&outage);
                thread::spawn(move || talker.talk(&outage))
            })
            .collect();
        happen(&mut house, &outage);
        outage.wait_for_acks(1);
        outage.end();
        let mut talkers: Vec<Talker> = talkers
            .into_iter()
            .map(|talker| talker.join().expect("it talked"))
            .collect();
        talkers.iter_mut().for_each(|talker| talker.catch_up(house.address()));
        let (fresh, unread) = as_told(&house, &passes);
        assert!(house.stop().success(), "{}", house.log());
        Story::conclude(house.data(), &talkers, fresh, unread)
    }

    /// Nothing is lost, doubled or out of order, for nobody.
    pub fn assert_clean(&self) {
        assert!(self.verdict.is_clean(), "{self}");
        assert_eq!(self.told_out_of_order, 0, "{self}");
        assert_eq!(self.integrity, "ok");
        assert_eq!(self.fresh, self.raw, "new connections read what lies on the disk");
        assert_eq!(self.unread, self.recounted, "unread as told and as counted");
        assert!(self.verdict.acked > 0, "there was a load");
        assert!(self.connections as usize > self.people, "there was an outage");
    }

    fn conclude(data: &Path, talkers: &[Talker], fresh: Vec<Stored>, unread: Vec<Unread>) -> Story {
        let database = Connection::open_with_flags(data.join("teahouse.db"), OpenFlags::SQLITE_OPEN_READ_ONLY);
        let database = database.expect("it opens");
        let raw = stored(&database);
        let witnesses: Vec<Witness> = talkers.iter().map(Talker::witness).collect();
        Story {
            verdict: check(&witnesses, &raw),
            people: talkers.len(),
            connections: talkers.iter().map(|talker| talker.tally().connections).sum(),
            told_out_of_order: talkers.iter().map(|talker| talker.tally().told_out_of_order).sum(),
            integrity: database
                .query_row("PRAGMA integrity_check", [], |row| row.get(0))
                .expect("it checks"),
            raw,
            fresh,
            unread,
            recounted: recount(&database),
        }
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = self.told_out_of_order;
        write!(
            f,
            "{}; told out of order {told}; {} connections",
            self.verdict, self.connections
        )
    }
}

/// What new connections are told: all messages, and what is unread.
fn as_told(house: &House, passes: &[Pass]) -> (Vec<Stored>, Vec<Unread>) {
    let (mut messages, mut unread) = (Vec::new(), Vec::new());
    for pass in passes {
        let mut bot = AppBot::connect(house.address(), pass).expect("the house stands");
        let list = bot.ask(|re| {
            ClientMessage::RoomsList(RoomsList {
                re,
                before: None,
                limit: 50,
            })
        });
        let Ok(ServerMessage::RoomsPage(page)) = list else {
            panic!("no rooms but {list:?}");
        };
        for room in page.rooms {
            messages.extend(history(&mut bot, &room.id));
            unread.push((room.id, pass.you.id.clone(), room.unread));
        }
    }
    // Both members of each room have read it.
    messages.sort();
    let halved: Vec<_> = messages.chunks(2).map(|pair| pair[0].clone()).collect();
    assert!(
        messages.chunks(2).all(|pair| pair.len() == 2 && pair[0] == pair[1]),
        "both read the same"
    );
    unread.sort();
    (halved, unread)
}

fn history(bot: &mut AppBot, room: &str) -> Vec<Stored> {
    let mut messages: Vec<Stored> = Vec::new();
    loop {
        let page = bot.ask(|re| {
            ClientMessage::HistoryRead(HistoryRead {
                re,
                room: room.to_owned(),
                after: Some(messages.last().map_or(0, |message| message.seq)),
                before: None,
                around: None,
                limit: 200,
            })
        });
        let Ok(ServerMessage::HistoryPage(page)) = page else {
            panic!("no page but {page:?}");
        };
        messages.extend(page.messages.into_iter().map(|message| Stored {
            room: message.room,
            seq: message.seq,
            author: message.sender,
            client_id: message.client_id,
        }));
        if !page.more {
            return messages;
        }
    }
}

fn stored(database: &Connection) -> Vec<Stored> {
    let mut rows = database
        .prepare("SELECT room, seq, author, client_id FROM messages")
        .expect("there is the table");
    let rows = rows.query_map([], |row| {
        Ok(Stored {
            room: RoomId(row.get::<_, i64>(0)?.cast_unsigned()).to_string(),
            seq: row.get::<_, i64>(1)?.cast_unsigned(),
            author: UserId(row.get::<_, i64>(2)?.cast_unsigned()).to_string(),
            client_id: row.get(3)?,
        })
    });
    let mut messages: Vec<Stored> = rows.and_then(Iterator::collect).expect("rows are messages");
    messages.sort();
    messages
}

/// What is unread, counted message by message.
fn recount(database: &Connection) -> Vec<Unread> {
    let mut rows = database
        .prepare(
            "SELECT room, user, (SELECT count(*) FROM messages
                 WHERE messages.room = members.room AND author <> user AND seq > read)
             FROM members",
        )
        .expect("there is the table");
    let rows = rows.query_map([], |row| {
        let room = RoomId(row.get::<_, i64>(0)?.cast_unsigned()).to_string();
        let user = UserId(row.get::<_, i64>(1)?.cast_unsigned()).to_string();
        Ok((room, user, row.get(2)?))
    });
    let mut counts: Vec<_> = rows.and_then(Iterator::collect).expect("rows are members");
    counts.sort();
    counts
}
