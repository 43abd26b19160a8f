//! How everything else speaks to the hub's task.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use teahouse_core::command::Command;
use teahouse_core::effect::RequestId;
use teahouse_core::event::Event;
use teahouse_core::hub::{Closing, Opening};
use teahouse_core::id::ConnId;
use teahouse_core::record::TokenHash;
use tokio::sync::{mpsc, oneshot};

use super::lobby::LobbyInput;
use crate::outbox::{Out, Outbox};

/// One input of the machines.
pub enum Input {
    /// A connection of a page or a plain guest begins.
    Open {
        /// Its id.
        conn: ConnId,
        /// Where its events go.
        outbox: Arc<Outbox<Out>>,
        /// What it is.
        opening: Opening,
    },
    /// A client asks.
    Command {
        /// Over which connection.
        conn: ConnId,
        /// As which request.
        re: Option<RequestId>,
        /// What.
        command: Command,
    },
    /// A connection has ended.
    Close {
        /// Which.
        conn: ConnId,
        /// How.
        closing: Closing,
    },
    /// A frame of the connection's own, to be written behind the answers to what it asked before.
    Echo {
        /// Which connection.
        conn: ConnId,
        /// The frame.
        frame: Bytes,
    },
    /// One request over HTTP, or of the operator.
    Request {
        /// In whose name it is asked.
        opening: Opening,
        /// What is asked.
        command: Command,
        /// Where the one answer goes.
        reply: oneshot::Sender<Arc<Event>>,
    },
    /// Something for the lobby.
    Lobby(LobbyInput),
    /// The house stops: say goodbye to everybody and end.
    Stop,
}

/// The place of an input in a full inbox.
pub type Waiting = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A sender of inputs, shared by all connections.
#[derive(Debug, Clone)]
pub struct HubHandle {
    inputs: mpsc::Sender<Input>,
    next_conn: Arc<AtomicU64>,
}

impl HubHandle {
    /// A handle and the receiver of its inputs. The inbox is bounded: a full one makes connections wait, and with them
    /// their clients.
    #[must_use]
    pub fn new(capacity: usize) -> (Self, mpsc::Receiver<Input>) {
        let (inputs, receiver) = mpsc::channel(capacity);
        let next_conn = Arc::new(AtomicU64::new(0));
        (HubHandle { inputs, next_conn }, receiver)
    }

    /// The id of a new connection.
    #[must_use]
    pub fn next_conn(&self) -> ConnId {
        ConnId(self.next_conn.fetch_add(1, Ordering::Relaxed))
    }

    /// Sends an input. A full inbox gives back what to wait for before anything else is done for the client; it is
    /// boxed, so that tasks which hardly ever wait have no room for it. After the hub has ended inputs go nowhere.
    #[must_use]
    pub fn send(&self, input: Input) -> Option<Waiting> {
        let Err(mpsc::error::TrySendError::Full(input)) = self.inputs.try_send(input) else {
            return None;
        };
        let inputs = self.inputs.clone();
        Some(Box::pin(async move {
            let _hub_has_ended = inputs.send(input).await;
        }))
    }

    /// Sends an input and waits while the inbox is full.
    pub async fn send_patiently(&self, input: Input) {
        if let Some(waiting) = self.send(input) {
            waiting.await;
        }
    }

    /// Asks one thing and waits for its answer; `None` if the house stops meanwhile.
    pub async fn request(&self, command: Command) -> Option<Arc<Event>> {
        self.ask(Opening::Request(None), command).await
    }

    /// Asks one thing in the name of whoever the token opens a session of.
    pub async fn request_as(&self, token: TokenHash, command: Command) -> Option<Arc<Event>> {
        self.ask(Opening::Request(Some(token)), command).await
    }

    /// Asks one thing in the operator's name.
    pub async fn operate(&self, command: Command) -> Option<Arc<Event>> {
        self.ask(Opening::Operator, command).await
    }

    async fn ask(&self, opening: Opening, command: Command) -> Option<Arc<Event>> {
        let (reply, answer) = oneshot::channel();
        let input = Input::Request {
            opening,
            command,
            reply,
        };
        self.send_patiently(input).await;
        answer.await.ok()
    }
}
