//! New messages: what may be sent, and that nobody hears of it before it is kept.

use std::sync::Arc;

use super::{By, permit};
use crate::command::Command;
use crate::effect::{NewBody, NewMessage, StoreRequest, To};
use crate::event::Event;
use crate::hub::{Hub, Pending};
use crate::id::{FileId, MessageId, RoomId, UserId};
use crate::now::Now;
use crate::permission::{RoomAction, Standing};
use crate::record::{ClientId, MAX_ATTACHMENTS, Mentions, Message};
use crate::refusal::Refusal;
use crate::room::MAX_TEXT_LEN;

/// People whom one message calls upon by name at most.
const MAX_MENTIONS: usize = 100;

impl Hub {
    /// Whether a message can be one and comes in its turn.
    pub(super) fn may_send(&mut self, now: Now, by: By, command: &Command) -> Result<(), Refusal> {
        let Command::SendMessage {
            room,
            client_id,
            text,
            mentions,
            files,
            forward_of,
            ..
        } = command
        else {
            return Ok(());
        };
        let says_more = !files.is_empty() || forward_of.is_some();
        if text.len() > MAX_TEXT_LEN || (text.trim().is_empty() && !says_more) {
            return Err(Refusal::TextLength);
        }
        if !are_files(files) || mentions.users.len() > MAX_MENTIONS {
            return Err(Refusal::BadValue);
        }
        self.refuse_held(now, by, *room, client_id)?;
        let rate = self.settings.rates.messages;
        let credit = self.meter(by.user, |meters| &mut meters.messages, rate, now);
        if let Err(refusal) = &credit {
            self.hold(now, by, *room, client_id, refusal);
        }
        credit
    }

    pub(super) fn send(
        &mut self,
        now: Now,
        by: By,
        id: RoomId,
        standing: Standing,
        command: Command,
    ) -> Result<(), Refusal> {
        self.may_write(id, by.user, standing)?;
        let (client_id, body) = match command {
            Command::SendMessage {
                client_id,
                forward_of: Some((room, message)),
                ..
            } => (client_id, NewBody::Forward { room, message }),
            Command::SendMessage {
                client_id,
                text,
                reply_to,
                mentions,
                files,
                ..
            } => {
                let body = NewBody::Words {
                    text: text.into(),
                    reply_to,
                    mentions: self.mentions_in(id, standing, mentions)?,
                    files,
                };
                (client_id, body)
            }
            _ => return Err(Refusal::NotAllowed),
        };
        let message = NewMessage {
            id: MessageId(self.random()),
            room: id,
            author: by.user,
            client_id: client_id.clone(),
            at: now.wall,
            body,
        };
        let then = Pending::Append {
            by,
            room: id,
            client_id,
        };
        self.ask_store(StoreRequest::Append(message), then);
        Ok(())
    }

    /// Whether somebody may say something in a room.
    pub(in crate::hub) fn may_write(&self, id: RoomId, user: UserId, standing: Standing) -> Result<(), Refusal> {
        let known = self.rooms.find(id).ok_or(Refusal::NotMember)?;
        permit(standing, RoomAction::Write)?;
        if known.room().is_announcement {
            permit(standing, RoomAction::Announce)?;
        }
        self.refuse_blocked(known.peer(user), user)
    }

    /// Those of the people called upon who are in the room, each once: somebody may have gone while it was written.
    pub(in crate::hub) fn mentions_in(
        &self,
        id: RoomId,
        standing: Standing,
        mut mentions: Mentions,
    ) -> Result<Mentions, Refusal> {
        if mentions.users.len() > MAX_MENTIONS {
            return Err(Refusal::BadValue);
        }
        if mentions.all {
            permit(standing, RoomAction::MentionAll)?;
        }
        let known = self.rooms.find(id).ok_or(Refusal::NotMember)?;
        mentions.users.retain(|user| known.member(*user).is_some());
        mentions.users.sort_unstable();
        mentions.users.dedup();
        Ok(mentions)
    }

    /// The store has kept a message, or found it. Everybody who is in the room now hears it: changes of its members are
    /// confirmed in the same order.
    pub(in crate::hub) fn message_appended(&mut self, by: Option<By>, message: Arc<Message>, fresh: bool) {
        let room = message.room;
        if let Some(known) = self.rooms.find_mut(room) {
            known.reach(message.seq);
        }
        if fresh {
            let hear = self.others_in(room, by.map(|by| by.conn));
            self.deliver(To::Many(hear), Event::MessagePosted(Arc::clone(&message)));
        }
        if let Some(by) = by {
            let is_known = !fresh && self.is_request(by.conn);
            let event = if is_known {
                Event::MessageKnown
            } else {
                Event::MessagePosted
            };
            self.answer(by.conn, by.re, event(message));
        }
    }

    /// A message was not kept.
    pub(in crate::hub) fn append_refused(
        &mut self,
        now: Now,
        by: By,
        room: RoomId,
        client_id: &ClientId,
        refusal: Refusal,
    ) {
        self.hold(now, by, room, client_id, &refusal);
        self.refuse(by.conn, by.re, refusal);
    }
}

/// Whether there are not too many, each once.
fn are_files(files: &[FileId]) -> bool {
    let is_new = |(at, file): (usize, &FileId)| !files[..at].contains(file);
    files.len() <= MAX_ATTACHMENTS && files.iter().enumerate().all(is_new)
}
