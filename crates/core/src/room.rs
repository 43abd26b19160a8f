//! Rooms that are in use: their members and marks, as the store last confirmed them.

use crate::event::RoomFacts;
use crate::id::{RoomId, UserId};
use crate::map::FastMap;
use crate::now::UnixMillis;
use crate::permission::Standing;
use crate::record::{Member, Rev, Room, RoomKind, Seq};

/// The longest text of a message, in bytes: pages of prose, not files.
pub const MAX_TEXT_LEN: usize = 16 * 1024;
/// People in a group at most: each message of a full one is told to all of them.
pub const MAX_MEMBERS: usize = 5_000;
/// In rooms of more people nobody is told how far the others have got or that they write: it would be told to the square
/// of their number. How far a message has got can be asked.
pub const MAX_TOLD_MARKS: usize = 32;
/// Members of all remembered rooms at most, each of 32 bytes: a forgotten room costs a look-up when it is used again.
const MAX_REMEMBERED: usize = 250_000;
/// What a room costs besides its members, counted in members.
const ROOM_COST: usize = 4;
/// Rooms of fewer people are looked through faster than an index of them.
const MIN_INDEXED: usize = 16;

/// What is remembered of rooms.
#[derive(Debug, Default)]
pub struct Rooms {
    rooms: FastMap<RoomId, KnownRoom>,
    cost: usize,
}

/// A room in use: all of it, and where in it each member is.
#[derive(Debug)]
pub struct KnownRoom {
    room: Room,
    /// Empty in small rooms.
    index_by_user: FastMap<UserId, usize>,
}

impl Rooms {
    /// Remembers a room that was not, or moves on the marks of one that is: what is remembered of its members was told
    /// by the store in order, and is newer than any look-up.
    pub fn learn(&mut self, room: &Room) {
        if !room.is_whole() {
            return;
        }
        if let Some(known) = self.rooms.get_mut(&room.id) {
            known.room.last_seq = known.room.last_seq.max(room.last_seq);
            for member in &room.members {
                known.advance(member.user, member.delivered, member.read);
            }
            return;
        }
        self.put(room.clone());
    }

    /// Remembers a group as a change has left it. Marks go on.
    pub fn replace(&mut self, mut room: Room) {
        if let Some(known) = self.rooms.remove(&room.id) {
            self.cost -= known.cost();
            room.last_seq = room.last_seq.max(known.room.last_seq);
            for member in &mut room.members {
                if let Some(before) = known.member(member.user) {
                    member.delivered = member.delivered.max(before.delivered);
                    member.read = member.read.max(before.read);
                }
            }
        }
        self.put(room);
    }

    fn put(&mut self, room: Room) {
        let known = KnownRoom::new(room);
        self.cost += known.cost();
        self.rooms.insert(known.room.id, known);
    }

    /// Whether more is remembered than should be.
    pub fn is_overfull(&self) -> bool {
        self.cost > MAX_REMEMBERED
    }

    /// Forgets all rooms but those about which something is under way.
    pub fn forget_idle(&mut self, is_busy: impl Fn(RoomId) -> bool) {
        self.rooms.retain(|id, _| is_busy(*id));
        self.cost = self.rooms.values().map(KnownRoom::cost).sum();
    }

    /// A remembered room.
    pub fn find(&self, room: RoomId) -> Option<&KnownRoom> {
        self.rooms.get(&room)
    }

    /// A remembered room, to note what the store has confirmed.
    pub fn find_mut(&mut self, room: RoomId) -> Option<&mut KnownRoom> {
        self.rooms.get_mut(&room)
    }
}

impl KnownRoom {
    fn new(room: Room) -> KnownRoom {
        let index_by_user = if room.members.len() < MIN_INDEXED {
            FastMap::default()
        } else {
            let members = room.members.iter().enumerate();
            members.map(|(index, member)| (member.user, index)).collect()
        };
        KnownRoom { room, index_by_user }
    }

    fn cost(&self) -> usize {
        ROOM_COST + self.room.members.len()
    }

    /// The room.
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// How many are in it.
    pub fn len(&self) -> usize {
        self.room.members.len()
    }

    /// Whether everybody has gone.
    pub fn is_empty(&self) -> bool {
        self.room.members.is_empty()
    }

    fn index(&self, user: UserId) -> Option<usize> {
        if self.index_by_user.is_empty() {
            self.room.members.iter().position(|member| member.user == user)
        } else {
            self.index_by_user.get(&user).copied()
        }
    }

    /// A member's role and marks.
    pub fn member(&self, user: UserId) -> Option<&Member> {
        self.index(user).map(|index| &self.room.members[index])
    }

    /// What somebody is in the room, if she is in it.
    pub fn standing(&self, user: UserId) -> Option<Standing> {
        let member = self.member(user)?;
        Some(Standing::of(self.room.kind, member.role))
    }

    /// The other one in a room of two.
    pub fn peer(&self, user: UserId) -> Option<UserId> {
        let is_two = self.room.kind == RoomKind::Direct;
        self.room.users().find(|member| is_two && *member != user)
    }

    /// What the room is to all its members.
    pub fn facts(&self) -> RoomFacts {
        RoomFacts::of(&self.room)
    }

    /// Notes that a message stands in the room.
    pub fn reach(&mut self, seq: Seq) {
        self.room.last_seq = self.room.last_seq.max(seq);
    }

    /// Where a member's marks would be if they moved on, never back and never past the last message; `None` if they
    /// would stay.
    pub fn advanced(&self, user: UserId, delivered: Seq, read: Seq) -> Option<Member> {
        let before = self.member(user)?;
        let last = self.room.last_seq;
        let read = before.read.max(read.min(last));
        let after = Member {
            read,
            delivered: before.delivered.max(delivered.min(last)).max(read),
            ..*before
        };
        (after != *before).then_some(after)
    }

    /// Moves a member's marks on. Returns where they are if they moved.
    pub fn advance(&mut self, user: UserId, delivered: Seq, read: Seq) -> Option<Member> {
        let after = self.advanced(user, delivered, read)?;
        let index = self.index(user)?;
        self.room.members[index] = after;
        Some(after)
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

    fn group(users: impl Iterator<Item = u64>) -> Room {
        let mut room = room(0);
        room.kind = RoomKind::Group;
        let first = room.members[0];
        room.members = users
            .map(|id| Member {
                user: UserId(id),
                ..first
            })
            .collect();
        room.member_count = u32::try_from(room.members.len()).expect("a test is small");
        room
    }

    #[test]
    fn marks_go_forward_and_stop_at_the_last_message() {
        let mut room = KnownRoom::new(room(5));
        let moved = room.advance(UserId(1), Seq(9), Seq(3)).expect("they moved");
        assert_eq!((moved.delivered, moved.read), (Seq(5), Seq(3)));
        assert_eq!(room.advance(UserId(1), Seq(1), Seq(1)), None);
        assert_eq!(room.advance(UserId(3), Seq(1), Seq(1)), None);
    }

    #[test]
    fn what_is_read_was_delivered() {
        let moved = KnownRoom::new(room(5)).advance(UserId(2), Seq(0), Seq(4));
        assert_eq!(moved.map(|member| member.delivered), Some(Seq(4)));
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
        let known = rooms.find(RoomId(1)).expect("learned").room();
        assert_eq!((known.last_seq, known.members[0].read), (Seq(5), Seq(5)));
    }

    #[test]
    fn a_change_of_members_keeps_how_far_they_have_got() {
        let mut rooms = Rooms::default();
        rooms.learn(&group(1..=40));
        let known = rooms.find_mut(RoomId(1)).expect("learned");
        known.reach(Seq(7));
        known.advance(UserId(40), Seq(7), Seq(6));
        rooms.replace(group(20..=60));
        let known = rooms.find(RoomId(1)).expect("replaced");
        assert_eq!(known.member(UserId(40)).map(|member| member.read), Some(Seq(6)));
        assert_eq!((known.member(UserId(1)), known.len()), (None, 41));
        assert_eq!(known.room().last_seq, Seq(7));
    }

    #[test]
    fn rooms_in_which_something_goes_on_are_not_forgotten() {
        let mut rooms = Rooms::default();
        for id in 0..100 {
            let mut group = group(0..5_000);
            group.id = RoomId(id);
            rooms.learn(&group);
        }
        assert!(rooms.is_overfull());
        rooms.forget_idle(|room| room == RoomId(7));
        assert!(!rooms.is_overfull());
        assert!(rooms.find(RoomId(7)).is_some() && rooms.find(RoomId(8)).is_none());
    }
}
