//! What bots see, sent to the addresses of their programs: signed, in order, at least once.
//!
//! Each hook has a courier, which is a connection of its bot like any other, with one more question: what is due. The
//! store keeps how far each conversation is from the moment on at which there is a hook and the bot is there, so that a
//! courier may begin at any time.

mod courier;
mod ledger;
mod post;
mod sign;
mod target;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use teahouse_core::id::{HookId, UserId};
use teahouse_core::record::Hook;
use tokio::runtime;
use tokio::task::AbortHandle;

pub use sign::signature;
pub use target::{NotATarget, Target};

use crate::clock::Clock;
use crate::hub::HubHandle;
use crate::outbound::Reach;
use courier::Courier;
use post::Poster;

/// All couriers of a house.
pub struct Outgoing {
    hub: HubHandle,
    clock: Clock,
    threads: runtime::Handle,
    reach: Reach,
    /// Reading the system's certificates takes a moment that a house without hooks need not spend.
    poster: OnceLock<Arc<Poster>>,
    couriers: Mutex<HashMap<HookId, (UserId, AbortHandle)>>,
}

impl Outgoing {
    /// No couriers yet; they will run on `threads`, away from the hub.
    #[must_use]
    pub fn new(hub: HubHandle, clock: Clock, threads: runtime::Handle, reach: Reach) -> Self {
        Outgoing {
            hub,
            clock,
            threads,
            reach,
            poster: OnceLock::new(),
            couriers: Mutex::default(),
        }
    }

    /// Begins with a new hook, or goes on with one from an earlier life of the house. Replaces what the bot had.
    pub fn begin(&self, hook: &Hook) {
        let Hook::Outgoing {
            id, bot, url, secret, ..
        } = hook
        else {
            return;
        };
        let target = match url.parse::<Target>() {
            Ok(target) => target,
            Err(why) => {
                tracing::warn!(hook = %id, "an outgoing hook is not begun: its address {why}");
                return;
            }
        };
        self.end(*bot);
        let poster = self.poster.get_or_init(|| Arc::new(Poster::new(self.reach)));
        let courier = Courier::new(
            self.hub.clone(),
            self.clock,
            Arc::clone(poster),
            *id,
            *bot,
            target,
            Arc::clone(secret),
        );
        let task = self.threads.spawn(courier.run());
        self.lock().insert(*id, (*bot, task.abort_handle()));
    }

    /// Ends whatever a bot has.
    pub fn end(&self, bot: UserId) {
        self.lock().retain(|_, (owner, courier)| {
            if *owner == bot {
                courier.abort();
            }
            *owner != bot
        });
    }

    /// Ends a hook's courier, if it has one.
    pub fn end_hook(&self, hook: HookId) {
        if let Some((_, courier)) = self.lock().remove(&hook) {
            courier.abort();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<HookId, (UserId, AbortHandle)>> {
        self.couriers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
