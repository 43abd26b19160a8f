//! A house opened for one order, where no server runs: the same hub over the same files, without anybody in it.

use std::collections::VecDeque;
use std::sync::Arc;

use anyhow::anyhow;
use teahouse_core::command::Command;
use teahouse_core::effect::{Effect, StoreRequest, To};
use teahouse_core::event::Event;
use teahouse_core::hub::{Closing, Hub, Opening};
use teahouse_core::id::{ConnId, NodeId, Ticket};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::password::Password;
use teahouse_core::record::PasswordHash;
use teahouse_core::refusal::Refusal;
use teahouse_core::settings::{Rates, Settings};
use teahouse_store::{Error, Options, Reader, Store, Writer, is_read};

use super::desk::Desk;
use crate::account::password;
use crate::banner;
use crate::clock::Clock;
use crate::config::{Config, SettingError};
use crate::data_dir::DataDir;
use crate::machine::Machine;
use crate::tls;

/// The hub and its store, on one thread.
pub(super) struct Offline {
    hub: Hub,
    writer: Writer,
    reader: Reader,
    clock: Clock,
    next_conn: u64,
    /// What a server would be told.
    config: Option<Box<Config>>,
}

impl Offline {
    /// Opens the house in a folder that this process holds.
    pub(super) fn open(data: &DataDir, config: Option<Box<Config>>) -> anyhow::Result<Offline> {
        let clock = Clock::start();
        let opened = Store::open(data.path(), Options::default());
        let (store, writer) = opened.map_err(|error| SettingError::new(error.to_string()))?;
        let directory = writer.load_directory().map_err(|error| anyhow!(error))?;
        let reader = store.reader().map_err(|error| anyhow!(error))?;
        let settings = Settings {
            rates: Rates::off(),
            ..Settings::default()
        };
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("the system gives random bytes");
        let hub = Hub::new(NodeId::default(), settings, seed, directory, clock.now());
        Ok(Offline {
            hub,
            writer,
            reader,
            clock,
            next_conn: 0,
            config,
        })
    }

    fn ask_now(&mut self, command: Command) -> Result<Option<Arc<Event>>, Error> {
        let conn = ConnId(self.next_conn);
        self.next_conn += 1;
        self.hub.handle_open(self.clock.now(), conn, Opening::Operator);
        self.hub.handle_command(self.clock.now(), conn, None, command);
        let mut answer = None;
        while let Some(effect) = self.hub.poll_effect() {
            match effect {
                Effect::Deliver {
                    to: To::One(to), event, ..
                } if to == conn => answer = Some(event),
                Effect::Store { ticket, request } => self.keep(ticket, request)?,
                Effect::Close { .. } | Effect::Deliver { .. } => {}
            }
        }
        self.hub.handle_close(self.clock.now(), conn, Closing::Clean);
        Ok(answer)
    }

    fn keep(&mut self, ticket: Ticket, request: StoreRequest) -> Result<(), Error> {
        let outcomes: VecDeque<Outcome> = if is_read(&request) {
            [self.reader.read(&request)?].into()
        } else {
            self.writer.commit(&[request])?.into()
        };
        for outcome in outcomes {
            self.hub.handle_outcome(self.clock.now(), ticket, outcome);
        }
        Ok(())
    }
}

impl Desk for Offline {
    fn address(&self) -> Result<String, SettingError> {
        let config = self.config.as_ref();
        let config = config.ok_or_else(|| SettingError::new("Nothing says where this house is served."))?;
        let names = config.certificate.as_ref().map(tls::names_of).transpose()?;
        let listen = config.doors.listen.value;
        Ok(banner::address(listen, &Machine::look(), &names.unwrap_or_default()))
    }

    fn now(&self) -> UnixMillis {
        self.clock.now().wall
    }

    async fn ask(&mut self, command: Command) -> Option<Arc<Event>> {
        self.ask_now(command).unwrap_or_else(|error| {
            tracing::error!(%error, "the store has failed");
            None
        })
    }

    async fn hash(&mut self, password: Password) -> Result<PasswordHash, Refusal> {
        Ok(password::hash(&password))
    }
}
