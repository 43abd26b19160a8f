//! Brings a database of any earlier version up to date.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::Error;

mod carry;

/// In the header of each of our files, so that nobody writes into a database of something else. "Teah" in ASCII.
const APPLICATION_ID: u32 = 0x5465_6168;

/// From one version to the next: SQL, and then what only the program can carry over.
struct Step {
    sql: &'static str,
    carry: fn(&Connection) -> rusqlite::Result<()>,
}

/// Number n of the list brings version n - 1 to version n. A released step never changes.
const STEPS: [Step; 4] = [
    Step {
        sql: include_str!("../../migrations/sqlite/0001_house.sql"),
        carry: |_| Ok(()),
    },
    Step {
        sql: include_str!("../../migrations/sqlite/0002_chat.sql"),
        carry: carry::into_chat,
    },
    Step {
        sql: include_str!("../../migrations/sqlite/0003_resets.sql"),
        carry: |_| Ok(()),
    },
    Step {
        sql: include_str!("../../migrations/sqlite/0004_deliveries.sql"),
        carry: |_| Ok(()),
    },
];

/// Takes each missing step in a transaction of its own: a crash in between leaves a whole version.
///
/// # Errors
/// The file is newer, not ours, or cannot be written.
pub(super) fn bring_up_to_date(conn: &mut Connection, path: &Path) -> Result<(), Error> {
    take(conn, path, &STEPS)
}

fn take(conn: &mut Connection, path: &Path, steps: &[Step]) -> Result<(), Error> {
    let known = steps.len() as u32;
    let cannot = |error: rusqlite::Error| Error::Open {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let found = version(conn, path)?;
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for (step, number) in steps.iter().zip(1..).skip(found as usize) {
        let tx = conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(cannot)?;
        tx.execute_batch(step.sql).map_err(cannot)?;
        (step.carry)(&tx).map_err(cannot)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)
            .map_err(cannot)?;
        tx.pragma_update(None, "user_version", number).map_err(cannot)?;
        tx.commit().map_err(cannot)?;
    }
    Ok(())
}

/// The file's version; 0 if it is empty.
fn version(conn: &Connection, path: &Path) -> Result<u32, Error> {
    let number = |name| {
        conn.pragma_query_value(None, name, |row| row.get::<_, u32>(0))
            .map_err(Error::of_read)
    };
    let tables: u32 = conn
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(Error::of_read)?;
    match (number("application_id")?, tables) {
        (APPLICATION_ID, _) => number("user_version"),
        (0, 0) => Ok(0),
        _ => Err(Error::NotOurs(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "here.db";

    fn step(sql: &'static str) -> Step {
        Step { sql, carry: |_| Ok(()) }
    }

    #[test]
    fn only_the_missing_steps_are_taken() {
        let mut conn = Connection::open_in_memory().expect("opens");
        let steps = [step("CREATE TABLE a (x)"), step("CREATE TABLE b (x)")];
        take(&mut conn, Path::new(HERE), &steps[..1]).expect("first");
        take(&mut conn, Path::new(HERE), &steps).expect("second alone");
        take(&mut conn, Path::new(HERE), &steps).expect("nothing");
        assert_eq!(version(&conn, Path::new(HERE)).expect("ours"), 2);
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it_whole() {
        let mut conn = Connection::open_in_memory().expect("opens");
        let steps = [
            step("CREATE TABLE a (x)"),
            step("CREATE TABLE b (x); CREATE TABLE a (x)"),
        ];
        take(&mut conn, Path::new(HERE), &steps).expect_err("there is an `a`");
        assert_eq!(version(&conn, Path::new(HERE)).expect("ours"), 1);
        assert!(!conn.table_exists(None, "b").expect("asks"));
    }

    #[test]
    fn what_cannot_be_carried_over_leaves_the_version_before_it_whole() {
        let mut conn = Connection::open_in_memory().expect("opens");
        let fails = Step {
            sql: "CREATE TABLE b (x)",
            carry: |_| Err(rusqlite::Error::QueryReturnedNoRows),
        };
        take(&mut conn, Path::new(HERE), &[step("CREATE TABLE a (x)"), fails]).expect_err("it fails");
        assert_eq!(version(&conn, Path::new(HERE)).expect("ours"), 1);
        assert!(!conn.table_exists(None, "b").expect("asks"));
    }

    #[test]
    fn a_newer_database_is_refused() {
        let mut conn = Connection::open_in_memory().expect("opens");
        let steps = [step("CREATE TABLE a (x)"), step("CREATE TABLE b (x)")];
        take(&mut conn, Path::new(HERE), &steps).expect("two");
        let refused = take(&mut conn, Path::new(HERE), &steps[..1]);
        assert!(
            matches!(refused, Err(Error::Newer { found: 2, known: 1 })),
            "{refused:?}"
        );
    }

    #[test]
    fn a_database_of_something_else_is_refused() {
        let mut conn = Connection::open_in_memory().expect("opens");
        conn.execute_batch("CREATE TABLE theirs (x)").expect("writes");
        let refused = bring_up_to_date(&mut conn, Path::new(HERE));
        assert!(matches!(refused, Err(Error::NotOurs(_))), "{refused:?}");
    }
}
