//! The sessions that requests can speak for.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use teahouse_core::lobby::PublicId;
use teahouse_wire::engineio::{BadRequest, Binding, Cookie};

use crate::hub::LobbyOutbox;

/// One session that began by polling.
pub(super) struct Entry {
    pub(super) outbox: Arc<LobbyOutbox>,
    /// To whom it belongs, where its id is no secret.
    pub(super) binding: Option<Binding>,
}

/// All of them by the session's id, which strangers choose freely in their requests.
#[derive(Default)]
pub(super) struct Table {
    entries: Mutex<BTreeMap<PublicId, Entry>>,
}

impl Table {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<PublicId, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, sid: PublicId, entry: Entry) {
        self.lock().insert(sid, entry);
    }

    pub(super) fn remove(&self, sid: &PublicId) {
        self.lock().remove(sid);
    }

    /// The session that a request asks for, if it may speak for it.
    ///
    /// # Errors
    /// What the request is refused with.
    pub(super) fn find(
        &self,
        sid: &str,
        cookie: Option<&Cookie>,
        address: IpAddr,
    ) -> Result<Arc<LobbyOutbox>, BadRequest> {
        let sid = PublicId::new(sid).ok_or(BadRequest::UnknownSid)?;
        let mut entries = self.lock();
        let entry = entries.get_mut(&sid).ok_or(BadRequest::UnknownSid)?;
        let is_admitted = entry
            .binding
            .as_mut()
            .is_none_or(|binding| binding.admits(cookie, address));
        if is_admitted {
            Ok(Arc::clone(&entry.outbox))
        } else {
            Err(BadRequest::Forbidden)
        }
    }
}
