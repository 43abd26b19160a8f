//! Rooms and messages: nothing is told before the store has committed it.

use std::sync::Arc;
use std::time::Duration;

use super::{Hub, Pending, Role};
use crate::command::Command;
use crate::effect::{NewBody, NewMessage, RequestId, StoreRequest, To};
use crate::event::{Event, Profile, RoomView};
use crate::id::{ConnId, MessageId, RoomId, UserId};
use crate::limit::Rate;
use crate::name::Name;
use crate::now::Now;
use crate::record::{Member, Message, Room, RoomRole, RoomSummary, Seq};
use crate::refusal::Refusal;
use crate::room::MAX_TEXT_LEN;

/// A page of rooms at most: more than two screens of rows.
const MAX_ROOMS_PAGE: u16 = 100;
/// A page of messages at most.
const MAX_HISTORY_PAGE: u16 = 200;
/// How often somebody's writing is passed on: what more often comes is dropped, since the next says the same.
const TYPING: Option<Rate> = Some(Rate {
    burst: 3,
    every: Duration::from_secs(1),
});

impl Hub {
    pub(super) fn obey_message(
        &mut self,
        now: Now,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        command: Command,
    ) -> Result<(), Refusal> {
        match command {
            Command::ListRooms { before, limit } => {
                let limit = limit.clamp(1, MAX_ROOMS_PAGE);
                self.ask_store(
                    StoreRequest::ListRooms { user, before, limit },
                    Pending::Rooms { conn, re, user },
                );
                Ok(())
            }
            Command::OpenRoom { peer } => self.open_room(conn, user, re, peer),
            Command::Mark { room, .. } | Command::ReadHistory { room, .. } => {
                self.in_room_or_later(now, conn, user, re, room, command)
            }
            Command::SendMessage { room, ref text, .. } => {
                if text.len() > MAX_TEXT_LEN || text.trim().is_empty() {
                    return Err(Refusal::TextLength);
                }
                let rate = self.settings.rates.messages;
                self.meter(user, |here| &mut here.messages, rate, now)?;
                self.in_room_or_later(now, conn, user, re, room, command)
            }
            Command::SetTyping { room } if self.meter(user, |here| &mut here.typing, TYPING, now).is_ok() => {
                self.in_room_or_later(now, conn, user, re, room, command)
            }
            _ => Ok(()),
        }
    }

    fn open_room(&mut self, conn: ConnId, user: UserId, re: Option<RequestId>, peer: UserId) -> Result<(), Refusal> {
        if peer == user {
            return Err(Refusal::Oneself);
        }
        if self.people.guest(peer).is_some() {
            return Err(Refusal::NoMessages);
        }
        self.people.person(peer).ok_or(Refusal::NoPerson)?;
        let room = RoomId(self.random());
        self.ask_store(
            StoreRequest::OpenDirect {
                room,
                members: [user, peer],
            },
            Pending::OpenRoom { conn, re, user },
        );
        Ok(())
    }

    /// Does it now if the room is known, else after the room has been looked up; requests about one room stay in order.
    fn in_room_or_later(
        &mut self,
        now: Now,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        room: RoomId,
        command: Command,
    ) -> Result<(), Refusal> {
        if let Some(queue) = self.waiting.get_mut(&room) {
            queue.push((conn, re, command));
            return Ok(());
        }
        if self.rooms.find(room).is_some() {
            return self.in_room(now, conn, user, re, room, command);
        }
        self.waiting.insert(room, vec![(conn, re, command)]);
        self.ask_store(StoreRequest::LoadRoom { room }, Pending::LoadRoom { room });
        Ok(())
    }

    pub(super) fn room_loaded(&mut self, now: Now, room: RoomId, found: Option<Room>) {
        if let Some(found) = found {
            self.rooms.learn(&found);
        }
        for (conn, re, command) in self.waiting.remove(&room).unwrap_or_default() {
            let user = match self.role_by_conn.get(&conn) {
                Some(Role::App { user, .. } | Role::Request { by: Some((user, _)) }) => *user,
                _ => continue,
            };
            if let Err(refusal) = self.in_room(now, conn, user, re, room, command) {
                self.refuse(conn, re, refusal);
            }
        }
    }

    fn in_room(
        &mut self,
        now: Now,
        conn: ConnId,
        user: UserId,
        re: Option<RequestId>,
        id: RoomId,
        command: Command,
    ) -> Result<(), Refusal> {
        let room = self
            .rooms
            .find(id)
            .filter(|room| room.member(user).is_some())
            .ok_or(Refusal::NotMember)?;
        match command {
            Command::Mark { delivered, read, .. } => {
                if let Some(moved) = room.clone().advance(user, delivered, read) {
                    let (delivered, read) = (moved.delivered, moved.read);
                    self.ask_store(
                        StoreRequest::Mark {
                            room: id,
                            user,
                            delivered,
                            read,
                        },
                        Pending::Mark {
                            conn,
                            re,
                            room: id,
                            user,
                            delivered,
                            read,
                        },
                    );
                } else {
                    self.answer_request(conn, re);
                }
            }
            Command::ReadHistory { span, limit, .. } => {
                let limit = limit.clamp(1, MAX_HISTORY_PAGE);
                self.ask_store(
                    StoreRequest::ReadHistory {
                        room: id,
                        user,
                        span,
                        limit,
                    },
                    Pending::History { conn, re, room: id },
                );
            }
            Command::SendMessage {
                client_id,
                text,
                reply_to,
                mentions,
                files,
                ..
            } => {
                let members = room.users().collect();
                let message = NewMessage {
                    id: MessageId(self.random()),
                    room: id,
                    author: user,
                    client_id,
                    at: now.wall,
                    body: NewBody::Words {
                        text: text.into(),
                        reply_to,
                        mentions,
                        files,
                    },
                };
                self.ask_store(
                    StoreRequest::Append(message),
                    Pending::Append {
                        from: Some((conn, re)),
                        members,
                    },
                );
            }
            Command::SetTyping { .. } => {
                let others: Vec<UserId> = room.users().filter(|member| *member != user).collect();
                let to = others.iter().flat_map(|other| self.conns(*other)).copied().collect();
                self.deliver(To::Many(to), Event::TypingNoticed { room: id, user });
                self.answer_request(conn, re);
            }
            _ => {}
        }
        Ok(())
    }

    /// A single request is answered also where a page expects nothing.
    pub(super) fn answer_request(&mut self, conn: ConnId, re: Option<RequestId>) {
        if self.is_request(conn) {
            self.answer(conn, re, Event::Done);
        }
    }

    pub(super) fn is_request(&self, conn: ConnId) -> bool {
        matches!(self.role_by_conn.get(&conn), Some(Role::Request { .. }))
    }

    pub(super) fn message_appended(
        &mut self,
        from: Option<(ConnId, Option<RequestId>)>,
        members: &[UserId],
        message: Arc<Message>,
        fresh: bool,
    ) {
        if let Some(room) = self.rooms.find_mut(message.room) {
            room.last_seq = room.last_seq.max(message.seq);
        }
        let author_conn = from.map(|(conn, _)| conn);
        if fresh {
            let hear: Vec<ConnId> = members
                .iter()
                .flat_map(|member| self.conns(*member))
                .copied()
                .filter(|conn| Some(*conn) != author_conn)
                .collect();
            self.deliver(To::Many(hear), Event::MessagePosted(Arc::clone(&message)));
        }
        if let Some((conn, re)) = from {
            let is_known = !fresh && self.is_request(conn);
            let event = if is_known {
                Event::MessageKnown
            } else {
                Event::MessagePosted
            };
            self.answer(conn, re, event(message));
        }
    }

    pub(super) fn marked(&mut self, room: RoomId, user: UserId, delivered: Seq, read: Seq, unread: u32) {
        let Some(known) = self.rooms.find_mut(room) else { return };
        known.advance(user, delivered, read);
        // A look-up that saw a later mark may have been answered first: what is told never goes back.
        let Some(Member { delivered, read, .. }) = known.member(user).copied() else {
            return;
        };
        let others: Vec<UserId> = known.users().filter(|member| *member != user).collect();
        let to = others.iter().flat_map(|other| self.conns(*other)).copied().collect();
        self.deliver(
            To::Many(to),
            Event::Marked {
                room,
                user,
                delivered,
                read,
                unread: None,
            },
        );
        let own = self.conns(user).to_vec();
        self.deliver(
            To::Many(own),
            Event::Marked {
                room,
                user,
                delivered,
                read,
                unread: Some(unread),
            },
        );
    }

    pub(super) fn room_opened(&mut self, conn: ConnId, re: Option<RequestId>, user: UserId, summary: RoomSummary) {
        self.rooms.learn(&summary.room);
        let view = self.room_view(summary, user);
        self.answer(conn, re, Event::RoomOpened(Box::new(view)));
    }

    pub(super) fn rooms_listed(
        &mut self,
        conn: ConnId,
        re: Option<RequestId>,
        user: UserId,
        rooms: Vec<RoomSummary>,
        more: bool,
    ) {
        let rooms = rooms
            .into_iter()
            .map(|summary| {
                self.rooms.learn(&summary.room);
                self.room_view(summary, user)
            })
            .collect();
        self.answer(conn, re, Event::RoomsListed { rooms, more });
    }

    fn room_view(&self, summary: RoomSummary, user: UserId) -> RoomView {
        let people = summary
            .room
            .users()
            .filter(|member| *member != user)
            .map(|member| self.profile_or_unknown(member))
            .collect();
        let you = summary.room.member(user).copied().unwrap_or(Member {
            user,
            role: RoomRole::Member,
            delivered: Seq(0),
            read: Seq(0),
        });
        RoomView { summary, you, people }
    }

    /// A person as others see her; a name of one sign for one who was forgotten.
    pub(super) fn profile_or_unknown(&self, user: UserId) -> Profile {
        self.people
            .profile(user)
            .unwrap_or_else(|| Profile::bare(user, Name::from_store("?"), false))
    }
}
