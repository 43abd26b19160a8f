//! Rooms that are in use: their members and marks, as the store last confirmed them.

use crate::id::{RoomId, UserId};
use crate::map::FastMap;
use crate::now::UnixMillis;
use crate::record::{Member, Rev, Room, RoomKind, Seq};

/// The longest text of a message, in bytes: pages of prose, not files.
pub const MAX_TEXT_LEN: usize = 16 * 1024;
/// Rooms remembered at most. One costs about 150 bytes; a forgotten one costs a look-up when it is used again.
const MAX_ROOMS: usize = 50_000;

/// What is remembered of rooms.
#[derive(Debug, Default)]
pub struct Rooms {
    rooms: FastMap<RoomId, Room>,
}

impl Rooms {
    /// Remembers a room as the store told it, unless something newer is remembered.
    pub fn learn(&mut self, room: &Room) {
        if !room.is_whole() {
            return;
        }
        if let Some(known) = self.rooms.get_mut(&room.id) {
            known.last_seq = known.last_seq.max(room.last_seq);
            for member in &room.members {
                known.advance(member.user, member.delivered, member.read);
            }
            return;
        }
        if self.rooms.len() >= MAX_ROOMS {
            self.rooms.clear();
        }
        self.rooms.insert(room.id, room.clone());
    }

    /// A remembered room.
    pub fn find(&self, room: RoomId) -> Option<&Room> {
        self.rooms.get(&room)
    }

    /// A remembered room, to note what the store has confirmed.
    pub fn find_mut(&mut self, room: RoomId) -> Option<&mut Room> {
        self.rooms.get_mut(&room)
    }
}

impl Room {
    /// The room of two people, without a message.
    pub fn direct(id: RoomId, members: [Member; 2]) -> Room {
        Room {
            id,
            kind: RoomKind::Direct,
            name: None,
            picture: None,
            is_announcement: false,
            member_count: 2,
            members: members.to_vec(),
            last_seq: Seq(0),
            rev: Rev(0),
            created_at: UnixMillis(0),
        }
    }

    /// Whether all members are there: a page of a list shows only some of a group.
    pub fn is_whole(&self) -> bool {
        self.members.len() == self.member_count as usize
    }

    /// A member's marks.
    pub fn member(&self, user: UserId) -> Option<&Member> {
        self.members.iter().find(|member| member.user == user)
    }

    /// Everybody in the room.
    pub fn users(&self) -> impl Iterator<Item = UserId> {
        self.members.iter().map(|member| member.user)
    }

    /// Moves a member's marks forward, never back and never past the last message. Returns where they are if they moved.
    pub fn advance(&mut self, user: UserId, delivered: Seq, read: Seq) -> Option<Member> {
        let last = self.last_seq;
        let member = self.members.iter_mut().find(|member| member.user == user)?;
        let before = *member;
        member.read = before.read.max(read.min(last));
        member.delivered = before.delivered.max(delivered.min(last)).max(member.read);
        (*member != before).then_some(*member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RoomRole;

    fn room(last: u64) -> Room {
        let member = |id| Member {
            user: UserId(id),
            role: RoomRole::Member,
            delivered: Seq(0),
            read: Seq(0),
        };
        Room {
            last_seq: Seq(last),
            ..Room::direct(RoomId(1), [member(1), member(2)])
        }
    }

    #[test]
    fn marks_go_forward_and_stop_at_the_last_message() {
        let mut room = room(5);
        let moved = room.advance(UserId(1), Seq(9), Seq(3)).expect("they moved");
        assert_eq!((moved.delivered, moved.read), (Seq(5), Seq(3)));
        assert_eq!(room.advance(UserId(1), Seq(1), Seq(1)), None);
        assert_eq!(room.advance(UserId(3), Seq(1), Seq(1)), None);
    }

    #[test]
    fn what_is_read_was_delivered() {
        assert_eq!(
            room(5).advance(UserId(2), Seq(0), Seq(4)).map(|m| m.delivered),
            Some(Seq(4))
        );
    }

    #[test]
    fn an_old_answer_of_the_store_takes_nothing_back() {
        let mut rooms = Rooms::default();
        rooms.learn(&room(5));
        rooms
            .find_mut(RoomId(1))
            .expect("learned")
            .advance(UserId(1), Seq(5), Seq(5));
        rooms.learn(&room(4));
        let known = rooms.find(RoomId(1)).expect("learned");
        assert_eq!((known.last_seq, known.members[0].read), (Seq(5), Seq(5)));
    }
}
