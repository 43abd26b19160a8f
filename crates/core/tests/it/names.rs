//! Names and sessions: who may be called what, who is signed in, and for how long a name is kept.

use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::effect::CloseReason;
use teahouse_core::hub::Opening;
use teahouse_core::hub::sign_in::NAME_TIMEOUT;
use teahouse_core::id::SessionId;
use teahouse_core::outcome::StoreFailure;
use teahouse_core::record::Device;
use teahouse_core::refusal::Refusal;

use crate::world::words::*;
use crate::world::{World, token};

const HOUR: Duration = Duration::from_secs(60 * 60);

fn register(name: &str, with: &str) -> Command {
    Command::Register {
        name: name.into(),
        session: SessionId(with.len() as u64),
        token: token(with),
        device: Device::default(),
    }
}

#[test]
fn a_name_is_one_persons_in_every_spelling() {
    let mut world = World::new();
    world.person("Ann Lee");
    for name in ["Ann Lee", "ann  lee", "ＡＮＮ LEE", " ANN LEE ", "Ann\u{200d} Lee"] {
        let conn = world.request(register(name, "other"));
        let raw = world.raw(conn);
        let refused = format!("{raw:?}");
        assert!(refused.contains("NameTaken"), "{name}: {refused}");
    }
}

#[test]
fn a_refused_name_comes_with_one_that_is_free() {
    let mut world = World::new();
    world.person("Ann");
    world.person("Ann 2");
    let conn = world.request(register("Ann", "other"));
    let raw = world.raw(conn);
    let teahouse_core::event::Event::Refused(Refusal::NameTaken { proposal }) = &*raw[0].1 else {
        panic!("{raw:?}");
    };
    assert_eq!(proposal.as_str(), "Ann 3");
    assert_eq!(world.register(proposal.as_str(), "other"), ["re registered Ann 3"]);
}

#[test]
fn what_is_no_name_is_refused() {
    let mut world = World::new();
    for name in ["", "   ", "a\u{202e}b", "\u{0}", &"x".repeat(33), "\u{200d}"] {
        assert_eq!(world.register(name, "t"), ["re refused bad_name"], "{name:?}");
    }
}

#[test]
fn of_two_who_want_one_name_at_once_the_first_has_it() {
    let mut world = World::new();
    world.store.is_held = true;
    let first = world.request(register("Ann", "one"));
    let second = world.request(register("ann", "second"));
    assert_eq!(world.heard(second), ["re refused name_taken"]);
    assert_eq!(
        world.heard(first),
        [""; 0],
        "a person who is not kept yet is told nothing"
    );
    world.store.is_held = false;
    world.settle();
    assert_eq!(world.heard(first), ["re registered Ann"]);
}

#[test]
fn a_person_who_cannot_be_kept_takes_no_name_and_has_no_session() {
    for failure in [StoreFailure::Full, StoreFailure::Unavailable] {
        let mut world = World::new();
        world.store.failing = Some(failure);
        assert!(world.register("Ann", "Ann")[0].starts_with("re refused storage_"));
        let conn = world.request(Command::WhoAmI { token: token("Ann") });
        assert_eq!(world.heard(conn), ["re refused not_signed_in"]);
        let page = world.open(Opening::App(token("Ann")));
        assert_eq!(world.heard(page), ["signed out"]);
        world.store.failing = None;
        world.person("Ann");
    }
}

#[test]
fn a_token_tells_who_one_is() {
    let mut world = World::new();
    world.person("Ann");
    let conn = world.request(Command::WhoAmI { token: token("Ann") });
    assert_eq!(world.heard(conn), ["re registered Ann"]);
    let conn = world.request(Command::WhoAmI { token: token("Bob") });
    assert_eq!(world.heard(conn), ["re refused not_signed_in"]);
}

#[test]
fn a_page_without_a_session_is_told_so_and_closed() {
    let mut world = World::new();
    let page = world.open(Opening::App(token("nobody")));
    assert_eq!(world.heard(page), ["signed out"]);
    assert_eq!(world.closed_by_house(), [(page, CloseReason::NoSession)]);
    world
        .hub
        .handle_command(world.now, page, Some(1), invite(teahouse_core::id::UserId(1)));
    world.settle();
    assert_eq!(world.heard(page), [""; 0]);
}

#[test]
fn signing_out_closes_the_pages_of_that_session_and_no_others() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let other = world.page("Ann");
    let bob = world.person("Bob");
    let conn = world.request(Command::SignOut { token: token("Ann") });
    assert_eq!(world.heard(conn), ["re signed out"]);
    for page in [ann, other] {
        assert_eq!(world.heard(page), ["signed out"]);
    }
    assert_eq!(world.heard(bob), [""; 0]);
    let closed = [ann, other].map(|page| (page, CloseReason::NoSession));
    assert_eq!(world.closed_by_house(), closed);
    assert_eq!(world.store.sessions(), 1);
    let again = world.request(Command::SignOut { token: token("Ann") });
    assert_eq!(world.heard(again), ["re refused not_signed_in"]);
    let page = world.open(Opening::App(token("Ann")));
    assert_eq!(world.heard(page), ["signed out"]);
}

#[test]
fn a_person_with_two_sessions_keeps_the_other() {
    let mut world = World::new();
    world.person("Ann");
    let mut directory = world.store.directory();
    let mut second = directory.sessions[0].clone();
    second.id = SessionId(77);
    second.token = token("Ann's phone");
    directory.sessions.push(second);
    let mut world = World::at(directory, teahouse_core::settings::Settings::default());
    let desk = world.page_of("Ann");
    let phone = world.page_of("Ann's phone");
    let conn = world.request(Command::SignOut {
        token: token("Ann's phone"),
    });
    assert_eq!(world.heard(conn), ["re signed out"]);
    assert_eq!(world.heard(phone), ["signed out"]);
    assert_eq!(world.heard(desk), [""; 0]);
    assert_eq!(world.closed_by_house(), [(phone, CloseReason::NoSession)]);
}

#[test]
fn a_sign_out_that_is_not_kept_has_not_happened() {
    let mut world = World::new();
    let ann = world.person("Ann");
    world.store.failing = Some(StoreFailure::Unavailable);
    let conn = world.request(Command::SignOut { token: token("Ann") });
    assert_eq!(world.heard(conn), ["re refused storage_unavailable"]);
    assert_eq!((world.heard(ann), world.closed_by_house()), (vec![], vec![]));
    world.store.failing = None;
    let conn = world.request(Command::SignOut { token: token("Ann") });
    assert_eq!(world.heard(conn), ["re signed out"], "it can be tried again");
    assert_eq!(world.heard(ann), ["signed out"]);
}

#[test]
fn each_door_has_its_own_requests() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.guest("bob");
    let own = [
        register("x", "x"),
        Command::SignOut { token: token("Ann") },
        Command::WhoAmI { token: token("Ann") },
    ];
    for command in own {
        for conn in [ann, bob] {
            world.say(conn, command.clone());
            assert_eq!(world.heard(conn), ["re refused not_allowed"]);
        }
    }
    world.say(ann, Command::TakeName { name: "x".into() });
    assert_eq!(world.heard(ann), ["re refused already_signed_in"]);
    let conn = world.request(invite(world.id("Ann")));
    assert_eq!(world.heard(conn), ["re refused not_signed_in"]);
}

#[test]
fn a_persons_name_is_no_guests_even_while_she_is_away() {
    let mut world = World::new();
    let ann = world.person("Ann");
    world.leave(ann);
    world.advance(HOUR);
    let guest = world.open(Opening::Plain);
    for name in ["Ann", "ann", "ANN\u{1}"] {
        world.say(guest, Command::TakeName { name: name.into() });
    }
    assert_eq!(world.heard(guest), ["re name refused"; 3]);
}

#[test]
fn a_connected_guests_name_is_no_new_persons() {
    let mut world = World::new();
    let guest = world.guest("ann");
    assert_eq!(world.register("Ann", "Ann"), ["re refused name_taken"]);
    world.leave(guest);
    world.person("Ann");
}

#[test]
fn guests_tell_names_apart_by_the_letter() {
    let mut world = World::new();
    world.guest("bob");
    world.guest("Bob");
    world.guest("bob ");
    let other = world.open(Opening::Plain);
    for name in ["bob", "", "  ", &"x".repeat(257)] {
        world.say(other, Command::TakeName { name: name.into() });
    }
    assert_eq!(world.heard(other), ["re name refused"; 4]);
    for name in ["__proto__", "constructor", "toString", "a\u{0}b", "\"}{\\", "你好"] {
        let guest = world.guest(name);
        world.say(guest, offer("bob", "o"));
        assert_eq!(world.heard(guest)[0], "re invited bob", "{name}");
        world.leave(guest);
    }
}

#[test]
fn a_name_is_freed_after_a_fortnight_without_use() {
    let mut world = World::new();
    let ann = world.person("Ann");
    world.leave(ann);
    world.advance(NAME_TIMEOUT - HOUR);
    assert_eq!(world.register("Ann", "other"), ["re refused name_taken"]);
    world.advance(2 * HOUR);
    assert_eq!(world.register("Ann", "other"), ["re registered Ann"]);
    let ann = world.late_page("Ann");
    assert_eq!(
        world.heard(ann),
        ["welcome Ann 2"],
        "who comes back is who she was, under a name like hers"
    );
}

#[test]
fn who_comes_back_to_a_name_that_nobody_took_has_it_again() {
    let mut world = World::new();
    let ann = world.person("Ann");
    world.leave(ann);
    world.advance(NAME_TIMEOUT + 2 * HOUR);
    let ann = world.late_page("Ann");
    assert_eq!(world.heard(ann), ["welcome Ann"]);
    assert_eq!(world.register("Ann", "other"), ["re refused name_taken"]);
    assert!(world.store.person(world.id("Ann")).is_some_and(|ann| ann.holds_name));
}

#[test]
fn a_name_in_use_is_never_freed() {
    let mut world = World::new();
    world.person("Ann");
    world.advance(NAME_TIMEOUT * 3);
    assert_eq!(world.register("Ann", "other"), ["re refused name_taken"]);
}

#[test]
fn a_name_with_messages_is_not_freed() {
    let mut world = World::new();
    let ann = world.person("Ann");
    let bob = world.person("Bob");
    world.leave(ann);
    world.advance(NAME_TIMEOUT - HOUR);
    world.say(bob, Command::OpenRoom { peer: world.id("Ann") });
    world.say(bob, send(world.room("Ann", "Bob"), "1", "are you there?"));
    world.advance(NAME_TIMEOUT - HOUR);
    assert_eq!(world.register("Ann", "other"), ["re refused name_taken"]);
    world.advance(3 * HOUR);
    assert_eq!(world.register("Ann", "other"), ["re registered Ann"]);
}

#[test]
fn who_comes_back_while_her_name_is_being_freed_keeps_it() {
    let mut world = World::new();
    let ann = world.person("Ann");
    world.leave(ann);
    world.advance(NAME_TIMEOUT);
    world.store.is_held = true;
    world.advance(HOUR);
    let ann = world.late_page("Ann");
    assert_eq!(world.heard(ann), ["welcome Ann"]);
    world.store.is_held = false;
    world.settle();
    assert_eq!(world.register("Ann", "other"), ["re refused name_taken"]);
    assert!(world.store.person(world.id("Ann")).is_some_and(|ann| ann.holds_name));
}

#[test]
fn people_and_their_names_survive_a_restart() {
    let mut world = World::new();
    world.person("Ann");
    world.restart();
    assert_eq!(world.register("Ann", "other"), ["re refused name_taken"]);
    let ann = world.late_page("Ann");
    assert_eq!(world.heard(ann), ["welcome Ann"]);
}
