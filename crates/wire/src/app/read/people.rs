//! Messages about people, accounts and ways in → commands.

use teahouse_core::command::Command;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{self, InviteCode};

use super::super::message::*;
use super::{erasable, ids, optional};

/// The command of a message about people; `None` if it is about something else or a field does not hold what it should.
pub(super) fn command(message: &ClientMessage) -> Option<Command> {
    Some(match message {
        ClientMessage::ContactSet(m) => Command::SetContact {
            user: m.user.parse().ok()?,
            is_listed: m.listed,
            is_blocked: m.blocked,
            remark: m.remark.clone(),
        },
        ClientMessage::ContactsList(_) => Command::ListContacts,
        ClientMessage::HookDelete(m) => Command::DeleteHook {
            hook: m.hook.parse().ok()?,
        },
        ClientMessage::HooksList(m) => Command::ListHooks {
            room: optional(m.room.as_deref())?,
        },
        ClientMessage::InviteRevoke(m) => Command::RevokeInvite {
            invite: m.invite.parse().ok()?,
        },
        ClientMessage::InviteShow(m) => Command::ShowInvite {
            code: InviteCode::new(&m.code)?,
        },
        ClientMessage::InviteUse(m) => Command::UseInvite {
            code: InviteCode::new(&m.code)?,
        },
        ClientMessage::InvitesList(m) => Command::ListInvites {
            room: optional(m.room.as_deref())?,
        },
        ClientMessage::JoinRequestAnswer(m) => Command::AnswerJoinRequest {
            room: m.room.parse().ok()?,
            user: m.user.parse().ok()?,
            accept: m.accept,
        },
        ClientMessage::JoinRequestsList(m) => Command::ListJoinRequests {
            room: m.room.parse().ok()?,
        },
        ClientMessage::PeopleFind(m) => Command::FindPeople {
            query: m.query.clone(),
            limit: m.limit,
        },
        ClientMessage::PeopleList(m) if m.bots => Command::ListBots,
        ClientMessage::PeopleList(m) => Command::ListPeople {
            after: optional(m.after.as_deref())?,
            limit: m.limit,
        },
        ClientMessage::PeopleRead(m) => Command::ReadPeople { users: ids(&m.users)? },
        ClientMessage::PersonSetDisabled(m) => Command::SetDisabled {
            user: m.user.parse().ok()?,
            is_disabled: m.disabled,
        },
        ClientMessage::PersonSetRole(m) => Command::SetRole {
            user: m.user.parse().ok()?,
            role: role(m.role),
        },
        ClientMessage::PrivacySet(m) => Command::SetPrivacy(record::Privacy {
            online: audience(m.online),
            last_seen: audience(m.last_seen),
        }),
        ClientMessage::ProfileSet(m) => Command::SetProfile {
            name: m.name.clone(),
            about: m.about.clone(),
            avatar: erasable(m.avatar.as_ref())?,
        },
        ClientMessage::QuietSet(m) => Command::SetQuiet {
            until: m.until.map(UnixMillis),
        },
        ClientMessage::SessionEnd(m) => Command::EndSession {
            session: m.session.parse().ok()?,
        },
        ClientMessage::SessionsList(_) => Command::ListSessions,
        ClientMessage::UsageRead(_) => Command::ReadUsage,
        _ => return None,
    })
}

fn role(role: Role) -> record::Role {
    match role {
        Role::Guest => record::Role::Guest,
        Role::Member => record::Role::Member,
        Role::Admin => record::Role::Admin,
        Role::Owner => record::Role::Owner,
    }
}

fn audience(audience: Audience) -> record::Audience {
    match audience {
        Audience::Contacts => record::Audience::Contacts,
        Audience::Everybody => record::Audience::Everybody,
        Audience::Nobody => record::Audience::Nobody,
    }
}
