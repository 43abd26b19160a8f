//! What a careful client shows of one room: every message once, in its place, whatever reaches it when.

use std::collections::BTreeMap;

use teahouse_wire::app::Message;

/// One room as one bot shows it.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    shown: u64,
    /// Heard before what stands in front of it.
    ahead: BTreeMap<u64, Message>,
}

impl Timeline {
    /// The place of the last message shown.
    pub(crate) fn shown(&self) -> u64 {
        self.shown
    }

    /// Whether something is missing in front of what was heard.
    pub(crate) fn has_gap(&self) -> bool {
        !self.ahead.is_empty()
    }

    /// Takes a message; returns those that can be shown now, in order.
    pub(crate) fn take(&mut self, message: Message) -> Vec<Message> {
        if message.seq > self.shown {
            self.ahead.insert(message.seq, message);
        }
        let mut ready = Vec::new();
        while let Some(next) = self.ahead.remove(&(self.shown + 1)) {
            self.shown += 1;
            ready.push(next);
        }
        ready
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(seq: u64) -> Message {
        Message {
            id: seq.to_string(),
            room: "room".to_owned(),
            seq,
            sender: "sender".to_owned(),
            client_id: seq.to_string(),
            text: Some("words".to_owned()),
            ..Message::default()
        }
    }

    fn take(timeline: &mut Timeline, seq: u64) -> Vec<u64> {
        timeline.take(message(seq)).iter().map(|message| message.seq).collect()
    }

    #[test]
    fn messages_are_shown_once_and_in_order() {
        let mut timeline = Timeline::default();
        assert_eq!(take(&mut timeline, 1), [1]);
        assert!(take(&mut timeline, 1).is_empty());
        assert!(take(&mut timeline, 3).is_empty());
        assert!(timeline.has_gap());
        assert_eq!(take(&mut timeline, 2), [2, 3]);
        assert!(!timeline.has_gap());
        assert_eq!(timeline.shown(), 3);
    }
}
