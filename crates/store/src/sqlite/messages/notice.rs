//! What happened to a group, as one column keeps it: a word, then names or ids after spaces.

use std::str::FromStr;

use rusqlite::{Result, Row};
use teahouse_core::id::UserId;
use teahouse_core::name::Name;
use teahouse_core::record::Notice;

use crate::sqlite::column::damaged;
use crate::sqlite::word::Word as _;
use teahouse_core::record::RoomRole;

/// The column of a notice.
pub(super) fn write(notice: &Notice) -> String {
    match notice {
        Notice::Added(users) => users
            .iter()
            .fold("added".to_owned(), |text, user| format!("{text} {user}")),
        Notice::Announcement(on) => format!("announcement {}", if *on { "on" } else { "off" }),
        Notice::Joined => "joined".to_owned(),
        Notice::Left => "left".to_owned(),
        Notice::Pictured => "pictured".to_owned(),
        Notice::Removed(user) => format!("removed {user}"),
        Notice::Renamed(name) => format!("renamed {}", name.as_str()),
        Notice::RoleGiven(user, role) => format!("role {user} {}", role.word()),
    }
}

/// The notice in column `index`.
pub(super) fn read(row: &Row<'_>, index: usize) -> Result<Notice> {
    parse(row.get_ref(index)?.as_str()?).ok_or_else(|| damaged(index, "notice"))
}

fn parse(text: &str) -> Option<Notice> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let user = |text: &str| UserId::from_str(text).ok();
    Some(match word {
        "added" => Notice::Added(rest.split_whitespace().map(user).collect::<Option<_>>()?),
        "announcement" => Notice::Announcement(match rest {
            "on" => true,
            "off" => false,
            _ => return None,
        }),
        "joined" => Notice::Joined,
        "left" => Notice::Left,
        "pictured" => Notice::Pictured,
        "removed" => Notice::Removed(user(rest)?),
        "renamed" => Notice::Renamed(Name::from_store(rest)),
        "role" => {
            let (who, role) = rest.split_once(' ')?;
            Notice::RoleGiven(user(who)?, RoomRole::from_word(role)?)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_read_back() {
        let name = Name::from_store("Tea  at 5 ");
        for notice in [
            Notice::Added(vec![]),
            Notice::Added(vec![UserId(0), UserId(u64::MAX)]),
            Notice::Announcement(true),
            Notice::Announcement(false),
            Notice::Joined,
            Notice::Left,
            Notice::Pictured,
            Notice::Removed(UserId(1 << 63)),
            Notice::Renamed(name),
            Notice::RoleGiven(UserId(3), RoomRole::Admin),
        ] {
            assert_eq!(parse(&write(&notice)), Some(notice));
        }
    }

    #[test]
    fn what_is_no_notice_is_damage() {
        for text in [
            "",
            "smelled",
            "removed",
            "removed x",
            "role 0000000000000",
            "announcement maybe",
            "added x",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
