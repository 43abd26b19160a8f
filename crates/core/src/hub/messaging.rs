//! Rooms and messages: which requests are about a room, that they are taken in order, and that only members make them.
//!
//! What is asked of a room that is being looked up, or that is being changed, waits: so every request meets the members
//! and roles that stand when its turn comes.

use std::collections::VecDeque;
use std::time::Duration;

use super::hooking::Said;
use super::{Hub, Pending, Role};
use crate::command::Command;
use crate::effect::{RequestId, StoreRequest, To};
use crate::event::{Event, Profile, RoomView};
use crate::id::{ConnId, RoomId, UserId};
use crate::limit::Rate;
use crate::name::Name;
use crate::now::Now;
use crate::permission::{HouseAction, RoomAction, Standing};
use crate::record::{Member, Room, RoomKind, RoomRole, RoomSummary, Seq};
use crate::refusal::Refusal;
use crate::room::MAX_TOLD_MARKS;

mod holding;
mod marking;
mod reading;
mod sending;

pub(super) use holding::Hold;

/// How often somebody's writing is passed on: what more often comes is dropped, since the next says the same.
const TYPING: Option<Rate> = Some(Rate {
    burst: 3,
    every: Duration::from_secs(1),
});

/// Who asks something about rooms, from where, and under which number. A hook's bot asks without a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct By {
    pub(super) conn: ConnId,
    pub(super) re: Option<RequestId>,
    pub(super) user: UserId,
}

/// A request that waits for its room.
pub(super) type Waiting = (By, Command);

impl Hub {
    /// Carries out what somebody asks about rooms, messages and files.
    pub(super) fn obey_room(&mut self, now: Now, by: By, command: Command) -> Result<(), Refusal> {
        match command {
            Command::ListRooms { before, limit } => self.list_rooms(by, before, limit),
            Command::OpenRoom { peer } => self.open_room(by, peer),
            Command::OpenNotes => self.open_notes(now, by),
            Command::CreateGroup { name, members } => self.create_group(now, by, &name, &members),
            Command::ReadRoom { room } => {
                let user = by.user;
                self.ask_store(StoreRequest::ReadSummary { room, user }, Pending::OpenRoom { by });
                Ok(())
            }
            Command::Search { query, before, limit } => self.search(by, query, before, limit),
            Command::BeginUpload { .. }
            | Command::DropUpload { .. }
            | Command::FinishUpload { .. }
            | Command::ReadFile { .. }
            | Command::ReadUsage => self.obey_file(now, by, command),
            Command::RevokeInvite { invite } => {
                let room = self.invites.get(invite).and_then(|invite| invite.room);
                self.in_room_or_later(now, by, room.ok_or(Refusal::NoInvite)?, command)
            }
            Command::ShowInvite { code } => self.show_invite(now, by.conn, by.re, &code),
            Command::UseInvite { ref code } => {
                let room = self.invites.open(code, now.wall).and_then(|invite| invite.room);
                self.in_room_or_later(now, by, room.ok_or(Refusal::NoInvite)?, command)
            }
            Command::SendMessage { room, .. } => {
                self.may_send(now, by, &command)?;
                self.in_room_or_later(now, by, room, command)
            }
            Command::SetTyping { room } => {
                if self.meter(by.user, |meters| &mut meters.typing, TYPING, now).is_err() {
                    self.done(by);
                    return Ok(());
                }
                self.in_room_or_later(now, by, room, command)
            }
            command => {
                let room = room_of(&command).ok_or(Refusal::NotAllowed)?;
                self.in_room_or_later(now, by, room, command)
            }
        }
    }

    /// Does it now if the room is known and nobody waits for it, else later; requests about one room stay in order.
    pub(super) fn in_room_or_later(&mut self, now: Now, by: By, room: RoomId, command: Command) -> Result<(), Refusal> {
        if let Some(queue) = self.waiting.get_mut(&room) {
            queue.push_back((by, command));
            return Ok(());
        }
        if self.rooms.find(room).is_some() {
            return self.in_room(now, by, room, command);
        }
        self.waiting.insert(room, VecDeque::from([(by, command)]));
        self.ask_store(StoreRequest::LoadRoom { room }, Pending::LoadRoom { room });
        Ok(())
    }

    pub(super) fn room_loaded(&mut self, now: Now, room: RoomId, found: Option<Room>) {
        match found {
            Some(found) => {
                self.learn_room(&found);
                self.room_is_free(now, room);
            }
            None => self.refuse_waiting(now, room, &Refusal::NotMember),
        }
    }

    /// Nothing that waits for a room can be done.
    pub(super) fn refuse_waiting(&mut self, now: Now, room: RoomId, refusal: &Refusal) {
        for (by, command) in self.waiting.remove(&room).unwrap_or_default() {
            if let Command::SendMessage { client_id, .. } = &command {
                self.hold(now, by, room, client_id, refusal);
            }
            self.refuse(by.conn, by.re, refusal.clone());
        }
    }

    /// What has waited for a room is done, until something makes the rest wait again.
    pub(super) fn room_is_free(&mut self, now: Now, room: RoomId) {
        let mut queue = self.waiting.remove(&room).unwrap_or_default();
        while let Some((by, command)) = queue.pop_front() {
            if !self.role_by_conn.contains_key(&by.conn) {
                continue;
            }
            if let Err(refusal) = self.in_room_or_later(now, by, room, command) {
                self.refuse(by.conn, by.re, refusal);
            }
            if let Some(again) = self.waiting.get_mut(&room) {
                again.append(&mut queue);
            }
        }
    }

    fn in_room(&mut self, now: Now, by: By, id: RoomId, command: Command) -> Result<(), Refusal> {
        let known = self.rooms.find(id).ok_or(Refusal::NotMember)?;
        let standing = known.standing(by.user);
        match command {
            Command::PostHook { token, client_id, text } => {
                return self.post_hook_in(now, by, Said { token, client_id, text });
            }
            Command::UseInvite { code } => return self.use_invite(now, by, id, &code),
            _ => {}
        }
        let standing = standing.ok_or(Refusal::NotMember)?;
        match command {
            Command::CreateHook { .. } | Command::DeleteHook { .. } | Command::ListHooks { .. } => {
                self.obey_hook_in(now, by, id, standing, command)
            }
            Command::KeepPlace { .. } | Command::ReadDeliveries { .. } => self.obey_courier_in(by, id, command),
            Command::ListMembers { .. }
            | Command::ReadChanges { .. }
            | Command::ReadEdits { .. }
            | Command::ReadHistory { .. }
            | Command::ReadReceipts { .. } => self.obey_reader(by, id, command),
            Command::Mark { delivered, read, .. } => {
                self.mark(by, id, delivered, read);
                Ok(())
            }
            Command::SetDraft { .. } | Command::SetOwn { .. } => self.obey_own(now, by, id, command),
            Command::SendMessage { .. } => self.send(now, by, id, standing, command),
            Command::EditMessage { .. }
            | Command::HideMessages { .. }
            | Command::React { .. }
            | Command::RecallMessage { .. } => self.change_message(now, by, id, standing, command),
            Command::SetTyping { .. } => {
                self.tell_typing(by, id);
                Ok(())
            }
            Command::AddMembers { .. }
            | Command::RemoveMember { .. }
            | Command::SetMemberRole { .. }
            | Command::SetRoom { .. } => self.obey_group(now, by, id, standing, command),
            Command::AnswerJoinRequest { .. }
            | Command::CreateInvite { .. }
            | Command::ListInvites { .. }
            | Command::ListJoinRequests { .. }
            | Command::RevokeInvite { .. } => self.obey_room_invite(now, by, id, standing, command),
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// Tells the others that somebody writes, where few enough are to be told.
    fn tell_typing(&mut self, by: By, id: RoomId) {
        let small = self.rooms.find(id).filter(|known| known.len() <= MAX_TOLD_MARKS);
        let is_heard = small.is_some_and(|known| self.refuse_blocked(known.peer(by.user), by.user).is_ok());
        if is_heard {
            let user = by.user;
            let to = self.conns_in(id, |member| member != user);
            self.deliver(To::Many(to), Event::TypingNoticed { room: id, user });
        }
        self.done(by);
    }

    // -- what the parts share

    /// Remembers a room of which the store has told.
    pub(super) fn learn_room(&mut self, room: &Room) {
        self.rooms.learn(room);
        self.forget_rooms();
    }

    pub(super) fn forget_rooms(&mut self) {
        if self.rooms.is_overfull() {
            let busy: std::collections::BTreeSet<RoomId> = self.pending.values().filter_map(Pending::room).collect();
            let waiting = &self.waiting;
            self.rooms
                .forget_idle(|room| busy.contains(&room) || waiting.contains_key(&room));
        }
    }

    /// Every connection of those in a room for whom `hears` holds.
    pub(super) fn conns_in(&self, room: RoomId, hears: impl Fn(UserId) -> bool) -> Vec<ConnId> {
        let Some(known) = self.rooms.find(room) else {
            return Vec::new();
        };
        let members = known.room().users().filter(|user| hears(*user));
        members.flat_map(|user| self.conns(user)).copied().collect()
    }

    /// Every connection of those in a room, but one that hears it as an answer.
    pub(super) fn others_in(&self, room: RoomId, but: Option<ConnId>) -> Vec<ConnId> {
        let mut conns = self.conns_in(room, |_| true);
        conns.retain(|conn| Some(*conn) != but);
        conns
    }

    /// Every connection of a person, but one that hears it as an answer.
    pub(super) fn other_conns(&self, by: By) -> Vec<ConnId> {
        let conns = self.conns(by.user).iter().copied();
        conns.filter(|conn| *conn != by.conn).collect()
    }

    /// Answers what has no answer of its own, if somebody waits for one.
    pub(super) fn done(&mut self, by: By) {
        if self.is_waiting(by) {
            self.answer(by.conn, by.re, Event::Done);
        }
    }

    /// Whether somebody waits for an answer even where a page expects none.
    pub(super) fn is_waiting(&self, by: By) -> bool {
        by.re.is_some() || self.is_request(by.conn)
    }

    pub(super) fn is_request(&self, conn: ConnId) -> bool {
        matches!(self.role_by_conn.get(&conn), Some(Role::Request { .. }))
    }

    /// Whether somebody's role in the house allows it.
    pub(super) fn permit_in_house(&self, user: UserId, action: HouseAction) -> Result<(), Refusal> {
        let role = self.people.person(user).map(|person| person.role);
        match role.is_some_and(|role| action.is_allowed(role)) {
            true => Ok(()),
            false => Err(Refusal::NotPermitted),
        }
    }

    /// Whether two people may talk: neither has blocked the other. `peer` is nobody where it does not matter.
    pub(super) fn refuse_blocked(&self, peer: Option<UserId>, user: UserId) -> Result<(), Refusal> {
        let is_blocked =
            peer.is_some_and(|peer| self.contacts.is_blocked(peer, user) || self.contacts.is_blocked(user, peer));
        if is_blocked { Err(Refusal::Blocked) } else { Ok(()) }
    }

    pub(super) fn room_view(&self, summary: RoomSummary, user: UserId) -> RoomView {
        let others = summary.room.users().filter(|member| *member != user);
        let people = others.map(|member| self.profile_or_unknown(member)).collect();
        let you = summary.room.member(user).copied().unwrap_or(Member {
            user,
            role: RoomRole::Member,
            delivered: Seq(0),
            read: Seq(0),
        });
        RoomView { summary, you, people }
    }

    /// A person as others see her; a name of one sign for one who was forgotten.
    pub(super) fn profile_or_unknown(&self, user: UserId) -> Profile {
        self.people
            .profile(user)
            .unwrap_or_else(|| Profile::bare(user, Name::from_store("?"), false))
    }
}

/// Whether somebody's place in a room allows it.
pub(super) fn permit(standing: Standing, action: RoomAction) -> Result<(), Refusal> {
    match action.is_allowed(standing) {
        true => Ok(()),
        false => Err(Refusal::NotPermitted),
    }
}

/// Whether members of such a room never change, so that a list that tells of one can be believed.
pub(super) fn is_fixed(room: &Room) -> bool {
    room.kind != RoomKind::Group
}

/// The room that a request is about, if it names one and is made by a member.
fn room_of(command: &Command) -> Option<RoomId> {
    match command {
        Command::AddMembers { room, .. }
        | Command::AnswerJoinRequest { room, .. }
        | Command::CreateInvite { room: Some(room), .. }
        | Command::EditMessage { room, .. }
        | Command::HideMessages { room, .. }
        | Command::ListInvites { room: Some(room) }
        | Command::ListJoinRequests { room }
        | Command::ListMembers { room, .. }
        | Command::Mark { room, .. }
        | Command::React { room, .. }
        | Command::ReadChanges { room, .. }
        | Command::ReadEdits { room, .. }
        | Command::ReadHistory { room, .. }
        | Command::ReadReceipts { room, .. }
        | Command::RecallMessage { room, .. }
        | Command::RemoveMember { room, .. }
        | Command::SetDraft { room, .. }
        | Command::SetMemberRole { room, .. }
        | Command::SetOwn { room, .. }
        | Command::SetRoom { room, .. } => Some(*room),
        _ => None,
    }
}
