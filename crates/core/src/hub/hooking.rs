//! Hooks: programs that write into a room with one request, and bots whose messages are sent out of the house.

use super::account::Asker;
use super::messaging::{By, permit};
use super::{Hub, Pending};
use crate::command::Command;
use crate::effect::{NewBody, NewMessage, RequestId, StoreRequest};
use crate::event::Event;
use crate::hooks::MAX_ROOM_HOOKS;
use crate::id::{ConnId, HookId, MessageId, RoomId, UserId};
use crate::name::Name;
use crate::now::Now;
use crate::permission::{HouseAction, RoomAction, Standing};
use crate::record::{ClientId, Hook, Person, Role, TokenHash};
use crate::refusal::Refusal;
use crate::room::MAX_TEXT_LEN;

/// The longest address, in bytes.
const MAX_URL: usize = 2048;

/// What a program says through a hook.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) token: TokenHash,
    pub(super) client_id: ClientId,
    pub(super) text: String,
}

impl Hub {
    /// What somebody who is signed in asks about hooks.
    pub(super) fn obey_hook(&mut self, now: Now, by: Asker, command: Command) -> Result<(), Refusal> {
        let Asker { conn, re, user, .. } = by;
        match command {
            Command::SetOutgoing { bot, url, secret } => self.set_outgoing(by, bot, url, secret),
            Command::ListHooks { room: None } => {
                self.permit_bots(user)?;
                self.answer(conn, re, Event::HooksListed(self.hooks.outgoing()));
                Ok(())
            }
            Command::CreateHook { room, .. } | Command::ListHooks { room: Some(room) } => {
                self.in_room_or_later(now, By { conn, re, user }, room, command)
            }
            Command::DeleteHook { hook } => match self.hooks.get(hook).ok_or(Refusal::NoHook)? {
                Hook::Incoming { room, .. } if self.permit_bots(user).is_err() => {
                    let room = *room;
                    self.in_room_or_later(now, By { conn, re, user }, room, command)
                }
                _ => {
                    self.permit_bots(user)?;
                    self.drop_hook(conn, re, hook);
                    Ok(())
                }
            },
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// What a member of a room, which is known by now, asks about its hooks.
    pub(super) fn obey_hook_in(
        &mut self,
        now: Now,
        by: By,
        room: RoomId,
        standing: Standing,
        command: Command,
    ) -> Result<(), Refusal> {
        permit(standing, RoomAction::ManageHooks)?;
        let By { conn, re, user } = by;
        match command {
            Command::CreateHook { name, token, .. } => {
                if self.hooks.into_room(room).len() >= MAX_ROOM_HOOKS {
                    return Err(Refusal::BadValue);
                }
                let name = Name::of_person(&name).map_err(|_| Refusal::BadName)?;
                let hook = Hook::Incoming {
                    id: HookId(self.random()),
                    room,
                    bot: UserId(self.random()),
                    name,
                    token,
                    by: user,
                };
                self.keep_hook(now, conn, re, hook);
            }
            Command::DeleteHook { hook } => self.drop_hook(conn, re, hook),
            _ => self.answer(conn, re, Event::HooksListed(self.hooks.into_room(room))),
        }
        Ok(())
    }

    fn permit_bots(&self, user: UserId) -> Result<(), Refusal> {
        let person = self.people.person(user).ok_or(Refusal::NotSignedIn)?;
        let is_allowed = HouseAction::CreateBot.is_allowed(person.role);
        is_allowed.then_some(()).ok_or(Refusal::NotPermitted)
    }

    fn set_outgoing(&mut self, by: Asker, bot: UserId, url: String, secret: String) -> Result<(), Refusal> {
        self.permit_bots(by.user)?;
        let is_bot = self.people.person(bot).is_some_and(|person| person.is_bot);
        if !is_bot {
            return Err(Refusal::NoPerson);
        }
        let is_address = url.starts_with("https://") || url.starts_with("http://");
        if !is_address || url.len() > MAX_URL || secret.is_empty() {
            return Err(Refusal::BadValue);
        }
        // A bot has one way out: the new one takes the place of the old.
        let id = self.hooks.outgoing_of(bot).unwrap_or(HookId(self.random()));
        let hook = Hook::Outgoing {
            id,
            bot,
            url: url.into(),
            secret: secret.into(),
            by: by.user,
        };
        let pending = Pending::KeepHook {
            conn: by.conn,
            re: by.re,
            hook: Box::new(hook.clone()),
            writer: None,
        };
        self.ask_store(StoreRequest::KeepHook(hook), pending);
        Ok(())
    }

    fn keep_hook(&mut self, now: Now, conn: ConnId, re: Option<RequestId>, hook: Hook) {
        let writer = match &hook {
            Hook::Incoming { bot, name, .. } => Some(Box::new(Person {
                role: Role::Member,
                is_bot: true,
                // Many hooks may write under one name.
                holds_name: false,
                ..Person::guest(*bot, name.clone(), now.wall)
            })),
            Hook::Outgoing { .. } => None,
        };
        let pending = Pending::KeepHook {
            conn,
            re,
            hook: Box::new(hook.clone()),
            writer,
        };
        self.ask_store(StoreRequest::KeepHook(hook), pending);
    }

    pub(super) fn hook_kept(
        &mut self,
        conn: ConnId,
        re: Option<RequestId>,
        hook: Box<Hook>,
        writer: Option<Box<Person>>,
    ) {
        if let Some(writer) = writer {
            self.people.add_person(*writer);
        }
        self.hooks.put((*hook).clone());
        self.answer(conn, re, Event::HookCreated(hook));
    }

    fn drop_hook(&mut self, conn: ConnId, re: Option<RequestId>, hook: HookId) {
        self.ask_store(StoreRequest::DropHook(hook), Pending::DropHook { conn, re, hook });
    }

    pub(super) fn hook_dropped(&mut self, conn: ConnId, re: Option<RequestId>, hook: HookId) {
        self.hooks.remove(hook);
        self.answer(conn, re, Event::Done);
    }

    /// Writes through a hook. Whoever knows the token may; the token alone says where and as whom.
    pub(super) fn post_hook(
        &mut self,
        now: Now,
        conn: ConnId,
        re: Option<RequestId>,
        said: Said,
    ) -> Result<(), Refusal> {
        let (room, bot) = self.hooks.opened_by(&said.token).ok_or(Refusal::NoHook)?;
        let is_shut_out = self.people.person(bot).is_none_or(|bot| bot.is_disabled);
        if is_shut_out {
            return Err(Refusal::NoHook);
        }
        if said.text.len() > MAX_TEXT_LEN || said.text.trim().is_empty() {
            return Err(Refusal::TextLength);
        }
        let rate = self.settings.rates.messages;
        self.meter(bot, |meters| &mut meters.messages, rate, now)?;
        let command = Command::PostHook {
            token: said.token,
            client_id: said.client_id,
            text: said.text,
        };
        let by = By { conn, re, user: bot };
        self.in_room_or_later(now, by, room, command)
    }

    /// As [`Hub::post_hook`], the room being known.
    pub(super) fn post_hook_in(&mut self, now: Now, by: By, said: Said) -> Result<(), Refusal> {
        let (room, author) = self.hooks.opened_by(&said.token).ok_or(Refusal::NoHook)?;
        let message = NewMessage {
            id: MessageId(self.random()),
            room,
            author,
            client_id: said.client_id.clone(),
            at: now.wall,
            body: NewBody::text(&said.text),
        };
        let then = Pending::Append {
            by,
            room,
            client_id: said.client_id,
        };
        self.ask_store(StoreRequest::Append(message), then);
        Ok(())
    }
}
