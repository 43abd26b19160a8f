//! What messages speak of, from what the house knows.

use teahouse_core::event;
use teahouse_core::record;

use super::super::message::*;

mod person;
mod words;

pub use person::*;
pub use words::*;

/// A room as it stands in one's list.
pub fn room(view: &event::RoomView) -> Room {
    let event::RoomView { summary, you, people } = view;
    let room = &summary.room;
    let is_direct = room.kind == record::RoomKind::Direct;
    let peer = is_direct
        .then(|| room.members.iter().find(|member| member.user != you.user))
        .flatten();
    Room {
        id: room.id.to_string(),
        kind: room_kind(room.kind),
        name: room.name.as_ref().map(|name| name.as_str().into()),
        picture: room.picture.map(|picture| picture.to_string()),
        announcement: room.is_announcement,
        member_count: room.member_count,
        peer: is_direct.then(|| people.first().map(profile)).flatten(),
        people: if is_direct {
            Vec::new()
        } else {
            people.iter().map(profile).collect()
        },
        role: member_role(you.role),
        last_seq: room.last_seq.0,
        rev: room.rev.0,
        last: summary.last.as_deref().map(message),
        unread: summary.unread,
        delivered: you.delivered.0,
        read: you.read.0,
        peer_delivered: peer.map(|peer| peer.delivered.0),
        peer_read: peer.map(|peer| peer.read.0),
        own: own(&summary.own),
        created_at: room.created_at.0,
    }
}

/// What a group is to all its members.
pub fn room_facts(facts: &event::RoomFacts) -> RoomFacts {
    RoomFacts {
        id: facts.id.to_string(),
        kind: room_kind(facts.kind),
        name: facts.name.as_ref().map(|name| name.as_str().into()),
        picture: facts.picture.map(|picture| picture.to_string()),
        announcement: facts.is_announcement,
        member_count: facts.member_count,
    }
}

/// Where the next page of rooms begins.
pub fn cursor(rooms: &[event::RoomView]) -> Option<Cursor> {
    let summary = &rooms.last()?.summary;
    Some(Cursor {
        at: summary.last.as_ref().map_or(summary.room.created_at, |last| last.at).0,
        room: summary.room.id.to_string(),
    })
}

/// What a room is to oneself.
pub fn own(own: &record::Own) -> Own {
    Own {
        muted_until: own.muted_until.map(|until| until.0),
        pinned: own.is_pinned,
        draft: own.draft.as_ref().map(|draft| Draft {
            text: draft.text.to_string(),
            reply_to: draft.reply_to.map(|message| message.to_string()),
            at: draft.at.0,
        }),
        mention: own.mention.map(|seq| seq.0),
    }
}

/// Somebody in a room.
pub fn member(person: &event::Profile, member: &record::Member) -> Member {
    Member {
        person: profile(person),
        role: member_role(member.role),
        delivered: member.delivered.0,
        read: member.read.0,
    }
}

/// What a member is.
pub fn member_role(role: record::RoomRole) -> MemberRole {
    match role {
        record::RoomRole::Member => MemberRole::Member,
        record::RoomRole::Admin => MemberRole::Admin,
        record::RoomRole::Owner => MemberRole::Owner,
    }
}

fn room_kind(kind: record::RoomKind) -> RoomKind {
    match kind {
        record::RoomKind::Direct => RoomKind::Direct,
        record::RoomKind::Group => RoomKind::Group,
        record::RoomKind::Notes => RoomKind::Notes,
    }
}

/// With or without picture.
pub fn media_kind(media: record::Media) -> MediaKind {
    match media {
        record::Media::Voice => MediaKind::Voice,
        record::Media::Video => MediaKind::Video,
    }
}

/// Why a call ended.
pub fn end_reason(reason: event::EndReason) -> EndReason {
    match reason {
        event::EndReason::AnsweredElsewhere => EndReason::AnsweredElsewhere,
        event::EndReason::Cancelled => EndReason::Cancelled,
        event::EndReason::Declined => EndReason::Declined,
        event::EndReason::HungUp => EndReason::HungUp,
        event::EndReason::Lost => EndReason::Lost,
        event::EndReason::NoAnswer => EndReason::NoAnswer,
    }
}

pub(super) fn call_line(line: &record::CallLine) -> CallLine {
    let outcome = match line.outcome {
        record::CallOutcome::Busy => CallOutcome::Busy,
        record::CallOutcome::Cancelled => CallOutcome::Cancelled,
        record::CallOutcome::Completed => CallOutcome::Completed,
        record::CallOutcome::Declined => CallOutcome::Declined,
        record::CallOutcome::Missed => CallOutcome::Missed,
    };
    CallLine {
        call: line.call.to_string(),
        media: media_kind(line.media),
        outcome,
        seconds: line.seconds,
    }
}
