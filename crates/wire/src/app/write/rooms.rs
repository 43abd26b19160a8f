//! Events about rooms and what stands in them → messages.

use teahouse_core::effect::RequestId;
use teahouse_core::event::Event;

use super::super::message::*;
use super::view;

/// The message of an event about rooms; `None` if it is about something else, or not told here.
pub(super) fn message(re: Option<RequestId>, event: &Event) -> Option<ServerMessage> {
    let answers = re.unwrap_or_default();
    Some(match event {
        Event::ChangesRead {
            room,
            messages,
            rev,
            more,
        } => ServerMessage::ChangesPage(ChangesPage {
            re: answers,
            room: room.to_string(),
            messages: messages.iter().map(|message| view::message(message)).collect(),
            rev: rev.0,
            more: *more,
        }),
        Event::EditsRead { message, edits } => ServerMessage::EditsPage(EditsPage {
            re: answers,
            message: message.to_string(),
            edits: edits.iter().map(view::edit).collect(),
        }),
        Event::Found { hits, next } => ServerMessage::MessagesFound(MessagesFound {
            re: answers,
            hits: hits.iter().map(view::hit).collect(),
            next: next.as_ref().map(view::hit_cursor),
        }),
        Event::MembersListed { room, members, total } => ServerMessage::MembersPage(MembersPage {
            re: answers,
            room: room.to_string(),
            members: members
                .iter()
                .map(|(person, member)| view::member(person, member))
                .collect(),
            total: *total,
        }),
        Event::MessagesChanged { room, messages } => ServerMessage::MessagesChanged(MessagesChanged {
            re,
            room: room.to_string(),
            messages: messages.iter().map(|message| view::message(message)).collect(),
        }),
        Event::OwnChanged { room, own } => ServerMessage::OwnChanged(OwnChanged {
            re,
            room: room.to_string(),
            own: view::own(own),
        }),
        Event::ReceiptsRead {
            room,
            seq,
            delivered,
            read,
            waiting,
        } => ServerMessage::ReceiptsPage(ReceiptsPage {
            re: answers,
            room: room.to_string(),
            seq: seq.0,
            delivered: delivered.iter().map(view::profile).collect(),
            read: read.iter().map(view::profile).collect(),
            waiting: *waiting,
        }),
        Event::RoomChanged {
            room,
            came,
            went,
            roles,
        } => ServerMessage::RoomChanged(RoomChanged {
            room: view::room_facts(room),
            came: came.iter().map(view::profile).collect(),
            went: went.iter().map(ToString::to_string).collect(),
            roles: roles
                .iter()
                .map(|(user, role)| RoleGiven {
                    user: user.to_string(),
                    role: view::member_role(*role),
                })
                .collect(),
        }),
        Event::RoomLeft { room, removed } => ServerMessage::RoomLeft(RoomLeft {
            room: room.to_string(),
            removed: *removed,
        }),
        // Told over HTTP, or to guests of another dialect, only.
        Event::BotCreated(_)
        | Event::FileRead(_)
        | Event::FilesSwept { .. }
        | Event::HookCreated(_)
        | Event::InviteRead(_)
        | Event::LoginFound { .. }
        | Event::NameAnswered { .. }
        | Event::PasswordGiven { .. }
        | Event::Registered(_)
        | Event::ResetCreated { .. }
        | Event::ResetShown(_) => return None,
        _ => return None,
    })
}
