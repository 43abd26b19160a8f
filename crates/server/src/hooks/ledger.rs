//! In which conversations a courier still has something to tell.

use std::collections::BTreeSet;
use std::ops::Bound;

use teahouse_core::id::RoomId;

/// The conversations of one bot in which something has happened.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    behind: BTreeSet<RoomId>,
    last: Option<RoomId>,
}

impl Ledger {
    /// Something has happened in a conversation.
    pub(super) fn hear(&mut self, room: RoomId) {
        self.behind.insert(room);
    }

    /// The bot is not there any more.
    pub(super) fn leave(&mut self, room: RoomId) {
        self.behind.remove(&room);
    }

    /// Takes out the next one: each has its turn, however much is said in another.
    pub(super) fn take_next(&mut self) -> Option<RoomId> {
        let after = self.last.map_or(Bound::Unbounded, Bound::Excluded);
        let mut behind = self.behind.range((after, Bound::Unbounded));
        let room = *behind.next().or_else(|| self.behind.first())?;
        self.behind.remove(&room);
        self.last = Some(room);
        Some(room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEA: RoomId = RoomId(1);
    const CAKE: RoomId = RoomId(2);

    #[test]
    fn a_conversation_is_looked_at_once_however_much_is_heard_of_it() {
        let mut ledger = Ledger::default();
        ledger.hear(TEA);
        ledger.hear(TEA);
        assert_eq!((ledger.take_next(), ledger.take_next()), (Some(TEA), None));
    }

    #[test]
    fn what_happens_while_a_conversation_is_looked_at_is_not_forgotten() {
        let mut ledger = Ledger::default();
        ledger.hear(TEA);
        assert_eq!(ledger.take_next(), Some(TEA));
        ledger.hear(TEA);
        assert_eq!(ledger.take_next(), Some(TEA));
    }

    #[test]
    fn a_conversation_without_end_lets_the_others_have_their_turn() {
        let mut ledger = Ledger::default();
        ledger.hear(TEA);
        ledger.hear(CAKE);
        let turns: Vec<_> = (0..4)
            .filter_map(|_| {
                let room = ledger.take_next()?;
                ledger.hear(room);
                Some(room)
            })
            .collect();
        assert_eq!(turns, [TEA, CAKE, TEA, CAKE]);
    }

    #[test]
    fn where_the_bot_is_no_more_there_is_nothing_to_tell() {
        let mut ledger = Ledger::default();
        ledger.hear(TEA);
        ledger.leave(TEA);
        assert_eq!(ledger.take_next(), None);
    }
}
