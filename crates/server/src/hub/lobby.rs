//! The lobby's side of the hub's task: its machine, and its events to the boxes of those who hear them.

use std::sync::Arc;
use std::task::Waker;

use bytes::Bytes;
use teahouse_core::id::ConnId;
use teahouse_core::lobby::{Lobby, LobbyCommand, PublicId};
use teahouse_core::now::{Mono, Now};
use teahouse_wire::chat_room::Parcel;
use teahouse_wire::engineio::{BadRequest, PollBody};
use tokio::sync::oneshot;

use super::registry::{Registry, Sink};
use crate::guests::Stream;
use crate::outbox::Outbox;

/// One thing for a session of the lobby: from the hub, or from a request that speaks for it.
pub enum LobbyOut {
    /// Something to tell, encoded once for all who hear it.
    Tell(Arc<Parcel>),
    /// The house stops.
    Close,
    /// A GET waits for packets.
    Poll {
        /// Where its answer goes.
        reply: oneshot::Sender<Result<PollBody, BadRequest>>,
    },
    /// The GET's client went away.
    PollAborted,
    /// A POST brings packets.
    Post {
        /// They.
        body: Bytes,
        /// Whether its type says bytes.
        is_binary: bool,
        /// Where its answer goes.
        reply: oneshot::Sender<Result<(), BadRequest>>,
    },
    /// A WebSocket request asks to take over.
    Attach {
        /// Whether it cannot take bytes.
        b64: bool,
        /// Where the decision goes.
        reply: oneshot::Sender<Result<(), BadRequest>>,
    },
    /// Its socket.
    Attached {
        /// The socket.
        stream: Box<dyn Stream>,
        /// Bytes that came with the request.
        early: Bytes,
    },
}

/// The box of a connection of the lobby.
pub type LobbyOutbox = Outbox<LobbyOut>;

impl LobbyOutbox {
    /// Says that the house stops.
    pub(super) fn close(&self) -> Option<Waker> {
        self.push(LobbyOut::Close)
    }
}

/// One input of the lobby.
pub enum LobbyInput {
    /// A connection has become a person.
    Arrive {
        /// Its id.
        conn: ConnId,
        /// What others call her.
        id: PublicId,
        /// Where its events go.
        outbox: Arc<LobbyOutbox>,
    },
    /// She asks.
    Command {
        /// Over which connection.
        conn: ConnId,
        /// What.
        command: LobbyCommand,
    },
    /// She is gone.
    Leave {
        /// Which connection.
        conn: ConnId,
    },
}

/// The machine and what it has to say.
pub(super) struct LobbyDoor {
    lobby: Lobby,
}

impl LobbyDoor {
    pub(super) fn new(lobby: Lobby) -> Self {
        LobbyDoor { lobby }
    }

    pub(super) fn take(&mut self, now: Now, input: LobbyInput, registry: &mut Registry) {
        match input {
            LobbyInput::Arrive { conn, id, outbox } => {
                registry.add(conn, Sink::Lobby(outbox));
                if self.lobby.handle_arrive(now, conn, id).is_err() {
                    tracing::warn!("two connections of the lobby drew the same id; the second is closed");
                    if let Some((outbox, touched)) = registry.lobby(conn) {
                        touched.extend(outbox.close());
                    }
                }
            }
            LobbyInput::Command { conn, command } => self.lobby.handle_command(now, conn, command),
            LobbyInput::Leave { conn } => {
                registry.remove(conn);
                self.lobby.handle_leave(now, conn);
            }
        }
        // A burst of arrivals must not pile up rosters: what one input causes is told before the next is taken.
        self.tell(registry);
    }

    pub(super) fn handle_timeout(&mut self, now: Now) {
        self.lobby.handle_timeout(now);
    }

    pub(super) fn poll_timeout(&self) -> Option<Mono> {
        self.lobby.poll_timeout()
    }

    pub(super) fn tell(&mut self, registry: &mut Registry) {
        while let Some((audience, event)) = self.lobby.poll_event() {
            let parcel = Arc::new(Parcel::of(&event));
            for conn in audience.iter() {
                if let Some((outbox, touched)) = registry.lobby(conn) {
                    touched.extend(outbox.push(LobbyOut::Tell(Arc::clone(&parcel))));
                }
            }
        }
    }
}
