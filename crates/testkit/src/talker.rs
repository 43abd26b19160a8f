//! A person who talks without end, through every outage, as a careful client does.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;

use teahouse_wire::app::{ClientMessage, HistoryRead, Message, MessagePosted, MessageSend, RoomOpen, ServerMessage};

use crate::app::{AppBot, Pass};
use crate::checker::Witness;
use crate::journal::{Entry, Journal};
use crate::outage::Outage;
use crate::socket::Lost;
use crate::timeline::Timeline;

/// The most that a page of history holds.
const PAGE: u16 = 200;

/// A person with people to talk to, a journal, and a number of messages under way at once.
#[derive(Debug)]
pub struct Talker {
    pass: Pass,
    peers: Vec<String>,
    in_flight: usize,
    journal: Journal,
    rooms: Vec<String>,
    timelines: HashMap<String, Timeline>,
    /// Said and not yet acknowledged, in the order of saying. A retry says all of it again, in order.
    open: VecDeque<(String, String)>,
    said: u64,
    tally: Tally,
}

/// What only the talker itself can tell.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Connections made.
    pub connections: u32,
    /// Messages told on one connection behind others that stand after them, or twice.
    pub told_out_of_order: u32,
}

/// One connection's state.
struct Session {
    bot: AppBot,
    /// The last place told unasked on this connection, by room.
    told: HashMap<String, u64>,
    /// Rooms of which a page is under way.
    reading: Vec<String>,
}

impl Talker {
    /// A person who talks to `peers` in turn, with `in_flight` messages unacknowledged at a time.
    pub fn new(pass: Pass, peers: Vec<String>, in_flight: usize, journal: Journal) -> Talker {
        Talker {
            pass,
            peers,
            in_flight,
            journal,
            rooms: Vec::new(),
            timelines: HashMap::new(),
            open: VecDeque::new(),
            said: 0,
            tally: Tally::default(),
        }
    }

    /// Talks until `outage` asks for an end, and everything said is acknowledged.
    ///
    /// # Panics
    /// The house does what it must not, or nothing for a long time.
    #[must_use]
    pub fn talk(mut self, outage: &Outage) -> Talker {
        let mut life = 0;
        loop {
            let address;
            (address, life) = outage.wait_for_life_after(life);
            if self.talk_once(address, outage).is_ok() {
                return self;
            }
        }
    }

    /// Connects once more and reads what others have said since, to the end.
    ///
    /// # Panics
    /// The house is not there.
    pub fn catch_up(&mut self, address: SocketAddr) {
        let mut bot = AppBot::connect(address, &self.pass).expect("the house stands");
        for room in self.rooms.clone() {
            self.read_on(&mut bot, &room).expect("the house stands");
        }
    }

    /// What it has experienced, for the checker.
    pub fn witness(&self) -> Witness {
        Witness {
            user: self.pass.you.id.clone(),
            entries: self.journal.read(),
        }
    }

    /// What only it can tell.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    fn talk_once(&mut self, address: SocketAddr, outage: &Outage) -> Result<(), Lost> {
        let mut session = Session {
            bot: AppBot::connect(address, &self.pass)?,
            told: HashMap::new(),
            reading: Vec::new(),
        };
        self.tally.connections += 1;
        self.find_rooms(&mut session.bot)?;
        for room in self.rooms.clone() {
            self.read_on(&mut session.bot, &room)?;
        }
        for (room, client_id) in self.open.clone() {
            send(&mut session.bot, room, client_id)?;
        }
        while !(self.open.is_empty() && outage.is_ending()) {
            while self.open.len() < self.in_flight && !outage.is_ending() {
                self.say_more(&mut session.bot)?;
            }
            if self.open.is_empty() {
                break;
            }
            match session.bot.hear()? {
                ServerMessage::MessagePosted(posted) => self.posted(&mut session, outage, posted)?,
                ServerMessage::HistoryPage(page) => {
                    session.reading.retain(|room| *room != page.room);
                    page.messages.into_iter().for_each(|message| self.show(message));
                    self.close_gap(&mut session, &page.room)?;
                }
                ServerMessage::Refused(refused) => panic!("refused: {} {}", refused.code, refused.message),
                _ => {}
            }
        }
        Ok(())
    }

    fn find_rooms(&mut self, bot: &mut AppBot) -> Result<(), Lost> {
        for peer in self.peers.iter().skip(self.rooms.len()).cloned().collect::<Vec<_>>() {
            match bot.ask(|re| ClientMessage::RoomOpen(RoomOpen { re, peer }))? {
                ServerMessage::RoomOpened(opened) => self.rooms.push(opened.room.id),
                other => panic!("no room but {other:?}"),
            }
        }
        Ok(())
    }

    /// Reads a room from the last message shown to its end.
    fn read_on(&mut self, bot: &mut AppBot, room: &str) -> Result<(), Lost> {
        loop {
            let after = self.timelines.entry(room.to_owned()).or_default().shown();
            match bot.ask(|re| history(re, room, after))? {
                ServerMessage::HistoryPage(page) => {
                    page.messages.into_iter().for_each(|message| self.show(message));
                    if !page.more {
                        return Ok(());
                    }
                }
                other => panic!("no page but {other:?}"),
            }
        }
    }

    fn say_more(&mut self, bot: &mut AppBot) -> Result<(), Lost> {
        let turn = usize::try_from(self.said).expect("it is small") % self.rooms.len();
        let room = self.rooms[turn].clone();
        let client_id = format!("{}-{}", self.pass.you.id, self.said);
        self.said += 1;
        self.journal.note(&[Entry::Intent {
            room: room.clone(),
            client_id: client_id.clone(),
        }]);
        self.open.push_back((room.clone(), client_id.clone()));
        send(bot, room, client_id)
    }

    fn posted(&mut self, session: &mut Session, outage: &Outage, posted: MessagePosted) -> Result<(), Lost> {
        let message = posted.message;
        let room = message.room.clone();
        if posted.re.is_some() {
            self.acknowledged(outage, &message);
        } else {
            let told = session.told.entry(room.clone()).or_default();
            if message.seq <= *told {
                self.tally.told_out_of_order += 1;
            }
            *told = message.seq.max(*told);
        }
        self.show(message);
        self.close_gap(session, &room)
    }

    fn acknowledged(&mut self, outage: &Outage, message: &Message) {
        let Some(index) = self
            .open
            .iter()
            .position(|(_, client_id)| *client_id == message.client_id)
        else {
            panic!("acknowledged what was not open: {}", message.client_id);
        };
        self.open.remove(index);
        self.journal.note(&[Entry::Ack {
            room: message.room.clone(),
            seq: message.seq,
            client_id: message.client_id.clone(),
        }]);
        outage.acked();
    }

    fn show(&mut self, message: Message) {
        let timeline = self.timelines.entry(message.room.clone()).or_default();
        let entries: Vec<_> = timeline
            .take(message)
            .into_iter()
            .map(|message| Entry::Shown {
                room: message.room,
                seq: message.seq,
                author: message.sender,
                client_id: message.client_id,
            })
            .collect();
        if !entries.is_empty() {
            self.journal.note(&entries);
        }
    }

    /// Asks for what is missing in a room, unless it has asked.
    fn close_gap(&mut self, session: &mut Session, room: &str) -> Result<(), Lost> {
        let timeline = self.timelines.entry(room.to_owned()).or_default();
        if timeline.has_gap() && !session.reading.iter().any(|known| known == room) {
            session.reading.push(room.to_owned());
            let after = timeline.shown();
            session.bot.say(|re| history(re, room, after))?;
        }
        Ok(())
    }
}

fn history(re: u32, room: &str, after: u64) -> ClientMessage {
    ClientMessage::HistoryRead(HistoryRead {
        re,
        room: room.to_owned(),
        after: Some(after),
        before: None,
        around: None,
        limit: PAGE,
    })
}

fn send(bot: &mut AppBot, room: String, client_id: String) -> Result<(), Lost> {
    let text = format!("words of {client_id}");
    bot.say(|re| {
        ClientMessage::MessageSend(MessageSend {
            re,
            room,
            client_id,
            text,
            reply_to: None,
            mentions: None,
            files: Vec::new(),
            forward_of: None,
        })
    })
    .map(drop)
}
