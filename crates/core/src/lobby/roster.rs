//! Who is here: people by connection, by id and in order of arrival, each with the lowest number that was free.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::Arc;

use super::{Label, PublicId};
use crate::id::ConnId;
use crate::map::FastMap;

/// One line of the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterEntry {
    /// Who.
    pub id: PublicId,
    /// Her number while she is here.
    pub number: u32,
}

/// Everybody, in order of arrival. Shared by all who are told of the same state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// The lines.
    pub entries: Vec<RosterEntry>,
}

/// What is kept of a person beside her line.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) id: PublicId,
    arrival: u64,
    pub(super) booths: Vec<Label>,
}

#[derive(Debug)]
struct Line {
    conn: ConnId,
    entry: RosterEntry,
    /// The state of the roster that she was told last.
    knows: u64,
}

#[derive(Debug, Default)]
pub(super) struct People {
    person_by_conn: FastMap<ConnId, Person>,
    conn_by_id: FastMap<PublicId, ConnId>,
    line_by_arrival: BTreeMap<u64, Line>,
    arrivals: u64,
    /// Numbers up to `numbers` that nobody has.
    free_numbers: BTreeSet<u32>,
    numbers: u32,
    /// Counts the states of the roster.
    version: u64,
    roster: Option<Arc<Roster>>,
    everyone: Option<Arc<[ConnId]>>,
}

impl People {
    pub(super) fn len(&self) -> usize {
        self.person_by_conn.len()
    }

    pub(super) fn person(&self, conn: ConnId) -> Option<&Person> {
        self.person_by_conn.get(&conn)
    }

    /// Whose id the label is. A number is nobody's.
    pub(super) fn by_label(&self, label: &Label) -> Option<ConnId> {
        if label.is_number() {
            return None;
        }
        self.conn_by_id.get(&PublicId::new(label.as_str())?).copied()
    }

    /// Takes a newcomer in, who knows the state that she makes. False if connection or id is taken.
    pub(super) fn admit(&mut self, conn: ConnId, id: PublicId) -> bool {
        if self.person_by_conn.contains_key(&conn) || self.conn_by_id.contains_key(&id) {
            return false;
        }
        self.changed();
        self.arrivals += 1;
        let number = self.free_numbers.pop_first().unwrap_or_else(|| {
            self.numbers += 1;
            self.numbers
        });
        let line = Line {
            conn,
            entry: RosterEntry { id, number },
            knows: self.version,
        };
        self.line_by_arrival.insert(self.arrivals, line);
        self.conn_by_id.insert(id, conn);
        self.person_by_conn.insert(
            conn,
            Person {
                id,
                arrival: self.arrivals,
                booths: Vec::new(),
            },
        );
        true
    }

    /// Lets somebody go and gives her number back.
    pub(super) fn dismiss(&mut self, conn: ConnId) -> Option<Person> {
        let person = self.person_by_conn.remove(&conn)?;
        self.changed();
        self.conn_by_id.remove(&person.id);
        if let Some(line) = self.line_by_arrival.remove(&person.arrival) {
            self.free_numbers.insert(line.entry.number);
        }
        if self.person_by_conn.is_empty() {
            self.free_numbers.clear();
            self.numbers = 0;
        }
        Some(person)
    }

    pub(super) fn note_booth(&mut self, conn: ConnId, booth: Label) {
        if let Some(person) = self.person_by_conn.get_mut(&conn) {
            person.booths.push(booth);
        }
    }

    /// The roster as it stands, made at most once per state.
    pub(super) fn roster(&mut self) -> Arc<Roster> {
        let lines = self.line_by_arrival.values();
        let made = || {
            Arc::new(Roster {
                entries: lines.map(|line| line.entry).collect(),
            })
        };
        self.roster.get_or_insert_with(made).clone()
    }

    /// A roster that shows one person alone.
    pub(super) fn roster_of_one(&self, conn: ConnId) -> Arc<Roster> {
        let line = self
            .person(conn)
            .and_then(|person| self.line_by_arrival.get(&person.arrival));
        Arc::new(Roster {
            entries: line.map(|line| line.entry).into_iter().collect(),
        })
    }

    /// Every connection, made at most once per state.
    pub(super) fn everyone(&mut self) -> Arc<[ConnId]> {
        let lines = self.line_by_arrival.values();
        self.everyone
            .get_or_insert_with(|| lines.map(|line| line.conn).collect())
            .clone()
    }

    /// Up to `limit` people in order of arrival after `cursor` who were last told another state than the present one;
    /// they are taken as told. With the cursor for the next call, none at the end of the line.
    pub(super) fn take_uninformed(&mut self, cursor: u64, limit: usize) -> (Vec<ConnId>, Option<u64>) {
        let mut conns = Vec::new();
        for (&arrival, line) in self.line_by_arrival.range_mut(cursor + 1..) {
            if mem::replace(&mut line.knows, self.version) != self.version {
                conns.push(line.conn);
                if conns.len() >= limit {
                    return (conns, Some(arrival));
                }
            }
        }
        (conns, None)
    }

    fn changed(&mut self) {
        self.version += 1;
        self.roster = None;
        self.everyone = None;
    }
}
