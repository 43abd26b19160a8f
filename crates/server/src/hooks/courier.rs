//! One bot's courier: hears what the bot hears, and sends it out in order until it is taken.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use teahouse_core::command::Command;
use teahouse_core::event::{Event, RoomView};
use teahouse_core::hub::{Closing, Opening};
use teahouse_core::id::{ConnId, HookId, RoomId, UserId};
use teahouse_core::record::{Message, RoomCursor, Seq, Span};
use teahouse_wire::app::{self, view};
use tokio::time::{Instant, sleep_until};

use super::ledger::Ledger;
use super::post::{Envelope, NotTaken, Poster};
use super::sign::signature;
use super::target::Target;
use crate::clock::Clock;
use crate::hub::{HubHandle, Input};
use crate::outbox::{Out, Outbox};

/// Messages looked up at once.
const PAGE: u16 = 50;
/// Conversations looked up at once.
const ROOMS_PAGE: u16 = 100;
/// The first wait after a failure; each next one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait: a program that was away for a night hears within minutes.
const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);

/// Where a courier begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// With what is said from now on.
    FromNowOn,
    /// Where the bot's marks stand.
    WhereItWas,
}

/// A bot's connection to the hub, and the address that its messages go to.
pub(super) struct Courier {
    hub: HubHandle,
    clock: Clock,
    poster: Arc<Poster>,
    hook: HookId,
    bot: UserId,
    target: Target,
    secret: Arc<str>,
    conn: ConnId,
    outbox: Arc<Outbox<Out>>,
    ledger: Ledger,
    next_request: u32,
}

/// The connection is over, or the program wants no more.
struct Over;

/// A message on its way out: as on the app's socket, with whose it is.
#[derive(Serialize)]
struct Delivery {
    r#type: &'static str,
    bot: String,
    message: app::Message,
}

impl Courier {
    pub(super) fn new(
        hub: HubHandle,
        clock: Clock,
        poster: Arc<Poster>,
        hook: HookId,
        bot: UserId,
        target: Target,
        secret: Arc<str>,
    ) -> Courier {
        let conn = hub.next_conn();
        Courier {
            hub,
            clock,
            poster,
            hook,
            bot,
            target,
            secret,
            conn,
            outbox: Arc::new(Outbox::new(0)),
            ledger: Ledger::default(),
            next_request: 0,
        }
    }

    /// Runs until the hook ends.
    pub(super) async fn run(mut self, start: Start) {
        self.note_alive();
        let open = Input::Open {
            conn: self.conn,
            outbox: Arc::clone(&self.outbox),
            opening: Opening::Hook(self.hook),
        };
        self.hub.send_patiently(open).await;
        let _closes = Hangup {
            hub: self.hub.clone(),
            conn: self.conn,
        };
        if self.look_around(start).await.is_ok() {
            let Err(Over) = self.serve().await;
        }
        tracing::debug!(hook = %self.hook, "an outgoing hook ends");
    }

    /// Looks up how far every conversation is.
    async fn look_around(&mut self, start: Start) -> Result<(), Over> {
        let mut before = None;
        loop {
            let limit = ROOMS_PAGE;
            let event = self.ask(Command::ListRooms { before, limit }).await?;
            let Event::RoomsListed { rooms, more } = &*event else {
                return Err(Over);
            };
            for room in rooms {
                self.learn(room, start).await;
            }
            match rooms.last().filter(|_| *more) {
                Some(last) => before = Some(cursor(last)),
                None => return Ok(()),
            }
        }
    }

    async fn learn(&mut self, view: &RoomView, start: Start) {
        let (room, last) = (view.summary.room.id, view.summary.room.last_seq);
        match start {
            Start::WhereItWas => self.ledger.learn(room, view.you.delivered, last),
            Start::FromNowOn => {
                self.ledger.learn(room, last, last);
                self.mark(room, last).await;
            }
        }
    }

    async fn serve(&mut self) -> Result<std::convert::Infallible, Over> {
        loop {
            if let Some(room) = self.ledger.unknown() {
                match &*self.ask(Command::ReadRoom { room }).await? {
                    Event::RoomOpened(view) => self.learn(view, Start::WhereItWas).await,
                    _ => self.ledger.leave(room),
                }
            } else if let Some((room, after)) = self.ledger.next() {
                self.deliver_page(room, after).await?;
            } else {
                self.take().await?;
            }
        }
    }

    /// Notes what was heard. Nothing of it is kept but its place: a program that is away for long costs no memory.
    fn note(&mut self, event: &Event) {
        match event {
            Event::MessagePosted(message) => self.ledger.hear(message.room, message.seq),
            Event::RoomOpened(view) => {
                let (room, last) = (view.summary.room.id, view.summary.room.last_seq);
                self.ledger.learn(room, view.you.delivered, last);
            }
            Event::RoomLeft { room, .. } => self.ledger.leave(*room),
            _ => {}
        }
    }

    async fn deliver_page(&mut self, room: RoomId, after: Seq) -> Result<(), Over> {
        let command = Command::ReadHistory {
            room,
            span: Span::After(after),
            limit: PAGE,
        };
        match &*self.ask(command).await? {
            Event::HistoryRead { messages, .. } => {
                for message in messages {
                    // What the bot says itself it need not hear.
                    if message.author != self.bot {
                        self.deliver(message).await?;
                    }
                    self.ledger.advance(room, message.seq);
                    self.mark(room, message.seq).await;
                }
                if messages.is_empty() {
                    self.ledger.settle(room);
                }
            }
            Event::Refused(_) => self.ledger.leave(room),
            _ => return Err(Over),
        }
        Ok(())
    }

    /// Sends one message until it is taken.
    async fn deliver(&mut self, message: &Message) -> Result<(), Over> {
        let delivery = Delivery {
            r#type: "message.posted",
            bot: self.bot.to_string(),
            message: view::message(message),
        };
        let body = serde_json::to_vec(&delivery).expect("our own views are JSON");
        let body = bytes::Bytes::from(body);
        let mut wait = FIRST_WAIT;
        loop {
            let timestamp = self.clock.now().wall.0 / 1000;
            let envelope = Envelope {
                timestamp,
                signature: signature(&self.secret, timestamp, &body),
                delivery: format!("{}.{}", message.room, message.seq.0),
            };
            let poster = Arc::clone(&self.poster);
            let target = self.target.clone();
            let posting = poster.post(&target, &envelope, body.clone());
            match self.meanwhile(posting).await? {
                Ok(()) => return Ok(()),
                Err(NotTaken::Gone) => return Err(Over),
                Err(why) => {
                    tracing::debug!(hook = %self.hook, "a message was not taken: {why}");
                    self.meanwhile(sleep_until(Instant::now() + wait)).await?;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
        }
    }

    async fn mark(&self, room: RoomId, delivered: Seq) {
        let command = Command::Mark {
            room,
            delivered,
            read: Seq(0),
        };
        self.say(None, command).await;
    }

    async fn say(&self, re: Option<u32>, command: Command) {
        let conn = self.conn;
        self.hub.send_patiently(Input::Command { conn, re, command }).await;
    }

    /// Asks, and waits for the answer; what is heard meanwhile is noted.
    async fn ask(&mut self, command: Command) -> Result<Arc<Event>, Over> {
        self.next_request += 1;
        let asked = self.next_request;
        self.say(Some(asked), command).await;
        loop {
            let answer = self.take().await?.into_iter().find(|(re, _)| *re == asked);
            if let Some((_, event)) = answer {
                return Ok(event);
            }
        }
    }

    /// Does something that takes a while; what is heard meanwhile is noted.
    async fn meanwhile<T>(&mut self, doing: impl Future<Output = T>) -> Result<T, Over> {
        tokio::pin!(doing);
        loop {
            tokio::select! {
                done = &mut doing => return Ok(done),
                taken = self.take() => drop(taken?),
            }
        }
    }

    /// Waits until the hub says something, notes it, and gives the answers among it.
    async fn take(&mut self) -> Result<Vec<(u32, Arc<Event>)>, Over> {
        let items = poll_fn(|context| self.outbox.poll_take(context)).await;
        let mut answers = Vec::new();
        for item in items.map_err(|_| Over)? {
            match item {
                Out::Event(Some(re), event) => answers.push((re, event)),
                Out::Event(None, event) => self.note(&event),
                Out::Shared(shared) => self.note(&shared.event),
                Out::Ping => self.note_alive(),
                Out::Frame(_) => {}
                Out::Close(_) | Out::Drop => return Err(Over),
            }
        }
        Ok(answers)
    }

    fn note_alive(&self) {
        let second = self.clock.now().mono.0.as_secs();
        self.outbox.hear(u32::try_from(second).unwrap_or(u32::MAX));
    }
}

fn cursor(last: &RoomView) -> RoomCursor {
    let summary = &last.summary;
    RoomCursor {
        at: summary.last.as_ref().map_or(summary.room.created_at, |last| last.at),
        room: summary.room.id,
    }
}

/// Closes the connection when the courier ends, however it ends.
struct Hangup {
    hub: HubHandle,
    conn: ConnId,
}

impl Drop for Hangup {
    fn drop(&mut self) {
        let closing = Closing::Clean;
        let conn = self.conn;
        if let Some(waiting) = self.hub.send(Input::Close { conn, closing }) {
            tokio::spawn(waiting);
        }
    }
}
