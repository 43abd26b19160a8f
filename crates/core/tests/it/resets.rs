//! Forgotten passwords: links by which people choose another one, once and in time, and the operator's own hand.

use std::time::Duration;

use teahouse_core::command::Command;
use teahouse_core::hub::Opening;
use teahouse_core::id::{ConnId, SessionId, UserId};
use teahouse_core::outcome::StoreFailure;
use teahouse_core::record::{Device, PasswordHash, Role};
use teahouse_core::settings::Rates;

use crate::world::words::*;
use crate::world::{World, token};

const HOUR: Duration = Duration::from_secs(60 * 60);

fn hash(text: &str) -> PasswordHash {
    PasswordHash(text.into())
}

fn offer(user: UserId, link: &str) -> Command {
    let code = token(link);
    Command::CreateReset { user, code }
}

fn show(link: &str) -> Command {
    Command::ShowReset { code: token(link) }
}

/// Choosing a password by a link, on a device whose token is `device`.
fn choose(link: &str, password: &str, device: &str) -> Command {
    Command::UseReset {
        code: token(link),
        password: hash(password),
        session: SessionId(
            device
                .bytes()
                .fold(17, |sum: u64, b| sum.wrapping_mul(31) + u64::from(b)),
        ),
        token: token(device),
        device: Device::default(),
    }
}

fn give(user: UserId, password: &str) -> Command {
    let password = hash(password);
    Command::GivePassword { user, password }
}

fn sign_in(user: UserId, proved: &str, device: &str) -> Command {
    Command::SignIn {
        user,
        proved: hash(proved),
        session: SessionId(
            device
                .bytes()
                .fold(19, |sum: u64, b| sum.wrapping_mul(31) + u64::from(b)),
        ),
        token: token(device),
        device: Device::default(),
    }
}

/// What one request hears that nobody stands behind.
fn ask(world: &mut World, command: Command) -> Vec<String> {
    let conn = world.request(command);
    let heard = world.heard(conn);
    world.leave(conn);
    heard
}

fn operate(world: &mut World, command: Command) -> Vec<String> {
    let conn = world.open(Opening::Operator);
    world.say(conn, command);
    let heard = world.heard(conn);
    world.leave(conn);
    heard
}

fn password_of(world: &World, user: UserId) -> Option<PasswordHash> {
    world.store.person(user).and_then(|person| person.password.clone())
}

/// Ann, who owns the house, Adam, an admin, Bob, a member, and Gil, a guest; nobody is limited.
fn house() -> (World, [ConnId; 4]) {
    let mut world = World::with(Rates::off());
    let conns = [
        world.account("Ann", Role::Owner),
        world.account("Adam", Role::Admin),
        world.account("Bob", Role::Member),
        world.person("Gil"),
    ];
    (world, conns)
}

#[test]
fn a_link_gives_another_password_once_and_signs_every_other_device_out() {
    let (mut world, [_, adam, bob, _]) = house();
    let id = world.id("Bob");
    assert_eq!(ask(&mut world, sign_in(id, "opaque", "phone")), ["re registered Bob"]);
    let phone = world.page("phone");
    world.say(adam, offer(id, "link"));
    assert_eq!(world.heard(adam), ["re reset until 1700086400000"]);
    assert_eq!(world.heard(bob), [""; 0], "nothing has happened yet");

    assert_eq!(ask(&mut world, show("link")), ["re reset of Bob"]);
    assert_eq!(ask(&mut world, choose("link", "new", "desk")), ["re registered Bob"]);
    for page in [bob, phone] {
        assert_eq!(world.heard(page), ["signed out"]);
    }
    assert_eq!(world.closed_by_house().len(), 2);
    assert_eq!(password_of(&world, id), Some(hash("new")));
    for old in ["Bob", "phone"] {
        let token = token(old);
        assert_eq!(
            ask(&mut world, Command::WhoAmI { token }),
            ["re refused not_signed_in"],
            "{old}"
        );
    }
    let token = token("desk");
    assert_eq!(ask(&mut world, Command::WhoAmI { token }), ["re registered Bob"]);

    for command in [show("link"), choose("link", "newer", "thief")] {
        assert_eq!(ask(&mut world, command), ["re refused no_reset"]);
    }
    world.restart();
    assert_eq!(
        ask(&mut world, choose("link", "newer", "thief")),
        ["re refused no_reset"]
    );
    assert_eq!(password_of(&world, id), Some(hash("new")));
}

#[test]
fn a_call_of_a_device_that_a_new_password_signs_out_is_over() {
    let (mut world, [ann, adam, bob, _]) = house();
    world.say(bob, invite(world.id("Ann")));
    let call = world.call();
    world.say(ann, accept(call));
    world.heard(ann);
    world.say(adam, offer(world.id("Bob"), "link"));
    ask(&mut world, choose("link", "new", "desk"));
    assert_eq!(world.heard(ann)[0], "ended HungUp");
}

#[test]
fn a_link_opens_for_a_day_and_survives_a_restart() {
    let (mut world, [_, adam, ..]) = house();
    let id = world.id("Bob");
    world.say(adam, offer(id, "link"));
    world.advance(24 * HOUR - Duration::from_millis(1));
    world.restart();
    assert_eq!(ask(&mut world, show("link")), ["re reset of Bob"]);
    world.advance(Duration::from_millis(1));
    for command in [show("link"), choose("link", "new", "desk")] {
        assert_eq!(ask(&mut world, command), ["re refused no_reset"]);
    }
    assert_eq!(password_of(&world, id), Some(hash("opaque")));
}

#[test]
fn nobody_makes_a_link_but_for_who_is_less_and_nobody_at_all_for_the_owner() {
    let (mut world, conns) = house();
    let names = ["Ann", "Adam", "Bob", "Gil"];
    let rows = [
        ("Ann", ["oneself", "made", "made", "bad_value"]),
        ("Adam", ["not_permitted", "oneself", "made", "bad_value"]),
        ("Bob", ["not_permitted"; 4]),
        ("Gil", ["not_permitted"; 4]),
    ];
    for (conn, (who, cells)) in conns.into_iter().zip(rows) {
        for (whom, expected) in names.into_iter().zip(cells) {
            world.say(conn, offer(world.id(whom), "link"));
            let heard = world.heard(conn).remove(0);
            let heard = heard.trim_start_matches("re refused ");
            let heard = if heard.starts_with("re reset") { "made" } else { heard };
            assert_eq!(heard, expected, "{who} for {whom}");
        }
    }
    let bot = Command::CreateBot {
        name: "Weather".into(),
        session: SessionId(5),
        token: token("Weather"),
    };
    world.say(conns[0], bot);
    world.heard(conns[0]);
    world.say(conns[0], offer(world.id("Weather"), "link"));
    world.say(conns[0], offer(UserId(404), "link"));
    assert_eq!(world.heard(conns[0]), ["re refused bad_value", "re refused no_person"]);
}

#[test]
fn the_latest_link_is_the_only_one() {
    let (mut world, [_, adam, ..]) = house();
    for link in ["first", "second"] {
        world.say(adam, offer(world.id("Bob"), link));
    }
    assert_eq!(ask(&mut world, show("first")), ["re refused no_reset"]);
    assert_eq!(ask(&mut world, show("second")), ["re reset of Bob"]);
}

#[test]
fn a_link_is_void_once_its_person_has_another_password_another_role_or_is_shut_out() {
    let commands: [fn(UserId) -> Command; 2] = [
        |user| Command::SetDisabled {
            user,
            is_disabled: true,
        },
        |user| Command::SetRole {
            user,
            role: Role::Admin,
        },
    ];
    for command in commands {
        let (mut world, [ann, adam, ..]) = house();
        let user = world.id("Bob");
        world.say(adam, offer(user, "link"));
        world.say(ann, command(user));
        assert_eq!(ask(&mut world, choose("link", "new", "desk")), ["re refused no_reset"]);
    }
    let (mut world, [_, adam, bob, _]) = house();
    world.say(adam, offer(world.id("Bob"), "link"));
    let password = hash("own");
    let end_others = false;
    world.say(bob, Command::SetPassword { password, end_others });
    assert_eq!(world.heard(bob), ["re done"]);
    assert_eq!(ask(&mut world, show("link")), ["re refused no_reset"]);
}

#[test]
fn a_password_that_is_not_kept_leaves_the_link_and_the_devices() {
    let (mut world, [_, adam, bob, _]) = house();
    world.say(adam, offer(world.id("Bob"), "link"));
    world.store.failing = Some(StoreFailure::Full);
    assert_eq!(
        ask(&mut world, choose("link", "new", "desk")),
        ["re refused storage_full"]
    );
    world.store.failing = None;
    assert_eq!(world.heard(bob), [""; 0]);
    assert_eq!(ask(&mut world, choose("link", "new", "desk")), ["re registered Bob"]);
}

#[test]
fn of_two_who_use_a_link_at_once_one_chooses() {
    let (mut world, [_, adam, ..]) = house();
    let id = world.id("Bob");
    world.say(adam, offer(id, "link"));
    world.store.is_held = true;
    let conns = ["one", "two"].map(|device| world.request(choose("link", device, device)));
    world.store.is_held = false;
    world.settle();
    assert_eq!(world.heard(conns[0]), ["re registered Bob"]);
    assert_eq!(world.heard(conns[1]), ["re refused no_reset"]);
    assert_eq!(password_of(&world, id), Some(hash("one")));
}

#[test]
fn the_operator_gives_anybody_with_an_account_another_password() {
    let (mut world, [ann, ..]) = house();
    let owner = world.id("Ann");
    world.say(ann, give(owner, "mine"));
    assert_eq!(world.heard(ann), ["re refused not_allowed"], "nobody else can");
    ask(&mut world, sign_in(owner, "opaque", "phone"));
    let phone = world.page("phone");
    assert_eq!(operate(&mut world, give(owner, "new")), ["re password given, 2 ended"]);
    for page in [ann, phone] {
        assert_eq!(world.heard(page), ["signed out"]);
    }
    assert_eq!(password_of(&world, owner), Some(hash("new")));
    let guest = world.id("Gil");
    assert_eq!(operate(&mut world, give(guest, "new")), ["re refused bad_value"]);
    assert_eq!(operate(&mut world, give(UserId(404), "new")), ["re refused no_person"]);
}

#[test]
fn who_was_checked_against_the_password_before_comes_too_late() {
    let (mut world, _) = house();
    let id = world.id("Bob");
    operate(&mut world, give(id, "new"));
    assert_eq!(
        ask(&mut world, sign_in(id, "opaque", "thief")),
        ["re refused wrong_password"]
    );
    assert_eq!(ask(&mut world, sign_in(id, "new", "phone")), ["re registered Bob"]);
}
