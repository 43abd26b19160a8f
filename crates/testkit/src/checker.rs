//! Compares what bots have experienced with what was kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::journal::Entry;

/// One bot's journal.
#[derive(Debug, Clone)]
pub struct Witness {
    /// Whose.
    pub user: String,
    /// What it says.
    pub entries: Vec<Entry>,
}

/// A message as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stored {
    /// Where.
    pub room: String,
    /// At which place.
    pub seq: u64,
    /// Whose.
    pub author: String,
    /// What its author calls it.
    pub client_id: String,
}

/// What the comparison finds: each list names the messages that break one rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Messages that bots wanted to say.
    pub intended: usize,
    /// Messages that were acknowledged.
    pub acked: usize,
    /// Messages that were kept.
    pub stored: usize,
    /// Acknowledged and not kept at the place that was told.
    pub lost: Vec<String>,
    /// Kept twice or more.
    pub doubled: Vec<String>,
    /// Places that no message or two messages have.
    pub misplaced: Vec<String>,
    /// Kept in another order than their author said them in.
    pub swapped: Vec<String>,
    /// Not kept although their author has retried to the end.
    pub unsent: Vec<String>,
    /// Shown to somebody otherwise than they are kept, or not at all.
    pub misshown: Vec<String>,
}

impl Verdict {
    /// Whether every rule holds.
    pub fn is_clean(&self) -> bool {
        self.faults().iter().all(|(_, found)| found.is_empty())
    }

    fn faults(&self) -> [(&'static str, &[String]); 6] {
        [
            ("lost", &self.lost),
            ("doubled", &self.doubled),
            ("misplaced", &self.misplaced),
            ("out of order", &self.swapped),
            ("unsent", &self.unsent),
            ("misshown", &self.misshown),
        ]
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} intended, {} acknowledged, {} kept",
            self.intended, self.acked, self.stored
        )?;
        for (rule, found) in self.faults() {
            write!(f, "; {rule} {}", found.len())?;
            if let Some(first) = found.first() {
                write!(f, " (first: {first})")?;
            }
        }
        Ok(())
    }
}

/// Applies all rules. The witnesses have retried what was not acknowledged and read every room to its end.
pub fn check(witnesses: &[Witness], stored: &[Stored]) -> Verdict {
    let mut rooms: BTreeMap<&str, Vec<&Stored>> = BTreeMap::new();
    for message in stored {
        rooms.entry(&message.room).or_default().push(message);
    }
    rooms.values_mut().for_each(|room| room.sort());
    let mut verdict = Verdict {
        stored: stored.len(),
        doubled: doubled(stored),
        misplaced: misplaced(&rooms),
        ..Verdict::default()
    };
    for witness in witnesses {
        check_acks(witness, stored, &mut verdict);
        check_intents(witness, &rooms, &mut verdict);
        check_shown(witness, &rooms, &mut verdict);
    }
    verdict
}

fn doubled(stored: &[Stored]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let again = stored
        .iter()
        .filter(|message| !seen.insert((&message.author, &message.client_id)));
    again.map(|message| message.client_id.clone()).collect()
}

fn misplaced(rooms: &BTreeMap<&str, Vec<&Stored>>) -> Vec<String> {
    let wrong = rooms
        .values()
        .flat_map(|room| room.iter().zip(1..).filter(|(message, seq)| message.seq != *seq));
    wrong
        .map(|(message, _)| format!("{} {}", message.room, message.seq))
        .collect()
}

fn check_acks(witness: &Witness, stored: &[Stored], verdict: &mut Verdict) {
    let kept: BTreeSet<(&str, u64, &str)> = stored
        .iter()
        .filter(|message| message.author == witness.user)
        .map(|message| (message.room.as_str(), message.seq, message.client_id.as_str()))
        .collect();
    for entry in &witness.entries {
        if let Entry::Ack { room, seq, client_id } = entry {
            verdict.acked += 1;
            if !kept.contains(&(room, *seq, client_id)) {
                verdict.lost.push(client_id.clone());
            }
        }
    }
}

fn check_intents(witness: &Witness, rooms: &BTreeMap<&str, Vec<&Stored>>, verdict: &mut Verdict) {
    let mut intents: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in &witness.entries {
        if let Entry::Intent { room, client_id } = entry {
            verdict.intended += 1;
            intents.entry(room).or_default().push(client_id);
        }
    }
    for (room, intended) in intents {
        let place: BTreeMap<&str, u64> = rooms
            .get(room)
            .into_iter()
            .flatten()
            .filter(|message| message.author == witness.user)
            .map(|message| (message.client_id.as_str(), message.seq))
            .collect();
        let mut last = 0;
        for client_id in intended {
            match place.get(client_id) {
                None => verdict.unsent.push(client_id.to_owned()),
                Some(&seq) if seq < last => verdict.swapped.push(client_id.to_owned()),
                Some(&seq) => last = seq,
            }
        }
    }
}

fn check_shown(witness: &Witness, rooms: &BTreeMap<&str, Vec<&Stored>>, verdict: &mut Verdict) {
    let mut shown: BTreeMap<&str, Vec<Stored>> = BTreeMap::new();
    for entry in &witness.entries {
        match entry {
            Entry::Shown {
                room,
                seq,
                author,
                client_id,
            } => shown.entry(room).or_default().push(Stored {
                room: room.clone(),
                seq: *seq,
                author: author.clone(),
                client_id: client_id.clone(),
            }),
            // Whoever speaks in a room has to see all of it.
            Entry::Intent { room, .. } => {
                shown.entry(room).or_default();
            }
            Entry::Ack { .. } => {}
        }
    }
    for (room, shown) in shown {
        let kept = rooms.get(room).map_or(&[][..], |room| room);
        if !shown.iter().eq(kept.iter().copied()) {
            let differs = shown.iter().zip(kept).position(|(shown, kept)| shown != *kept);
            let place = differs.unwrap_or(shown.len().min(kept.len())) + 1;
            verdict.misshown.push(format!("{room} {place} to {}", witness.user));
        }
    }
}

#[cfg(test)]
mod tests;
