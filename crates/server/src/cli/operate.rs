//! The verbs of an operator at the machine: bots and accounts, on a house that is served or not.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::control::{HouseRole, Order, Secret};

/// One order and the house that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The data folder.
    pub data: PathBuf,
    /// What is wanted. A password is still to be read.
    pub order: Order,
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

impl BotVerb {
    pub(super) fn operation(self, default: PathBuf) -> Operation {
        let BotVerb::Create { name, house } = self;
        Operation {
            data: house.data.unwrap_or(default),
            order: Order::CreateBot { name },
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
        }
    }
}
