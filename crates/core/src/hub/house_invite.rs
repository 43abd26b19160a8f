//! Ways into the house: links by which new people make an account.

use super::account::Asker;
use super::account_keep::{PeoplePending, Waiter};
use super::{Hub, Pending};
use crate::command::{Admission, Command};
use crate::effect::StoreRequest;
use crate::event::Event;
use crate::id::{InviteId, UserId};
use crate::invites::MAX_INVITES;
use crate::now::{Now, UnixMillis};
use crate::permission::HouseAction;
use crate::record::{Invite, InviteCode, Role};
use crate::refusal::Refusal;

impl Hub {
    /// Whether an invite leads into the house and not into a group. One that is unknown could be either.
    pub(super) fn is_house_invite(&self, id: InviteId) -> bool {
        self.invites.get(id).is_none_or(|invite| invite.room.is_none())
    }

    /// What somebody asks about ways into the house.
    pub(super) fn obey_house_invite(&mut self, now: Now, by: Asker, command: Command) -> Result<(), Refusal> {
        match command {
            Command::CreateInvite {
                code, uses, expires_at, ..
            } => {
                self.permit_invites(by)?;
                self.create_house_invite(now, (by.into(), by.user), code, uses, expires_at)
            }
            Command::ListInvites { .. } => self.list_house_invites(now, by),
            Command::RevokeInvite { invite } => self.revoke_house_invite(by, invite),
            _ => Err(Refusal::NotAllowed),
        }
    }

    fn permit_invites(&self, by: Asker) -> Result<(), Refusal> {
        let person = self.people.person(by.user).ok_or(Refusal::NotSignedIn)?;
        let is_allowed = HouseAction::CreateInvite.is_allowed(person.role);
        is_allowed.then_some(()).ok_or(Refusal::NotPermitted)
    }

    /// What the operator asks about ways into the house: for an invite, which stands in the owner's name.
    pub(super) fn obey_operator_about_invites(
        &mut self,
        now: Now,
        waiter: Waiter,
        command: Command,
    ) -> Result<(), Refusal> {
        let Command::CreateInvite {
            code, uses, expires_at, ..
        } = command
        else {
            return Err(Refusal::NotAllowed);
        };
        let owner = self.people.persons().find(|person| person.role == Role::Owner);
        let owner = owner.ok_or(Refusal::NoPerson)?.id;
        self.create_house_invite(now, (waiter, owner), code, uses, expires_at)
    }

    /// Makes an invite into the house, in somebody's name.
    fn create_house_invite(
        &mut self,
        now: Now,
        (waiter, by): (Waiter, UserId),
        code: InviteCode,
        uses: Option<u32>,
        expires_at: Option<UnixMillis>,
    ) -> Result<(), Refusal> {
        self.drop_dead_invites(now);
        let is_full = self.invites.into_room(None).len() >= MAX_INVITES;
        if is_full || uses == Some(0) || expires_at.is_some_and(|end| end <= now.wall) {
            return Err(Refusal::BadValue);
        }
        let invite = Invite {
            id: InviteId(self.random()),
            code,
            room: None,
            by,
            needs_approval: false,
            uses_left: uses,
            expires_at,
            created_at: now.wall,
        };
        self.invites.put(invite.clone());
        let request = StoreRequest::KeepInvite(invite.clone());
        self.ask_store(request, Pending::People(PeoplePending::KeepInvite { waiter, invite }));
        Ok(())
    }

    /// Forgets the invites into the house that open no more.
    fn drop_dead_invites(&mut self, now: Now) {
        let all = self.invites.into_room(None);
        let is_dead = |invite: &&Invite| self.invites.open(&invite.code, now.wall).is_none();
        let dead: Vec<InviteId> = all.into_iter().filter(is_dead).map(|invite| invite.id).collect();
        for id in dead {
            self.invites.remove(id);
            self.ask_store(StoreRequest::DropInvite(id), Pending::Forget);
        }
    }

    /// The invites into the house that still open.
    pub(super) fn list_house_invites(&mut self, now: Now, by: Asker) -> Result<(), Refusal> {
        self.permit_invites(by)?;
        self.drop_dead_invites(now);
        let invites = self.invites.into_room(None).into_iter().cloned().collect();
        self.answer(by.conn, by.re, Event::InvitesListed(invites));
        Ok(())
    }

    /// Takes an invite into the house back.
    pub(super) fn revoke_house_invite(&mut self, by: Asker, id: InviteId) -> Result<(), Refusal> {
        self.permit_invites(by)?;
        let invite = self.invites.remove(id).ok_or(Refusal::NoInvite)?;
        let request = StoreRequest::DropInvite(id);
        self.ask_store(request, Pending::People(PeoplePending::DropInvite { by, invite }));
        Ok(())
    }

    /// Somebody has come by an invite. A use that the disk forgets is a use too many, which harms nobody.
    pub(super) fn use_house_invite(&mut self, now: Now, admission: &Admission) {
        let Admission::Invite(code) = admission else { return };
        let Some(mut invite) = self.invites.open(code, now.wall).cloned() else {
            return;
        };
        let Some(left) = invite.uses_left.as_mut() else { return };
        *left -= 1;
        self.invites.put(invite.clone());
        self.ask_store(StoreRequest::KeepInvite(invite), Pending::Forget);
    }
}
