//! Accounts, their devices, and what people note about each other.

use teahouse_core::effect::StoreRequest;
use teahouse_core::handle::Handle;
use teahouse_core::id::{FileId, SessionId, UserId};
use teahouse_core::now::UnixMillis;
use teahouse_core::outcome::Outcome;
use teahouse_core::record::{
    Audience, Contact, Device, PasswordHash, Person, Privacy, Reset, Role, Session, SessionKind, TokenHash,
};

use crate::engine::{Engine, contract};
use crate::house::*;

contract! {
    all_that_is_said_of_a_person_is_read_back
    a_person_kept_again_is_replaced
    two_people_cannot_have_one_handle
    a_session_is_read_back_with_its_device
    sessions_end_together
    a_sessions_last_use_only_goes_forward
    notes_about_others_are_replaced_and_forgotten
    notes_about_nobody_are_impossible
}

fn account(id: UserId, handle: &str) -> Person {
    Person {
        handle: Some(Handle::parse(handle).expect("a handle")),
        password: Some(PasswordHash("$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA".into())),
        reset: Some(Box::new(Reset {
            code: TokenHash([7; 32]),
            until: UnixMillis(i64::MAX),
        })),
        role: Role::Owner,
        is_bot: true,
        is_disabled: true,
        avatar: Some(FileId(u64::MAX)),
        about: "茶 first".into(),
        privacy: Privacy {
            online: Audience::Contacts,
            last_seen: Audience::Nobody,
        },
        quiet_until: Some(UnixMillis(i64::MAX)),
        ..person(id, handle, 5)
    }
}

fn keep(person: &Person) -> StoreRequest {
    StoreRequest::KeepPerson(Box::new(person.clone()))
}

fn all_that_is_said_of_a_person_is_read_back(mut engine: impl Engine) {
    let dan = account(UserId(9), "dan");
    assert_eq!(ask(&mut engine, keep(&dan)), Outcome::Done);
    assert_eq!(engine.restart().directory().people, [dan]);
}

fn a_person_kept_again_is_replaced(mut engine: impl Engine) {
    settle(&mut engine);
    let ann = Person {
        holds_name: false,
        ..account(ANN, "ann.lee")
    };
    assert_eq!(ask(&mut engine, keep(&ann)), Outcome::Done);
    let people = engine.restart().directory().people;
    assert_eq!(people.len(), 3);
    assert!(people.contains(&ann));
}

fn two_people_cannot_have_one_handle(mut engine: impl Engine) {
    assert_eq!(ask(&mut engine, keep(&account(UserId(9), "dan"))), Outcome::Done);
    let other = Person {
        name: name("Somebody else"),
        ..account(UserId(10), "dan")
    };
    assert_eq!(ask(&mut engine, keep(&other)), IMPOSSIBLE);
    assert_eq!(engine.directory().people.len(), 1);
}

fn device(number: u8) -> Session {
    Session {
        id: SessionId(u64::from(number)),
        user: ANN,
        token: TokenHash([number; 32]),
        kind: SessionKind::Bot,
        device: Device::new("Firefox on Android"),
        created_at: UnixMillis(3),
        seen_at: UnixMillis(4),
    }
}

fn a_session_is_read_back_with_its_device(mut engine: impl Engine) {
    settle(&mut engine);
    assert_eq!(ask(&mut engine, StoreRequest::CreateSession(device(1))), Outcome::Done);
    let stranger = Session {
        user: UserId(77),
        ..device(2)
    };
    assert_eq!(ask(&mut engine, StoreRequest::CreateSession(stranger)), IMPOSSIBLE);
    let same_token = Session {
        id: SessionId(2),
        ..device(1)
    };
    assert_eq!(ask(&mut engine, StoreRequest::CreateSession(same_token)), IMPOSSIBLE);
    let sessions = engine.restart().directory().sessions;
    assert_eq!(sessions.len(), 4);
    assert!(sessions.contains(&device(1)));
}

fn sessions_end_together(mut engine: impl Engine) {
    settle(&mut engine);
    engine.commit(&[1, 2, 3].map(|number| StoreRequest::CreateSession(device(number))));
    let unknown = SessionId(404);
    let end = StoreRequest::EndSessions(vec![SessionId(1), unknown, SessionId(3)]);
    assert_eq!(ask(&mut engine, end), Outcome::Done);
    let sessions = engine.restart().directory().sessions;
    assert!(sessions.contains(&device(2)));
    assert_eq!(sessions.len(), 4);
}

fn a_sessions_last_use_only_goes_forward(mut engine: impl Engine) {
    settle(&mut engine);
    ask(&mut engine, StoreRequest::CreateSession(device(1)));
    for at in [50, 20] {
        let see = StoreRequest::SeeSession {
            session: SessionId(1),
            at: UnixMillis(at),
        };
        assert_eq!(ask(&mut engine, see), Outcome::Done);
    }
    let sessions = engine.restart().directory().sessions;
    let seen = sessions.iter().find(|session| session.id == SessionId(1));
    assert_eq!(seen.map(|session| session.seen_at), Some(UnixMillis(50)));
}

fn note(user: UserId, other: UserId, contact: Contact) -> StoreRequest {
    StoreRequest::KeepContact { user, other, contact }
}

fn notes_about_others_are_replaced_and_forgotten(mut engine: impl Engine) {
    settle(&mut engine);
    let listed = Contact {
        is_listed: true,
        is_blocked: false,
        remark: Some(name("小安")),
    };
    let blocked = Contact {
        is_blocked: true,
        ..Contact::default()
    };
    engine.commit(&[
        note(BOB, ANN, listed.clone()),
        note(CAT, ANN, listed.clone()),
        note(CAT, BOB, listed.clone()),
        note(CAT, ANN, blocked.clone()),
        note(CAT, BOB, Contact::default()),
    ]);
    let mut contacts = engine.restart().directory().contacts;
    contacts.sort_by_key(|(user, ..)| *user);
    assert_eq!(contacts, [(CAT, ANN, blocked), (BOB, ANN, listed)]);
}

fn notes_about_nobody_are_impossible(mut engine: impl Engine) {
    settle(&mut engine);
    let blocked = Contact {
        is_blocked: true,
        ..Contact::default()
    };
    assert_eq!(ask(&mut engine, note(ANN, UserId(77), blocked)), IMPOSSIBLE);
    assert!(engine.directory().contacts.is_empty());
}
