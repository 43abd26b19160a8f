//! Keeps people, rooms and messages in SQLite; the only SQL.
//!
//! [`Store::open`] takes a data folder that nobody else uses (the caller holds its lock) and gives back the [`Store`],
//! from which any number of [`Reader`]s are made, and the one [`Writer`].
//!
//! **What an answer promises.** [`Writer::commit`] carries out a batch in one transaction and returns one `Outcome` per
//! request, in order, when all of it is flushed to the disk, and not before. Whatever it returns can be told to people.
//! After an [`Error`] of `commit` nothing of the batch may be told: the process has to end, and the next one finds out
//! from the disk what became of it. A full disk is no such error but an outcome; nothing of the batch is then kept, and
//! the next batch may succeed again.
//!
//! **What a read sees.** A [`Reader`] sees every batch whose `commit` has returned before its `read` began. So a request
//! that has to see earlier writes goes to a reader only after their outcomes are there, or goes into a batch behind
//! them: the writer answers reads, too. [`is_read`] tells the two kinds apart.
//!
//! Both block, and both are `Send`: each belongs on a thread of its own.

use teahouse_core::effect::StoreRequest;

mod error;
mod sqlite;

pub use error::Error;
pub use sqlite::{Options, Reader, Store, Writer};

/// Whether `request` only looks something up, so that a [`Reader`] can answer it.
pub fn is_read(request: &StoreRequest) -> bool {
    match request {
        StoreRequest::ListRooms { .. }
        | StoreRequest::ListUndelivered { .. }
        | StoreRequest::LoadFile { .. }
        | StoreRequest::LoadRoom { .. }
        | StoreRequest::ReadChanges { .. }
        | StoreRequest::ReadDeliveries { .. }
        | StoreRequest::ReadEdits { .. }
        | StoreRequest::ReadHistory { .. }
        | StoreRequest::ReadSummary { .. }
        | StoreRequest::ReadUsage { .. }
        | StoreRequest::Search { .. } => true,
        StoreRequest::Append(_)
        | StoreRequest::BeginFile { .. }
        | StoreRequest::ChangeMessage { .. }
        | StoreRequest::ChangeRoom { .. }
        | StoreRequest::CreateGroup { .. }
        | StoreRequest::CreatePerson { .. }
        | StoreRequest::CreateSession(_)
        | StoreRequest::DropFile { .. }
        | StoreRequest::DropHook(_)
        | StoreRequest::DropInvite(_)
        | StoreRequest::DropJoinRequest { .. }
        | StoreRequest::EndCall { .. }
        | StoreRequest::EndSession { .. }
        | StoreRequest::EndSessions(_)
        | StoreRequest::FinishFile { .. }
        | StoreRequest::FreeNames { .. }
        | StoreRequest::HideMessages { .. }
        | StoreRequest::KeepContact { .. }
        | StoreRequest::KeepHook(_)
        | StoreRequest::KeepHookPlace { .. }
        | StoreRequest::KeepInvite(_)
        | StoreRequest::KeepJoinRequest(_)
        | StoreRequest::KeepPerson(_)
        | StoreRequest::Mark { .. }
        | StoreRequest::OpenDirect { .. }
        | StoreRequest::OpenNotes { .. }
        | StoreRequest::Rename { .. }
        | StoreRequest::See { .. }
        | StoreRequest::SeeSession { .. }
        | StoreRequest::SetDraft { .. }
        | StoreRequest::SetOwn { .. }
        | StoreRequest::StartCall(_)
        | StoreRequest::SweepFiles(_) => false,
    }
}
