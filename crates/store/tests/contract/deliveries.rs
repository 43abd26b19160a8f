//! What the program of a bot is told: messages in order, what becomes of them, each once, from where it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use teahouse_core::effect::StoreRequest;
use teahouse_core::id::{HookId, MessageId, RoomId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{Delivery, Hook, HookPlace, Mentions, Message, Rev, RoomChange, Seq};

use crate::engine::{Engine, Sqlite, contract};
use crate::house::*;

contract! {
    a_new_hook_is_told_of_nothing_that_was_there
    messages_and_changes_are_told_in_the_order_in_which_they_happened
    what_came_and_changed_meanwhile_is_told_once_as_it_stands
    what_somebody_deletes_for_herself_is_told_to_nobody
    a_page_goes_on_where_the_last_one_ended
    a_place_never_goes_back_and_ends_with_its_hook
    a_bot_that_comes_into_a_room_is_told_from_then_on
}

const HOOK: HookId = HookId(u64::MAX);

/// Sends what Bob sees to an address.
fn hook() -> StoreRequest {
    StoreRequest::KeepHook(Hook::Outgoing {
        id: HOOK,
        bot: BOB,
        url: "https://bot.example".into(),
        secret: "shh".into(),
        by: ANN,
    })
}

fn behind(engine: &mut impl Engine) -> Vec<RoomId> {
    let request = StoreRequest::ListUndelivered {
        hook: HOOK,
        after: None,
        limit: 9,
    };
    match engine.read(&request) {
        Outcome::Undelivered { rooms, more: false } => rooms,
        other => panic!("{other:?}"),
    }
}

fn page(engine: &mut impl Engine, room: RoomId, limit: u16) -> (Vec<Delivery>, HookPlace, bool) {
    let request = StoreRequest::ReadDeliveries {
        hook: HOOK,
        room,
        user: BOB,
        limit,
    };
    match engine.read(&request) {
        Outcome::Deliveries { deliveries, end, more } => (deliveries, end, more),
        other => panic!("{other:?}"),
    }
}

fn keep(engine: &mut impl Engine, room: RoomId, place: HookPlace) {
    let hook = HOOK;
    let outcome = ask(engine, StoreRequest::KeepHookPlace { hook, room, place });
    assert_eq!(outcome, Outcome::Done);
}

/// Everything that is due, in words; the program takes it.
fn told(engine: &mut impl Engine, room: RoomId) -> Vec<String> {
    let (deliveries, end, more) = page(engine, room, 100);
    assert!(!more);
    keep(engine, room, end);
    assert_eq!(behind(engine), [], "nothing is left");
    deliveries.iter().map(line).collect()
}

fn line(delivery: &Delivery) -> String {
    let message = &delivery.message;
    let kind = if delivery.is_new { "new" } else { "changed" };
    let words = message.body.words().map_or("nothing", |words| &words.text);
    format!("{kind} {} {words}", message.seq.0)
}

fn begin(engine: &mut impl Engine) {
    settle(engine);
    ask(engine, append(ROOM, ANN, "one", 100));
    ask(engine, change(ANN, ANN, "one", edit("one, edited")));
    ask(engine, hook());
}

fn hide(user: UserId, client_id: &str) -> StoreRequest {
    StoreRequest::HideMessages {
        room: ROOM,
        user,
        messages: vec![id_of(ANN, client_id)],
    }
}

fn a_new_hook_is_told_of_nothing_that_was_there(mut engine: impl Engine) {
    begin(&mut engine);
    assert_eq!(behind(&mut engine), []);
    assert_eq!(told(&mut engine, ROOM), [""; 0]);
    ask(&mut engine, append(ROOM, ANN, "two", 100));
    assert_eq!(behind(&mut engine), [ROOM]);
    ask(&mut engine, hook());
    assert_eq!(behind(&mut engine), [], "another address begins anew");
}

fn messages_and_changes_are_told_in_the_order_in_which_they_happened(mut engine: impl Engine) {
    begin(&mut engine);
    ask(&mut engine, append(ROOM, BOB, "two", 100));
    ask(&mut engine, change(BOB, ANN, "one", react("👍", true)));
    ask(&mut engine, append(ROOM, ANN, "three", 100));
    ask(&mut engine, change(BOB, BOB, "two", RECALL));
    let mut engine = engine.restart();
    assert_eq!(behind(&mut engine), [ROOM]);
    assert_eq!(
        told(&mut engine, ROOM),
        ["new 2 nothing", "changed 1 one, edited", "new 3 words of three"]
    );
    ask(&mut engine, change(ANN, ANN, "three", edit("drei")));
    assert_eq!(told(&mut engine, ROOM), ["changed 3 drei"]);
}

fn what_came_and_changed_meanwhile_is_told_once_as_it_stands(mut engine: impl Engine) {
    begin(&mut engine);
    ask(&mut engine, append(ROOM, ANN, "two", 100));
    for words in ["zwei", "deux", "二"] {
        ask(&mut engine, change(ANN, ANN, "two", edit(words)));
        ask(&mut engine, change(ANN, ANN, "one", edit(words)));
    }
    assert_eq!(told(&mut engine, ROOM), ["new 2 二", "changed 1 二"]);
    assert_eq!(told(&mut engine, ROOM), [""; 0]);
}

fn what_somebody_deletes_for_herself_is_told_to_nobody(mut engine: impl Engine) {
    begin(&mut engine);
    ask(&mut engine, hide(ANN, "one"));
    assert_eq!(told(&mut engine, ROOM), [""; 0]);
    ask(&mut engine, change(ANN, ANN, "one", edit("uno")));
    assert_eq!(
        told(&mut engine, ROOM),
        ["changed 1 uno"],
        "that it changes afterwards is"
    );
    ask(&mut engine, append(ROOM, ANN, "two", 100));
    told(&mut engine, ROOM);
    ask(&mut engine, change(ANN, ANN, "two", edit("due")));
    ask(&mut engine, hide(ANN, "two"));
    assert_eq!(told(&mut engine, ROOM), ["changed 2 due"], "and that it changed before");
}

fn a_page_goes_on_where_the_last_one_ended(mut engine: impl Engine) {
    begin(&mut engine);
    for client_id in ["two", "three", "four"] {
        ask(&mut engine, append(ROOM, ANN, client_id, 100));
        ask(&mut engine, change(BOB, ANN, "one", react("👍", client_id != "three")));
    }
    let mut lines = Vec::new();
    loop {
        let (deliveries, end, more) = page(&mut engine, ROOM, 1);
        assert!(deliveries.len() <= 1);
        lines.extend(deliveries.iter().map(line));
        keep(&mut engine, ROOM, end);
        engine = engine.restart();
        if !more {
            break;
        }
    }
    assert_eq!(
        lines,
        [
            "new 2 words of two",
            "new 3 words of three",
            "new 4 words of four",
            "changed 1 one, edited"
        ]
    );
    assert_eq!(behind(&mut engine), []);
}

fn a_place_never_goes_back_and_ends_with_its_hook(mut engine: impl Engine) {
    begin(&mut engine);
    ask(&mut engine, append(ROOM, ANN, "two", 100));
    told(&mut engine, ROOM);
    let place = |seq, rev| HookPlace {
        seq: Seq(seq),
        rev: Rev(rev),
    };
    keep(&mut engine, ROOM, place(1, 1));
    assert_eq!(page(&mut engine, ROOM, 9), (vec![], place(2, 3), false));
    ask(&mut engine, StoreRequest::DropHook(HOOK));
    assert_eq!(page(&mut engine, ROOM, 9), (vec![], place(0, 0), false));
    keep(&mut engine, ROOM, place(1, 1));
    assert_eq!(
        page(&mut engine, ROOM, 9),
        (vec![], place(0, 0), false),
        "it comes not back"
    );
}

fn a_bot_that_comes_into_a_room_is_told_from_then_on(mut engine: impl Engine) {
    begin(&mut engine);
    ask(&mut engine, group(OTHER_ROOM, ANN, &[CAT]));
    ask(&mut engine, append(OTHER_ROOM, ANN, "before", 100));
    let mut notice = 0;
    let mut turn = |engine: &mut _, change| {
        notice += 1;
        let request = StoreRequest::ChangeRoom {
            room: OTHER_ROOM,
            by: ANN,
            by_invite: false,
            at: UnixMillis(200),
            change,
            notice: MessageId(notice),
        };
        ask(engine, request);
    };
    turn(&mut engine, RoomChange::Add(vec![BOB]));
    assert_eq!(
        told(&mut engine, OTHER_ROOM),
        ["new 2 nothing"],
        "the notice of its coming"
    );
    turn(&mut engine, RoomChange::Remove(BOB));
    ask(&mut engine, append(OTHER_ROOM, ANN, "between", 100));
    assert_eq!(behind(&mut engine), []);
    turn(&mut engine, RoomChange::Add(vec![BOB]));
    assert_eq!(told(&mut engine, OTHER_ROOM), ["new 5 nothing"]);
    ask(&mut engine, open(RoomId(8), [CAT, BOB]));
    ask(&mut engine, append(RoomId(8), CAT, "hello", 100));
    assert_eq!(
        told(&mut engine, RoomId(8)),
        ["new 1 words of hello"],
        "and in a room of two"
    );
}

#[derive(Debug, Clone)]
enum Step {
    Say,
    Answer(u8),
    Edit(u8, u8),
    React(u8, bool),
    Recall(u8),
    Hide(u8),
    /// The program takes so many of a page of so many, and the house is killed or not.
    Listen(u16, usize, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let message = 0..8u8;
    prop_oneof![
        5 => Just(Step::Say),
        1 => message.clone().prop_map(Step::Answer),
        4 => (message.clone(), 0..3u8).prop_map(|(message, words)| Step::Edit(message, words)),
        2 => (message.clone(), any::<bool>()).prop_map(|(message, on)| Step::React(message, on)),
        1 => message.clone().prop_map(Step::Recall),
        2 => message.prop_map(Step::Hide),
        4 => (1..5u16, 0..6usize, any::<bool>()).prop_map(|(limit, taken, killed)| Step::Listen(limit, taken, killed)),
    ]
}

/// What a program knows that believes what it is told.
#[derive(Debug, Default)]
struct Program {
    messages: BTreeMap<Seq, Arc<Message>>,
}

impl Program {
    /// Takes up to so many of a page. Returns whether there is nothing more.
    fn listen(&mut self, engine: &mut impl Engine, limit: u16, taken: usize) -> bool {
        let (deliveries, end, more) = page(engine, ROOM, limit);
        let count = deliveries.len();
        for delivery in deliveries.into_iter().take(taken) {
            let seq = delivery.message.seq;
            let next = Seq(self.messages.len() as u64 + 1);
            assert_eq!(delivery.is_new, seq == next, "each is new once, and in order");
            assert!(seq <= next);
            self.messages.insert(seq, delivery.message);
            keep(engine, ROOM, delivery.place);
        }
        if taken >= count {
            keep(engine, ROOM, end);
        }
        taken >= count && !more
    }
}

/// A message without its revision: where somebody has deleted it for herself, a program has an older one.
fn without_rev(message: &Arc<Message>) -> Message {
    Message {
        rev: Rev(0),
        ..Message::clone(message)
    }
}

fn play(steps: &[Step]) {
    let mut engine = Sqlite::empty();
    settle(&mut engine);
    ask(&mut engine, hook());
    let (mut program, mut said) = (Program::default(), 0);
    let name = |message: u8| format!("m{message}");
    for step in steps {
        let request = match *step {
            Step::Say => append(ROOM, ANN, &format!("m{said}"), 100),
            Step::Answer(to) => {
                let body = words("an answer", Some(id_of(ANN, &name(to))), Mentions::default(), &[]);
                post(ROOM, ANN, &format!("m{said}"), body)
            }
            Step::Edit(message, words) => change(ANN, ANN, &name(message), edit(&format!("other words {words}"))),
            Step::React(message, on) => change(BOB, ANN, &name(message), react("🍵", on)),
            Step::Recall(message) => change(ANN, ANN, &name(message), RECALL),
            Step::Hide(message) => hide(ANN, &name(message)),
            Step::Listen(limit, taken, killed) => {
                program.listen(&mut engine, limit, taken);
                if killed {
                    engine = engine.restart();
                }
                continue;
            }
        };
        if matches!(ask(&mut engine, request), Outcome::Appended { .. }) {
            said += 1;
        }
    }
    while !program.listen(&mut engine, 2, 2) {}
    let known: Vec<_> = program.messages.values().map(without_rev).collect();
    let fresh: Vec<_> = seen_by(&mut engine, ROOM, BOB).iter().map(without_rev).collect();
    assert_eq!(known, fresh);
    assert_eq!(behind(&mut engine), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_program_that_listens_now_and_then_knows_what_there_is(steps in prop::collection::vec(step(), 1..50)) {
        play(&steps);
    }
}
