//! One request, carried out on a connection.

use rusqlite::{Connection, Result};
use teahouse_core::effect::StoreRequest;
use teahouse_core::outcome::Outcome;

use super::{calls, marks, messages, people, rooms};

/// What came of a request, before anything is flushed.
#[derive(Debug)]
pub(super) enum Answer {
    /// It is carried out.
    Done(Outcome),
    /// It cannot be carried out on what is kept: the caller has broken an invariant. Nothing was written.
    Impossible(&'static str),
}

impl Answer {
    pub(super) fn done_if(holds: bool, otherwise: &'static str) -> Answer {
        if holds {
            Answer::Done(Outcome::Done)
        } else {
            Answer::Impossible(otherwise)
        }
    }
}

/// Carries out `request`. A request of several writes may leave some of them behind when it fails.
pub(super) fn perform(conn: &Connection, request: &StoreRequest) -> Result<Answer> {
    match request {
        StoreRequest::Append(new) => messages::append(conn, new),
        StoreRequest::CreatePerson { person, session } => people::create(conn, person, session),
        StoreRequest::EndCall { call } => calls::end(conn, *call),
        StoreRequest::EndSession { session } => people::end_session(conn, *session),
        StoreRequest::FreeNames { before } => people::free_names(conn, *before),
        StoreRequest::ListRooms { user, before, limit } => rooms::list(conn, *user, *before, *limit),
        StoreRequest::LoadRoom { room } => rooms::load(conn, *room),
        StoreRequest::Mark {
            room,
            user,
            delivered,
            read,
        } => marks::mark(conn, *room, *user, *delivered, *read),
        StoreRequest::OpenDirect { room, members } => rooms::open_direct(conn, *room, *members),
        StoreRequest::ReadHistory { room, span, limit, .. } => messages::read_history(conn, *room, *span, *limit),
        StoreRequest::Rename { user, name } => people::rename(conn, *user, name),
        StoreRequest::See { user, at } => people::see(conn, *user, *at),
        StoreRequest::StartCall(record) => calls::start(conn, record),
        _ => Ok(Answer::Impossible("not kept yet")),
    }
}
