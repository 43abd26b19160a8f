//! Messages about rooms and what stands in them → commands.

use teahouse_core::command::Command;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{self, Query, ReactionKey, Rev, RoomRole, Seq};

use super::super::message::*;
use super::{erasable, ids, mentions, optional};

/// The command of a message about rooms; `None` if it is about something else or a field does not hold what it should.
pub(super) fn command(message: ClientMessage) -> Option<Command> {
    Some(match message {
        ClientMessage::ChangesRead(m) => Command::ReadChanges {
            room: m.room.parse().ok()?,
            since: Rev(m.since),
            limit: m.limit,
        },
        ClientMessage::DraftSet(m) => Command::SetDraft {
            room: m.room.parse().ok()?,
            reply_to: optional(m.reply_to.as_deref())?,
            text: m.text,
        },
        ClientMessage::EditsRead(m) => Command::ReadEdits {
            room: m.room.parse().ok()?,
            message: m.message.parse().ok()?,
        },
        ClientMessage::GroupCreate(m) => Command::CreateGroup {
            members: ids(&m.members)?,
            name: m.name,
        },
        ClientMessage::MemberRemove(m) => Command::RemoveMember {
            room: m.room.parse().ok()?,
            user: m.user.parse().ok()?,
        },
        ClientMessage::MemberSetRole(m) => Command::SetMemberRole {
            room: m.room.parse().ok()?,
            user: m.user.parse().ok()?,
            role: match m.role {
                MemberRole::Member => RoomRole::Member,
                MemberRole::Admin => RoomRole::Admin,
                MemberRole::Owner => RoomRole::Owner,
            },
        },
        ClientMessage::MembersAdd(m) => Command::AddMembers {
            room: m.room.parse().ok()?,
            users: ids(&m.users)?,
        },
        ClientMessage::MembersList(m) => Command::ListMembers {
            room: m.room.parse().ok()?,
            skip: m.skip,
            limit: m.limit,
        },
        ClientMessage::MessageEdit(m) => Command::EditMessage {
            room: m.room.parse().ok()?,
            message: m.message.parse().ok()?,
            mentions: mentions(m.mentions.as_ref())?,
            text: m.text,
        },
        ClientMessage::MessageReact(m) => Command::React {
            room: m.room.parse().ok()?,
            message: m.message.parse().ok()?,
            key: ReactionKey::new(&m.key)?,
            on: m.on,
        },
        ClientMessage::MessageRecall(m) => Command::RecallMessage {
            room: m.room.parse().ok()?,
            message: m.message.parse().ok()?,
        },
        ClientMessage::MessagesHide(m) => Command::HideMessages {
            room: m.room.parse().ok()?,
            messages: ids(&m.messages)?,
        },
        ClientMessage::MessagesSearch(m) => search(m)?,
        ClientMessage::NotesOpen(_) => Command::OpenNotes,
        ClientMessage::OwnSet(m) => Command::SetOwn {
            room: m.room.parse().ok()?,
            muted_until: m.muted_until.map(|until| until.map(UnixMillis)),
            is_pinned: m.pinned,
        },
        ClientMessage::ReceiptsRead(m) => Command::ReadReceipts {
            room: m.room.parse().ok()?,
            seq: Seq(m.seq),
        },
        ClientMessage::RoomRead(m) => Command::ReadRoom {
            room: m.room.parse().ok()?,
        },
        ClientMessage::RoomSet(m) => Command::SetRoom {
            room: m.room.parse().ok()?,
            picture: erasable(m.picture.as_ref())?,
            name: m.name,
            is_announcement: m.announcement,
        },
        _ => return None,
    })
}

fn search(m: MessagesSearch) -> Option<Command> {
    Some(Command::Search {
        query: Query {
            room: optional(m.room.as_deref())?,
            author: optional(m.sender.as_deref())?,
            since: m.since.map(UnixMillis),
            until: m.until.map(UnixMillis),
            kind: m.kind.map(|kind| match kind {
                HitKind::File => record::HitKind::File,
                HitKind::Image => record::HitKind::Image,
                HitKind::Link => record::HitKind::Link,
                HitKind::Video => record::HitKind::Video,
                HitKind::Voice => record::HitKind::Voice,
            }),
            text: m.text,
        },
        before: match m.before {
            Some(cursor) => Some(record::HitCursor {
                at: UnixMillis(cursor.at),
                room: cursor.room.parse().ok()?,
                seq: Seq(cursor.seq),
            }),
            None => None,
        },
        limit: m.limit,
    })
}
