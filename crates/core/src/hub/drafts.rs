//! What a room is to one of its members alone: words begun, silence, a place on top.

use super::messaging::By;
use super::{Hub, Pending};
use crate::command::Command;
use crate::effect::{StoreRequest, To};
use crate::event::Event;
use crate::id::RoomId;
use crate::now::Now;
use crate::record::{Draft, Own};
use crate::refusal::Refusal;
use crate::room::MAX_TEXT_LEN;

impl Hub {
    pub(super) fn obey_own(&mut self, now: Now, by: By, room: RoomId, command: Command) -> Result<(), Refusal> {
        let user = by.user;
        let request = match command {
            Command::SetDraft { text, reply_to, .. } => {
                if text.len() > MAX_TEXT_LEN {
                    return Err(Refusal::TextLength);
                }
                let is_something = !text.is_empty() || reply_to.is_some();
                let draft = is_something.then(|| Draft {
                    text: text.into(),
                    reply_to,
                    at: now.wall,
                });
                StoreRequest::SetDraft { room, user, draft }
            }
            Command::SetOwn {
                muted_until, is_pinned, ..
            } => StoreRequest::SetOwn {
                room,
                user,
                // A silence that is over already is none.
                muted_until: muted_until.map(|until| until.filter(|until| *until > now.wall)),
                is_pinned,
            },
            _ => return Err(Refusal::NotAllowed),
        };
        self.ask_store(request, Pending::Own { by, room });
        Ok(())
    }

    pub(super) fn own_kept(&mut self, by: By, room: RoomId, own: Own) {
        let others = self.other_conns(by);
        let event = Event::OwnChanged { room, own };
        self.deliver(To::Many(others), event.clone());
        self.answer(by.conn, by.re, event);
    }
}
