//! What people have noted about each other.

use rusqlite::{Connection, Result, params};
use teahouse_core::id::UserId;
use teahouse_core::name::Name;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::Contact;

use super::column::{self, bits};
use super::perform::Answer;

/// Replaces what was noted. A note that says nothing is forgotten.
pub(super) fn keep(conn: &Connection, user: UserId, other: UserId, contact: &Contact) -> Result<Answer> {
    let (user, other) = (bits(user.0), bits(other.0));
    if *contact == Contact::default() {
        conn.prepare_cached("DELETE FROM contacts WHERE user = ?1 AND other = ?2")?
            .execute([user, other])?;
    } else {
        conn.prepare_cached(
            "INSERT OR REPLACE INTO contacts (user, other, is_listed, is_blocked, remark) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            user,
            other,
            contact.is_listed,
            contact.is_blocked,
            contact.remark.as_ref().map(Name::as_str),
        ])?;
    }
    Ok(Answer::Done(Outcome::Done))
}

/// All of them: who, about whom, what.
pub(super) fn load(conn: &Connection) -> Result<Vec<(UserId, UserId, Contact)>> {
    conn.prepare("SELECT user, other, is_listed, is_blocked, remark FROM contacts")?
        .query_map([], |row| {
            let contact = Contact {
                is_listed: row.get(2)?,
                is_blocked: row.get(3)?,
                remark: column::optional(row, 4, column::name)?,
            };
            Ok((UserId(column::id(row, 0)?), UserId(column::id(row, 1)?), contact))
        })?
        .collect()
}
