//! What the house says.

#![allow(missing_docs, reason = "a message's own line says what its fields are")]

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ts_rs::TS;

use super::calls::*;
use super::person::*;
use super::room::*;
use super::words::*;

messages! {
    /// What the house says.
    ServerMessage {
        /// The callee picked up.
        "call.accepted" => CallAccepted {
            pub call: String,
            #[ts(type = "RTCSessionDescriptionInit")]
            pub answer: Box<RawValue>,
        }
        /// The answer to `call.accept`: this page is the one.
        "call.answered" => CallAnswered {
            pub re: u32,
            pub call: String,
        }
        /// The call is over.
        "call.ended" => CallEnded {
            pub call: String,
            pub reason: EndReason,
        }
        /// Somebody calls.
        "call.incoming" => CallIncoming {
            pub call: String,
            pub caller: Profile,
            pub media: MediaKind,
            #[ts(type = "RTCSessionDescriptionInit")]
            pub offer: Box<RawValue>,
        }
        /// The answer to `call.invite`.
        "call.invited" => CallInvited {
            pub re: u32,
            pub call: String,
            pub peer: Profile,
        }
        /// The answer to `call.resume`.
        "call.resumed" => CallResumed {
            pub re: u32,
            pub call: String,
        }
        /// A device of the callee rings.
        "call.ringing" => CallRinging {
            pub call: String,
        }
        /// Something from the other end: one of the two is there.
        "call.signaled" => CallSignaled {
            pub call: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "RTCSessionDescriptionInit")]
            pub description: Option<Box<RawValue>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "RTCIceCandidateInit | null")]
            pub candidate: Option<Box<RawValue>>,
        }
        /// A request is done that has no other answer.
        "done" => Done {
            pub re: u32,
        }
        /// The answer to `history.read`, ascending by `seq`.
        "history.page" => HistoryPage {
            pub re: u32,
            pub room: String,
            pub messages: Vec<Message>,
            pub more: bool,
        }
        /// A message stands in a room; with `re`, the answer to `message.send`.
        "message.posted" => MessagePosted {
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub re: Option<u32>,
            pub message: Message,
        }
        /// Who is online has changed within the rows watched. `fresh`: forget the rows known before. `came` stand behind
        /// the known rows, in order.
        "people.changed" => PeopleChanged {
            pub fresh: bool,
            pub came: Vec<Profile>,
            pub went: Vec<String>,
            pub total: u32,
        }
        /// Whether watched people are online has changed.
        "presence.changed" => PresenceChanged {
            pub online: Vec<String>,
            pub offline: Vec<Away>,
        }
        /// A request was refused; `code` is stable (docs/protocols/errors.md).
        "refused" => Refused {
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub re: Option<u32>,
            pub code: String,
            pub message: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub retry_after_ms: Option<u32>,
        }
        /// Somebody's marks have moved. `unread` comes with one's own.
        "room.marked" => RoomMarked {
            pub room: String,
            pub user: String,
            #[ts(type = "number")]
            pub delivered: u64,
            #[ts(type = "number")]
            pub read: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub unread: Option<u32>,
        }
        /// A room as it stands in one's list: the answer to a request, or somebody has brought one into a group.
        "room.opened" => RoomOpened {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub re: Option<u32>,
            pub room: Room,
        }
        /// The answer to `rooms.list`. `cursor` asks for the next page; absent on the last.
        "rooms.page" => RoomsPage {
            pub re: u32,
            pub rooms: Vec<Room>,
            #[serde(skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub cursor: Option<Cursor>,
        }
        /// The session has ended; the connection closes.
        "session.ended" => SessionEnded {}
        /// First on every connection. One's own messages can be taken back for `recall_window_ms`; absent: for ever.
        /// `previews`: the house says over HTTP what linked pages are.
        "session.welcomed" => SessionWelcomed {
            pub you: Profile,
            pub account: Account,
            #[ts(type = "number")]
            pub at: i64,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional, type = "number")]
            pub recall_window_ms: Option<u64>,
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            #[ts(optional, as = "Option<bool>")]
            pub previews: bool,
        }
        /// Somebody is writing; it holds for 5 s.
        "typing.noticed" => TypingNoticed {
            pub room: String,
            pub user: String,
        }
        /// One's own account, after a change or as asked; with `re`, an answer.
        "account.changed" => AccountChanged {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub re: Option<u32>,
            pub you: Profile,
            pub account: Account,
        }
        /// The answer to `changes.read`. `rev` is what one knows after it.
        "changes.page" => ChangesPage {
            pub re: u32,
            pub room: String,
            pub messages: Vec<Message>,
            #[ts(type = "number")]
            pub rev: u64,
            pub more: bool,
        }
        /// What one has noted about somebody; with `re`, the answer to `contact.set`.
        "contact.changed" => ContactChanged {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub re: Option<u32>,
            pub contact: Contact,
        }
        /// The answer to `contacts.list`.
        "contacts.page" => ContactsPage {
            pub re: u32,
            pub contacts: Vec<Contact>,
        }
        /// The answer to `edits.read`, oldest first, what it says now left out.
        "edits.page" => EditsPage {
            pub re: u32,
            pub message: String,
            pub edits: Vec<Edit>,
        }
        /// The answer to `hooks.list`.
        "hooks.page" => HooksPage {
            pub re: u32,
            pub hooks: Vec<Hook>,
        }
        /// The answer to `invite.show`.
        "invite.shown" => InviteShown {
            pub re: u32,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub room: Option<RoomFacts>,
            pub by: Profile,
            pub needs_approval: bool,
            pub is_member: bool,
        }
        /// The answer to `invites.list`.
        "invites.page" => InvitesPage {
            pub re: u32,
            pub invites: Vec<Invite>,
        }
        /// Somebody waits to be let into a group that one looks after.
        "join_request.made" => JoinRequestMade {
            pub room: String,
            pub person: Profile,
        }
        /// The answer to `join_requests.list`, who waits longest first.
        "join_requests.page" => JoinRequestsPage {
            pub re: u32,
            pub room: String,
            pub requests: Vec<JoinRequest>,
        }
        /// The answer to `members.list`.
        "members.page" => MembersPage {
            pub re: u32,
            pub room: String,
            pub members: Vec<Member>,
            pub total: u32,
        }
        /// Messages are not as they were: each as it stands now. With `re`, an answer.
        "messages.changed" => MessagesChanged {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub re: Option<u32>,
            pub room: String,
            pub messages: Vec<Message>,
        }
        /// The answer to `messages.search`, newest first. `next` asks for the next page; absent on the last.
        "messages.found" => MessagesFound {
            pub re: u32,
            pub hits: Vec<Hit>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub next: Option<HitCursor>,
        }
        /// What a room is to oneself; with `re`, an answer.
        "own.changed" => OwnChanged {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[ts(optional)]
            pub re: Option<u32>,
            pub room: String,
            pub own: Own,
        }
        /// The answer to `people.list`.
        "people.listed" => PeopleListed {
            pub re: u32,
            pub people: Vec<PersonRow>,
            pub more: bool,
        }
        /// The answer to `people.find` and `people.read`. `found_by` comes with the former, one for each person.
        "people.page" => PeoplePage {
            pub re: u32,
            pub people: Vec<Profile>,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[ts(optional, as = "Option<Vec<FoundBy>>")]
            pub found_by: Vec<FoundBy>,
        }
        /// Somebody is called or looks otherwise.
        "person.changed" => PersonChanged {
            pub person: Profile,
        }
        /// The answer to `receipts.read`; `waiting` counts those whom the message has not reached.
        "receipts.page" => ReceiptsPage {
            pub re: u32,
            pub room: String,
            #[ts(type = "number")]
            pub seq: u64,
            pub delivered: Vec<Profile>,
            pub read: Vec<Profile>,
            pub waiting: u32,
        }
        /// A group has changed; who comes hears `room.opened`, who goes `room.left`.
        "room.changed" => RoomChanged {
            pub room: RoomFacts,
            pub came: Vec<Profile>,
            pub went: Vec<String>,
            pub roles: Vec<RoleGiven>,
        }
        /// One is in a group no more; `removed`: somebody else did it.
        "room.left" => RoomLeft {
            pub room: String,
            pub removed: bool,
        }
        /// The answer to `sessions.list`, the one used last first.
        "sessions.page" => SessionsPage {
            pub re: u32,
            pub sessions: Vec<Device>,
        }
        /// The answer to `usage.read`, in bytes. `max_size`: of one file.
        "usage.told" => UsageTold {
            pub re: u32,
            #[ts(type = "number")]
            pub used: u64,
            #[ts(type = "number")]
            pub quota: u64,
            #[ts(type = "number")]
            pub max_size: u64,
        }
    }
}
