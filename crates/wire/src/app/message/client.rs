//! What a page says.

#![allow(missing_docs, reason = "a message's own line says what its fields are")]

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ts_rs::TS;

use super::calls::*;
use super::given;
use super::person::*;
use super::room::*;
use super::words::*;

messages! {
    /// What a page says. A request carries `re`, a number of the page's choice; its answer carries the same.
    ClientMessage {
        /// Pick up. Answer: `call.answered`.
        "call.accept" => CallAccept {
            pub re: u32,
            pub call: String,
            #[ts(type = "RTCSessionDescriptionInit")]
            pub answer: Box<RawValue>,
        }
        /// Say no. Answer: `done`.
        "call.decline" => CallDecline {
            pub re: u32,
            pub call: String,
        }
        /// Cancel, decline or end. `seconds`: how long the two talked, when the call ended while the house was away. Answer: `done`.
        "call.hangup" => CallHangup {
            pub re: u32,
            pub call: String,
            #[serde(default)]
            #[ts(optional)]
            pub seconds: Option<u32>,
        }
        /// Call somebody. Answer: `call.invited`; then `call.ringing`, `call.accepted` or `call.ended` follow.
        "call.invite" => CallInvite {
            pub re: u32,
            pub callee: String,
            pub media: MediaKind,
            #[ts(type = "RTCSessionDescriptionInit")]
            pub offer: Box<RawValue>,
        }
        /// Take up a running call after the connection, or the house, was away. Answer: `call.resumed` or a refusal, which
        /// says nothing about the media.
        "call.resume" => CallResume {
            pub re: u32,
            pub call: String,
            pub peer: String,
        }
        /// Say that this device rings. No answer.
        "call.ring" => CallRing {
            pub call: String,
        }
        /// Pass a later offer or answer, or a candidate (`null` for their end), to the other end. No answer.
        "call.signal" => CallSignal {
            pub call: String,
            #[serde(default)]
            #[ts(optional, type = "RTCSessionDescriptionInit")]
            pub description: Option<Box<RawValue>>,
            #[serde(default, deserialize_with = "given")]
            #[ts(optional, type = "RTCIceCandidateInit | null")]
            pub candidate: Option<Box<RawValue>>,
        }
        /// A page of a room. At most one of `after`, `before` and `around` (both sides of a place); none: the latest. Answer:
        /// `history.page`.
        "history.read" => HistoryRead {
            pub re: u32,
            pub room: String,
            #[serde(default)]
            #[ts(optional, type = "number")]
            pub after: Option<u64>,
            #[serde(default)]
            #[ts(optional, type = "number")]
            pub before: Option<u64>,
            #[serde(default)]
            #[ts(optional, type = "number")]
            pub around: Option<u64>,
            /// 1 to 500.
            pub limit: u16,
        }
        /// Say something. `client_id` (1 to 64 visible ASCII characters) names the message for ever: a retry with the same
        /// one is harmless. `reply_to`: a message of the room. `files`: ids of one's own, complete. `forward_of`: the message
        /// to pass on; text and files are then that one's. Answer: `message.posted` with `re`.
        "message.send" => MessageSend {
            pub re: u32,
            pub room: String,
            pub client_id: String,
            #[serde(default)]
            pub text: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub reply_to: Option<String>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub mentions: Option<Mentions>,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[ts(optional, as = "Option<Vec<String>>")]
            pub files: Vec<String>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub forward_of: Option<Origin>,
        }
        /// Who is online: the first `limit` rows, now and at each change; 0 ends it. No answer but `people.changed`.
        "people.watch" => PeopleWatch {
            pub limit: u16,
        }
        /// Whether these people (at most 500) are online, now and at each change. No answer but `presence.changed`.
        "presence.watch" => PresenceWatch {
            pub users: Vec<String>,
        }
        /// Move one's marks forward. No answer; one's other devices hear `room.marked`.
        "room.mark" => RoomMark {
            pub room: String,
            #[ts(type = "number")]
            pub delivered: u64,
            #[ts(type = "number")]
            pub read: u64,
        }
        /// The room of oneself and somebody, made if need be. Answer: `room.opened`.
        "room.open" => RoomOpen {
            pub re: u32,
            pub peer: String,
        }
        /// Tell the other that one is writing; repeat each 3 s while it is so. No answer.
        "room.typing" => RoomTyping {
            pub room: String,
        }
        /// A page of one's rooms, newest first; `before` is the `cursor` of the page before. Answer: `rooms.page`.
        "rooms.list" => RoomsList {
            pub re: u32,
            #[serde(default)]
            #[ts(optional)]
            pub before: Option<Cursor>,
            pub limit: u16,
        }
        /// What one has noted about others. Answer: `contacts.page`.
        "contacts.list" => ContactsList {
            pub re: u32,
        }
        /// Note something about somebody; a field left out stays as it is. Answer: `contact.changed`.
        "contact.set" => ContactSet {
            pub re: u32,
            pub user: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub listed: Option<bool>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub blocked: Option<bool>,
            #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "string | null")]
            pub remark: Option<Option<String>>,
        }
        /// The messages of a room that changed after revision `since`, ascending by it. Answer: `changes.page`.
        "changes.read" => ChangesRead {
            pub re: u32,
            pub room: String,
            #[ts(type = "number")]
            pub since: u64,
            /// 1 to 500.
            pub limit: u16,
        }
        /// Keep words begun for all one's devices; empty text without `reply_to` forgets them. Answer: `own.changed`.
        "draft.set" => DraftSet {
            pub re: u32,
            pub room: String,
            pub text: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub reply_to: Option<String>,
        }
        /// What a message said before. Answer: `edits.page`.
        "edits.read" => EditsRead {
            pub re: u32,
            pub room: String,
            pub message: String,
        }
        /// Begin a group; `members` may be empty. Answer: `room.opened`.
        "group.create" => GroupCreate {
            pub re: u32,
            pub name: String,
            #[serde(default)]
            pub members: Vec<String>,
        }
        /// Remove a hook. Answer: `done`.
        "hook.delete" => HookDelete {
            pub re: u32,
            pub hook: String,
        }
        /// The hooks of a room; without one, the outgoing ones of the house. Answer: `hooks.page`.
        "hooks.list" => HooksList {
            pub re: u32,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub room: Option<String>,
        }
        /// Take an invite back. Answer: `done`.
        "invite.revoke" => InviteRevoke {
            pub re: u32,
            pub invite: String,
        }
        /// What an invite leads to. Answer: `invite.shown`.
        "invite.show" => InviteShow {
            pub re: u32,
            pub code: String,
        }
        /// Go into the group that an invite leads to. Answer: `room.opened`, or `done` if somebody has to let one in first.
        "invite.use" => InviteUse {
            pub re: u32,
            pub code: String,
        }
        /// The invites into a group; without one, into the house. Answer: `invites.page`.
        "invites.list" => InvitesList {
            pub re: u32,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub room: Option<String>,
        }
        /// Let somebody into a group, or not. Answer: `done`.
        "join_request.answer" => JoinRequestAnswer {
            pub re: u32,
            pub room: String,
            pub user: String,
            pub accept: bool,
        }
        /// Who waits to be let into a group. Answer: `join_requests.page`.
        "join_requests.list" => JoinRequestsList {
            pub re: u32,
            pub room: String,
        }
        /// Send somebody away, or go oneself. Answer: `done`.
        "member.remove" => MemberRemove {
            pub re: u32,
            pub room: String,
            pub user: String,
        }
        /// Give a member another role. Answer: `done`.
        "member.set_role" => MemberSetRole {
            pub re: u32,
            pub room: String,
            pub user: String,
            pub role: MemberRole,
        }
        /// Bring people into a group. Answer: `done`.
        "members.add" => MembersAdd {
            pub re: u32,
            pub room: String,
            pub users: Vec<String>,
        }
        /// Who is in a room, in order of coming. Answer: `members.page`.
        "members.list" => MembersList {
            pub re: u32,
            pub room: String,
            #[serde(default)]
            pub skip: u32,
            /// 1 to 500.
            pub limit: u16,
        }
        /// Give one's message other words. Answer: `messages.changed`.
        "message.edit" => MessageEdit {
            pub re: u32,
            pub room: String,
            pub message: String,
            pub text: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub mentions: Option<Mentions>,
        }
        /// Put an emoji under a message, or take it away. Answer: `messages.changed`.
        "message.react" => MessageReact {
            pub re: u32,
            pub room: String,
            pub message: String,
            pub key: String,
            pub on: bool,
        }
        /// Take a message back for everybody. Answer: `messages.changed`.
        "message.recall" => MessageRecall {
            pub re: u32,
            pub room: String,
            pub message: String,
        }
        /// Delete messages (at most 100) for oneself. Answer: `messages.changed`.
        "messages.hide" => MessagesHide {
            pub re: u32,
            pub room: String,
            pub messages: Vec<String>,
        }
        /// Look for messages in all one's rooms; all conditions hold together. Answer: `messages.found`.
        "messages.search" => MessagesSearch {
            pub re: u32,
            #[serde(default)]
            pub text: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub room: Option<String>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub sender: Option<String>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "number")]
            pub since: Option<i64>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "number")]
            pub until: Option<i64>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub kind: Option<HitKind>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub before: Option<HitCursor>,
            /// 1 to 100.
            pub limit: u16,
        }
        /// The room of one's notes to oneself. Answer: `room.opened`.
        "notes.open" => NotesOpen {
            pub re: u32,
        }
        /// What a room is to oneself; a field left out stays as it is. `muted_until`: a time, or `null`. Answer: `own.changed`.
        "own.set" => OwnSet {
            pub re: u32,
            pub room: String,
            #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "number | null")]
            pub muted_until: Option<Option<i64>>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub pinned: Option<bool>,
        }
        /// People whose name, remark name or handle fits (also pinyin or initials), best first. Answer: `people.page`.
        "people.find" => PeopleFind {
            pub re: u32,
            pub query: String,
            pub limit: u16,
        }
        /// Everybody, in order of id, for who looks after the house. Answer: `people.listed`.
        "people.list" => PeopleList {
            pub re: u32,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub after: Option<String>,
            /// Bots alone.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            #[ts(optional, as = "Option<bool>")]
            pub bots: bool,
            pub limit: u16,
        }
        /// People (at most 200) as one sees them. Answer: `people.page`.
        "people.read" => PeopleRead {
            pub re: u32,
            pub users: Vec<String>,
        }
        /// Shut somebody out of the house, or let her in again. Answer: `done`.
        "person.set_disabled" => PersonSetDisabled {
            pub re: u32,
            pub user: String,
            pub disabled: bool,
        }
        /// Give somebody a role in the house. Answer: `done`.
        "person.set_role" => PersonSetRole {
            pub re: u32,
            pub user: String,
            pub role: Role,
        }
        /// Who sees one's comings and goings. Answer: `account.changed`.
        "privacy.set" => PrivacySet {
            pub re: u32,
            pub online: Audience,
            pub last_seen: Audience,
        }
        /// Be called, look or describe oneself otherwise; a field left out stays as it is. Answer: `account.changed`.
        "profile.set" => ProfileSet {
            pub re: u32,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub name: Option<String>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub about: Option<String>,
            #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "string | null")]
            pub avatar: Option<Option<String>>,
        }
        /// Not to be disturbed until a time, or (`null`) from now on again. Answer: `account.changed`.
        "quiet.set" => QuietSet {
            pub re: u32,
            #[ts(type = "number | null")]
            pub until: Option<i64>,
        }
        /// Who has received and who has read a message. Answer: `receipts.page`.
        "receipts.read" => ReceiptsRead {
            pub re: u32,
            pub room: String,
            #[ts(type = "number")]
            pub seq: u64,
        }
        /// A room as it stands in one's list. Answer: `room.opened`.
        "room.read" => RoomRead {
            pub re: u32,
            pub room: String,
        }
        /// Change a group; a field left out stays as it is. Answer: `done`.
        "room.set" => RoomSet {
            pub re: u32,
            pub room: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub name: Option<String>,
            #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "string | null")]
            pub picture: Option<Option<String>>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub announcement: Option<bool>,
        }
        /// End one of one's sessions, with its connections and calls. Answer: `done`.
        "session.end" => SessionEnd {
            pub re: u32,
            pub session: String,
        }
        /// One's sessions. Answer: `sessions.page`.
        "sessions.list" => SessionsList {
            pub re: u32,
        }
        /// How much one has brought. Answer: `usage.told`.
        "usage.read" => UsageRead {
            pub re: u32,
        }
    }
}
