//! The line that a call leaves in the room of its two people.

use super::{Hub, Pending};
use crate::effect::{NewBody, NewMessage, StoreRequest};
use crate::id::{MessageId, RoomId, UserId};
use crate::now::Now;
use crate::record::{CallLine, ClientId, Room};

impl Hub {
    /// Leaves the line, if both are people of the app: guests have no room.
    pub(super) fn leave_call_line(&mut self, caller: UserId, callee: UserId, line: CallLine) {
        if self.people.person(caller).is_none() || self.people.person(callee).is_none() {
            return;
        }
        let room = RoomId(self.random());
        self.ask_store(
            StoreRequest::OpenDirect {
                room,
                members: [caller, callee],
            },
            Pending::CallLine { caller, line },
        );
    }

    pub(super) fn append_call_line(&mut self, now: Now, room: &Room, caller: UserId, line: CallLine) {
        self.rooms.learn(room);
        let id = MessageId(self.random());
        let client_id = ClientId::of_call(line.call);
        let message = NewMessage {
            id,
            room: room.id,
            author: caller,
            client_id,
            at: now.wall,
            body: NewBody::Call(line),
        };
        self.ask_store(
            StoreRequest::Append(message),
            Pending::Append {
                from: None,
                members: room.users().collect(),
            },
        );
    }
}
