//! The words of the control socket.

use std::fmt;

use serde::{Deserialize, Serialize};
use teahouse_core::record::Role;

/// Text that stands in no log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What an account can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum HouseRole {
    /// Has an account.
    Member,
    /// Looks after the house.
    Admin,
    /// The house is theirs; there is one.
    Owner,
}

impl From<HouseRole> for Role {
    fn from(role: HouseRole) -> Role {
        match role {
            HouseRole::Member => Role::Member,
            HouseRole::Admin => Role::Admin,
            HouseRole::Owner => Role::Owner,
        }
    }
}

/// What the operator wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Order {
    /// Make a bot. Answer: its token.
    CreateBot {
        /// What it is called.
        name: String,
    },
    /// Make an invite into the house. Answer: its link.
    CreateInvite {
        /// How often it can be used; any number of times if not said.
        uses: Option<u32>,
        /// For how many days.
        days: u32,
        /// What the link begins with, in place of the house's own address.
        address: Option<String>,
    },
    /// Make an account. Answer: its id.
    CreateUser {
        /// What to sign in with.
        handle: String,
        /// What to be called; like the handle if there is none.
        name: Option<String>,
        /// What it becomes.
        role: HouseRole,
        /// What opens it.
        password: Secret,
    },
    /// Everybody with an account. Answer: one line each.
    ListUsers,
    /// Give an account another password. Answer: how many devices are signed out.
    SetPassword {
        /// Whose.
        handle: String,
        /// Which.
        password: Secret,
    },
    /// Give an account another role. Answer: done.
    SetRole {
        /// Whose.
        handle: String,
        /// Which.
        role: HouseRole,
    },
}

/// One account, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The id.
    pub id: String,
    /// What it is signed in to with; bots have none.
    pub handle: Option<String>,
    /// What it is called.
    pub name: String,
    /// What it is, in a word.
    pub role: String,
    /// Whether it is shut out.
    pub is_disabled: bool,
}

/// What came of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "report", rename_all = "snake_case")]
pub enum Report {
    /// The bot's token, which is told once.
    BotCreated {
        /// It.
        token: Secret,
    },
    /// It is done.
    Done,
    /// The invite's link.
    InviteCreated {
        /// It.
        link: Secret,
    },
    /// An account has another password.
    PasswordSet {
        /// Whose.
        handle: String,
        /// How many devices it has signed out.
        ended: u32,
    },
    /// It is not done.
    Refused {
        /// The code of `docs/protocols/errors.md`.
        code: String,
        /// One sentence.
        message: String,
    },
    /// The account's id.
    UserCreated {
        /// It.
        id: String,
    },
    /// All accounts and bots.
    Users {
        /// They.
        users: Vec<Listed>,
    },
}

/// As it is printed: what a program wants to read, alone on its lines.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Report::BotCreated { token } => writeln!(f, "{}", token.0),
            Report::Done => Ok(()),
            Report::InviteCreated { link } => writeln!(f, "{}", link.0),
            Report::PasswordSet { handle, ended } => {
                let devices = if *ended == 1 {
                    "1 device is"
                } else {
                    &format!("{ended} devices are")
                };
                writeln!(f, "{handle} has a new password; {devices} signed out.")
            }
            Report::Refused { message, .. } => writeln!(f, "{message}"),
            Report::UserCreated { id } => writeln!(f, "{id}"),
            Report::Users { users } => users.iter().try_for_each(|user| {
                let handle = user.handle.as_deref().unwrap_or("-");
                let disabled = if user.is_disabled { "\tdisabled" } else { "" };
                writeln!(f, "{}\t{}\t{handle}\t{}{disabled}", user.id, user.role, user.name)
            }),
        }
    }
}
