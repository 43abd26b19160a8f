//! What a person in the lobby is told.

use std::sync::Arc;

use super::{Label, Payload, PublicId, Roster, Tag};
use crate::id::ConnId;

/// Who hears an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Everybody in the list except one.
    AllBut {
        /// Shared by all events between two changes of the roster.
        everyone: Arc<[ConnId]>,
        /// Who does not hear it.
        except: ConnId,
    },
    /// One connection.
    One(ConnId),
    /// These.
    These(Arc<[ConnId]>),
}

impl Audience {
    /// Each connection that hears the event, once.
    pub fn iter(&self) -> impl Iterator<Item = ConnId> + '_ {
        let (all, except) = match self {
            Audience::AllBut { everyone, except } => (&everyone[..], Some(*except)),
            Audience::One(conn) => (std::slice::from_ref(conn), None),
            Audience::These(conns) => (&conns[..], None),
        };
        all.iter().copied().filter(move |conn| Some(*conn) != except)
    }
}

/// One thing that happened, or the answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LobbyEvent {
    /// One has arrived; the roster holds oneself already.
    Arrived {
        /// What others call one.
        id: PublicId,
        /// Who is here.
        roster: Arc<Roster>,
    },
    /// Nobody is inside, so there is nothing to enter. An answer.
    BoothEmpty {
        /// As asked.
        booth: Label,
        /// Of the request.
        tag: Tag,
    },
    /// One is inside. An answer.
    BoothEntered {
        /// As asked.
        booth: Label,
        /// How many were inside before the request.
        before: u8,
        /// Of the request.
        tag: Tag,
    },
    /// Two others are inside. An answer.
    BoothFull {
        /// As asked.
        booth: Label,
        /// Of the request.
        tag: Tag,
    },
    /// Somebody has come into a booth where one is.
    BoothJoined {
        /// Which, as the newcomer spelled it.
        booth: Label,
    },
    /// Somebody has gone from a booth where one is.
    BoothLeft {
        /// Which.
        booth: Label,
        /// Who.
        id: PublicId,
    },
    /// What one said went out. An answer, only where one was asked for.
    Done {
        /// Of the request.
        tag: Tag,
    },
    /// A request was refused. An answer.
    Refused {
        /// What was asked.
        ask: LobbyAsk,
        /// Why not.
        refusal: LobbyRefusal,
        /// Of the request.
        tag: Tag,
    },
    /// Who is here has changed.
    RosterChanged(Arc<Roster>),
    /// Somebody said something.
    Told(Arc<Payload>),
}

/// Which request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LobbyAsk {
    /// To become a person.
    Arrive,
    /// To enter a booth where somebody is.
    Enter,
    /// To enter a booth and open it if need be.
    Open,
    /// To say something to one person or booth.
    Tell,
    /// To say something to everybody else.
    TellOthers,
}

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LobbyRefusal {
    /// The connection is a person already, or the id is somebody's.
    AlreadyHere,
    /// Neither a person who is here nor a booth where one is.
    NobodyThere,
    /// The connection is no person.
    NotHere,
    /// One does not talk to oneself.
    Oneself,
    /// A booth cannot bear a person's id.
    SomebodysId,
    /// One is in as many booths as one may be.
    TooManyBooths,
}
