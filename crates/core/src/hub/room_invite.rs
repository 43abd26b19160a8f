//! Ways into a group: links, and people who wait to be let in.

use std::collections::{BTreeMap, VecDeque};

use super::group::{Changing, Then};
use super::messaging::{By, permit};
use super::{Hub, Pending, Role};
use crate::command::Command;
use crate::effect::{RequestId, StoreRequest, To};
use crate::event::{Event, RoomFacts};
use crate::id::{ConnId, InviteId, RoomId, UserId};
use crate::invites::MAX_INVITES;
use crate::now::Now;
use crate::permission::{HouseAction, RoomAction, Standing};
use crate::record::{Invite, InviteCode, JoinRequest, Room, RoomChange, RoomKind};
use crate::refusal::Refusal;
use crate::room::{KnownRoom, MAX_MEMBERS};

/// People who wait to be let into one group at most.
const MAX_JOIN_REQUESTS: usize = 500;

/// Everybody who waits to be let into a group.
pub(super) type JoinRequests = BTreeMap<RoomId, BTreeMap<UserId, JoinRequest>>;

impl Hub {
    /// What those do who look after a group's ways in.
    pub(super) fn obey_room_invite(
        &mut self,
        now: Now,
        by: By,
        room: RoomId,
        standing: Standing,
        command: Command,
    ) -> Result<(), Refusal> {
        let action = match command {
            Command::AnswerJoinRequest { .. } | Command::ListJoinRequests { .. } => RoomAction::Approve,
            _ => RoomAction::ManageLink,
        };
        permit(standing, action)?;
        match command {
            Command::AnswerJoinRequest { user, accept, .. } => self.answer_join_request(now, by, room, user, accept),
            Command::CreateInvite {
                code,
                needs_approval,
                uses,
                expires_at,
                ..
            } => {
                let is_useless = uses == Some(0) || expires_at.is_some_and(|end| end <= now.wall);
                if is_useless || self.invites.into_room(Some(room)).len() >= MAX_INVITES {
                    return Err(Refusal::BadValue);
                }
                let invite = Invite {
                    id: InviteId(self.random()),
                    code,
                    room: Some(room),
                    by: by.user,
                    needs_approval,
                    uses_left: uses,
                    expires_at,
                    created_at: now.wall,
                };
                let request = StoreRequest::KeepInvite(invite.clone());
                self.ask_store(request, Pending::KeepRoomInvite { by, invite });
                Ok(())
            }
            Command::ListInvites { .. } => {
                let invites = self.invites.into_room(Some(room)).into_iter().cloned().collect();
                self.answer(by.conn, by.re, Event::InvitesListed(invites));
                Ok(())
            }
            Command::ListJoinRequests { .. } => {
                self.list_join_requests(by, room);
                Ok(())
            }
            Command::RevokeInvite { invite } => {
                let invite = self.invites.remove(invite).ok_or(Refusal::NoInvite)?;
                let request = StoreRequest::DropInvite(invite.id);
                self.ask_store(request, Pending::DropRoomInvite { by, invite });
                Ok(())
            }
            _ => Err(Refusal::NotAllowed),
        }
    }

    pub(super) fn room_invite_kept(&mut self, by: By, invite: Invite) {
        self.invites.put(invite.clone());
        self.answer(by.conn, by.re, Event::InviteRead(Box::new(invite)));
    }

    fn list_join_requests(&mut self, by: By, room: RoomId) {
        let waiting = self.join_requests.get(&room).into_iter().flat_map(BTreeMap::values);
        let mut waiting: Vec<JoinRequest> = waiting.copied().collect();
        waiting.sort_by_key(|request| (request.at, request.user));
        let requests = waiting
            .into_iter()
            .map(|request| (request, self.profile_or_unknown(request.user)))
            .collect();
        self.answer(by.conn, by.re, Event::JoinRequestsListed { room, requests });
    }

    fn answer_join_request(
        &mut self,
        now: Now,
        by: By,
        room: RoomId,
        user: UserId,
        accept: bool,
    ) -> Result<(), Refusal> {
        let waits = self.join_requests.get(&room).is_some_and(|all| all.contains_key(&user));
        if !waits {
            return Err(Refusal::NoPerson);
        }
        if !accept {
            self.forget_join_request(by, room, user);
            return Ok(());
        }
        self.refuse_full(room)?;
        self.seize(room);
        let changing = Changing {
            by,
            room,
            by_invite: false,
            rest: VecDeque::from([RoomChange::Add(vec![user])]),
            then: Then::Forget(user),
        };
        self.change_room(now, changing);
        Ok(())
    }

    pub(super) fn forget_join_request(&mut self, by: By, room: RoomId, user: UserId) {
        let request = StoreRequest::DropJoinRequest { room, user };
        self.ask_store(request, Pending::DropJoinRequest { by, room, user });
    }

    pub(super) fn join_request_forgotten(&mut self, by: By, room: RoomId, user: UserId) {
        if let Some(waiting) = self.join_requests.get_mut(&room) {
            waiting.remove(&user);
            if waiting.is_empty() {
                self.join_requests.remove(&room);
            }
        }
        self.answer(by.conn, by.re, Event::Done);
    }

    fn refuse_full(&self, room: RoomId) -> Result<(), Refusal> {
        let is_full = self.rooms.find(room).is_none_or(|known| known.len() >= MAX_MEMBERS);
        if is_full { Err(Refusal::GroupFull) } else { Ok(()) }
    }

    // -- who comes

    /// Somebody, mostly no member, comes by an invite.
    pub(super) fn use_invite(&mut self, now: Now, by: By, room: RoomId, code: &InviteCode) -> Result<(), Refusal> {
        let invite = self.invites.open(code, now.wall).cloned().ok_or(Refusal::NoInvite)?;
        let known = self.rooms.find(room).ok_or(Refusal::NoInvite)?;
        if known.member(by.user).is_some() {
            self.tell_came(room, by.user, Some(by));
            return Ok(());
        }
        if known.is_empty() || known.room().kind != RoomKind::Group {
            return Err(Refusal::NoInvite);
        }
        self.permit_in_house(by.user, HouseAction::JoinGroup)?;
        if invite.needs_approval {
            return self.wait_to_be_let_in(now, by, room, invite.id);
        }
        self.refuse_full(room)?;
        self.use_up(invite.id);
        self.seize(room);
        let changing = Changing {
            by,
            room,
            by_invite: true,
            rest: VecDeque::from([RoomChange::Add(vec![by.user])]),
            then: Then::Enter { invite: invite.id },
        };
        self.change_room(now, changing);
        Ok(())
    }

    fn wait_to_be_let_in(&mut self, now: Now, by: By, room: RoomId, invite: InviteId) -> Result<(), Refusal> {
        let waiting = self.join_requests.get(&room);
        if waiting.is_some_and(|all| all.contains_key(&by.user)) {
            self.answer(by.conn, by.re, Event::Done);
            return Ok(());
        }
        if waiting.is_some_and(|all| all.len() >= MAX_JOIN_REQUESTS) {
            return Err(Refusal::GroupFull);
        }
        self.use_up(invite);
        let request = JoinRequest {
            room,
            user: by.user,
            at: now.wall,
        };
        let then = Pending::KeepJoinRequest { by, request, invite };
        self.ask_store(StoreRequest::KeepJoinRequest(request), then);
        Ok(())
    }

    pub(super) fn join_request_kept(&mut self, by: By, request: JoinRequest, invite: InviteId) {
        let room = request.room;
        self.keep_used(invite);
        self.join_requests
            .entry(room)
            .or_default()
            .insert(request.user, request);
        let looks_after = |known: &KnownRoom, user| {
            let standing = known.standing(user);
            standing.is_some_and(|standing| RoomAction::Approve.is_allowed(standing))
        };
        let known = self.rooms.find(room);
        let hear = self.conns_in(room, |user| known.is_some_and(|known| looks_after(known, user)));
        let person = self.profile_or_unknown(request.user);
        self.deliver(To::Many(hear), Event::JoinRequested { room, person });
        self.answer(by.conn, by.re, Event::Done);
    }

    /// One use of an invite is spoken for.
    fn use_up(&mut self, id: InviteId) {
        if let Some(mut invite) = self.invites.get(id).cloned() {
            invite.uses_left = invite.uses_left.map(|left| left.saturating_sub(1));
            self.invites.put(invite);
        }
    }

    /// What was spoken for was not used.
    pub(super) fn give_back(&mut self, id: InviteId) {
        if let Some(mut invite) = self.invites.get(id).cloned() {
            invite.uses_left = invite.uses_left.map(|left| left.saturating_add(1));
            self.invites.put(invite);
        }
    }

    /// What was spoken for was used.
    pub(super) fn keep_used(&mut self, id: InviteId) {
        if let Some(invite) = self.invites.get(id).filter(|invite| invite.uses_left.is_some()) {
            let request = StoreRequest::KeepInvite(invite.clone());
            self.ask_store(request, Pending::Forget);
        }
    }

    /// Nobody is in a group any more: nothing leads into it.
    pub(super) fn close_ways_into(&mut self, room: RoomId) {
        let invites: Vec<InviteId> = self
            .invites
            .into_room(Some(room))
            .iter()
            .map(|invite| invite.id)
            .collect();
        for invite in invites {
            self.invites.remove(invite);
            self.ask_store(StoreRequest::DropInvite(invite), Pending::Forget);
        }
        for hook in self.hooks.into_room(room) {
            self.hooks.remove(hook.id());
            self.ask_store(StoreRequest::DropHook(hook.id()), Pending::Forget);
        }
        for user in self.join_requests.remove(&room).unwrap_or_default().into_keys() {
            self.ask_store(StoreRequest::DropJoinRequest { room, user }, Pending::Forget);
        }
    }

    // -- who looks before she comes

    /// What an invite leads to.
    pub(super) fn show_invite(
        &mut self,
        now: Now,
        conn: ConnId,
        re: Option<RequestId>,
        code: &InviteCode,
    ) -> Result<(), Refusal> {
        let invite = self.invites.open(code, now.wall).cloned().ok_or(Refusal::NoInvite)?;
        let Some(room) = invite.room else {
            self.invite_shown(conn, re, &invite, None, false);
            return Ok(());
        };
        if let Some(known) = self.rooms.find(room) {
            let user = self.user_of(conn);
            let is_member = user.is_some_and(|user| known.member(user).is_some());
            let facts = known.facts();
            self.invite_shown(conn, re, &invite, Some(facts), is_member);
            return Ok(());
        }
        let then = Pending::ShowInvite { conn, re, invite };
        self.ask_store(StoreRequest::LoadRoom { room }, then);
        Ok(())
    }

    pub(super) fn invite_room_loaded(
        &mut self,
        conn: ConnId,
        re: Option<RequestId>,
        invite: &Invite,
        room: Option<&Room>,
    ) {
        let Some(room) = room else {
            return self.refuse(conn, re, Refusal::NoInvite);
        };
        let user = self.user_of(conn);
        let is_member = user.is_some_and(|user| room.member(user).is_some());
        self.invite_shown(conn, re, invite, Some(RoomFacts::of(room)), is_member);
    }

    fn invite_shown(
        &mut self,
        conn: ConnId,
        re: Option<RequestId>,
        invite: &Invite,
        room: Option<RoomFacts>,
        is_member: bool,
    ) {
        let event = Event::InviteShown {
            room,
            by: self.profile_or_unknown(invite.by),
            needs_approval: invite.needs_approval,
            is_member,
        };
        self.answer(conn, re, event);
    }

    /// In whose name a connection speaks, if it does.
    fn user_of(&self, conn: ConnId) -> Option<UserId> {
        match self.role_by_conn.get(&conn)? {
            Role::App { user, .. } => Some(*user),
            Role::Operator => None,
            Role::Plain { user } => *user,
            Role::Request { by } => by.map(|(user, _)| user),
        }
    }
}
