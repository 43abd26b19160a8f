//! The devices of an account: each with a session of its own, ended from afar, by a new password or by time.

use super::*;

#[test]
fn signing_in_begins_a_new_session_and_ends_the_one_that_the_device_had() {
    let mut world = house();
    account(&mut world, "ann");
    let guest = world.person("Somebody");
    let ann = world.id("ann");
    assert_eq!(
        ask_as(&mut world, Some("Somebody"), sign_in(ann, "phone")),
        ["re registered ann"]
    );
    assert_eq!(world.heard(guest), ["signed out"]);
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("phone") }),
        ["re registered ann"]
    );
    assert_eq!(
        ask(
            &mut world,
            Command::WhoAmI {
                token: token("Somebody")
            }
        ),
        ["re refused not_signed_in"]
    );
    world.restart();
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("phone") }),
        ["re registered ann"]
    );
    assert_eq!(
        ask(
            &mut world,
            Command::WhoAmI {
                token: token("Somebody")
            }
        ),
        ["re refused not_signed_in"]
    );
}

#[test]
fn a_device_signed_out_from_afar_is_closed_at_once_and_hangs_up() {
    let mut world = house();
    let desk = account(&mut world, "ann");
    let bob = account(&mut world, "bob");
    let ann = world.id("ann");
    ask(&mut world, sign_in(ann, "phone"));
    let phone = world.page("phone");
    world.say(phone, invite(world.id("bob")));
    let call = world.call();
    world.say(bob, accept(call));
    for conn in [desk, phone, bob] {
        world.heard(conn);
    }
    world.say(
        desk,
        Command::EndSession {
            session: session_of("phone"),
        },
    );
    assert_eq!(world.heard(desk)[0], "re done");
    assert_eq!(world.heard(phone), ["signed out"]);
    assert_eq!(world.heard(bob)[0], "ended HungUp");
    assert_eq!(world.closed_by_house().len(), 1);
    world
        .hub
        .handle_command(world.now, phone, Some(99), Command::ListSessions);
    world.settle();
    assert_eq!(world.heard(phone), [""; 0], "nobody listens to it any more");
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("phone") }),
        ["re refused not_signed_in"]
    );
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("ann") }),
        ["re registered ann"]
    );
}

#[test]
fn nobody_ends_or_sees_the_sessions_of_others() {
    let mut world = house();
    account(&mut world, "ann");
    let bob = account(&mut world, "bob");
    world.say(
        bob,
        Command::EndSession {
            session: session_of("ann"),
        },
    );
    world.say(bob, Command::EndSession { session: SessionId(9) });
    assert_eq!(world.heard(bob), ["re refused no_session", "re refused no_session"]);
    world.say(bob, Command::ListSessions);
    let raw = world.raw(bob);
    let Event::SessionsListed { sessions, current } = &*raw[0].1 else {
        panic!("{raw:?}")
    };
    assert_eq!((sessions.len(), *current), (1, session_of("bob")));
    assert_eq!(sessions[0].device.as_str(), "bob");
}

#[test]
fn a_new_password_ends_other_sessions_if_one_says_so() {
    let mut world = house();
    let ann = account(&mut world, "ann");
    let id = world.id("ann");
    ask(&mut world, sign_in(id, "phone"));
    let phone = world.page("phone");
    let change = |end_others| Command::SetPassword {
        password: PasswordHash("another".into()),
        end_others,
    };
    world.say(ann, change(false));
    assert_eq!(world.heard(ann), ["re done"]);
    assert_eq!(world.heard(phone), [""; 0]);
    world.say(ann, change(true));
    assert_eq!(world.heard(ann), ["re done"]);
    assert_eq!(world.heard(phone), ["signed out"]);
    assert_eq!(
        world.store.person(id).and_then(|p| p.password.clone()),
        Some(PasswordHash("another".into()))
    );
    let guest = world.person("Guest");
    world.say(guest, change(true));
    assert_eq!(world.heard(guest), ["re refused not_permitted"]);
}

#[test]
fn an_unused_session_of_an_account_ends_after_a_fortnight_with_what_it_has_open() {
    let mut world = house();
    let ann = account(&mut world, "ann");
    let guest = world.person("Guest");
    world.advance(13 * DAY);
    world.say(ann, Command::ReadAccount);
    world.heard(ann);
    world.advance(13 * DAY);
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("ann") }),
        ["re registered ann"]
    );
    world.advance(15 * DAY);
    assert_eq!(world.heard(ann), ["signed out"]);
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("ann") }),
        ["re refused not_signed_in"]
    );
    assert_eq!(
        world.heard(guest),
        [""; 0],
        "a guest has nothing else to come back with"
    );
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("Guest") }),
        ["re registered Guest"]
    );
}

#[test]
fn a_session_in_use_every_day_ends_after_ninety_days() {
    let mut world = house();
    let ann = account(&mut world, "ann");
    for _ in 0..90 {
        world.say(ann, Command::ReadAccount);
        assert_eq!(world.raw(ann).len(), 1);
        world.advance(DAY - Duration::from_secs(1));
    }
    world.advance(Duration::from_secs(100));
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("ann") }),
        ["re refused not_signed_in"]
    );
    world.advance(DAY);
    assert_eq!(world.heard(ann), ["signed out"]);
}

#[test]
fn one_device_too_many_ends_the_one_unused_for_longest() {
    let mut world = house();
    account(&mut world, "ann");
    let ann = world.id("ann");
    for n in 1..MAX_SESSIONS {
        world.advance(Duration::from_secs(3_700));
        ask(&mut world, sign_in(ann, &format!("device {n}")));
    }
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("ann") }),
        ["re registered ann"]
    );
    world.advance(Duration::from_secs(3_700));
    ask(&mut world, sign_in(ann, "one more"));
    assert_eq!(
        ask(
            &mut world,
            Command::WhoAmI {
                token: token("device 1")
            }
        ),
        ["re refused not_signed_in"]
    );
    assert_eq!(
        ask(
            &mut world,
            Command::WhoAmI {
                token: token("device 2")
            }
        ),
        ["re registered ann"]
    );
    assert_eq!(world.store.sessions(), MAX_SESSIONS);
}
