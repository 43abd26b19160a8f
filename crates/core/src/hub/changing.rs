//! Messages that stand and change: other words, taken back, hidden from oneself, signs under them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::messaging::{By, permit};
use super::{Hub, Pending};
use crate::command::Command;
use crate::effect::{MessageChange, StoreRequest, To};
use crate::event::Event;
use crate::id::{MessageId, RoomId, UserId};
use crate::now::Now;
use crate::permission::{RoomAction, Standing};
use crate::record::{Body, Message, Seq};
use crate::refusal::Refusal;
use crate::room::MAX_TEXT_LEN;

/// Messages hidden by one request at most: those that somebody picks by hand.
const MAX_HIDDEN: usize = 100;

impl Hub {
    pub(super) fn change_message(
        &mut self,
        now: Now,
        by: By,
        room: RoomId,
        standing: Standing,
        command: Command,
    ) -> Result<(), Refusal> {
        let (message, change) = match command {
            Command::EditMessage {
                message,
                text,
                mentions,
                ..
            } => {
                if text.len() > MAX_TEXT_LEN || text.trim().is_empty() {
                    return Err(Refusal::TextLength);
                }
                self.may_write(room, by.user, standing)?;
                let mentions = self.mentions_in(room, standing, mentions)?;
                let text = text.into();
                (message, MessageChange::Edit { text, mentions })
            }
            Command::React { message, key, on, .. } => {
                permit(standing, RoomAction::React)?;
                let peer = self.rooms.find(room).and_then(|known| known.peer(by.user));
                self.refuse_blocked(peer, by.user)?;
                (message, MessageChange::React { key, on })
            }
            Command::RecallMessage { message, .. } => {
                let window = self.settings.recall_window;
                let change = MessageChange::Recall {
                    not_before: window.map(|window| now.wall.before(window)),
                    any_author: RoomAction::RecallOthers.is_allowed(standing),
                };
                (message, change)
            }
            Command::HideMessages { messages, .. } => return self.hide(by, room, messages),
            _ => return Err(Refusal::NotAllowed),
        };
        let request = StoreRequest::ChangeMessage {
            room,
            message,
            by: by.user,
            at: now.wall,
            change,
        };
        self.ask_store(request, Pending::Change { by, room });
        Ok(())
    }

    fn hide(&mut self, by: By, room: RoomId, messages: Vec<MessageId>) -> Result<(), Refusal> {
        if messages.is_empty() || messages.len() > MAX_HIDDEN {
            return Err(Refusal::BadValue);
        }
        let request = StoreRequest::HideMessages {
            room,
            user: by.user,
            messages,
        };
        self.ask_store(request, Pending::Hide { by, room });
        Ok(())
    }

    /// The store has changed messages for everybody. Who has deleted one of them for herself hears that it is hidden
    /// still, as she would read it.
    pub(super) fn message_changed(
        &mut self,
        by: By,
        room: RoomId,
        messages: Vec<Arc<Message>>,
        hidden_from: &[(Seq, UserId)],
    ) {
        let hiders: BTreeSet<UserId> = hidden_from.iter().map(|(_, user)| *user).collect();
        if !messages.is_empty() {
            let mut hear = self.conns_in(room, |user| !hiders.contains(&user));
            hear.retain(|conn| *conn != by.conn);
            let messages = messages.clone();
            self.deliver(To::Many(hear), Event::MessagesChanged { room, messages });
        }
        let is_member = |hub: &Hub, user| hub.rooms.find(room).is_some_and(|known| known.member(user).is_some());
        for user in hiders.iter().filter(|user| **user != by.user) {
            if is_member(self, *user) {
                let conns = self.conns(*user).to_vec();
                let messages = as_seen_by(*user, &messages, hidden_from);
                self.deliver(To::Many(conns), Event::MessagesChanged { room, messages });
            }
        }
        let messages = as_seen_by(by.user, &messages, hidden_from);
        if hiders.contains(&by.user) {
            let others = self.other_conns(by);
            let messages = messages.clone();
            self.deliver(To::Many(others), Event::MessagesChanged { room, messages });
        }
        self.answer(by.conn, by.re, Event::MessagesChanged { room, messages });
    }

    /// The store has hidden messages from one person.
    pub(super) fn messages_hidden(&mut self, by: By, room: RoomId, messages: Vec<Arc<Message>>) {
        if !messages.is_empty() {
            let others = self.other_conns(by);
            let messages = messages.clone();
            self.deliver(To::Many(others), Event::MessagesChanged { room, messages });
        }
        self.answer(by.conn, by.re, Event::MessagesChanged { room, messages });
    }
}

/// Messages as somebody sees them who has deleted some of them for herself.
fn as_seen_by(user: UserId, messages: &[Arc<Message>], hidden_from: &[(Seq, UserId)]) -> Vec<Arc<Message>> {
    let see = |message: &Arc<Message>| {
        if !hidden_from.contains(&(message.seq, user)) {
            return Arc::clone(message);
        }
        Arc::new(Message {
            body: Body::Hidden,
            edited_at: None,
            reactions: Vec::new(),
            ..Message::clone(message)
        })
    };
    messages.iter().map(see).collect()
}
