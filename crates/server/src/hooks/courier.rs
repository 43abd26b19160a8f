//! One bot's courier: hears where something happens to what the bot sees, and sends it out in order until it is taken.
//!
//! It keeps nothing but in which conversations there is more to tell. How far each is, the store knows: what is due is
//! read there at each try, as it stands then. So a program that is away for long costs no memory, and a house that was
//! killed goes on where it was.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use teahouse_core::command::Command;
use teahouse_core::event::Event;
use teahouse_core::hub::{Closing, Opening};
use teahouse_core::id::{ConnId, HookId, RoomId, UserId};
use teahouse_core::record::{Body, Delivery, HookPlace};
use teahouse_core::refusal::Refusal;
use teahouse_wire::app::{self, view};
use tokio::time::{Instant, sleep_until};

use super::ledger::Ledger;
use super::post::{Envelope, NotTaken, Poster};
use super::sign::signature;
use super::target::Target;
use crate::clock::Clock;
use crate::hub::{HubHandle, Input};
use crate::outbox::{Out, Outbox};

/// What is due is looked up in portions of so many.
const PAGE: u16 = 50;
/// Conversations looked up at once.
const ROOMS_PAGE: u16 = 500;
/// The first wait after a failure; each next one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait: a program that was away for a night hears within minutes.
const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);

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
    /// How long to wait after the next failure.
    wait: Duration,
}

/// The connection is over, or the program wants no more.
struct Over;

/// What a program is sent: a message as on the app's socket, with whose it is.
#[derive(Serialize)]
struct Letter {
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
            wait: FIRST_WAIT,
        }
    }

    /// Runs until the hook ends.
    pub(super) async fn run(mut self) {
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
        let Err(Over) = self.serve().await;
        tracing::debug!(hook = %self.hook, "an outgoing hook ends");
    }

    async fn serve(&mut self) -> Result<Infallible, Over> {
        self.look_around().await?;
        loop {
            match self.ledger.take_next() {
                Some(room) => self.deliver_page(room).await?,
                None => drop(self.take().await?),
            }
        }
    }

    /// Looks up in which conversations there is something to tell from before.
    async fn look_around(&mut self) -> Result<(), Over> {
        let mut after = None;
        loop {
            let command = Command::ListUndelivered {
                hook: self.hook,
                after,
                limit: ROOMS_PAGE,
            };
            match &*self.ask(command).await? {
                Event::UndeliveredListed { rooms, more } => {
                    rooms.iter().for_each(|room| self.ledger.hear(*room));
                    match rooms.last().filter(|_| *more) {
                        Some(last) => after = Some(*last),
                        None => return Ok(()),
                    }
                }
                Event::Refused(why) if is_of_the_disk(why) => self.pause().await?,
                _ => return Err(Over),
            }
        }
    }

    /// Notes where something has happened, and no more.
    fn note(&mut self, event: &Event) {
        match event {
            Event::MessagePosted(message) => self.ledger.hear(message.room),
            Event::MessagesChanged { room, .. } => self.ledger.hear(*room),
            Event::RoomOpened(view) => self.ledger.hear(view.summary.room.id),
            Event::RoomLeft { room, .. } => self.ledger.leave(*room),
            _ => {}
        }
    }

    /// Sends what is due in a conversation, up to a page of it or the first that is not taken.
    async fn deliver_page(&mut self, room: RoomId) -> Result<(), Over> {
        let command = Command::ReadDeliveries {
            hook: self.hook,
            room,
            limit: PAGE,
        };
        let answer = self.ask(command).await?;
        let (deliveries, end, more) = match &*answer {
            Event::DeliveriesRead {
                deliveries, end, more, ..
            } => (deliveries, *end, *more),
            Event::Refused(why) if is_of_the_disk(why) => {
                self.ledger.hear(room);
                return self.pause().await;
            }
            // The hook is no more.
            Event::Refused(Refusal::NoHook) => return Err(Over),
            // The bot is not there any more.
            Event::Refused(_) => return Ok(()),
            _ => return Err(Over),
        };
        let mut kept = None;
        for delivery in deliveries {
            if !self.is_sent(delivery) {
                continue;
            }
            if !self.deliver(delivery).await? {
                self.ledger.hear(room);
                return Ok(());
            }
            self.keep(room, delivery.place).await?;
            kept = Some(delivery.place);
        }
        if kept != Some(end) {
            self.keep(room, end).await?;
        }
        if more {
            self.ledger.hear(room);
        }
        Ok(())
    }

    /// What the bot says itself it need not hear, nor what it has deleted for itself; what becomes of its messages it does.
    fn is_sent(&self, delivery: &Delivery) -> bool {
        let message = &delivery.message;
        let is_own = delivery.is_new && message.author == self.bot;
        !is_own && message.body != Body::Hidden
    }

    /// Sends one thing, and says whether it was taken. If not, some time has passed.
    async fn deliver(&mut self, delivery: &Delivery) -> Result<bool, Over> {
        let message = &delivery.message;
        let place = format!("{}.{}", message.room, message.seq.0);
        let (r#type, name) = match delivery.is_new {
            true => ("message.posted", place),
            false => ("message.changed", format!("{place}.{}", message.rev.0)),
        };
        let letter = Letter {
            r#type,
            bot: self.bot.to_string(),
            message: view::message(message),
        };
        let body = serde_json::to_vec(&letter).expect("our own views are JSON");
        let body = bytes::Bytes::from(body);
        let timestamp = self.clock.now().wall.0 / 1000;
        let envelope = Envelope {
            timestamp,
            signature: signature(&self.secret, timestamp, &body),
            delivery: name,
        };
        let poster = Arc::clone(&self.poster);
        let target = self.target.clone();
        match self.meanwhile(poster.post(&target, &envelope, body)).await? {
            Ok(()) => {
                self.wait = FIRST_WAIT;
                Ok(true)
            }
            Err(NotTaken::Gone) => Err(Over),
            Err(why) => {
                tracing::debug!(hook = %self.hook, "a message was not taken: {why}");
                self.pause().await?;
                Ok(false)
            }
        }
    }

    /// Keeps how far a conversation is. Nothing else is sent before: it would be sent again and again.
    async fn keep(&mut self, room: RoomId, place: HookPlace) -> Result<(), Over> {
        let hook = self.hook;
        loop {
            match &*self.ask(Command::KeepPlace { hook, room, place }).await? {
                Event::Refused(why) if is_of_the_disk(why) => self.pause().await?,
                _ => return Ok(()),
            }
        }
    }

    /// Lets some time pass after a failure, more each time.
    async fn pause(&mut self) -> Result<(), Over> {
        let until = Instant::now() + self.wait;
        self.wait = (self.wait * 2).min(LONGEST_WAIT);
        self.meanwhile(sleep_until(until)).await
    }

    /// Asks, and waits for the answer; what is heard meanwhile is noted.
    async fn ask(&mut self, command: Command) -> Result<Arc<Event>, Over> {
        self.next_request = self.next_request.wrapping_add(1);
        let asked = self.next_request;
        let input = Input::Command {
            conn: self.conn,
            re: Some(asked),
            command,
        };
        self.hub.send_patiently(input).await;
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

/// Whether it may be different in a while.
fn is_of_the_disk(why: &Refusal) -> bool {
    matches!(why, Refusal::StorageFull | Refusal::StorageUnavailable)
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
