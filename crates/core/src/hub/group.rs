//! Groups: how they begin, who may change what, and who hears of it.
//!
//! While a group is being changed nothing else is asked of it ([`Hub::seize`]): what comes behind a removal meets a
//! room without the one who was removed.

use std::collections::{BTreeSet, VecDeque};

use super::messaging::{By, permit};
use super::{Hub, Pending};
use crate::command::Command;
use crate::effect::StoreRequest;
use crate::id::{FileId, MessageId, RoomId, UserId};
use crate::name::Name;
use crate::now::Now;
use crate::permission::{HouseAction, RoomAction, Standing};
use crate::record::{FileKind, FileRecord, RoomChange, RoomRole};
use crate::refusal::Refusal;
use crate::room::MAX_MEMBERS;

mod telling;

/// People brought into a group by one request at most: all its members hear who they are.
const MAX_ADDED: usize = 500;

/// Changes of a group that are under way: the next is asked for when the one before is kept.
#[derive(Debug)]
pub(super) struct Changing {
    pub(super) by: By,
    pub(super) room: RoomId,
    pub(super) by_invite: bool,
    pub(super) rest: VecDeque<RoomChange>,
    pub(super) then: Then,
}

/// What follows when a group is as it shall be.
#[derive(Debug)]
pub(super) enum Then {
    /// The asker hears that it is done.
    Done,
    /// The asker has come by an invite and hears what the room is.
    Enter {
        /// The use of the invite that is given back if it fails.
        invite: crate::id::InviteId,
    },
    /// Somebody who waited has been let in.
    Forget(UserId),
}

impl Hub {
    pub(super) fn create_group(&mut self, now: Now, by: By, name: &str, members: &[UserId]) -> Result<(), Refusal> {
        self.permit_in_house(by.user, HouseAction::CreateGroup)?;
        let name = Name::of_person(name).map_err(|_| Refusal::BadName)?;
        let members = self.invitees(by.user, members)?;
        if members.len() >= MAX_MEMBERS {
            return Err(Refusal::GroupFull);
        }
        let room = RoomId(self.random());
        let request = StoreRequest::CreateGroup {
            room,
            name,
            owner: by.user,
            members: members.clone(),
            at: now.wall,
        };
        self.ask_store(request, Pending::CreateGroup { by, members });
        Ok(())
    }

    /// Those whom somebody brings into a group, each once, without herself.
    fn invitees(&self, by: UserId, users: &[UserId]) -> Result<Vec<UserId>, Refusal> {
        if users.len() > MAX_MEMBERS {
            return Err(Refusal::GroupFull);
        }
        let mut known = BTreeSet::from([by]);
        let each: Vec<UserId> = users.iter().copied().filter(|user| known.insert(*user)).collect();
        for user in &each {
            if self.people.guest(*user).is_some() {
                return Err(Refusal::NoMessages);
            }
            let person = self.people.person(*user).filter(|person| !person.is_disabled);
            person.ok_or(Refusal::NoPerson)?;
            self.refuse_blocked(Some(*user), by)?;
        }
        Ok(each)
    }

    pub(super) fn obey_group(
        &mut self,
        now: Now,
        by: By,
        room: RoomId,
        standing: Standing,
        command: Command,
    ) -> Result<(), Refusal> {
        let changes = match command {
            Command::AddMembers { users, .. } => {
                permit(standing, RoomAction::AddMembers)?;
                if users.len() > MAX_ADDED {
                    return Err(Refusal::BadValue);
                }
                let mut users = self.invitees(by.user, &users)?;
                let known = self.rooms.find(room).ok_or(Refusal::NotMember)?;
                users.retain(|user| known.member(*user).is_none());
                if known.len() + users.len() > MAX_MEMBERS {
                    return Err(Refusal::GroupFull);
                }
                let change = (!users.is_empty()).then_some(RoomChange::Add(users));
                change.into_iter().collect()
            }
            Command::RemoveMember { user, .. } => {
                self.may_remove(by.user, room, standing, user)?;
                VecDeque::from([RoomChange::Remove(user)])
            }
            Command::SetMemberRole { user, role, .. } => {
                let action = match role {
                    RoomRole::Owner => RoomAction::HandOver,
                    RoomRole::Admin | RoomRole::Member => RoomAction::ChangeRoles,
                };
                permit(standing, action)?;
                if user == by.user {
                    return Err(Refusal::Oneself);
                }
                self.role_in(room, user)?;
                VecDeque::from([RoomChange::Role(user, role)])
            }
            Command::SetRoom {
                name,
                picture,
                is_announcement,
                ..
            } => {
                let changes = changes_of(standing, name.as_deref(), picture, is_announcement)?;
                if let Some(Some(file)) = picture {
                    return self.check_picture(by, room, file, changes);
                }
                changes
            }
            _ => return Err(Refusal::NotAllowed),
        };
        self.seize(room);
        let changing = Changing {
            by,
            room,
            by_invite: false,
            rest: changes,
            then: Then::Done,
        };
        self.change_room(now, changing);
        Ok(())
    }

    fn role_in(&self, room: RoomId, user: UserId) -> Result<RoomRole, Refusal> {
        let member = self.rooms.find(room).and_then(|known| known.member(user));
        member.map(|member| member.role).ok_or(Refusal::NoPerson)
    }

    fn may_remove(&self, by: UserId, room: RoomId, standing: Standing, user: UserId) -> Result<(), Refusal> {
        if user == by {
            return permit(standing, RoomAction::Leave);
        }
        permit(standing, RoomAction::RemoveMember)?;
        match standing.may_remove(self.role_in(room, user)?) {
            true => Ok(()),
            false => Err(Refusal::NotPermitted),
        }
    }

    /// A group's picture is for everybody's eyes: it must be a picture, and brought by the one who shows it.
    fn check_picture(&mut self, by: By, room: RoomId, file: FileId, rest: VecDeque<RoomChange>) -> Result<(), Refusal> {
        self.seize(room);
        let changing = Changing {
            by,
            room,
            by_invite: false,
            rest,
            then: Then::Done,
        };
        let request = StoreRequest::LoadFile { file, user: by.user };
        self.ask_store(request, Pending::CheckPicture { changing });
        Ok(())
    }

    pub(super) fn picture_checked(&mut self, now: Now, changing: Changing, record: &FileRecord) {
        if record.owner == changing.by.user && record.facts.kind == FileKind::Image {
            self.change_room(now, changing);
        } else {
            self.changing_refused(now, changing, Refusal::NoFile);
        }
    }

    // -- one after the other

    /// Makes everything that is asked of a room wait until [`Hub::room_is_free`].
    pub(super) fn seize(&mut self, room: RoomId) {
        self.waiting.entry(room).or_default();
    }

    /// Asks for the next change, or does what follows the last. The room is seized.
    pub(super) fn change_room(&mut self, now: Now, mut changing: Changing) {
        let Some(change) = changing.rest.pop_front() else {
            return self.finish_changing(now, changing);
        };
        let request = StoreRequest::ChangeRoom {
            room: changing.room,
            by: changing.by.user,
            by_invite: changing.by_invite,
            at: now.wall,
            change,
            notice: MessageId(self.random()),
        };
        self.ask_store(request, Pending::ChangeRoom { changing });
    }

    fn finish_changing(&mut self, now: Now, changing: Changing) {
        let Changing { by, room, then, .. } = changing;
        match then {
            Then::Done => self.answer(by.conn, by.re, crate::event::Event::Done),
            Then::Enter { invite } => {
                self.keep_used(invite);
                self.tell_came(room, by.user, Some(by));
            }
            Then::Forget(user) => self.forget_join_request(by, room, user),
        }
        self.room_is_free(now, room);
    }

    /// A change was not made; those before it were.
    pub(super) fn changing_refused(&mut self, now: Now, changing: Changing, refusal: Refusal) {
        let Changing { by, room, then, .. } = changing;
        if let Then::Enter { invite } = then {
            self.give_back(invite);
        }
        self.refuse(by.conn, by.re, refusal);
        self.room_is_free(now, room);
    }
}

/// What a request wants to be otherwise, each allowed.
fn changes_of(
    standing: Standing,
    name: Option<&str>,
    picture: Option<Option<FileId>>,
    is_announcement: Option<bool>,
) -> Result<VecDeque<RoomChange>, Refusal> {
    let mut changes = VecDeque::new();
    if let Some(name) = name {
        permit(standing, RoomAction::Rename)?;
        let name = Name::of_person(name).map_err(|_| Refusal::BadName)?;
        changes.push_back(RoomChange::Rename(name));
    }
    if let Some(picture) = picture {
        permit(standing, RoomAction::ChangePicture)?;
        changes.push_back(RoomChange::Picture(picture));
    }
    if let Some(on) = is_announcement {
        permit(standing, RoomAction::SetAnnouncement)?;
        changes.push_back(RoomChange::Announcement(on));
    }
    Ok(changes)
}
