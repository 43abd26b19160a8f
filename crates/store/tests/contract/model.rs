//! Random schedules against a small model of what a store has to answer.

use std::collections::BTreeMap;

use proptest::prelude::*;
use teahouse_core::effect::StoreRequest;
use teahouse_core::id::{RoomId, UserId};
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Seq, Span};

use crate::engine::{Engine, Sqlite};
use crate::house::*;

const PEOPLE: [UserId; 3] = [ANN, BOB, CAT];

/// One step of a schedule.
#[derive(Debug, Clone)]
enum Step {
    Open(usize, usize),
    Say {
        who: usize,
        room: usize,
        client: u8,
    },
    Mark {
        who: usize,
        room: usize,
        delivered: u64,
        read: u64,
    },
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => (0..3usize, 0..3usize).prop_map(|(a, b)| Step::Open(a, b)),
        8 => (0..3usize, 0..3usize, 0..40u8).prop_map(|(who, room, client)| Step::Say { who, room, client }),
        4 => (0..3usize, 0..3usize, 0..20u64, 0..20u64)
            .prop_map(|(who, room, delivered, read)| Step::Mark { who, room, delivered, read }),
        1 => Just(Step::Restart),
    ]
}

/// A room as the model remembers it: authors and client ids in order, and the marks of the two.
#[derive(Debug, Default)]
struct Talk {
    members: Vec<UserId>,
    said: Vec<(UserId, u8)>,
    marks: BTreeMap<UserId, (u64, u64)>,
}

impl Talk {
    fn unread(&self, user: UserId) -> u32 {
        let read = self.marks[&user].1 as usize;
        self.said[read..].iter().filter(|(author, _)| *author != user).count() as u32
    }
}

#[derive(Debug, Default)]
struct Model {
    talks: BTreeMap<usize, Talk>,
}

impl Model {
    /// The number of the room of two people: that of the one who is in neither.
    fn room(a: usize, b: usize) -> usize {
        3 - a - b
    }

    fn open(&mut self, a: usize, b: usize) -> RoomId {
        let number = Self::room(a, b);
        let members = vec![PEOPLE[a], PEOPLE[b]];
        self.talks.entry(number).or_insert_with(|| Talk {
            marks: members.iter().map(|user| (*user, (0, 0))).collect(),
            members,
            said: vec![],
        });
        RoomId(number as u64)
    }

    /// Where a message under this client id stands: room and place.
    fn find(&self, author: UserId, client: u8) -> Option<(usize, u64)> {
        self.talks.iter().find_map(|(room, talk)| {
            let index = talk.said.iter().position(|said| *said == (author, client))?;
            Some((*room, index as u64 + 1))
        })
    }

    fn say(&mut self, who: usize, room: usize, client: u8, outcome: &Outcome) {
        let author = PEOPLE[who];
        if let Some((known, seq)) = self.find(author, client) {
            match outcome {
                Outcome::Appended { message, fresh: false } => {
                    assert_eq!((room, message.seq), (known, Seq(seq)));
                }
                other => assert_eq!((other, room != known), (&Outcome::ClientIdReused, true)),
            }
            return;
        }
        match self.talks.get_mut(&room).filter(|talk| talk.members.contains(&author)) {
            None => assert_eq!(outcome, &IMPOSSIBLE),
            Some(talk) => {
                talk.said.push((author, client));
                let (message, fresh) = appended(outcome.clone());
                assert_eq!((message.seq.0, fresh), (talk.said.len() as u64, true));
            }
        }
    }

    fn mark(&mut self, who: usize, room: usize, delivered: u64, read: u64, outcome: &Outcome) {
        let user = PEOPLE[who];
        let Some(talk) = self.talks.get_mut(&room).filter(|talk| talk.members.contains(&user)) else {
            assert_eq!(outcome, &IMPOSSIBLE);
            return;
        };
        let last = talk.said.len() as u64;
        let mark = talk.marks.get_mut(&user).expect("a member");
        mark.1 = mark.1.max(read.min(last));
        mark.0 = mark.0.max(delivered.min(last)).max(mark.1);
        assert_eq!(
            outcome,
            &Outcome::Marked {
                unread: talk.unread(user)
            }
        );
    }

    /// Everything that can be looked up is as the model has it.
    fn compare(&self, engine: &mut impl Engine) {
        for (number, talk) in &self.talks {
            let id = RoomId(*number as u64);
            assert_eq!(
                load(engine, id).map(|room| room.last_seq.0),
                Some(talk.said.len() as u64)
            );
            for user in &talk.members {
                assert_eq!(marks(engine, id, *user), talk.marks[user]);
            }
            let Outcome::History { messages, more: false } = engine.read(&history(id, Span::After(Seq(0)), 500)) else {
                panic!("one page holds it");
            };
            let said = messages
                .iter()
                .map(|message| (message.author, message.client_id.as_str().to_owned()));
            assert!(said.eq(talk.said.iter().map(|(author, client)| (*author, format!("c{client}")))));
            assert!(
                messages
                    .iter()
                    .map(|message| message.seq.0)
                    .eq(1..=talk.said.len() as u64)
            );
        }
        for user in PEOPLE {
            for summary in rooms(engine, user, None, 10).0 {
                assert_eq!(summary.unread, self.talks[&(summary.room.id.0 as usize)].unread(user));
            }
        }
    }
}

/// Carries out `steps` in batches of random length and checks each answer.
fn play(steps: &[(Step, bool)]) {
    let mut engine = Sqlite::empty();
    engine.commit(&[create(ANN, "Ann", 1), create(BOB, "Bob", 1), create(CAT, "Cat", 1)]);
    let mut model = Model::default();
    let mut batch: Vec<(&Step, StoreRequest)> = Vec::new();
    for (step, ends_batch) in steps {
        match *step {
            Step::Open(a, b) if a != b => {
                let room = RoomId(Model::room(a, b) as u64);
                batch.push((step, open(room, [PEOPLE[a], PEOPLE[b]])));
            }
            Step::Say { who, room, client } => {
                batch.push((step, append(RoomId(room as u64), PEOPLE[who], &format!("c{client}"), 7)));
            }
            Step::Mark {
                who,
                room,
                delivered,
                read,
            } => {
                batch.push((step, mark(RoomId(room as u64), PEOPLE[who], delivered, read)));
            }
            Step::Open(..) | Step::Restart => {}
        }
        let restarts = matches!(step, Step::Restart);
        if *ends_batch || restarts {
            commit(&mut engine, &mut model, std::mem::take(&mut batch));
        }
        if restarts {
            engine = engine.restart();
            model.compare(&mut engine);
        }
    }
    commit(&mut engine, &mut model, batch);
    model.compare(&mut engine);
}

fn commit(engine: &mut impl Engine, model: &mut Model, batch: Vec<(&Step, StoreRequest)>) {
    let requests: Vec<_> = batch.iter().map(|(_, request)| request.clone()).collect();
    for ((step, _), outcome) in batch.iter().zip(engine.commit(&requests)) {
        match **step {
            Step::Open(a, b) => {
                let Outcome::RoomOpened(summary) = outcome else {
                    panic!("{outcome:?}");
                };
                assert_eq!(summary.room.id, model.open(a, b));
            }
            Step::Say { who, room, client } => model.say(who, room, client, &outcome),
            Step::Mark {
                who,
                room,
                delivered,
                read,
            } => model.mark(who, room, delivered, read, &outcome),
            Step::Restart => unreachable!("it asks nothing"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sqlite_answers_as_the_model_does(steps in prop::collection::vec((step(), any::<bool>()), 1..120)) {
        play(&steps);
    }
}
