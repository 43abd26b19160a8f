//! Resuming: whoever knows the state of a room at a revision and asks for what has changed since has what a fresh load
//! gives, whatever has happened in between.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use teahouse_core::effect::{MessageChange, StoreRequest};
use teahouse_core::id::{MessageId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Mentions, Message, Rev, Seq};

use crate::engine::{Engine, Sqlite};
use crate::house::*;

const WRITERS: [UserId; 2] = [ANN, BOB];

#[derive(Debug, Clone)]
enum Step {
    Say {
        who: usize,
        answer_to: Option<u8>,
    },
    Edit {
        message: u8,
        words: u8,
    },
    React {
        who: usize,
        message: u8,
        sign: u8,
        on: bool,
    },
    Recall {
        message: u8,
    },
    Hide {
        who: usize,
        message: u8,
    },
    /// This device asks for what it does not know, so much at a time.
    Resume {
        device: usize,
        limit: u16,
    },
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let message = 0..12u8;
    prop_oneof![
        6 => (0..2usize, prop::option::of(message.clone())).prop_map(|(who, answer_to)| Step::Say { who, answer_to }),
        3 => (message.clone(), 0..3u8).prop_map(|(message, words)| Step::Edit { message, words }),
        3 => (0..2usize, message.clone(), 0..3u8, any::<bool>())
            .prop_map(|(who, message, sign, on)| Step::React { who, message, sign, on }),
        1 => message.clone().prop_map(|message| Step::Recall { message }),
        2 => (0..2usize, message).prop_map(|(who, message)| Step::Hide { who, message }),
        3 => (0..4usize, 1..5u16).prop_map(|(device, limit)| Step::Resume { device, limit }),
        1 => Just(Step::Restart),
    ]
}

/// A device of one of the two: what it believes the room to be.
#[derive(Debug, Default)]
struct Device {
    messages: BTreeMap<Seq, Arc<Message>>,
    rev: Rev,
}

impl Device {
    fn resume(&mut self, engine: &mut impl Engine, user: UserId, limit: u16) {
        loop {
            let request = StoreRequest::ReadChanges {
                room: ROOM,
                user,
                since: self.rev,
                limit,
            };
            let Outcome::Changes { messages, rev, more } = engine.read(&request) else {
                panic!("it tells");
            };
            assert!(messages.len() <= usize::from(limit));
            for message in messages {
                assert!(message.rev > self.rev, "ascending");
                self.rev = message.rev;
                self.messages.insert(message.seq, message);
            }
            if !more {
                assert!(rev >= self.rev);
                self.rev = rev;
                break;
            }
        }
        let known: Vec<_> = self.messages.values().cloned().collect();
        assert_eq!(known, seen_by(engine, ROOM, user));
        assert_eq!(load(engine, ROOM).map(|room| room.rev), Some(self.rev));
    }
}

/// Message number n is said by one or the other; numbers not said yet name nothing.
fn id(said: &[usize], message: u8) -> MessageId {
    let number = usize::from(message);
    match said.get(number) {
        Some(who) => id_of(WRITERS[*who], &format!("m{number}")),
        None => MessageId(404),
    }
}

fn request_of(step: &Step, said: &mut Vec<usize>) -> Option<StoreRequest> {
    let changed = |message: MessageId, by: UserId, change| StoreRequest::ChangeMessage {
        room: ROOM,
        message,
        by,
        at: UnixMillis(9),
        change,
    };
    let author = |said: &[usize], message: u8| said.get(usize::from(message)).map_or(ANN, |who| WRITERS[*who]);
    Some(match *step {
        Step::Say { who, answer_to } => {
            // What cannot be answered is not: the message is then plain.
            let target = answer_to.filter(|message| usize::from(*message) < said.len());
            let body = words(
                "words",
                target.map(|message| id(said, message)),
                Mentions::default(),
                &[],
            );
            said.push(who);
            post(ROOM, WRITERS[who], &format!("m{}", said.len() - 1), body)
        }
        Step::Edit { message, words } => {
            let by = author(said, message);
            changed(id(said, message), by, edit(&format!("other words {words}")))
        }
        Step::React { who, message, sign, on } => {
            let sign = ["👍", "🍵", "❤"][usize::from(sign)];
            changed(id(said, message), WRITERS[who], react(sign, on))
        }
        Step::Recall { message } => {
            let recall = MessageChange::Recall {
                not_before: None,
                any_author: true,
            };
            changed(id(said, message), ANN, recall)
        }
        Step::Hide { who, message } => StoreRequest::HideMessages {
            room: ROOM,
            user: WRITERS[who],
            messages: vec![id(said, message)],
        },
        Step::Resume { .. } | Step::Restart => return None,
    })
}

fn play(steps: &[Step]) {
    let mut engine = Sqlite::empty();
    settle(&mut engine);
    let mut devices: [Device; 4] = Default::default();
    let mut said = Vec::new();
    for step in steps {
        if let Some(request) = request_of(step, &mut said) {
            let is_new = matches!(request, StoreRequest::Append(_));
            let outcome = ask(&mut engine, request);
            if is_new && outcome == Outcome::NoMessage {
                said.pop();
            }
        }
        match *step {
            Step::Resume { device, limit } => devices[device].resume(&mut engine, WRITERS[device % 2], limit),
            Step::Restart => engine = engine.restart(),
            _ => {}
        }
    }
    for (device, user) in devices.iter_mut().zip([ANN, BOB, ANN, BOB]) {
        device.resume(&mut engine, user, 3);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_resumed_room_equals_one_loaded_afresh(steps in prop::collection::vec(step(), 1..60)) {
        play(&steps);
    }
}
