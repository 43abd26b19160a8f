//! What members read: lists of rooms, pages of messages, changes, and how far a message has got.

use std::sync::Arc;

use super::{By, is_fixed};
use crate::command::Command;
use crate::effect::StoreRequest;
use crate::event::{Event, Profile};
use crate::hub::{Hub, Pending};
use crate::id::{RoomId, UserId};
use crate::now::Now;
use crate::permission::HouseAction;
use crate::record::{Member, Message, Rev, RoomCursor, RoomSummary, Seq, Span};
use crate::refusal::Refusal;

/// A page of rooms at most: more than two screens of rows.
const MAX_ROOMS_PAGE: u16 = 100;
/// A page of messages at most.
const MAX_HISTORY_PAGE: u16 = 500;
/// A page of members at most, and as many people in each list of who has received or read a message.
const MAX_MEMBERS_PAGE: u16 = 500;

impl Hub {
    pub(super) fn list_rooms(&mut self, by: By, before: Option<RoomCursor>, limit: u16) -> Result<(), Refusal> {
        let request = StoreRequest::ListRooms {
            user: by.user,
            before,
            limit: limit.clamp(1, MAX_ROOMS_PAGE),
        };
        self.ask_store(request, Pending::Rooms { by });
        Ok(())
    }

    pub(super) fn open_room(&mut self, by: By, peer: UserId) -> Result<(), Refusal> {
        self.permit_in_house(by.user, HouseAction::OpenDirect)?;
        if peer == by.user {
            return Err(Refusal::Oneself);
        }
        if self.people.guest(peer).is_some() {
            return Err(Refusal::NoMessages);
        }
        self.people.person(peer).ok_or(Refusal::NoPerson)?;
        let request = StoreRequest::OpenDirect {
            room: RoomId(self.random()),
            members: [by.user, peer],
        };
        self.ask_store(request, Pending::OpenRoom { by });
        Ok(())
    }

    pub(super) fn open_notes(&mut self, now: Now, by: By) -> Result<(), Refusal> {
        self.permit_in_house(by.user, HouseAction::OpenDirect)?;
        let request = StoreRequest::OpenNotes {
            room: RoomId(self.random()),
            user: by.user,
            at: now.wall,
        };
        self.ask_store(request, Pending::OpenRoom { by });
        Ok(())
    }

    /// What members may only read.
    pub(super) fn obey_reader(&mut self, by: By, room: RoomId, command: Command) -> Result<(), Refusal> {
        let user = by.user;
        match command {
            Command::ListMembers { skip, limit, .. } => self.list_members(by, room, skip, limit),
            Command::ReadChanges { since, limit, .. } => {
                let limit = limit.clamp(1, MAX_HISTORY_PAGE);
                let request = StoreRequest::ReadChanges {
                    room,
                    user,
                    since,
                    limit,
                };
                self.ask_store(request, Pending::Changes { by, room });
            }
            Command::ReadEdits { message, .. } => {
                self.ask_store(
                    StoreRequest::ReadEdits { room, message },
                    Pending::Edits { by, message },
                );
            }
            Command::ReadHistory { span, limit, .. } => {
                let limit = limit.clamp(1, MAX_HISTORY_PAGE);
                let request = StoreRequest::ReadHistory {
                    room,
                    user,
                    span,
                    limit,
                };
                self.ask_store(request, Pending::History { by, room });
            }
            Command::ReadReceipts { seq, .. } => {
                // Who wrote it is left out, and only the store knows who that is.
                let request = StoreRequest::ReadHistory {
                    room,
                    user,
                    span: Span::After(Seq(seq.0.saturating_sub(1))),
                    limit: 1,
                };
                self.ask_store(request, Pending::Receipts { by, room, seq });
            }
            _ => return Err(Refusal::NotAllowed),
        }
        Ok(())
    }

    fn list_members(&mut self, by: By, room: RoomId, skip: u32, limit: u16) {
        let Some(known) = self.rooms.find(room) else { return };
        let members = &known.room().members;
        let skip = usize::try_from(skip).unwrap_or(usize::MAX).min(members.len());
        let limit = limit.clamp(1, MAX_MEMBERS_PAGE).into();
        let page = members.iter().skip(skip).take(limit);
        let event = Event::MembersListed {
            room,
            members: page
                .map(|member| (self.profile_or_unknown(member.user), *member))
                .collect(),
            total: u32::try_from(members.len()).unwrap_or(u32::MAX),
        };
        self.answer(by.conn, by.re, event);
    }

    /// How far a message has got, as the marks of the members say.
    pub(in crate::hub) fn receipts_read(&mut self, by: By, room: RoomId, seq: Seq, found: &[Arc<Message>]) {
        let message = found.first().filter(|message| message.seq == seq);
        let (Some(message), Some(known)) = (message, self.rooms.find(room)) else {
            return self.refuse(by.conn, by.re, Refusal::NoMessage);
        };
        let others = known
            .room()
            .members
            .iter()
            .filter(|member| member.user != message.author);
        let (read, unread): (Vec<&Member>, Vec<&Member>) = others.partition(|member| member.read >= seq);
        let (delivered, waiting): (Vec<&Member>, Vec<&Member>) =
            unread.into_iter().partition(|member| member.delivered >= seq);
        let people = |members: &[&Member]| -> Vec<Profile> {
            let first = members.iter().take(MAX_MEMBERS_PAGE.into());
            first.map(|member| self.profile_or_unknown(member.user)).collect()
        };
        let event = Event::ReceiptsRead {
            room,
            seq,
            delivered: people(&delivered),
            read: people(&read),
            waiting: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
        };
        self.answer(by.conn, by.re, event);
    }

    pub(in crate::hub) fn changes_read(
        &mut self,
        by: By,
        room: RoomId,
        messages: Vec<Arc<Message>>,
        rev: Rev,
        more: bool,
    ) {
        let last = messages.last().map(|message| message.rev).filter(|_| more);
        let event = Event::ChangesRead {
            room,
            messages,
            rev: last.unwrap_or(rev),
            more,
        };
        self.answer(by.conn, by.re, event);
    }

    pub(in crate::hub) fn room_opened(&mut self, by: By, summary: RoomSummary) {
        self.learn_listed(&summary);
        let view = self.room_view(summary, by.user);
        self.answer(by.conn, by.re, Event::RoomOpened(Box::new(view)));
    }

    pub(in crate::hub) fn rooms_listed(&mut self, by: By, rooms: Vec<RoomSummary>, more: bool) {
        for summary in &rooms {
            self.learn_listed(summary);
        }
        let rooms = rooms.into_iter().map(|summary| self.room_view(summary, by.user));
        let rooms = rooms.collect();
        self.answer(by.conn, by.re, Event::RoomsListed { rooms, more });
    }

    /// A list may have been read before a change of a group that is known already: only of rooms whose members never
    /// change is it remembered.
    fn learn_listed(&mut self, summary: &RoomSummary) {
        if is_fixed(&summary.room) {
            self.learn_room(&summary.room);
        }
    }
}
