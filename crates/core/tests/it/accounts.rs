//! Accounts: how one comes to have one and signs in to it.

mod devices;
mod stewards;

use std::time::Duration;

use teahouse_core::command::{Admission, Command};
use teahouse_core::event::Event;
use teahouse_core::hub::Opening;
use teahouse_core::id::{ConnId, SessionId, UserId};
use teahouse_core::outcome::{Directory, StoreFailure};
use teahouse_core::record::{Device, InviteCode, PasswordHash, Role};
use teahouse_core::sessions::MAX_SESSIONS;
use teahouse_core::settings::{Rates, Settings, SignUp};

use crate::world::words::*;
use crate::world::{World, token};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A house where everybody may make an account, and where nobody is limited.
fn house() -> World {
    house_with(SignUp::Open)
}

fn house_with(signup: SignUp) -> World {
    let settings = Settings {
        signup,
        rates: Rates::off(),
        ..Settings::default()
    };
    World::at(Directory::default(), settings)
}

fn session_of(with: &str) -> SessionId {
    SessionId(
        with.bytes()
            .fold(11, |sum: u64, b| sum.wrapping_mul(131) + u64::from(b)),
    )
}

fn sign_up_by(handle: &str, name: Option<&str>, with: &str, admission: Admission) -> Command {
    Command::SignUp {
        handle: handle.into(),
        name: name.map(str::to_owned),
        password: PasswordHash("hash".into()),
        admission,
        session: session_of(with),
        token: token(with),
        device: Device::new(with),
    }
}

fn sign_up(handle: &str, with: &str) -> Command {
    sign_up_by(handle, None, with, Admission::Open)
}

fn sign_in(user: UserId, with: &str) -> Command {
    sign_in_after(user, "hash", with)
}

/// A sign-in of somebody whose password was checked against this hash.
fn sign_in_after(user: UserId, proved: &str, with: &str) -> Command {
    Command::SignIn {
        user,
        proved: PasswordHash(proved.into()),
        session: session_of(with),
        token: token(with),
        device: Device::new(with),
    }
}

/// What one request hears, asked in the name of whoever a token opens a session of.
fn ask_as(world: &mut World, with: Option<&str>, command: Command) -> Vec<String> {
    let conn = world.open(Opening::Request(with.map(token)));
    world.say(conn, command);
    let heard = world.heard(conn);
    world.leave(conn);
    heard
}

fn ask(world: &mut World, command: Command) -> Vec<String> {
    ask_as(world, None, command)
}

/// An account with this handle, signed in on a device that has the handle for its token.
fn account(world: &mut World, handle: &str) -> ConnId {
    account_with(world, handle, Admission::Open)
}

fn account_with(world: &mut World, handle: &str, admission: Admission) -> ConnId {
    let heard = ask(world, sign_up_by(handle, None, handle, admission));
    assert_eq!(heard, [format!("re registered {handle}")]);
    world.page(handle)
}

#[test]
fn a_handle_is_one_persons_and_nothing_like_it_anybody_elses() {
    let mut world = house();
    account(&mut world, "ann.lee");
    for handle in ["ann.lee", "Ann.Lee", "ａｎｎ.lee", "ann.1ee"] {
        assert_eq!(
            ask(&mut world, sign_up(handle, "x")),
            ["re refused handle_taken"],
            "{handle}"
        );
    }
    for handle in ["admin", "r00t", "teahouse"] {
        assert_eq!(
            ask(&mut world, sign_up(handle, "x")),
            ["re refused handle_taken"],
            "{handle}"
        );
    }
    for handle in ["", "a", "ann lee", "аnn"] {
        assert_eq!(
            ask(&mut world, sign_up(handle, "x")),
            ["re refused bad_handle"],
            "{handle}"
        );
    }
    let named = sign_up_by("bob", Some("Ann.Lee"), "x", Admission::Open);
    assert_eq!(ask(&mut world, named), ["re refused name_taken"]);
    assert_eq!(world.register("ann.lee", "x"), ["re refused name_taken"]);
}

#[test]
fn who_may_make_an_account_is_the_operators_choice() {
    let code = InviteCode::new("0123456789").expect("a code");
    let invited = |with| sign_up_by("bob", None, with, Admission::Invite(code.clone()));
    for (signup, open, invite) in [
        (SignUp::Open, "registered bob", "refused no_invite"),
        (SignUp::Invite, "refused closed", "refused no_invite"),
        (SignUp::Closed, "refused closed", "refused closed"),
    ] {
        let mut world = house_with(signup);
        assert_eq!(ask(&mut world, invited("a")), [format!("re {invite}")]);
        assert_eq!(ask(&mut world, sign_up("bob", "b")), [format!("re {open}")]);
    }
}

#[test]
fn an_invite_lets_in_as_many_as_it_says_until_it_ends() {
    let mut world = house_with(SignUp::Invite);
    let ann = account_with(&mut world, "ann", Admission::Granted(Role::Owner));
    let invite = |world: &World, code: &str, uses, days: i64| Command::CreateInvite {
        code: InviteCode::new(code).expect("a code"),
        room: None,
        needs_approval: false,
        uses,
        expires_at: Some(teahouse_core::now::UnixMillis(world.now.wall.0 + days * 86_400_000)),
    };
    let command = invite(&world, "two-of-them", Some(2), 9);
    world.say(ann, command);
    let command = invite(&world, "for-one-day", None, 1);
    world.say(ann, command);
    assert_eq!(world.heard(ann), ["re invite two-of-them", "re invite for-one-day"]);
    let with = |code: &str, handle: &str| {
        let code = InviteCode::new(code).expect("a code");
        sign_up_by(handle, None, handle, Admission::Invite(code))
    };
    assert_eq!(ask(&mut world, with("two-of-them", "bob")), ["re registered bob"]);
    assert_eq!(
        ask(&mut world, with("two-of-them", "bob")),
        ["re refused handle_taken"],
        "costs no use"
    );
    world.restart();
    assert_eq!(ask(&mut world, with("two-of-them", "carl")), ["re registered carl"]);
    assert_eq!(ask(&mut world, with("two-of-them", "dora")), ["re refused no_invite"]);
    assert_eq!(ask(&mut world, with("for-one-day", "dora")), ["re registered dora"]);
    world.advance(DAY);
    assert_eq!(ask(&mut world, with("for-one-day", "emil")), ["re refused no_invite"]);
}

#[test]
fn the_operator_invites_in_the_name_of_the_owner() {
    let mut world = house_with(SignUp::Invite);
    let invite = |code: &str| Command::CreateInvite {
        code: InviteCode::new(code).expect("a code"),
        room: None,
        needs_approval: false,
        uses: Some(1),
        expires_at: None,
    };
    let operator = world.open(Opening::Operator);
    world.say(operator, invite("0123456789"));
    assert_eq!(world.heard(operator), ["re refused no_person"], "the house is nobody's");
    account_with(&mut world, "ann", Admission::Granted(Role::Owner));
    world.say(operator, invite("0123456789"));
    assert_eq!(world.heard(operator), ["re invite 0123456789"]);
    assert_eq!(
        world.store.invites().map(|invite| invite.by).collect::<Vec<_>>(),
        [world.id("ann")]
    );
    let code = InviteCode::new("0123456789").expect("a code");
    let by_invite = Admission::Invite(code);
    assert_eq!(
        ask(&mut world, sign_up_by("bob", None, "bob", by_invite)),
        ["re registered bob"]
    );
}

#[test]
fn only_those_who_look_after_the_house_invite_into_it() {
    let mut world = house();
    let bob = account(&mut world, "bob");
    let invite = Command::CreateInvite {
        code: InviteCode::new("0123456789").expect("a code"),
        room: None,
        needs_approval: false,
        uses: None,
        expires_at: None,
    };
    world.say(bob, invite);
    world.say(bob, Command::ListInvites { room: None });
    assert_eq!(
        world.heard(bob),
        ["re refused not_permitted", "re refused not_permitted"]
    );
}

#[test]
fn a_guest_who_makes_an_account_stays_who_she_is_and_her_old_token_opens_nothing() {
    let mut world = house();
    let ann = world.person("Ann");
    world.person("Bob");
    let command = Command::OpenRoom { peer: world.id("Bob") };
    world.say(ann, command);
    world.heard(ann);
    let room = world.room("Ann", "Bob");
    let before = world.id("Ann");
    let heard = ask_as(&mut world, Some("Ann"), sign_up("ann.lee", "new"));
    assert_eq!(heard, ["re registered Ann"]);
    assert_eq!(world.heard(ann).last().map(String::as_str), Some("signed out"));
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("Ann") }),
        ["re refused not_signed_in"]
    );
    let page = world.page_of("new");
    world.say(page, send(room, "a", "still me"));
    assert_eq!(world.heard(page), ["re #1 Ann: still me"]);
    assert_eq!(
        world
            .store
            .person(before)
            .and_then(|p| p.handle.as_ref())
            .map(|h| h.as_str().to_owned()),
        Some("ann.lee".into())
    );
    assert_eq!(
        ask_as(&mut world, Some("new"), sign_up("other", "x")),
        ["re refused already_signed_in"]
    );
}

#[test]
fn an_account_that_cannot_be_kept_leaves_the_guest_a_guest_and_the_handle_free() {
    let mut world = house();
    world.person("Ann");
    world.store.failing = Some(StoreFailure::Full);
    let heard = ask_as(&mut world, Some("Ann"), sign_up("ann.lee", "new"));
    assert_eq!(heard, ["re refused storage_full"]);
    assert_eq!(ask(&mut world, sign_up("bob", "b")), ["re refused storage_full"]);
    world.store.failing = None;
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("Ann") }),
        ["re registered Ann"]
    );
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("b") }),
        ["re refused not_signed_in"]
    );
    assert_eq!(ask(&mut world, sign_up("bob", "b")), ["re registered bob"]);
    assert_eq!(
        ask_as(&mut world, Some("Ann"), sign_up("ann.lee", "new")),
        ["re registered Ann"]
    );
}

#[test]
fn an_unknown_handle_a_guest_a_bot_and_a_shut_account_are_told_alike() {
    let mut world = house();
    let owner = account_with(&mut world, "owner.one", Admission::Granted(Role::Owner));
    world.person("Guest One");
    account(&mut world, "bob");
    let bob = world.id("bob");
    world.say(
        owner,
        Command::SetDisabled {
            user: bob,
            is_disabled: true,
        },
    );
    assert_eq!(world.heard(owner), ["re done"]);
    for handle in ["nobody", "bob", "guestone", "", "a b", "\u{0}"] {
        let found = ask(&mut world, Command::FindLogin { handle: handle.into() });
        assert_eq!(found, ["re refused wrong_password"], "{handle:?}");
    }
    assert_eq!(ask(&mut world, sign_in(bob, "x")), ["re refused wrong_password"]);
    assert_eq!(ask(&mut world, sign_in(UserId(1), "x")), ["re refused wrong_password"]);
}

#[test]
fn a_change_that_is_not_kept_has_not_happened() {
    let mut world = house();
    let ann = account(&mut world, "ann");
    let rename = |name: &str| Command::SetProfile {
        name: Some(name.into()),
        about: None,
        avatar: None,
    };
    world.store.failing = Some(StoreFailure::Unavailable);
    world.say(ann, rename("Queen"));
    world.say(ann, rename("King"));
    assert_eq!(world.heard(ann), ["re refused storage_unavailable"; 2]);
    world.store.failing = None;
    assert_eq!(
        ask(&mut world, Command::WhoAmI { token: token("ann") }),
        ["re registered ann"]
    );
    assert_eq!(world.register("Queen", "q"), ["re registered Queen"]);
    world.say(ann, rename("Queen"));
    assert_eq!(world.heard(ann), ["re refused name_taken"]);
}
