//! How far members have got.

use super::By;
use crate::effect::{StoreRequest, To};
use crate::event::Event;
use crate::hub::{Hub, Pending};
use crate::id::RoomId;
use crate::record::{Member, Seq};
use crate::room::MAX_TOLD_MARKS;

impl Hub {
    pub(in crate::hub) fn mark(&mut self, by: By, room: RoomId, delivered: Seq, read: Seq) {
        let moved = self
            .rooms
            .find(room)
            .and_then(|known| known.advanced(by.user, delivered, read));
        let Some(Member { delivered, read, .. }) = moved else {
            return self.done(by);
        };
        let request = StoreRequest::Mark {
            room,
            user: by.user,
            delivered,
            read,
        };
        let then = Pending::Mark {
            by,
            room,
            delivered,
            read,
        };
        self.ask_store(request, then);
    }

    pub(in crate::hub) fn marked(&mut self, by: By, room: RoomId, delivered: Seq, read: Seq, unread: u32) {
        self.tell_marked(by, room, delivered, read, unread);
        self.done(by);
    }

    fn tell_marked(&mut self, by: By, room: RoomId, delivered: Seq, read: Seq, unread: u32) {
        let user = by.user;
        let Some(known) = self.rooms.find_mut(room) else { return };
        known.advance(user, delivered, read);
        // A look-up that saw a later mark may have been answered first: what is told never goes back.
        let Some(Member { delivered, read, .. }) = known.member(user).copied() else {
            return;
        };
        let is_told = known.len() <= MAX_TOLD_MARKS;
        let told = |unread| Event::Marked {
            room,
            user,
            delivered,
            read,
            unread,
        };
        if is_told {
            let others = self.conns_in(room, |member| member != user);
            self.deliver(To::Many(others), told(None));
        }
        let own = self.conns(user).to_vec();
        self.deliver(To::Many(own), told(Some(unread)));
    }
}
