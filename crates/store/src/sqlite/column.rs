//! Values as they lie in columns. What a column cannot be turned into is damage, never a panic.

use std::sync::Arc;

use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Error, Result, Row};
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{CallOutcome, ClientId, Media, Seq, TokenHash};

/// The signed integer of an id's bits: SQLite has no other.
pub(super) fn bits(id: u64) -> i64 {
    id.cast_signed()
}

/// The id in column `index`.
pub(super) fn id(row: &Row<'_>, index: usize) -> Result<u64> {
    row.get::<_, i64>(index).map(i64::cast_unsigned)
}

/// A place as an integer. None is ever beyond the largest.
pub(super) fn place(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

/// The place in column `index`.
pub(super) fn seq(row: &Row<'_>, index: usize) -> Result<Seq> {
    count(row, index).map(Seq)
}

/// The number in column `index`, which is never below zero.
pub(super) fn count(row: &Row<'_>, index: usize) -> Result<u64> {
    let value: i64 = row.get(index)?;
    u64::try_from(value).map_err(|_| Error::IntegralValueOutOfRange(index, value))
}

/// The time in column `index`.
pub(super) fn at(row: &Row<'_>, index: usize) -> Result<UnixMillis> {
    row.get(index).map(UnixMillis)
}

/// The name in column `index`.
pub(super) fn name(row: &Row<'_>, index: usize) -> Result<Name> {
    Ok(Name::from_store(row.get_ref(index)?.as_str()?))
}

/// The client id in column `index`.
pub(super) fn client_id(row: &Row<'_>, index: usize) -> Result<ClientId> {
    ClientId::new(row.get_ref(index)?.as_str()?).ok_or_else(|| damaged(index, "client id"))
}

/// The hash in column `index`.
pub(super) fn token(row: &Row<'_>, index: usize) -> Result<TokenHash> {
    row.get(index).map(TokenHash)
}

/// The words in column `index`, if there are any.
pub(super) fn text(row: &Row<'_>, index: usize) -> Result<Option<Arc<str>>> {
    Ok(row.get_ref(index)?.as_str_or_null()?.map(Arc::from))
}

/// The word of `media` in the database.
pub(super) fn media_word(media: Media) -> &'static str {
    match media {
        Media::Video => "video",
        Media::Voice => "voice",
    }
}

/// The media in column `index`.
pub(super) fn media(row: &Row<'_>, index: usize) -> Result<Media> {
    match row.get_ref(index)?.as_str()? {
        "video" => Ok(Media::Video),
        "voice" => Ok(Media::Voice),
        _ => Err(damaged(index, "media")),
    }
}

/// The word of `outcome` in the database.
pub(super) fn outcome_word(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Busy => "busy",
        CallOutcome::Cancelled => "cancelled",
        CallOutcome::Completed => "completed",
        CallOutcome::Declined => "declined",
        CallOutcome::Missed => "missed",
    }
}

/// The outcome of a call in column `index`.
pub(super) fn outcome(row: &Row<'_>, index: usize) -> Result<CallOutcome> {
    match row.get_ref(index)?.as_str()? {
        "busy" => Ok(CallOutcome::Busy),
        "cancelled" => Ok(CallOutcome::Cancelled),
        "completed" => Ok(CallOutcome::Completed),
        "declined" => Ok(CallOutcome::Declined),
        "missed" => Ok(CallOutcome::Missed),
        _ => Err(damaged(index, "outcome of a call")),
    }
}

fn damaged(index: usize, what: &str) -> Error {
    let source = FromSqlError::Other(format!("no {what}").into());
    Error::FromSqlConversionFailure(index, Type::Text, Box::new(source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_database_are_read_back() {
        let conn = rusqlite::Connection::open_in_memory().expect("opens");
        for media_in in [Media::Video, Media::Voice] {
            let out = conn.query_row("SELECT ?1", [media_word(media_in)], |row| media(row, 0));
            assert_eq!(out, Ok(media_in));
        }
        for outcome_in in [
            CallOutcome::Busy,
            CallOutcome::Cancelled,
            CallOutcome::Completed,
            CallOutcome::Declined,
            CallOutcome::Missed,
        ] {
            let out = conn.query_row("SELECT ?1", [outcome_word(outcome_in)], |row| outcome(row, 0));
            assert_eq!(out, Ok(outcome_in));
        }
    }

    #[test]
    fn ids_of_all_bits_are_read_back() {
        let conn = rusqlite::Connection::open_in_memory().expect("opens");
        for value in [0, 1, u64::MAX, 1 << 63] {
            assert_eq!(conn.query_row("SELECT ?1", [bits(value)], |row| id(row, 0)), Ok(value));
        }
    }
}
