//! Why a client was refused. The codes are a contract: they never change their meaning.

use std::time::Duration;

use crate::name::Name;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$fdoc:meta])* $field:ident: $ty:ty),+ $(,)? })? = $code:literal, $text:literal;)+) => {
        /// One obstacle. Its [`code`](Refusal::code) is stable, its [`text`](Refusal::text) is for people who read logs.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Refusal {$(
            $(#[$doc])*
            $name $({ $($(#[$fdoc])* $field: $ty),+ })?,
        )+}

        impl Refusal {
            /// The stable code, `snake_case`.
            pub fn code(&self) -> &'static str {
                match self { $(Refusal::$name $({ $($field: _),+ })? => $code,)+ }
            }

            /// One English sentence.
            pub fn text(&self) -> &'static str {
                match self { $(Refusal::$name $({ $($field: _),+ })? => $text,)+ }
            }

            /// Every code with its sentence, for the page of errors.
            pub const ALL: &'static [(&'static str, &'static str)] = &[$(($code, $text)),+];
        }
    };
}

refusals! {
    /// This connection has a name or a session already.
    AlreadySignedIn = "already_signed_in", "This connection is signed in already.";
    /// The name cannot be one.
    BadName = "bad_name", "A name has 1 to 32 visible characters.";
    /// A handle cannot be one.
    BadHandle = "bad_handle", "A handle has 2 to 32 of a-z, 0-9, dot, dash and underscore.";
    /// A password cannot be one.
    BadPassword = "bad_password", "A password has 8 to 256 characters, not all the same.";
    /// There is something else wrong with a value, which the text of the request's own description tells.
    BadValue = "bad_value", "A value is not one that is allowed here.";
    /// One of the two has blocked the other.
    Blocked = "blocked", "One of you has blocked the other.";
    /// The peer is in another call.
    Busy = "busy", "This person is in another call.";
    /// The same client id was used for another message.
    ClientIdReused = "client_id_reused", "This client id names another message.";
    /// The house does not take new people this way.
    Closed = "closed", "This house does not take new people this way.";
    /// Too many in a group, or too many groups.
    GroupFull = "group_full", "There is no room for more people in this group.";
    /// Somebody has the handle.
    HandleTaken = "handle_taken", "Somebody else has this handle.";
    /// One is in another call oneself.
    InCall = "in_call", "You are in another call.";
    /// Somebody whom one cannot do this to: oneself.
    Oneself = "oneself", "That is yourself.";
    /// The request is not one that this connection may make at all.
    NotAllowed = "not_allowed", "This connection may not do that.";
    /// There is no such file for this person.
    NoFile = "no_file", "There is no such file for you.";
    /// There is no such hook.
    NoHook = "no_hook", "There is no such hook.";
    /// The invite is unknown, used up, expired or taken back.
    NoInvite = "no_invite", "This invite is not valid, or not any more.";
    /// There is no such message, or nothing can be done to it.
    NoMessage = "no_message", "There is no such message.";
    /// There is no such session.
    NoSession = "no_session", "There is no such session.";
    /// What the message's author alone may do.
    NotAuthor = "not_author", "Only who wrote the message may do that.";
    /// One's role does not allow it.
    NotPermitted = "not_permitted", "Your role does not allow that.";
    /// One is not in this room, or there is none.
    NotMember = "not_member", "There is no such conversation for you.";
    /// No session or no name.
    NotSignedIn = "not_signed_in", "Sign in first.";
    /// Somebody else has the name.
    NameTaken {
        /// One that is free.
        proposal: Name,
    } = "name_taken", "Somebody else goes by this name.";
    /// There is no such call for this connection.
    NoCall = "no_call", "There is no such call.";
    /// There is no such person.
    NoPerson = "no_person", "There is no such person.";
    /// The link for a new password is unknown, used, expired or replaced.
    NoReset = "no_reset", "This link for a new password is not valid, or not any more.";
    /// The person cannot read messages: a plain guest.
    NoMessages = "no_messages", "This person's program can call but not chat.";
    /// The file is larger than the house takes.
    FileTooLarge = "file_too_large", "This file is larger than the house takes.";
    /// One's files would have more bytes than one may bring.
    OverQuota = "over_quota", "There is no room for more of your files.";
    /// The disk is full.
    StorageFull = "storage_full", "The house has no room left to keep messages.";
    /// The database does not answer.
    StorageUnavailable = "storage_unavailable", "The house cannot keep messages at the moment.";
    /// A text that is empty or too long.
    TextLength = "text_length", "A message has 1 to 16384 bytes of text.";
    /// It is too late for that: the time to take a message back is over.
    TooLate = "too_late", "It is too late for that.";
    /// Too many requests.
    TooMany {
        /// After how many milliseconds to try again.
        retry_after_ms: u32,
    } = "too_many", "Too many requests; try again later.";
    /// The person is not here.
    Unreachable = "unreachable", "This person is not here.";
    /// Handle and password do not fit.
    WrongPassword = "wrong_password", "Handle and password do not fit.";
    /// The call is not in a state for that.
    WrongState = "wrong_state", "The call is not in a state for that.";
}

impl Refusal {
    /// Too many requests; one more is free after `wait`.
    pub fn too_many(wait: Duration) -> Refusal {
        Refusal::TooMany {
            retry_after_ms: u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1),
        }
    }
}
