//! One request, carried out on a connection.

use rusqlite::{Connection, Result};
use teahouse_core::effect::StoreRequest;
use teahouse_core::outcome::Outcome;

use super::rooms::Deed;
use super::{calls, contacts, files, hook_places, hooks, invites, marks, messages, people, rooms, search, sessions};

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
    use StoreRequest as R;
    match request {
        R::BeginFile { .. }
        | R::DropFile { .. }
        | R::FinishFile { .. }
        | R::LoadFile { .. }
        | R::ReadUsage { .. }
        | R::SweepFiles(_) => perform_on_files(conn, request),
        R::ChangeRoom { .. }
        | R::CreateGroup { .. }
        | R::ListRooms { .. }
        | R::LoadRoom { .. }
        | R::OpenDirect { .. }
        | R::OpenNotes { .. }
        | R::ReadSummary { .. }
        | R::SetDraft { .. }
        | R::SetOwn { .. } => perform_on_rooms(conn, request),
        R::Append(_)
        | R::ChangeMessage { .. }
        | R::HideMessages { .. }
        | R::Mark { .. }
        | R::ReadChanges { .. }
        | R::ReadDeliveries { .. }
        | R::ReadEdits { .. }
        | R::ReadHistory { .. }
        | R::Search { .. } => perform_on_messages(conn, request),
        R::CreatePerson { person, session } => people::create(conn, person, session),
        R::CreateSession(session) => sessions::create(conn, session),
        R::DropHook(hook) => hooks::drop_hook(conn, *hook),
        R::DropInvite(invite) => invites::drop_invite(conn, *invite),
        R::DropJoinRequest { room, user } => invites::drop_request(conn, *room, *user),
        R::EndCall { call } => calls::end(conn, *call),
        R::EndSession { session } => sessions::end(conn, &[*session]),
        R::EndSessions(sessions) => sessions::end(conn, sessions),
        R::FreeNames { before } => people::free_names(conn, *before),
        R::KeepContact { user, other, contact } => contacts::keep(conn, *user, *other, contact),
        R::KeepHook(hook) => hooks::keep(conn, hook),
        R::KeepHookPlace { hook, room, place } => hook_places::keep(conn, *hook, *room, *place),
        R::KeepInvite(invite) => invites::keep(conn, invite),
        R::KeepJoinRequest(request) => invites::keep_request(conn, request),
        R::KeepPerson(person) => people::keep(conn, person),
        R::ListUndelivered { hook, after, limit } => hook_places::list_behind(conn, *hook, *after, *limit),
        R::Rename { user, name } => people::rename(conn, *user, name),
        R::See { user, at } => people::see(conn, *user, *at),
        R::SeeSession { session, at } => sessions::see(conn, *session, *at),
        R::StartCall(record) => calls::start(conn, record),
    }
}

fn perform_on_messages(conn: &Connection, request: &StoreRequest) -> Result<Answer> {
    use StoreRequest as R;
    match request {
        R::Append(new) => messages::append(conn, new),
        R::ChangeMessage {
            room,
            message,
            by,
            at,
            change,
        } => messages::change(conn, (*room, *message), *by, *at, change),
        R::HideMessages { room, user, messages } => messages::hide(conn, *room, *user, messages),
        R::Mark {
            room,
            user,
            delivered,
            read,
        } => marks::mark(conn, *room, *user, *delivered, *read),
        R::ReadChanges {
            room,
            user,
            since,
            limit,
        } => messages::read_changes(conn, *room, *user, *since, *limit),
        R::ReadDeliveries {
            hook,
            room,
            user,
            limit,
        } => messages::read_deliveries(conn, *hook, *room, *user, *limit),
        R::ReadEdits { room, message } => messages::read_edits(conn, *room, *message),
        R::ReadHistory {
            room,
            user,
            span,
            limit,
        } => messages::read_history(conn, *room, *user, *span, *limit),
        R::Search {
            user,
            query,
            before,
            limit,
        } => search::find(conn, *user, query, *before, *limit),
        _ => Ok(STRAY),
    }
}

fn perform_on_rooms(conn: &Connection, request: &StoreRequest) -> Result<Answer> {
    use StoreRequest as R;
    match request {
        R::ChangeRoom {
            room,
            by,
            by_invite,
            at,
            change,
            notice,
        } => {
            let deed = Deed {
                by: *by,
                by_invite: *by_invite,
                at: *at,
                notice: *notice,
            };
            rooms::change(conn, *room, change, &deed)
        }
        R::CreateGroup {
            room,
            name,
            owner,
            members,
            at,
        } => rooms::create(conn, *room, name, *owner, members, *at),
        R::ListRooms { user, before, limit } => rooms::list(conn, *user, *before, *limit),
        R::LoadRoom { room } => rooms::load(conn, *room),
        R::OpenDirect { room, members } => rooms::open_direct(conn, *room, *members),
        R::OpenNotes { room, user, at } => rooms::open_notes(conn, *room, *user, *at),
        R::ReadSummary { room, user } => rooms::read_summary(conn, *room, *user),
        R::SetDraft { room, user, draft } => rooms::set_draft(conn, *room, *user, draft.as_ref()),
        R::SetOwn {
            room,
            user,
            muted_until,
            is_pinned,
        } => rooms::set_own(conn, *room, *user, *muted_until, *is_pinned),
        _ => Ok(STRAY),
    }
}

fn perform_on_files(conn: &Connection, request: &StoreRequest) -> Result<Answer> {
    use StoreRequest as R;
    match request {
        R::BeginFile {
            file,
            owner,
            name,
            size,
            quota,
            at,
        } => {
            let announced = files::Announced {
                id: *file,
                owner: *owner,
                name,
                size: *size,
                at: *at,
            };
            files::begin(conn, &announced, *quota)
        }
        R::DropFile { file, owner } => files::drop_file(conn, *file, *owner),
        R::FinishFile { file, owner, facts, at } => files::finish(conn, *file, *owner, facts, *at),
        R::LoadFile { file, user } => files::load(conn, *file, *user),
        R::ReadUsage { user } => files::read_usage(conn, *user),
        R::SweepFiles(sweep) => files::sweep(conn, sweep),
        _ => Ok(STRAY),
    }
}

/// [`perform`] sends each request to the one place that knows it.
const STRAY: Answer = Answer::Impossible("the request was sent to the wrong place");
