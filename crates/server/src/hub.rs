//! The task that owns the machines: takes inputs in batches, carries out effects, wakes each touched connection once.
//!
//! Order within a turn: answers of the store, what clients ask, what is due, then all effects. Nothing in here waits
//! for a connection, so that a slow one harms nobody; when the store falls behind, the task stops taking requests until
//! it has caught up, and the bounded inbox holds the clients back.

mod handle;
mod lobby;
mod registry;

use std::sync::Arc;
use std::time::Duration;

use teahouse_core::effect::{CloseReason, Effect, To};
use teahouse_core::id::ConnId;
use teahouse_core::now::Now;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

pub use handle::{HubHandle, Input, Waiting};
pub use lobby::{LobbyInput, LobbyOut, LobbyOutbox};

use crate::clock::Clock;
use crate::outbox::{Out, SharedEvent};
use crate::persist::{Answered, StoreHandle};
use lobby::LobbyDoor;
use registry::{Registry, Sink};

/// Inputs taken in one turn: enough to share the cost of a wake-up, few enough that none waits long.
const BATCH: usize = 256;
/// Requests that may wait for the store before clients are held back.
const MAX_IN_STORE: usize = 20_000;
/// How often silent connections are looked for.
const SWEEP_INTERVAL: Duration = Duration::from_secs(5);

/// The machines with all that their effects need.
pub struct HubTask {
    clock: Clock,
    hub: teahouse_core::hub::Hub,
    lobby: LobbyDoor,
    registry: Registry,
    store: StoreHandle,
    in_store: usize,
    requests: mpsc::Receiver<Input>,
    answers: mpsc::UnboundedReceiver<Answered>,
    next_request: u64,
}

impl HubTask {
    /// The task over its machines and channels.
    pub fn new(
        clock: Clock,
        hub: teahouse_core::hub::Hub,
        lobby: teahouse_core::lobby::Lobby,
        store: StoreHandle,
        requests: mpsc::Receiver<Input>,
        answers: mpsc::UnboundedReceiver<Answered>,
    ) -> Self {
        HubTask {
            clock,
            hub,
            lobby: LobbyDoor::new(lobby),
            registry: Registry::default(),
            store,
            in_store: 0,
            requests,
            answers,
            next_request: 0,
        }
    }

    /// Runs until it is told to stop and everything that was asked before is answered.
    pub async fn run(mut self) {
        let mut inputs = Vec::with_capacity(BATCH);
        let mut answers = Vec::with_capacity(BATCH);
        let mut next_sweep = Instant::now() + SWEEP_INTERVAL;
        let timer = sleep_until(next_sweep);
        tokio::pin!(timer);
        let mut is_stopping = false;
        while !(is_stopping && self.in_store == 0 && self.registry.is_empty()) {
            let due = self.next_due().map_or(next_sweep, |due| due.min(next_sweep));
            if timer.deadline() != due {
                timer.as_mut().reset(due);
            }
            tokio::select! {
                biased;
                _ = self.answers.recv_many(&mut answers, BATCH) => {}
                _ = self.requests.recv_many(&mut inputs, BATCH), if self.in_store < MAX_IN_STORE => {}
                () = &mut timer => {}
            }
            let now = self.clock.now();
            for answered in answers.drain(..) {
                self.in_store -= 1;
                self.hub.handle_outcome(now, answered.ticket, answered.outcome);
            }
            for input in inputs.drain(..) {
                is_stopping |= self.take(now, input);
            }
            self.hub.handle_timeout(now);
            self.lobby.handle_timeout(now);
            if Instant::now() >= next_sweep {
                self.registry.sweep(now);
                next_sweep = Instant::now() + SWEEP_INTERVAL;
            }
            self.carry_out();
            self.lobby.tell(&mut self.registry);
            self.registry.wake();
        }
    }

    fn next_due(&self) -> Option<Instant> {
        let due = [self.hub.poll_timeout(), self.lobby.poll_timeout()]
            .into_iter()
            .flatten()
            .min()?;
        Some(self.clock.instant(due).into())
    }

    /// Hands one input to its machine; says whether it was the one to stop.
    fn take(&mut self, now: Now, input: Input) -> bool {
        match input {
            Input::Open { conn, outbox, opening } => {
                self.registry.add(conn, Sink::Conn(outbox));
                self.hub.handle_open(now, conn, opening);
            }
            Input::Command { conn, re, command } => self.hub.handle_command(now, conn, re, command),
            Input::Close { conn, closing } => {
                self.registry.remove(conn);
                self.hub.handle_close(now, conn, closing);
            }
            Input::Echo { conn, frame } => {
                // What was asked before it is told before it.
                self.carry_out();
                self.registry.push(conn, Out::Frame(frame));
            }
            Input::Request {
                opening,
                command,
                reply,
            } => {
                // Connections count up from zero, requests down from the top: the two never meet.
                self.next_request += 1;
                let conn = ConnId(u64::MAX - self.next_request);
                self.registry.add(conn, Sink::Request(reply));
                self.hub.handle_open(now, conn, opening);
                self.hub.handle_command(now, conn, None, command);
            }
            Input::Lobby(input) => self.lobby.take(now, input, &mut self.registry),
            Input::Stop => {
                self.registry.close_all(CloseReason::Stopping);
                return true;
            }
        }
        false
    }

    fn carry_out(&mut self) {
        while let Some(effect) = self.hub.poll_effect() {
            match effect {
                Effect::Deliver {
                    to: To::One(conn),
                    re,
                    event,
                } => {
                    if self.registry.deliver(conn, re, event) {
                        // A single request has its answer and is over.
                        self.hub
                            .handle_close(self.clock.now(), conn, teahouse_core::hub::Closing::Clean);
                    }
                }
                Effect::Deliver {
                    to: To::Many(conns),
                    event,
                    ..
                } => {
                    let shared = Arc::new(SharedEvent::new(event));
                    for conn in conns {
                        self.registry.push(conn, Out::Shared(Arc::clone(&shared)));
                    }
                }
                Effect::Close { conn, why } => self.registry.push(conn, Out::Close(why)),
                Effect::Store { ticket, request } => {
                    self.in_store += 1;
                    self.store.ask(ticket, request);
                }
            }
        }
    }
}
