//! Keeps people, rooms and messages in SQLite; the only SQL.
