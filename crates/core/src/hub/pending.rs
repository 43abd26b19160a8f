//! What waits for the store, and what happens when it answers.

use crate::effect::RequestId;
use crate::event::Event;
use crate::hub::Hub;
use crate::hub::account_keep::PeoplePending;
use crate::hub::call_line::Owed;
use crate::hub::group::Changing;
use crate::hub::messaging::By;
use crate::id::{ConnId, HookId, InviteId, MessageId, RoomId, UserId};
use crate::now::Now;
use crate::outcome::{Outcome, StoreFailure};
use crate::record::{ClientId, Hook, Invite, JoinRequest, Person, Seq};
use crate::refusal::Refusal;
use crate::settings::FileLimits;

/// One question that the hub has asked of the store.
#[derive(Debug)]
pub(super) enum Pending {
    /// A message is being kept.
    Append { by: By, room: RoomId, client_id: ClientId },
    /// Somebody has come into a room, and hears what it is to her.
    Came { user: UserId, by: Option<By> },
    /// A message is being changed for everybody.
    Change { by: By, room: RoomId },
    /// A group is being changed.
    ChangeRoom { changing: Changing },
    /// Changes of messages are being read.
    Changes { by: By, room: RoomId },
    /// A picture for a group is being looked at.
    CheckPicture { changing: Changing },
    /// A group is being made.
    CreateGroup { by: By, members: Vec<UserId> },
    /// What a hook's program has yet to be told is being read.
    Deliveries { by: By, room: RoomId },
    /// Something without an answer of its own is being done.
    Done { by: By },
    /// Somebody has been let in, or not.
    DropJoinRequest { by: By, room: RoomId, user: UserId },
    /// An invite into a group is being forgotten.
    DropRoomInvite { by: By, invite: Invite },
    /// A hook is being forgotten.
    DropHook {
        conn: ConnId,
        re: Option<RequestId>,
        hook: HookId,
    },
    /// What a message said before is being read.
    Edits { by: By, message: MessageId },
    /// A file is being looked up or completed.
    File { by: By },
    /// The answer changes nothing.
    Forget,
    /// Messages are being looked for.
    Found { by: By },
    /// Names are being given free.
    FreeNames,
    /// Messages are being hidden from one person.
    Hide { by: By, room: RoomId },
    /// A page of a room is being read.
    History { by: By, room: RoomId },
    /// A hook is being kept, with the bot that writes for it if it has one of its own.
    KeepHook {
        conn: ConnId,
        re: Option<RequestId>,
        hook: Box<Hook>,
        writer: Option<Box<Person>>,
    },
    /// How far a hook's program has been told is being kept.
    KeepPlace { by: By, room: RoomId, seq: Seq },
    /// That somebody waits to be let in is being kept.
    KeepJoinRequest {
        by: By,
        request: JoinRequest,
        invite: InviteId,
    },
    /// An invite into a group is being kept.
    KeepRoomInvite { by: By, invite: Invite },
    /// A room is being looked up for the requests that wait for it.
    LoadRoom { room: RoomId },
    /// Marks are being moved.
    Mark {
        by: By,
        room: RoomId,
        delivered: Seq,
        read: Seq,
    },
    /// A room is being opened, or read as it stands in a list.
    OpenRoom { by: By },
    /// What the house owes is being kept.
    Owed(Owed),
    /// What a room is to one person is being kept.
    Own { by: By, room: RoomId },
    /// A message is being read to say how far it has got.
    Receipts { by: By, room: RoomId, seq: Seq },
    /// Something about people is being kept.
    People(PeoplePending),
    /// A page of one's rooms is being read.
    Rooms { by: By },
    /// The room that an invite leads to is being looked up.
    ShowInvite {
        conn: ConnId,
        re: Option<RequestId>,
        invite: Invite,
    },
    /// Files that nobody needs are being taken out of use.
    SweepFiles { conn: ConnId, re: Option<RequestId> },
    /// Rooms with something to tell a hook's program are being looked for.
    Undelivered { by: By },
    /// How much somebody has brought is being read.
    Usage { by: By },
}

impl Pending {
    /// The room about which something is under way, so that it is not forgotten meanwhile.
    pub(super) fn room(&self) -> Option<RoomId> {
        match self {
            Pending::Append { room, .. }
            | Pending::Change { room, .. }
            | Pending::Changes { room, .. }
            | Pending::Deliveries { room, .. }
            | Pending::DropJoinRequest { room, .. }
            | Pending::Hide { room, .. }
            | Pending::History { room, .. }
            | Pending::KeepPlace { room, .. }
            | Pending::Mark { room, .. }
            | Pending::Own { room, .. }
            | Pending::Receipts { room, .. } => Some(*room),
            Pending::KeepJoinRequest { request, .. } => Some(request.room),
            Pending::ChangeRoom { changing } | Pending::CheckPicture { changing } => Some(changing.room),
            _ => None,
        }
    }

    /// Who waits for the answer, if nothing else is to be done when it is a refusal.
    fn asker(&self) -> Option<(ConnId, Option<RequestId>)> {
        match self {
            Pending::Change { by, .. }
            | Pending::Changes { by, .. }
            | Pending::CreateGroup { by, .. }
            | Pending::Deliveries { by, .. }
            | Pending::Done { by }
            | Pending::DropJoinRequest { by, .. }
            | Pending::Edits { by, .. }
            | Pending::File { by }
            | Pending::Found { by }
            | Pending::Hide { by, .. }
            | Pending::History { by, .. }
            | Pending::KeepPlace { by, .. }
            | Pending::KeepRoomInvite { by, .. }
            | Pending::OpenRoom { by }
            | Pending::Own { by, .. }
            | Pending::Receipts { by, .. }
            | Pending::Rooms { by }
            | Pending::Undelivered { by }
            | Pending::Usage { by } => Some((by.conn, by.re)),
            Pending::Came { by, .. } => by.map(|by| (by.conn, by.re)),
            Pending::DropHook { conn, re, .. }
            | Pending::KeepHook { conn, re, .. }
            | Pending::ShowInvite { conn, re, .. }
            | Pending::SweepFiles { conn, re } => Some((*conn, *re)),
            _ => None,
        }
    }
}

impl Hub {
    pub(super) fn resolve(&mut self, now: Now, pending: Pending, outcome: Outcome) {
        // What is kept about people has its own answer to everything that is no failure.
        let is_failure = matches!(outcome, Outcome::Failed(_)) || !matches!(pending, Pending::People(_));
        if let Some(refusal) = refusal_of(&outcome).filter(|_| is_failure) {
            return self.resolve_refused(now, pending, refusal);
        }
        match (pending, outcome) {
            (Pending::People(pending), outcome) => self.resolve_people(now, pending, outcome),
            (Pending::CreateGroup { by, members }, Outcome::RoomOpened(summary)) => {
                self.group_created(by, members, summary);
            }
            (Pending::FreeNames, Outcome::NamesFreed(users)) => self.names_freed(users),
            (Pending::Forget, _) => {}
            (Pending::LoadRoom { room }, Outcome::Room(found)) => self.room_loaded(now, room, found),
            (Pending::Owed(owed), outcome) => self.owed_kept(now, owed, outcome),
            (Pending::SweepFiles { conn, re }, Outcome::FilesSwept { unused, next }) => {
                self.answer(conn, re, Event::FilesSwept { unused, next });
            }
            (pending, Outcome::Done) => self.resolve_done(pending),
            (pending, outcome) => self.resolve_about_room(now, pending, outcome),
        }
    }

    fn resolve_done(&mut self, pending: Pending) {
        match pending {
            Pending::Done { by } => self.answer(by.conn, by.re, Event::Done),
            Pending::DropHook { conn, re, hook } => self.hook_dropped(conn, re, hook),
            Pending::KeepHook { conn, re, hook, writer } => self.hook_kept(conn, re, hook, writer),
            Pending::DropJoinRequest { by, room, user } => self.join_request_forgotten(by, room, user),
            Pending::DropRoomInvite { by, .. } => self.answer(by.conn, by.re, Event::Done),
            Pending::KeepPlace { by, room, seq } => self.place_kept(by, room, seq),
            Pending::KeepJoinRequest { by, request, invite } => self.join_request_kept(by, request, invite),
            Pending::KeepRoomInvite { by, invite } => self.room_invite_kept(by, invite),
            pending => debug_assert!(false, "{pending:?} was answered by nothing but that it is done"),
        }
    }

    fn resolve_about_room(&mut self, now: Now, pending: Pending, outcome: Outcome) {
        match (pending, outcome) {
            (Pending::Append { by, .. }, Outcome::Appended { message, fresh }) => {
                self.message_appended(Some(by), message, fresh);
            }
            (Pending::Came { user, by }, Outcome::RoomOpened(summary)) => self.came(user, by, summary),
            (Pending::Came { by, .. }, Outcome::Room(None)) => {
                if let Some(by) = by {
                    self.refuse(by.conn, by.re, Refusal::NotMember);
                }
            }
            (Pending::Change { by, room }, Outcome::Changed { messages, hidden_from }) => {
                self.message_changed(by, room, messages, &hidden_from);
            }
            (Pending::ChangeRoom { changing }, Outcome::RoomChanged { room, notice }) => {
                self.room_changed(now, changing, room, notice);
            }
            (Pending::Hide { by, room }, Outcome::Changed { messages, .. }) => self.messages_hidden(by, room, messages),
            (
                Pending::Mark {
                    by,
                    room,
                    delivered,
                    read,
                },
                Outcome::Marked { unread },
            ) => self.marked(by, room, delivered, read, unread),
            (Pending::OpenRoom { by }, Outcome::RoomOpened(summary)) => self.room_opened(by, summary),
            (Pending::OpenRoom { by }, Outcome::Room(None)) => self.refuse(by.conn, by.re, Refusal::NotMember),
            (Pending::Own { by, room }, Outcome::OwnKept(own)) => self.own_kept(by, room, own),
            (Pending::Receipts { by, room, seq }, Outcome::History { messages, .. }) => {
                self.receipts_read(by, room, seq, &messages);
            }
            (Pending::Rooms { by }, Outcome::Rooms { rooms, more }) => self.rooms_listed(by, rooms, more),
            (Pending::ShowInvite { conn, re, invite }, Outcome::Room(room)) => {
                self.invite_room_loaded(conn, re, &invite, room.as_ref());
            }
            (Pending::Changes { by, room }, Outcome::Changes { messages, rev, more }) => {
                self.changes_read(by, room, messages, rev, more);
            }
            (pending, outcome) => self.resolve_read(now, pending, outcome),
        }
    }

    fn resolve_read(&mut self, now: Now, pending: Pending, outcome: Outcome) {
        let (by, event) = match (pending, outcome) {
            (Pending::CheckPicture { changing }, Outcome::File { record, .. }) => {
                return self.picture_checked(now, changing, &record);
            }
            (
                Pending::Deliveries { by, room },
                Outcome::Deliveries {
                    deliveries, end, more, ..
                },
            ) => {
                let event = Event::DeliveriesRead {
                    room,
                    deliveries,
                    end,
                    more,
                };
                (by, event)
            }
            (Pending::Undelivered { by }, Outcome::Undelivered { rooms, more }) => {
                (by, Event::UndeliveredListed { rooms, more })
            }
            (Pending::Edits { by, message }, Outcome::Edits(edits)) => (by, Event::EditsRead { message, edits }),
            (Pending::File { by }, Outcome::File { record, .. }) => (by, Event::FileRead(record)),
            (Pending::Found { by }, Outcome::Found { hits, next }) => (by, Event::Found { hits, next }),
            (Pending::History { by, room }, Outcome::History { messages, more }) => {
                (by, Event::HistoryRead { room, messages, more })
            }
            (Pending::Usage { by }, Outcome::Usage(used)) => {
                let FileLimits { max_size, quota } = self.settings.files;
                (by, Event::UsageRead { used, quota, max_size })
            }
            (pending, outcome) => {
                debug_assert!(false, "{pending:?} was answered by {outcome:?}");
                return;
            }
        };
        self.answer(by.conn, by.re, event);
    }

    /// It was not done, for a reason that the asker hears.
    fn resolve_refused(&mut self, now: Now, pending: Pending, refusal: Refusal) {
        if let Some((conn, re)) = pending.asker() {
            return self.refuse(conn, re, refusal);
        }
        match pending {
            Pending::Append { by, room, client_id } => self.append_refused(now, by, room, &client_id, refusal),
            Pending::ChangeRoom { changing } | Pending::CheckPicture { changing } => {
                self.changing_refused(now, changing, refusal)
            }
            Pending::DropRoomInvite { by, invite } => {
                self.invites.put(invite);
                self.refuse(by.conn, by.re, refusal);
            }
            Pending::KeepJoinRequest { by, invite, .. } => {
                self.give_back(invite);
                self.refuse(by.conn, by.re, refusal);
            }
            Pending::LoadRoom { room } => self.refuse_waiting(now, room, &refusal),
            Pending::Mark { by, .. } if self.is_waiting(by) => self.refuse(by.conn, by.re, refusal),
            Pending::Owed(owed) => self.owe(now, owed),
            Pending::People(pending) => self.fail_people(pending, refusal),
            _ => {}
        }
    }
}

/// Why the store did not do it, if it did not.
fn refusal_of(outcome: &Outcome) -> Option<Refusal> {
    match outcome {
        Outcome::ClientIdReused => Some(Refusal::ClientIdReused),
        Outcome::Failed(StoreFailure::Full) => Some(Refusal::StorageFull),
        Outcome::Failed(StoreFailure::Unavailable) => Some(Refusal::StorageUnavailable),
        Outcome::NoFile => Some(Refusal::NoFile),
        Outcome::NoMessage => Some(Refusal::NoMessage),
        Outcome::NotAuthor => Some(Refusal::NotAuthor),
        Outcome::OverQuota => Some(Refusal::OverQuota),
        Outcome::TooLate => Some(Refusal::TooLate),
        _ => None,
    }
}
