//! Who hears what when a group begins or has changed: those who stay what it is now, those who come the room itself,
//! those who go that they have gone.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Changing;
use crate::effect::{StoreRequest, To};
use crate::event::Event;
use crate::hub::messaging::By;
use crate::hub::{Hub, Pending};
use crate::id::{RoomId, UserId};
use crate::now::Now;
use crate::record::{Message, Room, RoomRole, RoomSummary};
use crate::room::KnownRoom;

/// How the members of a group differ from what they were.
#[derive(Debug, Default)]
struct Difference {
    came: Vec<UserId>,
    went: Vec<UserId>,
    roles: Vec<(UserId, RoomRole)>,
}

impl Hub {
    /// The store has made a group.
    pub(in crate::hub) fn group_created(&mut self, by: By, members: Vec<UserId>, summary: RoomSummary) {
        let room = summary.room.id;
        let others = self.other_conns(by);
        let opened = Event::RoomOpened(Box::new(self.room_view(summary, by.user)));
        self.deliver(To::Many(others), opened.clone());
        self.answer(by.conn, by.re, opened);
        for member in members {
            self.tell_came(room, member, None);
        }
    }

    /// The store has changed a group.
    pub(in crate::hub) fn room_changed(
        &mut self,
        now: Now,
        changing: Changing,
        room: Room,
        notice: Option<Arc<Message>>,
    ) {
        if let Some(notice) = notice {
            self.tell_change(changing.by, room, notice);
        } else {
            self.rooms.replace(room);
        }
        self.change_room(now, changing);
    }

    fn tell_change(&mut self, by: By, room: Room, notice: Arc<Message>) {
        let id = room.id;
        let differs = self.rooms.find(id).map(|before| Difference::of(before, &room));
        let Difference { came, went, roles } = differs.unwrap_or_default();
        self.rooms.replace(room);
        self.forget_rooms();
        for user in &went {
            let conns = self.conns(*user).to_vec();
            let removed = *user != by.user;
            self.deliver(To::Many(conns), Event::RoomLeft { room: id, removed });
        }
        let Some(known) = self.rooms.find(id) else { return };
        let facts = known.facts();
        let is_empty = known.is_empty();
        let fresh: BTreeSet<UserId> = came.iter().copied().collect();
        let stayed = self.conns_in(id, |user| !fresh.contains(&user));
        let changed = Event::RoomChanged {
            room: facts,
            came: came.iter().map(|user| self.profile_or_unknown(*user)).collect(),
            went,
            roles,
        };
        self.deliver(To::Many(stayed), changed);
        let all = self.conns_in(id, |_| true);
        self.deliver(To::Many(all), Event::MessagePosted(notice));
        for user in came.into_iter().filter(|user| *user != by.user) {
            self.tell_came(id, user, None);
        }
        if is_empty {
            self.close_ways_into(id);
        }
    }

    /// Tells somebody what the room is that she is in from now on: what it is to her only the store knows.
    pub(in crate::hub) fn tell_came(&mut self, room: RoomId, user: UserId, by: Option<By>) {
        if by.is_some() || !self.conns(user).is_empty() {
            self.ask_store(StoreRequest::ReadSummary { room, user }, Pending::Came { user, by });
        }
    }

    pub(in crate::hub) fn came(&mut self, user: UserId, by: Option<By>, summary: RoomSummary) {
        let opened = Event::RoomOpened(Box::new(self.room_view(summary, user)));
        let conns = self.conns(user).iter().copied();
        let others = conns.filter(|conn| by.is_none_or(|by| by.conn != *conn)).collect();
        self.deliver(To::Many(others), opened.clone());
        if let Some(by) = by {
            self.answer(by.conn, by.re, opened);
        }
    }
}

impl Difference {
    fn of(before: &KnownRoom, after: &Room) -> Difference {
        let mut differs = Difference::default();
        let mut stayed = 0;
        for member in &after.members {
            match before.member(member.user) {
                None => differs.came.push(member.user),
                Some(was) => {
                    stayed += 1;
                    if was.role != member.role {
                        differs.roles.push((member.user, member.role));
                    }
                }
            }
        }
        if stayed < before.len() {
            let present: BTreeSet<UserId> = after.users().collect();
            differs.went = before.room().users().filter(|user| !present.contains(user)).collect();
        }
        differs
    }
}
