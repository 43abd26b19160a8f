//! The verbs of an operator at the machine: bots, accounts and invites, on a house that is served or not.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Flags;
use crate::config::{Config, SettingError, Surroundings};
use crate::control::{HouseRole, Order, Secret};
use crate::origin::Origin;

/// One order and the house that it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The data folder.
    pub data: PathBuf,
    /// What is wanted. A password is still to be read.
    pub order: Order,
    /// What a server of this house would be told, where the order asks how it is reached.
    pub config: Option<Box<Config>>,
}

/// Which house.
#[derive(Args)]
pub(super) struct House {
    /// The folder that keeps everything.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// What can be done with bots.
#[derive(Subcommand)]
pub(super) enum BotVerb {
    /// Makes a bot, and prints its token: the only time that anybody sees it.
    Create {
        /// What it is called.
        name: String,
        #[command(flatten)]
        house: House,
    },
}

/// What can be done with accounts.
#[derive(Subcommand)]
pub(super) enum UserVerb {
    /// Makes an account, and prints its id.
    Create {
        /// What to sign in with: 2 to 32 of a-z, 0-9, dot, dash and underscore.
        handle: String,
        /// What to be called; like the handle if left out.
        #[arg(long)]
        name: Option<String>,
        /// What the account is in the house.
        #[arg(long, value_enum, default_value = "member")]
        role: HouseRole,
        /// Reads the password from the first line of standard input, where no list of processes shows it.
        #[arg(long, required = true)]
        password_stdin: bool,
        #[command(flatten)]
        house: House,
    },
    /// Prints all accounts and bots: id, role, handle and name, separated by tabs.
    List {
        #[command(flatten)]
        house: House,
    },
    /// Gives an account another password, and signs all its devices out.
    Password {
        /// Whose.
        handle: String,
        /// Reads the password from the first line of standard input, where no list of processes shows it.
        #[arg(long, required = true)]
        password_stdin: bool,
        #[command(flatten)]
        house: House,
    },
    /// Gives an account another role.
    Role {
        /// Whose.
        handle: String,
        /// Which.
        #[arg(value_enum)]
        role: HouseRole,
        #[command(flatten)]
        house: House,
    },
}

/// What can be done with invites.
#[derive(Subcommand)]
pub(super) enum InviteVerb {
    /// Makes a link by which people get an account, and prints it.
    Create {
        /// How often it can be used; any number of times if left out.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        uses: Option<u32>,
        /// For how many days it can be used.
        #[arg(long, value_name = "D", default_value = "7", value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: u32,
        /// What the link begins with, where people reach the house by another name than its own.
        #[arg(long, value_name = "ORIGIN")]
        address: Option<Origin>,
        #[command(flatten)]
        house: House,
    },
}

impl InviteVerb {
    /// What is wanted, and how people reach the house if no server runs that would say it.
    pub(super) fn operation(self, around: Surroundings<'_>) -> Result<Operation, SettingError> {
        let InviteVerb::Create {
            uses,
            days,
            address,
            house,
        } = self;
        let flags = Flags {
            data: house.data.as_ref().map(|data| data.to_string_lossy().into_owned()),
            ..Flags::default()
        };
        let config = Config::resolve(&flags, around)?;
        Ok(Operation {
            data: house.data.unwrap_or_else(|| config.data.clone()),
            order: Order::CreateInvite {
                uses,
                days,
                address: address.map(|origin| origin.to_string()),
            },
            config: Some(Box::new(config)),
        })
    }
}

impl BotVerb {
    pub(super) fn operation(self, default: PathBuf) -> Operation {
        let BotVerb::Create { name, house } = self;
        Operation {
            data: house.data.unwrap_or(default),
            order: Order::CreateBot { name },
            config: None,
        }
    }
}

impl UserVerb {
    pub(super) fn operation(self, default: PathBuf) -> Operation {
        let (house, order) = match self {
            UserVerb::Create {
                handle,
                name,
                role,
                house,
                ..
            } => {
                let password = Secret(String::new());
                let order = Order::CreateUser {
                    handle,
                    name,
                    role,
                    password,
                };
                (house, order)
            }
            UserVerb::List { house } => (house, Order::ListUsers),
            UserVerb::Password { handle, house, .. } => {
                let password = Secret(String::new());
                (house, Order::SetPassword { handle, password })
            }
            UserVerb::Role { handle, role, house } => (house, Order::SetRole { handle, role }),
        };
        Operation {
            data: house.data.unwrap_or(default),
            order,
            config: None,
        }
    }
}
