//! Booths: live-only rooms for two.

use std::collections::BTreeMap;

use super::Label;
use crate::id::ConnId;

/// How many people a booth holds.
pub const CAPACITY: usize = 2;

/// How many booths a connection may be in at once. A page opens one per call and never leaves any, so a day of calls
/// must fit; every booth costs the house a name.
pub const MAX_BOOTHS: usize = 256;

/// Who is in one booth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Members([Option<ConnId>; CAPACITY]);

impl Members {
    pub(super) fn len(self) -> usize {
        self.0.iter().flatten().count()
    }

    pub(super) fn contains(self, conn: ConnId) -> bool {
        self.0.contains(&Some(conn))
    }

    pub(super) fn other_than(self, conn: ConnId) -> Option<ConnId> {
        self.0.into_iter().flatten().find(|&member| member != conn)
    }
}

/// All open booths. An entry without members does not exist.
#[derive(Debug, Default)]
pub(super) struct Booths {
    members_by_label: BTreeMap<Label, Members>,
}

impl Booths {
    pub(super) fn len(&self) -> usize {
        self.members_by_label.len()
    }

    pub(super) fn members(&self, label: &Label) -> Members {
        self.members_by_label.get(label).copied().unwrap_or_default()
    }

    /// Puts somebody into a free place. The caller has looked whether there is one.
    pub(super) fn enter(&mut self, label: Label, conn: ConnId) {
        let members = self.members_by_label.entry(label).or_default();
        if let Some(place) = members.0.iter_mut().find(|place| place.is_none()) {
            *place = Some(conn);
        }
    }

    /// Takes somebody out; says who is left.
    pub(super) fn leave(&mut self, label: &Label, conn: ConnId) -> Option<ConnId> {
        let members = self.members_by_label.get_mut(label)?;
        for place in &mut members.0 {
            place.take_if(|member| *member == conn);
        }
        let left = members.other_than(conn);
        if left.is_none() {
            self.members_by_label.remove(label);
        }
        left
    }
}
