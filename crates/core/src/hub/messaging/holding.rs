//! The order of what one connection sends: nothing that a client sent behind a message is kept while the message itself
//! waits to be sent again.
//!
//! A client that does not wait for answers may have sent ten messages when it hears that the third was refused for a
//! passing cause (too many, no room on the disk). The seven behind it would stand before it. So they are refused too,
//! until the client sends the third again, which it does only when it knows.

use std::time::Duration;

use super::By;
use crate::hub::Hub;
use crate::id::RoomId;
use crate::now::{Mono, Now};
use crate::record::ClientId;
use crate::refusal::Refusal;

/// After how long a client that does not send its message again is taken to have given it up. No line holds what was
/// sent before an answer for longer.
const HOLD_TIMEOUT: Duration = Duration::from_secs(30);
/// Rooms in which one connection may be held; in more it may not send at all.
const MAX_HOLDS: usize = 32;

/// One connection waits in one room for one message.
#[derive(Debug)]
pub(in crate::hub) struct Hold {
    room: RoomId,
    client_id: ClientId,
    until: Mono,
}

impl Hub {
    /// A message was refused. If the cause passes, what was sent behind it is held.
    pub(in crate::hub) fn hold(&mut self, now: Now, by: By, room: RoomId, client_id: &ClientId, refusal: &Refusal) {
        let passes = matches!(
            refusal,
            Refusal::StorageFull | Refusal::StorageUnavailable | Refusal::TooMany { .. }
        );
        if !passes || by.re.is_none() || !self.role_by_conn.contains_key(&by.conn) {
            return;
        }
        let holds = self.holds_by_conn.entry(by.conn).or_default();
        if holds.len() < MAX_HOLDS && holds.iter().all(|hold| hold.room != room) {
            holds.push(Hold {
                room,
                client_id: client_id.clone(),
                until: now.mono + HOLD_TIMEOUT,
            });
        }
    }

    /// Whether a message may be taken, or stands behind another one.
    pub(in crate::hub) fn refuse_held(
        &mut self,
        now: Now,
        by: By,
        room: RoomId,
        client_id: &ClientId,
    ) -> Result<(), Refusal> {
        let Some(holds) = self.holds_by_conn.get_mut(&by.conn) else {
            return Ok(());
        };
        holds.retain(|hold| hold.until > now.mono && (hold.room != room || hold.client_id != *client_id));
        let is_held = holds.len() >= MAX_HOLDS || holds.iter().any(|hold| hold.room == room);
        if holds.is_empty() {
            self.holds_by_conn.remove(&by.conn);
        }
        if is_held {
            return Err(Refusal::too_many(Duration::from_millis(1)));
        }
        Ok(())
    }
}
