//! What a courier still has to deliver: how far each conversation is, and which have more.

use std::collections::{BTreeMap, BTreeSet};

use teahouse_core::id::RoomId;
use teahouse_core::record::Seq;

/// The conversations of one bot.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    delivered: BTreeMap<RoomId, Seq>,
    behind: BTreeSet<RoomId>,
    unknown: BTreeSet<RoomId>,
}

impl Ledger {
    /// Learns how far a conversation is and how far it goes.
    pub(super) fn learn(&mut self, room: RoomId, delivered: Seq, last: Seq) {
        self.unknown.remove(&room);
        let known = self.delivered.entry(room).or_insert(delivered);
        *known = (*known).max(delivered);
        if *known < last {
            self.behind.insert(room);
        }
    }

    /// A message stands in a conversation.
    pub(super) fn hear(&mut self, room: RoomId, seq: Seq) {
        match self.delivered.get(&room) {
            Some(delivered) if *delivered < seq => self.behind.insert(room),
            Some(_) => false,
            None => self.unknown.insert(room),
        };
    }

    /// A conversation that must be looked up first.
    pub(super) fn unknown(&self) -> Option<RoomId> {
        self.unknown.first().copied()
    }

    /// A conversation is so far now.
    pub(super) fn advance(&mut self, room: RoomId, seq: Seq) {
        let known = self.delivered.entry(room).or_default();
        *known = (*known).max(seq);
    }

    /// A conversation with more, and the place after which.
    pub(super) fn next(&self) -> Option<(RoomId, Seq)> {
        let room = *self.behind.first()?;
        Some((room, self.delivered.get(&room).copied().unwrap_or_default()))
    }

    /// A conversation has no more.
    pub(super) fn settle(&mut self, room: RoomId) {
        self.behind.remove(&room);
    }

    /// The bot is not there any more.
    pub(super) fn leave(&mut self, room: RoomId) {
        self.behind.remove(&room);
        self.unknown.remove(&room);
        self.delivered.remove(&room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEA: RoomId = RoomId(1);

    #[test]
    fn what_was_not_delivered_is_next_until_it_is_settled() {
        let mut ledger = Ledger::default();
        ledger.learn(TEA, Seq(2), Seq(4));
        assert_eq!(ledger.next(), Some((TEA, Seq(2))));
        ledger.advance(TEA, Seq(3));
        assert_eq!(ledger.next(), Some((TEA, Seq(3))));
        ledger.settle(TEA);
        assert_eq!(ledger.next(), None);
        ledger.hear(TEA, Seq(3));
        assert_eq!(ledger.next(), None, "that one is delivered");
        ledger.hear(TEA, Seq(5));
        assert_eq!(ledger.next(), Some((TEA, Seq(3))));
    }

    #[test]
    fn a_conversation_that_nobody_has_looked_up_is_asked_for() {
        let mut ledger = Ledger::default();
        ledger.hear(TEA, Seq(1));
        assert_eq!((ledger.unknown(), ledger.next()), (Some(TEA), None));
        ledger.learn(TEA, Seq(0), Seq(1));
        assert_eq!((ledger.unknown(), ledger.next()), (None, Some((TEA, Seq(0)))));
        ledger.leave(TEA);
        assert_eq!((ledger.unknown(), ledger.next()), (None, None));
    }
}
