//! People and sessions.

use teahouse_core::effect::StoreRequest;
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::{Directory, Outcome};
use teahouse_core::record::Person;

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    an_empty_store_knows_nobody
    people_and_sessions_are_there_after_a_restart
    a_person_comes_with_her_session_or_not_at_all
    an_ended_session_is_gone
    when_somebody_was_here_is_noted
    whoever_is_unknown_cannot_be_seen
}

fn an_empty_store_knows_nobody(mut engine: impl Engine) {
    assert_eq!(engine.directory(), Directory::default());
}

fn people_and_sessions_are_there_after_a_restart(mut engine: impl Engine) {
    settle(&mut engine);
    let mut directory = engine.restart().directory();
    directory.people.sort_by_key(|person| person.id);
    directory.sessions.sort_by_key(|session| session.user);
    let people = [person(ANN, "Ann", 10), person(CAT, "Cat", 30), person(BOB, "Bob", 20)];
    assert_eq!(directory.people, people);
    assert_eq!(
        directory.sessions,
        [session(ANN, 10), session(CAT, 30), session(BOB, 20)]
    );
    assert!(directory.calls.is_empty());
}

fn a_person_comes_with_her_session_or_not_at_all(mut engine: impl Engine) {
    settle(&mut engine);
    let eve = teahouse_core::id::UserId(5);
    let outcomes = engine.commit(&[
        StoreRequest::CreatePerson {
            person: person(eve, "Eve", 1),
            session: session(ANN, 1),
        },
        append(ROOM, ANN, "beside", 1),
    ]);
    assert_eq!(outcomes[0], IMPOSSIBLE, "the session is Ann's already");
    assert!(
        matches!(outcomes[1], Outcome::Appended { fresh: true, .. }),
        "others of the batch are unharmed"
    );
    assert!(engine.directory().people.iter().all(|person| person.id != eve));
}

fn an_ended_session_is_gone(mut engine: impl Engine) {
    settle(&mut engine);
    let end = StoreRequest::EndSession {
        session: session(ANN, 10).id,
    };
    assert_eq!(ask(&mut engine, end.clone()), Outcome::Done);
    assert_eq!(ask(&mut engine, end), Outcome::Done, "ending it twice is no harm");
    let sessions = engine.restart().directory().sessions;
    assert_eq!(sessions.len(), 2);
    assert!(sessions.iter().all(|session| session.user != ANN));
}

fn when_somebody_was_here_is_noted(mut engine: impl Engine) {
    settle(&mut engine);
    let see = StoreRequest::See {
        user: BOB,
        at: UnixMillis(99),
    };
    assert_eq!(ask(&mut engine, see), Outcome::Done);
    let people = engine.restart().directory().people;
    let seen = |person: &Person| (person.created_at.0, person.seen_at.0);
    assert_eq!(people.iter().find(|person| person.id == BOB).map(seen), Some((20, 99)));
    assert_eq!(people.iter().find(|person| person.id == ANN).map(seen), Some((10, 10)));
}

fn whoever_is_unknown_cannot_be_seen(mut engine: impl Engine) {
    let see = StoreRequest::See {
        user: ANN,
        at: UnixMillis(1),
    };
    assert_eq!(ask(&mut engine, see), IMPOSSIBLE);
}
