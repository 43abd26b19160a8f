//! Whose a name is, and when it is given free.

use teahouse_core::effect::StoreRequest;
use teahouse_core::id::UserId;
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    two_people_cannot_hold_one_name
    a_name_is_free_when_its_owner_stays_away
    talk_in_her_rooms_keeps_a_persons_name
    a_free_name_can_be_anothers
    a_renamed_person_holds_the_new_name_and_not_the_old
    nobody_is_given_a_name_that_is_held
}

const EVE: UserId = UserId(5);

fn free(before: i64) -> StoreRequest {
    StoreRequest::FreeNames {
        before: UnixMillis(before),
    }
}

fn rename(user: UserId, text: &str) -> StoreRequest {
    StoreRequest::Rename { user, name: name(text) }
}

fn held(engine: &mut impl Engine, user: UserId) -> Option<String> {
    let people = engine.directory().people;
    let person = people.iter().find(|person| person.id == user).expect("known");
    person.holds_name.then(|| person.name.as_str().to_owned())
}

fn two_people_cannot_hold_one_name(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, create(EVE, "ＡＮＮ", 40)), IMPOSSIBLE);
    assert_eq!(engine.directory().people.len(), 3);
}

fn a_name_is_free_when_its_owner_stays_away(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(
        ask(&mut engine, free(10)),
        Outcome::NamesFreed(vec![]),
        "Ann was here at 10"
    );
    assert_eq!(ask(&mut engine, free(20)), Outcome::NamesFreed(vec![ANN]));
    assert_eq!(
        ask(&mut engine, free(20)),
        Outcome::NamesFreed(vec![]),
        "it is given free once"
    );
    let mut engine = engine.restart();
    assert_eq!(held(&mut engine, ANN), None);
    assert_eq!(held(&mut engine, BOB), Some("Bob".to_owned()));
    let people = engine.directory().people;
    let ann = people.iter().find(|person| person.id == ANN).expect("known");
    assert_eq!(ann.name.as_str(), "Ann", "she is still called so");
}

fn talk_in_her_rooms_keeps_a_persons_name(mut engine: impl Engine) {
    settle(&mut engine);
    appended(ask(&mut engine, append(ROOM, BOB, "hello", 100)));
    assert_eq!(ask(&mut engine, free(100)), Outcome::NamesFreed(vec![CAT]));
    let Outcome::NamesFreed(mut freed) = ask(&mut engine, free(101)) else {
        panic!("names are freed");
    };
    freed.sort();
    assert_eq!(freed, [ANN, BOB]);
}

fn a_free_name_can_be_anothers(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, free(20));
    assert_eq!(ask(&mut engine, create(EVE, "Ann", 40)), Outcome::Done);
    assert_eq!(held(&mut engine, EVE), Some("Ann".to_owned()));
    assert_eq!(held(&mut engine, ANN), None);
    assert_eq!(
        ask(&mut engine, rename(ANN, "Ann 2")),
        Outcome::Done,
        "the first comes back under another"
    );
    assert_eq!(held(&mut engine, ANN), Some("Ann 2".to_owned()));
}

fn a_renamed_person_holds_the_new_name_and_not_the_old(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, rename(ANN, "Anna")), Outcome::Done);
    let mut engine = engine.restart();
    assert_eq!(held(&mut engine, ANN), Some("Anna".to_owned()));
    assert_eq!(ask(&mut engine, create(EVE, "Ann", 40)), Outcome::Done);
    assert_eq!(ask(&mut engine, rename(UserId(77), "Nobody")), IMPOSSIBLE);
}

fn nobody_is_given_a_name_that_is_held(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, rename(ANN, "bob")), IMPOSSIBLE);
    assert_eq!(held(&mut engine, ANN), Some("Ann".to_owned()));
}
