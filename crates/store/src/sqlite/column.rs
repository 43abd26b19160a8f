//! Values as they lie in columns. What a column cannot be turned into is damage, never a panic.

use std::sync::Arc;

use rusqlite::types::{FromSqlError, Type, ValueRef};
use rusqlite::{Error, Result, Row};
use teahouse_core::name::Name;
use teahouse_core::now::UnixMillis;
use teahouse_core::record::{ClientId, Rev, Seq, TokenHash};

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

/// A revision as an integer. None is ever beyond the largest.
pub(super) fn revision(rev: Rev) -> i64 {
    i64::try_from(rev.0).unwrap_or(i64::MAX)
}

/// The revision in column `index`.
pub(super) fn rev(row: &Row<'_>, index: usize) -> Result<Rev> {
    count(row, index).map(Rev)
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

/// The text in column `index`.
pub(super) fn text(row: &Row<'_>, index: usize) -> Result<Arc<str>> {
    Ok(Arc::from(row.get_ref(index)?.as_str()?))
}

/// The value in column `index` as `read` gives it, unless there is none.
pub(super) fn optional<T>(row: &Row<'_>, index: usize, read: fn(&Row<'_>, usize) -> Result<T>) -> Result<Option<T>> {
    match row.get_ref(index)? {
        ValueRef::Null => Ok(None),
        _ => read(row, index).map(Some),
    }
}

/// The error of a column that holds no `what`.
pub(super) fn damaged(index: usize, what: &str) -> Error {
    let source = FromSqlError::Other(format!("no {what}").into());
    Error::FromSqlConversionFailure(index, Type::Text, Box::new(source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_all_bits_are_read_back() {
        let conn = rusqlite::Connection::open_in_memory().expect("opens");
        for value in [0, 1, u64::MAX, 1 << 63] {
            assert_eq!(conn.query_row("SELECT ?1", [bits(value)], |row| id(row, 0)), Ok(value));
        }
    }
}
