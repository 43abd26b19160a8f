//! What a courier still has to deliver: how far each conversation is, and which have more.

use std::collections::{BTreeMap, BTreeSet};

use teahouse_core::id::RoomId;
use teahouse_core::record::Seq;

/// The conversations of one bot.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    places: BTreeMap<RoomId, Place>,
    behind: BTreeSet<RoomId>,
    unknown: BTreeSet<RoomId>,
}

/// How far a conversation is, and how far it goes.
#[derive(Debug, Default, Clone, Copy)]
struct Place {
    delivered: Seq,
    last: Seq,
}

impl Ledger {
    /// Learns how far a conversation is and how far it goes.
    pub(super) fn learn(&mut self, room: RoomId, delivered: Seq, last: Seq) {
        self.unknown.remove(&room);
        self.change(room, |place| {
            place.delivered = place.delivered.max(delivered);
            place.last = place.last.max(last);
        });
    }

    /// A message stands in a conversation.
    pub(super) fn hear(&mut self, room: RoomId, seq: Seq) {
        if self.places.contains_key(&room) {
            self.change(room, |place| place.last = place.last.max(seq));
        } else {
            self.unknown.insert(room);
        }
    }

    /// A conversation that must be looked up first.
    pub(super) fn unknown(&self) -> Option<RoomId> {
        self.unknown.first().copied()
    }

    /// A conversation is so far now.
    pub(super) fn advance(&mut self, room: RoomId, seq: Seq) {
        self.change(room, |place| place.delivered = place.delivered.max(seq));
    }

    /// A conversation with more, and the place after which.
    pub(super) fn next(&self) -> Option<(RoomId, Seq)> {
        let room = *self.behind.first()?;
        Some((room, self.places.get(&room)?.delivered))
    }

    /// A conversation has nothing after the place where it is, whatever was heard of it.
    pub(super) fn settle(&mut self, room: RoomId) {
        self.change(room, |place| place.last = place.delivered);
    }

    /// The bot is not there any more.
    pub(super) fn leave(&mut self, room: RoomId) {
        self.behind.remove(&room);
        self.unknown.remove(&room);
        self.places.remove(&room);
    }

    fn change(&mut self, room: RoomId, change: impl FnOnce(&mut Place)) {
        let place = self.places.entry(room).or_default();
        change(place);
        if place.delivered < place.last {
            self.behind.insert(room);
        } else {
            self.behind.remove(&room);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEA: RoomId = RoomId(1);

    #[test]
    fn what_was_not_delivered_is_next_until_it_is() {
        let mut ledger = Ledger::default();
        ledger.learn(TEA, Seq(2), Seq(4));
        assert_eq!(ledger.next(), Some((TEA, Seq(2))));
        ledger.advance(TEA, Seq(3));
        assert_eq!(ledger.next(), Some((TEA, Seq(3))));
        ledger.advance(TEA, Seq(4));
        assert_eq!(ledger.next(), None);
        ledger.hear(TEA, Seq(4));
        assert_eq!(ledger.next(), None, "that one is delivered");
    }

    #[test]
    fn what_comes_while_something_else_is_delivered_is_not_forgotten() {
        let mut ledger = Ledger::default();
        ledger.learn(TEA, Seq(0), Seq(1));
        ledger.hear(TEA, Seq(2));
        ledger.advance(TEA, Seq(1));
        assert_eq!(ledger.next(), Some((TEA, Seq(1))));
    }

    #[test]
    fn a_conversation_that_has_no_more_is_not_asked_for_ever() {
        let mut ledger = Ledger::default();
        ledger.learn(TEA, Seq(1), Seq(3));
        ledger.settle(TEA);
        assert_eq!(ledger.next(), None);
        ledger.hear(TEA, Seq(4));
        assert_eq!(ledger.next(), Some((TEA, Seq(1))));
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
