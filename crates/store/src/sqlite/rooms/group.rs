//! Groups: how they are made, and how they change. Each change leaves a notice.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::{MessageId, RoomId, UserId};
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Notice, Room, RoomChange, RoomKind, RoomRole, Seq};

use super::room::{opened, whole};
use crate::sqlite::column::bits;
use crate::sqlite::perform::Answer;
use crate::sqlite::word::Word as _;
use crate::sqlite::{members, messages};

/// Who does something to a group, when, and the id of the notice.
pub(in crate::sqlite) struct Deed {
    pub(in crate::sqlite) by: UserId,
    pub(in crate::sqlite) by_invite: bool,
    pub(in crate::sqlite) at: UnixMillis,
    pub(in crate::sqlite) notice: MessageId,
}

pub(in crate::sqlite) fn create(
    conn: &Connection,
    room: RoomId,
    name: &Name,
    owner: UserId,
    others: &[UserId],
    at: UnixMillis,
) -> Result<Answer> {
    conn.prepare_cached("INSERT INTO rooms (id, kind, name, created_at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![bits(room.0), RoomKind::Group.word(), name.as_str(), at.0])?;
    let first = (owner, RoomRole::Owner);
    let others = others.iter().map(|user| (*user, RoomRole::Member));
    let users: Vec<_> = [first].into_iter().chain(others).collect();
    members::add(conn, room, &users, Seq(0))?;
    opened(conn, room, owner)
}

pub(in crate::sqlite) fn change(conn: &Connection, room: RoomId, change: &RoomChange, deed: &Deed) -> Result<Answer> {
    let Some(before) = whole(conn, room)?.filter(|room| room.kind == RoomKind::Group) else {
        return Ok(Answer::Impossible("there is no such group"));
    };
    let id = bits(room.0);
    let notice = match change {
        RoomChange::Add(users) => add(conn, &before, users, deed)?,
        RoomChange::Announcement(on) if before.is_announcement == *on => None,
        RoomChange::Announcement(on) => {
            conn.prepare_cached("UPDATE rooms SET is_announcement = ?2 WHERE id = ?1")?
                .execute(params![id, on])?;
            Some(Notice::Announcement(*on))
        }
        RoomChange::Picture(picture) if before.picture == *picture => None,
        RoomChange::Picture(picture) => {
            conn.prepare_cached("UPDATE rooms SET picture = ?2 WHERE id = ?1")?
                .execute(params![id, picture.map(|file| bits(file.0))])?;
            Some(Notice::Pictured)
        }
        RoomChange::Remove(user) => return remove(conn, before, *user, deed),
        RoomChange::Rename(name) if before.name.as_ref() == Some(name) => None,
        RoomChange::Rename(name) => {
            conn.prepare_cached("UPDATE rooms SET name = ?2 WHERE id = ?1")?
                .execute(params![id, name.as_str()])?;
            Some(Notice::Renamed(name.clone()))
        }
        RoomChange::Role(user, role) => match give(conn, &before, *user, *role)? {
            Given::Changed => Some(Notice::RoleGiven(*user, *role)),
            Given::Same => None,
            Given::Impossible(why) => return Ok(Answer::Impossible(why)),
        },
    };
    answer(conn, before, notice, deed)
}

/// The group as it stands after the notice.
fn answer(conn: &Connection, before: Room, notice: Option<Notice>, deed: &Deed) -> Result<Answer> {
    let id = before.id;
    let notice = notice
        .map(|notice| messages::place_notice(conn, id, deed.notice, deed.by, deed.at, notice))
        .transpose()?;
    let room = match &notice {
        Some(_) => whole(conn, id)?.unwrap_or(before),
        None => before,
    };
    Ok(Answer::Done(Outcome::RoomChanged { room, notice }))
}

fn add(conn: &Connection, before: &Room, users: &[UserId], deed: &Deed) -> Result<Option<Notice>> {
    let mut new: Vec<UserId> = Vec::new();
    for user in users {
        let is_in = before.members.iter().any(|member| member.user == *user);
        if !is_in && !new.contains(user) {
            new.push(*user);
        }
    }
    if new.is_empty() {
        return Ok(None);
    }
    let joining: Vec<_> = new.iter().map(|user| (*user, RoomRole::Member)).collect();
    members::add(conn, before.id, &joining, before.last_seq)?;
    Ok(Some(if deed.by_invite && new == [deed.by] {
        Notice::Joined
    } else {
        Notice::Added(new)
    }))
}

/// The notice comes first, so that it is one of the messages that the one who goes has written.
fn remove(conn: &Connection, before: Room, user: UserId, deed: &Deed) -> Result<Answer> {
    let id = before.id;
    if before.members.iter().all(|member| member.user != user) {
        return answer(conn, before, None, deed);
    }
    let notice = if user == deed.by {
        Notice::Left
    } else {
        Notice::Removed(user)
    };
    let notice = messages::place_notice(conn, id, deed.notice, deed.by, deed.at, notice)?;
    members::remove(conn, id, user)?;
    if let Some(heir) = members::successor(conn, id)? {
        members::set_role(conn, id, heir, RoomRole::Owner)?;
    }
    Ok(Answer::Done(Outcome::RoomChanged {
        room: whole(conn, id)?.unwrap_or(before),
        notice: Some(notice),
    }))
}

enum Given {
    Changed,
    Impossible(&'static str),
    Same,
}

/// A group has one owner: a new one makes the old one an admin, and the owner cannot only cease to be it.
fn give(conn: &Connection, before: &Room, user: UserId, role: RoomRole) -> Result<Given> {
    match members::role(conn, before.id, user)? {
        None => return Ok(Given::Impossible("who shall have the role is not in the group")),
        Some(now) if now == role => return Ok(Given::Same),
        Some(RoomRole::Owner) => return Ok(Given::Impossible("the group would have no owner")),
        Some(_) => {}
    }
    if role == RoomRole::Owner {
        let owners = before.members.iter().filter(|member| member.role == RoomRole::Owner);
        for owner in owners {
            members::set_role(conn, before.id, owner.user, RoomRole::Admin)?;
        }
    }
    members::set_role(conn, before.id, user, role)?;
    Ok(Given::Changed)
}
