//! People, their devices, and ways in.

use teahouse_core::event;
use teahouse_core::record;

use super::super::super::message::*;
use super::words::marks;

/// A person as others see her.
pub fn profile(profile: &event::Profile) -> Profile {
    Profile {
        id: profile.id.to_string(),
        name: profile.name.as_str().into(),
        call_only: profile.call_only,
        handle: profile.handle.as_ref().map(|handle| handle.as_str().into()),
        bot: profile.is_bot,
        avatar: profile.avatar.map(|avatar| avatar.to_string()),
        about: (!profile.about.is_empty()).then(|| profile.about.to_string()),
    }
}

/// By what somebody was found.
pub fn found_by(found: &event::PersonFound) -> FoundBy {
    let event::PersonFound {
        profile,
        name,
        handle,
        remark,
    } = found;
    let handle = profile.handle.as_ref().map(|own| marks(own.as_str(), handle));
    let remark = remark.as_ref().map(|(own, remark)| marks(own.as_str(), remark));
    FoundBy {
        name: marks(profile.name.as_str(), name),
        handle: handle.unwrap_or_default(),
        remark: remark.unwrap_or_default(),
    }
}

/// What a person knows of herself.
pub fn account(account: &event::Account) -> Account {
    Account {
        role: role(account.role),
        privacy: Privacy {
            online: audience(account.privacy.online),
            last_seen: audience(account.privacy.last_seen),
        },
        quiet_until: account.quiet_until.map(|until| until.0),
        session: account.session.to_string(),
    }
}

/// A person as those see her who look after the house.
pub fn person_row(row: &event::PersonRow) -> PersonRow {
    PersonRow {
        person: profile(&row.profile),
        role: role(row.role),
        disabled: row.is_disabled,
        created_at: row.created_at.0,
        seen_at: row.seen_at.0,
    }
}

/// Somebody who is not online.
pub fn away(away: &event::Away) -> Away {
    Away {
        user: away.user.to_string(),
        seen_at: away.seen_at.map(|at| at.0),
    }
}

/// What one has noted about somebody.
pub fn contact(person: &event::Profile, contact: &record::Contact) -> Contact {
    Contact {
        person: profile(person),
        listed: contact.is_listed,
        blocked: contact.is_blocked,
        remark: contact.remark.as_ref().map(|remark| remark.as_str().into()),
    }
}

/// One sign-in of one device.
pub fn device(session: &record::Session, current: teahouse_core::id::SessionId) -> Device {
    Device {
        id: session.id.to_string(),
        device: session.device.as_str().into(),
        bot: session.kind == record::SessionKind::Bot,
        created_at: session.created_at.0,
        seen_at: session.seen_at.0,
        current: session.id == current,
    }
}

/// A way in.
pub fn invite(invite: &record::Invite) -> Invite {
    Invite {
        id: invite.id.to_string(),
        code: invite.code.as_str().into(),
        room: invite.room.map(|room| room.to_string()),
        by: invite.by.to_string(),
        needs_approval: invite.needs_approval,
        uses_left: invite.uses_left,
        expires_at: invite.expires_at.map(|at| at.0),
        created_at: invite.created_at.0,
    }
}

/// A program's way; its secrets are not told.
pub fn hook(hook: &record::Hook) -> Hook {
    match hook {
        record::Hook::Incoming {
            id,
            room,
            bot,
            name,
            by,
            ..
        } => Hook {
            id: id.to_string(),
            bot: bot.to_string(),
            by: by.to_string(),
            room: Some(room.to_string()),
            name: Some(name.as_str().into()),
            url: None,
        },
        record::Hook::Outgoing { id, bot, url, by, .. } => Hook {
            id: id.to_string(),
            bot: bot.to_string(),
            by: by.to_string(),
            room: None,
            name: None,
            url: Some(url.to_string()),
        },
    }
}

/// What somebody is in the house.
pub fn role(role: record::Role) -> Role {
    match role {
        record::Role::Guest => Role::Guest,
        record::Role::Member => Role::Member,
        record::Role::Admin => Role::Admin,
        record::Role::Owner => Role::Owner,
    }
}

fn audience(audience: record::Audience) -> Audience {
    match audience {
        record::Audience::Contacts => Audience::Contacts,
        record::Audience::Everybody => Audience::Everybody,
        record::Audience::Nobody => Audience::Nobody,
    }
}
