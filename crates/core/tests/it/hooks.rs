//! Hooks: whoever knows a link writes into its room, and what a bot hears can be heard in its place.

use teahouse_core::command::{Admission, Command};
use teahouse_core::effect::{CloseReason, StoreRequest};
use teahouse_core::event::Event;
use teahouse_core::hub::Opening;
use teahouse_core::id::{ConnId, HookId, RoomId, SessionId, Ticket, UserId};
use teahouse_core::name::Name;
use teahouse_core::record::{ClientId, Device, Hook, PasswordHash, Role};

use crate::world::{World, token};

const TEA: RoomId = RoomId(77);

/// Ann's group, with Bob in it; Eve is not.
fn group() -> (World, ConnId) {
    let mut world = World::new();
    let ann = world.person("Ann");
    world.person("Bob");
    world.person("Eve");
    let request = StoreRequest::CreateGroup {
        room: TEA,
        name: Name::of_person("Tea").expect("it is a name"),
        owner: world.id("Ann"),
        members: vec![world.id("Bob")],
        at: world.now.wall,
    };
    world.store.ask(Ticket(u64::MAX), request);
    world.settle();
    (world, ann)
}

fn create(link: &str) -> Command {
    Command::CreateHook {
        room: TEA,
        name: "Deploys".into(),
        token: token(link),
    }
}

fn post(link: &str, client_id: &str) -> Command {
    Command::PostHook {
        token: token(link),
        client_id: ClientId::new(client_id).expect("it is one"),
        text: "done".into(),
    }
}

fn hook_of(world: &mut World, name: &str, command: Command) -> (HookId, UserId) {
    let conn = world.open(Opening::Request(Some(token(name))));
    world.pass(conn, None, command);
    match world.raw(conn).first().map(|(_, event)| (**event).clone()) {
        Some(Event::HookCreated(hook)) => match *hook {
            Hook::Incoming { id, bot, .. } | Hook::Outgoing { id, bot, .. } => (id, bot),
        },
        other => panic!("no hook but {other:?}"),
    }
}

#[test]
fn a_program_writes_with_nothing_but_its_link_and_a_retry_changes_nothing() {
    let (mut world, ann) = group();
    hook_of(&mut world, "Ann", create("link"));
    let first = world.request(post("link", "1"));
    let again = world.request(post("link", "1"));
    assert_eq!(world.raw(first).len(), 1);
    let known = world.raw(again);
    assert!(matches!(&*known[0].1, Event::MessageKnown(message) if message.seq.0 == 1));
    let heard = world.raw(ann);
    let posted = heard
        .iter()
        .filter(|(_, event)| matches!(&**event, Event::MessagePosted(_)));
    assert_eq!(posted.count(), 1, "members hear it once");
}

#[test]
fn a_house_that_starts_again_still_knows_its_hooks_and_who_writes_for_them() {
    let (mut world, _) = group();
    let (_, writer) = hook_of(&mut world, "Ann", create("link"));
    world.restart();
    let conn = world.request(post("link", "1"));
    let heard = world.raw(conn);
    assert!(matches!(&*heard[0].1, Event::MessagePosted(message) if message.author == writer));
}

#[test]
fn only_who_looks_after_a_room_sees_makes_and_removes_its_hooks() {
    let (mut world, _) = group();
    let (hook, _) = hook_of(&mut world, "Ann", create("link"));
    let list = Command::ListHooks { room: Some(TEA) };
    for (name, refused) in [("Bob", ["refused not_permitted"]), ("Eve", ["refused not_member"])] {
        for command in [create("other"), list.clone(), Command::DeleteHook { hook }] {
            assert_eq!(world.ask(name, command), refused, "{name}");
        }
    }
    assert_eq!(world.ask("Ann", list.clone()), ["hooks 1"]);
    assert_eq!(world.ask("Ann", Command::DeleteHook { hook }), ["done"]);
    assert_eq!(world.ask("Ann", list), ["hooks 0"]);
    let conn = world.request(post("link", "1"));
    assert_eq!(
        world.heard(conn),
        ["re refused no_hook"],
        "a removed link opens nothing"
    );
}

#[test]
fn a_hook_is_refused_what_a_person_is_refused() {
    let (mut world, _) = group();
    hook_of(&mut world, "Ann", create("link"));
    let empty = Command::PostHook {
        token: token("link"),
        client_id: ClientId::new("1").expect("it is one"),
        text: " \n".into(),
    };
    for (command, refused) in [
        (empty, "re refused text_length"),
        (post("guess", "1"), "re refused no_hook"),
    ] {
        let conn = world.request(command);
        assert_eq!(world.heard(conn), [refused]);
    }
}

/// A bot, made by the operator; Ann is an admin.
fn bot() -> (World, UserId) {
    let mut world = World::new();
    world.person("Ann");
    world.person("Bob");
    let claim = Command::SignUp {
        handle: "ann".into(),
        name: None,
        password: PasswordHash("hash".into()),
        admission: Admission::Granted(Role::Admin),
        session: SessionId(8),
        token: token("ann's account"),
        device: Device::default(),
    };
    assert_eq!(world.ask("Ann", claim), ["registered Ann"]);
    let operator = world.open(Opening::Operator);
    let create = Command::CreateBot {
        name: "Kettle".into(),
        session: SessionId(9),
        token: token("Kettle"),
    };
    world.pass(operator, None, create);
    // Her page as a guest is past.
    world.closed_by_house();
    match world.raw(operator).first().map(|(_, event)| (**event).clone()) {
        Some(Event::BotCreated(bot)) => (world, bot.id),
        other => panic!("no bot but {other:?}"),
    }
}

/// What opens Ann's session since she has an account.
const ADMIN: &str = "ann's account";

fn set_outgoing(bot: UserId, url: &str) -> Command {
    Command::SetOutgoing {
        bot,
        url: url.into(),
        secret: "secret".into(),
    }
}

#[test]
fn what_a_bot_hears_is_heard_in_its_place_until_it_is_shut_out() {
    let (mut world, bot) = bot();
    let (hook, _) = hook_of(&mut world, ADMIN, set_outgoing(bot, "https://bot.example/in"));
    world.restart();
    let ear = world.open(Opening::Hook(hook));
    assert!(matches!(&*world.raw(ear)[0].1, Event::Welcomed { you, .. } if you.profile.id == bot));
    let shut_out = Command::SetDisabled {
        user: bot,
        is_disabled: true,
    };
    assert_eq!(world.ask(ADMIN, shut_out), ["done"]);
    assert_eq!(world.closed_by_house(), [(ear, CloseReason::NoSession)]);
    let deaf = world.open(Opening::Hook(hook));
    assert_eq!(world.closed_by_house(), [(deaf, CloseReason::NoSession)]);
}

#[test]
fn a_bot_has_one_way_out_and_only_admins_choose_it() {
    let (mut world, bot) = bot();
    let (first, _) = hook_of(&mut world, ADMIN, set_outgoing(bot, "https://bot.example/in"));
    let (second, _) = hook_of(&mut world, ADMIN, set_outgoing(bot, "http://127.0.0.1:1/"));
    assert_eq!(first, second, "the new one takes the place of the old");
    assert_eq!(world.ask(ADMIN, Command::ListHooks { room: None }), ["hooks 1"]);
    for command in [
        set_outgoing(bot, "https://bot.example/in"),
        Command::ListHooks { room: None },
        Command::DeleteHook { hook: first },
    ] {
        assert_eq!(world.ask("Bob", command), ["refused not_permitted"]);
    }
    let not_a_bot = set_outgoing(world.id("Bob"), "https://bot.example/in");
    assert_eq!(world.ask(ADMIN, not_a_bot), ["refused no_person"]);
    assert_eq!(
        world.ask(ADMIN, set_outgoing(bot, "ftp://bot.example")),
        ["refused bad_value"]
    );
}
