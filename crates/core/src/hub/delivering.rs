//! What the house tells the program of a bot: what is left to tell, and how far it has got.
//!
//! A courier speaks on a connection of the hook's bot, and asks what no page and no program can: there are no words for it
//! at either door.

use super::messaging::By;
use super::{Hub, Pending};
use crate::command::Command;
use crate::effect::StoreRequest;
use crate::event::Event;
use crate::id::{HookId, RoomId, UserId};
use crate::now::Now;
use crate::record::{Hook, Seq};
use crate::refusal::Refusal;

/// Things to tell on one page at most: what comes next is read anew, since it may have changed.
const MAX_DELIVERIES_PAGE: u16 = 100;
/// Rooms on one page at most.
const MAX_UNDELIVERED_PAGE: u16 = 500;

/// Whether only the house asks it, which counts its own requests for nobody.
pub(super) fn is_of_the_house(command: &Command) -> bool {
    matches!(
        command,
        Command::KeepPlace { .. } | Command::ListUndelivered { .. } | Command::ReadDeliveries { .. }
    )
}

impl Hub {
    /// What a courier asks.
    pub(super) fn obey_courier(&mut self, now: Now, by: By, command: Command) -> Result<(), Refusal> {
        match command {
            Command::ListUndelivered { hook, after, limit } => {
                self.permit_courier(hook, by.user)?;
                let limit = limit.clamp(1, MAX_UNDELIVERED_PAGE);
                let request = StoreRequest::ListUndelivered { hook, after, limit };
                self.ask_store(request, Pending::Undelivered { by });
                Ok(())
            }
            Command::KeepPlace { room, .. } | Command::ReadDeliveries { room, .. } => {
                self.in_room_or_later(now, by, room, command)
            }
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// What a courier asks of a room, which is known by now, and in which the bot is.
    pub(super) fn obey_courier_in(&mut self, by: By, room: RoomId, command: Command) -> Result<(), Refusal> {
        match command {
            Command::ReadDeliveries { hook, limit, .. } => {
                self.permit_courier(hook, by.user)?;
                let request = StoreRequest::ReadDeliveries {
                    hook,
                    room,
                    user: by.user,
                    limit: limit.clamp(1, MAX_DELIVERIES_PAGE),
                };
                self.ask_store(request, Pending::Deliveries { by, room });
            }
            Command::KeepPlace { hook, place, .. } => {
                self.permit_courier(hook, by.user)?;
                let request = StoreRequest::KeepHookPlace { hook, room, place };
                let seq = place.seq;
                self.ask_store(request, Pending::KeepPlace { by, room, seq });
            }
            _ => return Err(Refusal::NotAllowed),
        }
        Ok(())
    }

    /// The store knows how far the program is: for those who wrote to it, what it was told is delivered.
    pub(super) fn place_kept(&mut self, by: By, room: RoomId, seq: Seq) {
        self.mark(By { re: None, ..by }, room, seq, Seq(0));
        self.answer(by.conn, by.re, Event::Done);
    }

    fn permit_courier(&self, hook: HookId, user: UserId) -> Result<(), Refusal> {
        match self.hooks.get(hook) {
            Some(Hook::Outgoing { bot, .. }) if *bot == user => Ok(()),
            _ => Err(Refusal::NoHook),
        }
    }
}
