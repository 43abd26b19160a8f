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
    /// The peer is in another call.
    Busy = "busy", "This person is in another call.";
    /// The same client id was used for another message.
    ClientIdReused = "client_id_reused", "This client id names another message.";
    /// One is in another call oneself.
    InCall = "in_call", "You are in another call.";
    /// Somebody whom one cannot do this to: oneself.
    Oneself = "oneself", "That is yourself.";
    /// The request is not one that this connection may make at all.
    NotAllowed = "not_allowed", "This connection may not do that.";
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
    /// The person cannot read messages: a plain guest.
    NoMessages = "no_messages", "This person's program can call but not chat.";
    /// The disk is full.
    StorageFull = "storage_full", "The house has no room left to keep messages.";
    /// The database does not answer.
    StorageUnavailable = "storage_unavailable", "The house cannot keep messages at the moment.";
    /// A text that is empty or too long.
    TextLength = "text_length", "A message has 1 to 16384 bytes of text.";
    /// Too many requests.
    TooMany {
        /// After how many milliseconds to try again.
        retry_after_ms: u32,
    } = "too_many", "Too many requests; try again later.";
    /// The person is not here.
    Unreachable = "unreachable", "This person is not here.";
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
