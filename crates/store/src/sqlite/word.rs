//! Choices as words in columns. A word that is none of them is damage.

use rusqlite::{Result, Row};
use teahouse_core::record::{Audience, CallOutcome, FileKind, Media, Role, RoomKind, RoomRole, SessionKind};

use super::column::damaged;

/// A choice that a column keeps as a word.
pub(super) trait Word: Sized {
    /// Its word.
    fn word(self) -> &'static str;
    /// The choice of a word.
    fn from_word(word: &str) -> Option<Self>;
}

/// The choice in column `index`.
pub(super) fn choice<T: Word>(row: &Row<'_>, index: usize) -> Result<T> {
    T::from_word(row.get_ref(index)?.as_str()?).ok_or_else(|| damaged(index, "choice that is known"))
}

macro_rules! words {
    ($($type:ident { $($choice:ident = $word:literal),+ $(,)? })+) => {
        $(impl Word for $type {
            fn word(self) -> &'static str {
                match self { $($type::$choice => $word,)+ }
            }

            fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($type::$choice),)+ _ => None }
            }
        })+

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn words_of_the_database_are_read_back() {
                let conn = rusqlite::Connection::open_in_memory().expect("opens");
                $($(
                    let read = conn.query_row("SELECT ?1", [$type::$choice.word()], |row| choice(row, 0));
                    assert_eq!(read, Ok($type::$choice));
                )+)+
                conn.query_row("SELECT 'smell'", [], |row| choice::<Media>(row, 0)).expect_err("no such choice");
            }
        }
    };
}

words! {
    Audience { Contacts = "contacts", Everybody = "everybody", Nobody = "nobody" }
    CallOutcome {
        Busy = "busy",
        Cancelled = "cancelled",
        Completed = "completed",
        Declined = "declined",
        Missed = "missed",
    }
    FileKind { Audio = "audio", File = "file", Image = "image", Video = "video", Voice = "voice" }
    Media { Video = "video", Voice = "voice" }
    Role { Guest = "guest", Member = "member", Admin = "admin", Owner = "owner" }
    RoomKind { Direct = "direct", Group = "group", Notes = "notes" }
    RoomRole { Member = "member", Admin = "admin", Owner = "owner" }
    SessionKind { Bot = "bot", Browser = "browser" }
}
