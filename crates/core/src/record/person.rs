//! What is kept of people, their devices, and what they think of each other.

use std::sync::Arc;

use crate::handle::Handle;
use crate::id::{FileId, SessionId, UserId};
use crate::name::Name;
use crate::now::UnixMillis;
use crate::record::TokenHash;

/// What somebody is in the house. What each may do: [`crate::permission`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    /// Came by name alone, without an account.
    #[default]
    Guest,
    /// Has an account.
    Member,
    /// Looks after the house.
    Admin,
    /// The house is hers.
    Owner,
}

/// A password as argon2id left it, in PHC string form. Opaque here: the server makes and checks it.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub Arc<str>);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// A link by which somebody who forgot the password can choose another one, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset {
    /// The hash of what the link ends with.
    pub code: TokenHash,
    /// Until when.
    pub until: UnixMillis,
}

/// Who may see something of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// Whoever she has noted as a contact.
    Contacts,
    /// Everybody who is not blocked.
    #[default]
    Everybody,
    /// Nobody.
    Nobody,
}

/// Who may see what of a person's comings and goings. Who hides something does not see it of others either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Privacy {
    /// Whether she is online.
    pub online: Audience,
    /// When she was here last.
    pub last_seen: Audience,
}

/// A person of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who it is, for ever.
    pub id: UserId,
    /// What the person is called.
    pub name: Name,
    /// Whether the name is still hers: a guest's is given free when it is not used for a time.
    pub holds_name: bool,
    /// What she signs in with; `None` for guests and bots.
    pub handle: Option<Handle>,
    /// What opens the account; `None` for guests and bots.
    pub password: Option<PasswordHash>,
    /// The link by which she can choose another password, if she was given one; boxed, since hardly anybody has one.
    pub reset: Option<Box<Reset>>,
    /// What she is in the house.
    pub role: Role,
    /// Whether a program speaks.
    pub is_bot: bool,
    /// Whether she is shut out: no sessions, no sign-in.
    pub is_disabled: bool,
    /// Her picture.
    pub avatar: Option<FileId>,
    /// A line about herself; may be empty.
    pub about: Arc<str>,
    /// Who sees her comings and goings.
    pub privacy: Privacy,
    /// Until when nothing shall ring or sound at her devices.
    pub quiet_until: Option<UnixMillis>,
    /// When the person came first.
    pub created_at: UnixMillis,
    /// When the person was here last.
    pub seen_at: UnixMillis,
}

impl Person {
    /// The longest line about oneself, in bytes.
    pub const MAX_ABOUT: usize = 512;

    /// A guest who comes at `now`, with nothing but a name.
    pub fn guest(id: UserId, name: Name, now: UnixMillis) -> Person {
        Person {
            id,
            name,
            holds_name: true,
            handle: None,
            password: None,
            reset: None,
            role: Role::Guest,
            is_bot: false,
            is_disabled: false,
            avatar: None,
            about: "".into(),
            privacy: Privacy::default(),
            quiet_until: None,
            created_at: now,
            seen_at: now,
        }
    }
}

/// What opens a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SessionKind {
    /// A program with a token that does not age.
    Bot,
    /// A browser with a cookie.
    #[default]
    Browser,
}

/// What a device says of itself, such as "Firefox on Android": for its owner's eyes, at most [`Device::MAX_LEN`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Device(Arc<str>);

impl Device {
    /// One line of a list.
    pub const MAX_LEN: usize = 128;

    /// The printable part of `text`, cut to [`Self::MAX_LEN`].
    pub fn new(text: &str) -> Device {
        let mut label: String = text.chars().filter(|c| !c.is_control()).take(Self::MAX_LEN).collect();
        while label.len() > Self::MAX_LEN {
            label.pop();
        }
        Device(label.trim().into())
    }

    /// The label.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One sign-in of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, for lists of devices.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// What opens it.
    pub token: TokenHash,
    /// By what kind of program.
    pub kind: SessionKind,
    /// On which device.
    pub device: Device,
    /// When it began.
    pub created_at: UnixMillis,
    /// When it was used last, to the hour.
    pub seen_at: UnixMillis,
}

impl Session {
    /// A browser's session that begins now, on a device not named.
    pub fn browser(id: SessionId, user: UserId, token: TokenHash, now: UnixMillis) -> Session {
        Session {
            id,
            user,
            token,
            kind: SessionKind::Browser,
            device: Device::default(),
            created_at: now,
            seen_at: now,
        }
    }
}

/// What one person has noted about another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Whether the other stands in the list of contacts.
    pub is_listed: bool,
    /// Whether the other may not ring, write, or see presence.
    pub is_blocked: bool,
    /// What she calls the other.
    pub remark: Option<Name>,
}
